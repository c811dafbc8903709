#include "core/engine/rest_door.h"

#include <algorithm>

#include "core/base/utf8.h"
#include "core/base/whole_number.h"
#include "core/wire/json.h"

namespace runnel {
namespace {

// Text from a path or a query, as what the member is.
void Say(const Shape& shape, std::string_view text, ShapeReader& reader) {
  if (shape.kind == ShapeKind::kInteger || shape.kind == ShapeKind::kLong) {
    const auto number = ReadWholeNumber<std::int64_t>(text);
    if (number) return reader.Integer(*number);
  }
  if (shape.kind == ShapeKind::kBoolean && (text == "true" || text == "false")) {
    return reader.Boolean(text == "true");
  }
  reader.String(text);
}

void ReadParameters(const Shape& shape, const RestParameters& parameters, ShapeReader& reader) {
  reader.BeginMap();
  for (const Member& member : shape.members) {
    const bool is_list = member.shape->kind == ShapeKind::kList;
    bool begun = false;
    for (const auto& [name, value] : parameters) {
      if (name != member.name) continue;
      if (!begun || !is_list) reader.Key(name);
      if (is_list && !begun) reader.BeginList();
      begun = true;
      Say(is_list ? *member.shape->element : *member.shape, value, reader);
    }
    if (is_list && begun) reader.EndList();
  }
  reader.EndMap();
}

// AWS: which of the two names the text goes by is not the same for all errors (0.3).
std::string_view MessageName(std::string_view code) {
  for (const std::string_view capital :
       {"ResourceNotFoundException", "ResourceInUseException", "ServiceException",
        "InvalidZipFileException", "InvalidRuntimeException"}) {
    if (code == capital) return "Message";
  }
  return "message";
}

// What comes after the brace, and the other one.
void AppendPipesError(const Error& error, std::string& out) {
  const std::string& text = error.message();
  out += "\"message\":";
  json::WriteString(text, out);
  if (error.code() == "ValidationException") {
    // "1 validation error detected: Value 'x' at 'name' failed to satisfy …"
    constexpr std::string_view kAt = " at '";
    out += ",\"fieldList\":[";
    for (std::size_t at = text.find(kAt); at != text.npos; at = text.find(kAt, at)) {
      at += kAt.size();
      out += out.ends_with('[') ? "{\"name\":" : ",{\"name\":";
      json::WriteString(std::string_view(text).substr(at, text.find('\'', at) - at), out);
      out += ",\"message\":";
      json::WriteString(text, out);
      out += '}';
    }
    out += ']';
  } else if (error.code() == "ConflictException") {
    // "Pipe orders already exists."
    const std::size_t begin = text.find(' ') + 1;
    out += ",\"resourceId\":";
    json::WriteString(std::string_view(text).substr(begin, text.find(' ', begin) - begin), out);
    out += ",\"resourceType\":\"pipe\"";
  }
  out += '}';
}

}  // namespace

Result<void> ReadRestInput(const RoutedRequest& routed, std::string_view body, void* input) {
  const Shape& shape = routed.route->operation->input;
  if (!body.empty()) {
    ShapeReader reader(&shape, input);
    if (!json::Read(body, reader) || !reader.is_map()) {
      return Error("InvalidRequestContentException",
                   "Could not parse request body into json: it is not a JSON object");
    }
    if (auto wrong = reader.TakeError()) return *std::move(wrong);
  }
  for (const auto& [name, value] : routed.parameters) {
    if (name != "Payload" && !IsValidUtf8(value)) {
      return Error("InvalidRequestContentException", name + " is not UTF-8 text");
    }
  }
  // What the path names cannot be said otherwise by the body.
  ShapeReader reader(&shape, input);
  ReadParameters(shape, routed.parameters, reader);
  if (auto wrong = reader.TakeError()) return *std::move(wrong);
  return {};
}

Reply EncodeRestError(const Error& error, bool of_pipes) {
  Reply reply;
  reply.status = error.http_status();
  reply.headers.push_back({"Content-Type", "application/json"});
  reply.headers.push_back({"x-amzn-ErrorType", error.code()});
  reply.error_code = error.code();
  reply.error_message = error.message();
  reply.body = "{";
  if (of_pipes) {
    AppendPipesError(error, reply.body);
    return reply;
  }
  if (error.code() != "ValidationException") {
    reply.body += error.http_status() >= 500 ? "\"Type\":\"Service\"," : "\"Type\":\"User\",";
  }
  reply.body.append("\"").append(MessageName(error.code())).append("\":");
  json::WriteString(error.message(), reply.body);
  if (error.http_status() == 429) {
    reply.headers.push_back({"Retry-After", "1"});
    reply.body += ",\"Reason\":\"ReservedFunctionConcurrentInvocationLimitExceeded\"";
  }
  reply.body += '}';
  return reply;
}

Error RestPathUnknown(std::string_view method, std::string_view target) {
  return {"UnknownOperationException",
          "No operation of " + std::string(IsPipesPath(target) ? "Pipes" : "Lambda") +
              " that is known here has the method " + std::string(method) + " and the path " +
              std::string(target.substr(0, target.find('?'))),
          404};
}

}  // namespace runnel
