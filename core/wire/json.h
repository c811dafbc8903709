// The JSON 1.1 protocol: bodies to structs and back, without a document in between.
#pragma once

#include <string>
#include <string_view>

#include "core/api/shape.h"
#include "core/wire/shape_reader.h"

namespace runnel::json {

// Feeds `body` to `reader`. False when the body is not JSON (nested deeper than 32, followed by
// more, not UTF-8, …); what the reader was given so far is then meaningless.
bool Read(std::string_view body, ShapeReader& reader);

// Appends `object`, a struct described by `structure`, as a JSON object. Absent members are left
// out.
void Write(const Shape& structure, const void* object, std::string& out);

// Appends `text` in quotes.
void WriteString(std::string_view text, std::string& out);

// Appends seconds since the epoch with at most three decimals, e.g. 1700000002.5.
void WriteTimestamp(Timestamp time, std::string& out);

}  // namespace runnel::json
