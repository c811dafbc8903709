#include "core/integrations/bystanders.h"

#include <string_view>

namespace runnel {
namespace {

constexpr std::string_view kMetricsTarget = "GraniteServiceVersion20100801.PutMetricData";
constexpr std::string_view kMetricsPath =
    "/service/GraniteServiceVersion20100801/operation/PutMetricData";
constexpr std::string_view kMetricsNamespace = "http://monitoring.amazonaws.com/doc/2010-08-01/";
constexpr std::string_view kIdentityNamespace = "https://sts.amazonaws.com/doc/2011-06-15/";

Reply Answer(std::string_view operation, std::string_view content_type, std::string body) {
  Reply reply;
  reply.operation = operation;
  reply.headers.push_back({"Content-Type", std::string(content_type)});
  reply.body = std::move(body);
  return reply;
}

// The query protocol's answer: XML.
Reply QueryAnswer(const std::string& operation, std::string_view name_space,
                  const std::string& result, const std::string& request_id) {
  std::string body = "<" + operation + "Response xmlns=\"";
  body.append(name_space).append("\">").append(result);
  body += "<ResponseMetadata><RequestId>" + request_id + "</RequestId></ResponseMetadata></" +
          operation + "Response>";
  return Answer(operation, "text/xml", std::move(body));
}

// Messages may repeat what a request said.
std::string XmlText(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '&') {
      escaped += "&amp;";
    } else if (c == '<') {
      escaped += "&lt;";
    } else {
      escaped += c;
    }
  }
  return escaped;
}

bool HasAction(std::string_view form, std::string_view action) {
  const std::string wanted = "Action=" + std::string(action);
  for (std::size_t at = form.find(wanted); at != std::string_view::npos;
       at = form.find(wanted, at + 1)) {
    const bool starts = at == 0 || form[at - 1] == '&';
    const std::size_t end = at + wanted.size();
    if (starts && (end == form.size() || form[end] == '&')) return true;
  }
  return false;
}

}  // namespace

std::optional<BystanderCall> RecognizeBystander(const Request& request,
                                                const RequestHeaders& headers) {
  if (request.method != "POST") return std::nullopt;
  if (headers.target == kMetricsTarget) return BystanderCall::kPutMetricDataJson;
  if (request.target.starts_with(kMetricsPath)) return BystanderCall::kPutMetricDataCbor;
  if (!headers.content_type.starts_with("application/x-www-form-urlencoded")) return std::nullopt;
  if (HasAction(request.body, "PutMetricData")) return BystanderCall::kPutMetricDataQuery;
  if (HasAction(request.body, "GetCallerIdentity")) return BystanderCall::kGetCallerIdentity;
  return std::nullopt;
}

Reply AnswerBystander(BystanderCall call, const AccountId& account, const std::string& caller,
                      const std::string& request_id) {
  switch (call) {
    case BystanderCall::kPutMetricDataJson:
      return Answer("PutMetricData", "application/x-amz-json-1.0", "{}");
    case BystanderCall::kPutMetricDataCbor: {
      Reply reply = Answer("PutMetricData", "application/cbor", "\xa0");  // an empty map
      reply.headers.push_back({"smithy-protocol", "rpc-v2-cbor"});
      return reply;
    }
    case BystanderCall::kPutMetricDataQuery:
      return QueryAnswer("PutMetricData", kMetricsNamespace, "", request_id);
    case BystanderCall::kGetCallerIdentity:
      break;
  }
  const std::string& id = account.text();
  return QueryAnswer("GetCallerIdentity", kIdentityNamespace,
                     "<GetCallerIdentityResult><Arn>" + caller + "</Arn><UserId>" + id +
                         "</UserId><Account>" + id + "</Account></GetCallerIdentityResult>",
                     request_id);
}

Reply QueryError(const Error& error) {
  constexpr int kForbidden = 403;
  Reply reply =
      Answer({}, "text/xml",
             "<ErrorResponse><Error><Type>Sender</Type><Code>" + error.code() + "</Code><Message>" +
                 XmlText(error.message()) + "</Message></Error></ErrorResponse>");
  reply.status = kForbidden;
  reply.error_code = error.code();
  reply.error_message = error.message();
  return reply;
}

}  // namespace runnel
