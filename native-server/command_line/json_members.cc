#include "native-server/command_line/json_members.h"

namespace runnel {

std::string TextMember(const boost::json::object& object, std::string_view name) {
  const boost::json::value* const member = object.if_contains(name);
  return member != nullptr && member->is_string() ? std::string(member->get_string()) : "";
}

}  // namespace runnel
