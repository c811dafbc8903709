#include "inspector-ui/view_models/call_text.h"

#include <boost/json.hpp>

namespace runnel {
namespace {

namespace json = boost::json;

std::string Text(const json::object& answer, const char* name) {
  const json::value* const member = answer.if_contains(name);
  return member != nullptr && member->is_string() ? std::string(member->get_string()) : "";
}

std::int64_t Integer(const json::object& answer, const char* name) {
  const json::value* const member = answer.if_contains(name);
  return member != nullptr && member->is_number() ? member->to_number<std::int64_t>() : 0;
}

}  // namespace

CallText ReadCallText(std::int64_t number, const json::object& answer, const std::string& refusal) {
  CallText text;
  text.number = number;
  if (!refusal.empty()) {
    text.absent = refusal;
    return text;
  }
  if (!answer.contains("Request")) {
    text.absent =
        "What it asked and was answered is not kept: it succeeded before anybody looked on.";
    return text;
  }
  text.request = Text(answer, "Request");
  text.reply = Text(answer, "Reply");
  text.request_bytes = Integer(answer, "RequestBytes");
  text.reply_bytes = Integer(answer, "ReplyBytes");
  return text;
}

}  // namespace runnel
