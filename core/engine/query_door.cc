#include "core/engine/query_door.h"

#include "core/integrations/cloudformation/stack_operations.h"
#include "core/wire/query_form.h"
#include "core/wire/xml.h"

namespace runnel {
namespace {

constexpr std::string_view kFormType = "application/x-www-form-urlencoded";

}  // namespace

std::optional<std::string_view> StackForm(const Request& request, const RequestHeaders& headers) {
  std::string_view form;
  if (request.method == "POST" && headers.content_type.starts_with(kFormType)) {
    form = request.body;
  } else if (request.method == "GET" && request.target.starts_with("/?")) {
    form = std::string_view(request.target).substr(2);
  }
  if (form.empty()) return std::nullopt;  // nearly every request to another service
  const std::string version = "Version=" + std::string(kStacksVersion);
  if (form.find(version) == std::string_view::npos) return std::nullopt;
  if (query_form::Find(form, "Version") != kStacksVersion) return std::nullopt;
  return form;
}

Result<void> CheckStackForm(std::string_view form, std::string_view method) {
  if (!query_form::IsText(form)) return Error("MalformedInput", "The form is not UTF-8 text.");
  // Browsers do not say which page a GET comes from; AWS takes all by GET.
  if (method != "GET") return {};
  const std::string action = query_form::Find(form, "Action").value_or("");
  for (const std::string_view verb : {"Describe", "Get", "List", "Validate"}) {
    if (action.starts_with(verb) && !query_form::Find(form, "TemplateURL")) return {};
  }
  return Error(
      "AccessDenied",
      "What changes stacks or fetches a template comes by POST here, not by GET, which any "
      "web page can make a browser send.",
      403);
}

Result<const Operation*> FindQueryOperation(std::string_view form) {
  const std::string action = query_form::Find(form, "Action").value_or("");
  const Operation* const operation = FindStackOperation(action);
  if (operation != nullptr) return operation;
  return Error("InvalidAction", "Could not find operation " + action + " for version " +
                                    std::string(kStacksVersion));
}

Result<void> ReadQueryInput(const Operation& operation, std::string_view form, void* input) {
  return query_form::Read(form, operation.input, input);
}

void WriteQueryAnswer(const Operation& operation, const void* output, const std::string& request_id,
                      std::string& body) {
  const std::string name(operation.name);
  body += "<" + name + "Response xmlns=\"" + std::string(kStacksNamespace) + "\">";
  if (output != nullptr) {
    body += "<" + name + "Result>";
    xml::Write(operation.output, output, body);
    body += "</" + name + "Result>";
  }
  body += "<ResponseMetadata><RequestId>" + request_id + "</RequestId></ResponseMetadata></" +
          name + "Response>";
}

Reply EncodeQueryError(const Error& error, const std::string& request_id) {
  // AWS: what breaks a constraint has a code of its own here.
  const std::string code = error.code() == "ValidationException" ? "ValidationError" : error.code();
  Reply reply;
  reply.status = error.http_status();
  reply.headers.push_back({"Content-Type", "text/xml"});
  reply.body = "<ErrorResponse xmlns=\"" + std::string(kStacksNamespace) + "\"><Error><Type>" +
               (error.http_status() >= 500 ? "Receiver" : "Sender") + "</Type><Code>" + code +
               "</Code><Message>";
  xml::WriteText(error.message(), reply.body);
  reply.body += "</Message></Error><RequestId>" + request_id + "</RequestId></ErrorResponse>";
  reply.error_code = code;
  reply.error_message = error.message();
  return reply;
}

}  // namespace runnel
