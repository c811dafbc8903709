#include "core/inspect/secrets.h"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <iterator>

#include "core/base/json_document.h"

namespace runnel {
namespace {

namespace bj = boost::json;

constexpr std::string_view kSecretMembers[] = {"ApiKeyValue", "ClientSecret", "Password"};
constexpr std::string_view kHidden = "****";

bj::string_view View(std::string_view text) { return {text.data(), text.size()}; }

void Hide(bj::object& object, std::string_view member) {
  bj::value* const value = object.if_contains(View(member));
  if (value != nullptr) *value = View(kHidden);
}

// Of what a connection is made of.
void HideIn(bj::value& value) {
  if (bj::array* const list = value.if_array()) {
    for (bj::value& element : *list) HideIn(element);
  }
  bj::object* const object = value.if_object();
  if (object == nullptr) return;
  for (const std::string_view member : kSecretMembers) Hide(*object, member);
  const bj::value* const is_secret = object->if_contains("IsValueSecret");
  if (is_secret != nullptr && *is_secret == true) Hide(*object, "Value");
  for (auto& member : *object) HideIn(member.value());
}

// A request may have anywhere what its connection is authorized by.
void HideRequest(bj::object& call) {
  for (const std::string_view member : {"Url", "Headers", "Payload"}) Hide(call, member);
}

// The answer to a connection that asked for a token has it.
void HideToken(bj::object& call) {
  const bj::value* const payload = call.if_contains("Payload");
  const bj::string* const text = payload == nullptr ? nullptr : payload->if_string();
  if (text != nullptr && text->find("\"access_token\"") != bj::string::npos) Hide(call, "Payload");
}

}  // namespace

std::string ShownInput(std::string_view operation, std::string json) {
  const bool of_connection = operation == "CreateConnection" || operation == "UpdateConnection";
  if (!of_connection && operation != "CompleteInvocation") return json;
  bj::value value = ParseJsonObject(json);
  if (of_connection) {
    HideIn(value);
  } else {
    HideToken(value.get_object());
  }
  return bj::serialize(value);
}

std::string ShownOutput(std::string_view operation, std::string json) {
  if (operation != "TakeHttpCall") return json;
  bj::object call = ParseJsonObject(json);
  HideRequest(call);
  return bj::serialize(call);
}

}  // namespace runnel
