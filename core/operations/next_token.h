// NextToken of the list operations: an opaque text that says where a list goes on.
// Source: kinesis-api 5.5.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/model/byte_fields.h"
#include "core/operations/context.h"

namespace runnel {

enum class ListKind : std::uint8_t { kShards, kStreams, kConsumers, kChannels };

// `fields` is what the list needs to go on, as it likes (core/model/byte_fields.h).
std::string MakeNextToken(Context& context, ListKind kind, std::string_view fields);

// The fields of a token of this kind.
// Errors: InvalidArgumentException for a text that is none, ExpiredNextTokenException.
Result<std::string> OpenNextToken(const Context& context, ListKind kind, std::string_view token);

// A list of what an account has in a region is gone on with there only: its fields begin with both.
void AddScope(const Scope& scope, FieldWriter& fields);
// False: the fields are of a list somewhere else.
bool TakeScope(const Scope& scope, FieldReader& fields);

}  // namespace runnel
