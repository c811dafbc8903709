// What those who look on are not shown: passwords, keys and tokens of connections.
#pragma once

#include <string>
#include <string_view>

namespace runnel {

// What a call of this operation asked, which is a JSON object, with "****" in the place of what is
// secret.
std::string ShownInput(std::string_view operation, std::string json);
// The same of what it was answered.
std::string ShownOutput(std::string_view operation, std::string json);

}  // namespace runnel
