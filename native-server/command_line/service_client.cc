#include "native-server/command_line/service_client.h"

#include <boost/json.hpp>

#include "core/base/percent_encoding.h"
#include "native-server/command_line/json_members.h"
#include "native-server/command_line/request_signing.h"
#include "native-server/command_line/xml_text.h"
#include "native-server/failure.h"
#include "native-server/system_clock.h"
#include "native-server/version.h"

namespace runnel {
namespace {

namespace json = boost::json;

constexpr Duration kSilenceMax = Duration::Seconds(300);

}  // namespace

ServiceClient::ServiceClient(const Environment& environment, std::string_view endpoint,
                             std::string_view profile)
    : endpoint_(FindEndpoint(environment, endpoint)),
      region_(FindRegion(environment)),
      access_key_(FindAccessKey(environment)),
      identity_(FindIdentity(environment, profile)),
      silence_max_(kSilenceMax) {}

ServiceClient::ServiceClient(Endpoint endpoint, std::string region, Identity identity,
                             Duration silence_max)
    : endpoint_(std::move(endpoint)),
      region_(std::move(region)),
      access_key_(identity.access_key),
      identity_(std::move(identity)),
      silence_max_(silence_max) {}

HttpAnswer ServiceClient::Send(HttpRequest request, const std::string& account,
                               const std::string& region, std::string_view service) const {
  const Timestamp now = SystemClock().Now();
  if (identity_) {
    Sign(request, endpoint_, *identity_, region, now, service);
  } else {
    NameCaller(request, account, region, now, service);
  }
  return SendHttp(endpoint_, request, silence_max_);
}

json::object ServiceClient::Call(std::string_view target, const json::object& input) const {
  return CallAs(access_key_, region_, target, input);
}

json::object ServiceClient::CallAs(const std::string& account, const std::string& region,
                                   std::string_view target, const json::object& input) const {
  HttpRequest request{.method = "POST",
                      .target = "/",
                      .headers = {{"Content-Type", "application/x-amz-json-1.1"},
                                  {"X-Amz-Target", std::string(target)},
                                  {"User-Agent", "runnel/" + std::string(Version())}},
                      .body = json::serialize(input)};
  const HttpAnswer answer = Send(std::move(request), account, region, "kinesis");
  json::error_code error;
  const json::value body = answer.body.empty() ? json::object() : json::parse(answer.body, error);
  if (answer.status == 200 && !error && body.is_object()) return body.get_object();
  const json::object said = !error && body.is_object() ? body.get_object() : json::object();
  std::string text = TextMember(said, "message");
  if (text.empty()) text = TextMember(said, "Message");
  if (text.empty()) text = "HTTP status " + std::to_string(answer.status);
  const std::string code = TextMember(said, "__type");
  throw ServiceRefusal(std::string(target.substr(target.find('.') + 1)) + " at " + endpoint_.Url() +
                           ": " + (code.empty() ? "" : code + ": ") + text,
                       code, text);
}

std::string ServiceClient::CallStacks(
    const std::vector<std::pair<std::string, std::string>>& fields) const {
  HttpRequest request{.method = "POST",
                      .target = "/",
                      .headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                                  {"User-Agent", "runnel/" + std::string(Version())}},
                      .body = "Version=2010-05-15"};
  for (const auto& [name, value] : fields) request.body += "&" + name + "=" + PercentEncode(value);
  HttpAnswer answer = Send(std::move(request), access_key_, region_, "cloudformation");
  if (answer.status == 200) return std::move(answer.body);
  const std::string code = XmlText(answer.body, "Code");
  std::string text = XmlText(answer.body, "Message");
  if (text.empty()) text = "HTTP status " + std::to_string(answer.status);
  throw ServiceRefusal(endpoint_.Url() + ": " + (code.empty() ? "" : code + ": ") + text, code,
                       text);
}

}  // namespace runnel
