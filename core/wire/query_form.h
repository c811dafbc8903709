// The query protocol's requests: forms to structs.
// Source: integrations 6.1.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/api/shape.h"
#include "core/base/result.h"

namespace runnel::query_form {

// Whether what it says is UTF-8, as text is everywhere behind it.
bool IsText(std::string_view form);

// The value of a field, decoded; nullopt: it is not there.
std::optional<std::string> Find(std::string_view form, std::string_view name);

// Fills `object`, which `structure` describes, from fields such as
// "Parameters.member.1.ParameterKey=a". An empty value of a list is an empty list. Fields that the
// structure does not know are passed over. The error names a value that is no number or boolean.
Result<void> Read(std::string_view form, const Shape& structure, void* object);

}  // namespace runnel::query_form
