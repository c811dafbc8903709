#include "core/engine/pipe_sending.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <set>
#include <string_view>

#include "core/base/ascii_case.h"
#include "core/base/base64.h"
#include "core/base/json_document.h"
#include "core/base/percent_encoding.h"
#include "core/base/whole_number.h"
#include "core/integrations/pipes/json_of.h"

namespace runnel {
namespace {

namespace bj = boost::json;
using Kind = InvocationOutcome::Kind;
using pipes::PlaceKind;
using pipes::Sending;
using pipes::SentItem;

// "orders" of "arn:…:api-destination/orders/{uuid}".
std::string DestinationName(std::string_view arn) {
  arn.remove_prefix(arn.find('/') + 1);
  return std::string(arn.substr(0, arn.find('/')));
}

InvocationOutcome Refused(const Error& error) {
  // What the emulator has no room for is no fault of the record.
  if (error.code() == "InternalFailure") return {Kind::kNotRun, error.message(), {}};
  return {Kind::kFunctionError, error.code() + ": " + error.message(), {}};
}

// The records that the answer refuses, as a function reports them.
InvocationOutcome ReadAnswer(const bj::object& answer, const Sending& sending) {
  bj::array failures;
  std::string message;
  const bj::value* const records = answer.if_contains("Records");
  for (std::size_t i = 0; records != nullptr && i < records->get_array().size(); ++i) {
    const bj::object& record = records->get_array()[i].get_object();
    const bj::value* const code = record.if_contains("ErrorCode");
    if (code == nullptr || code->is_null()) continue;
    message = bj::serialize(*code);
    if (i < sending.event_ids.size()) {
      failures.push_back(bj::object{{"itemIdentifier", sending.event_ids[i]}});
    }
  }
  if (message.empty()) return {};
  if (failures.empty()) return {Kind::kFunctionError, "records were refused: " + message, {}};
  return {Kind::kReturned, bj::serialize(bj::object{{"batchItemFailures", failures}}), {}};
}

InvocationOutcome PutRecords(const Sending& sending, const Scope& scope,
                             const ServiceCalls& calls) {
  bj::array records;
  for (const SentItem& item : sending.items) {
    std::string encoded;
    AppendBase64(item.text, encoded);
    records.push_back(bj::object{{"PartitionKey", item.key}, {"Data", encoded}});
  }
  const auto answer =
      calls.Call(scope, "PutRecords", {{"StreamARN", sending.arn}, {"Records", records}});
  return answer ? ReadAnswer(*answer, sending) : Refused(answer.error());
}

std::int64_t MillisecondsOf(const std::string& text, Timestamp now) {
  return ReadWholeNumber<std::int64_t>(text).value_or(now.milliseconds);
}

// Of this log stream, by their time as it takes them.
bj::array LogEvents(const std::vector<SentItem>& items, const std::string& stream, Timestamp now) {
  std::vector<std::pair<std::int64_t, const SentItem*>> ordered;
  for (const SentItem& item : items) {
    if (item.key == stream) ordered.emplace_back(MillisecondsOf(item.timestamp, now), &item);
  }
  std::stable_sort(ordered.begin(), ordered.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  bj::array events;
  for (const auto& [at, item] : ordered) {
    events.push_back(bj::object{{"timestamp", at}, {"message", item->text}});
  }
  return events;
}

InvocationOutcome PutLogEvents(const Sending& sending, const Scope& scope,
                               const ServiceCalls& calls, Timestamp now) {
  std::string group = sending.arn.substr(sending.arn.find(":log-group:") + 11);
  group.resize(std::min(group.size(), group.find(':')));
  std::set<std::string> streams;
  for (const SentItem& item : sending.items) streams.insert(item.key);
  for (const std::string& stream : streams) {
    const bj::array events = LogEvents(sending.items, stream, now);
    const std::string name = stream.empty() ? "pipe" : stream;
    bj::object input{{"logGroupName", group}, {"logStreamName", name}};
    // It may be there already.
    const auto created = calls.Call(scope, "CreateLogStream", input);
    if (!created && created.error().code() == "ResourceNotFoundException") {
      return Refused(created.error());
    }
    input["logEvents"] = events;
    if (const auto put = calls.Call(scope, "PutLogEvents", input); !put)
      return Refused(put.error());
  }
  return {};
}

// The pattern's path parts "*" filled in, in their order, and the query. AWS: where both have a
// parameter, that of the connection counts.
std::string Url(std::string_view pattern, const Sending& sending,
                const std::vector<ConnectionParameter>& query) {
  std::string url;
  std::size_t used = 0;
  for (const char c : pattern) {
    if (c == '*' && used < sending.path_values.size()) {
      url += PercentEncode(sending.path_values[used++]);
    } else {
      url += c;
    }
  }
  for (const auto& [name, value] : sending.query) {
    const bool replaced = std::any_of(query.begin(), query.end(),
                                      [&key = name](const auto& own) { return own.key == key; });
    if (!replaced) AppendQuery(name, value, url);
  }
  for (const ConnectionParameter& own : query) AppendQuery(own.key, own.value, url);
  return url;
}

constexpr std::string_view kMethods[] = {"GET", "HEAD",  "POST",  "OPTIONS",
                                         "PUT", "PATCH", "DELETE"};

bool IsHeaderName(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '_';
  });
}

// A header's value that may come from a record must not end its line.
std::string InOneLine(std::string value) {
  for (char& c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < ' ' || byte == 0x7f) c = ' ';
  }
  return value;
}

// Where the requests go: a method and a pattern of URLs.
struct Endpoint {
  std::string method = "POST";
  std::string_view pattern;
};

// `text`: "URL" or "METHOD URL".
Endpoint ReadEndpoint(std::string_view text, Endpoint endpoint) {
  const std::size_t space = text.find(' ');
  if (space != std::string_view::npos) endpoint.method = std::string(text.substr(0, space));
  endpoint.pattern = space == std::string_view::npos ? text : text.substr(space + 1);
  return endpoint;
}

bool IsCallable(const HttpCall& call) {
  const bool is_method =
      std::find(std::begin(kMethods), std::end(kMethods), call.method) != std::end(kMethods);
  return is_method && (call.url.starts_with("http://") || call.url.starts_with("https://"));
}

// The members that the connection adds to a body that is an object.
void AddBody(const std::vector<ConnectionParameter>& parameters, std::string& body) {
  if (parameters.empty()) return;
  bj::error_code failed;
  bj::value value = ParseJson(body, failed);
  if (failed || !value.is_object()) return;
  for (const ConnectionParameter& parameter : parameters) {
    value.get_object()[parameter.key] = parameter.value;
  }
  body = pipes::JsonOf(value);
}

// The headers that the connection adds.
void AddHeaders(const Connection& connection, DestinationCall& call) {
  for (const ConnectionParameter& header : connection.parameters.headers) {
    SetHeader(call.http, header.key, InOneLine(header.value));
  }
  switch (connection.type) {
    case AuthorizationType::kBasic: {
      std::string credentials = "Basic ";
      AppendBase64(connection.principal + ":" + connection.secret, credentials);
      return SetHeader(call.http, "Authorization", std::move(credentials));
    }
    case AuthorizationType::kApiKey:
      return SetHeader(call.http, connection.principal, InOneLine(connection.secret));
    case AuthorizationType::kOauthClientCredentials:
      call.lacks_token = &connection;
  }
}

}  // namespace

void AppendQuery(std::string_view name, std::string_view value, std::string& url) {
  url += url.find('?') == std::string::npos ? '?' : '&';
  url += PercentEncode(name) + "=" + PercentEncode(value);
}

void SetHeader(HttpCall& call, std::string_view name, std::string value) {
  for (auto& [known, text] : call.headers) {
    if (LowerCased(known) != LowerCased(name)) continue;
    text = std::move(value);
    return;
  }
  call.headers.emplace_back(name, std::move(value));
}

std::optional<DestinationCall> DestinationCallOf(const Sending& sending, const State& state,
                                                 const Settings& settings) {
  const ApiDestination* const destination = state.FindApiDestination(sending.arn);
  const auto set = settings.api_destinations.find(DestinationName(sending.arn));
  Endpoint endpoint;
  if (destination != nullptr) endpoint = {destination->method, destination->url};
  if (set != settings.api_destinations.end()) endpoint = ReadEndpoint(set->second, endpoint);
  const Connection* const connection =
      destination == nullptr ? nullptr : state.FindConnection(destination->connection_arn);
  DestinationCall call;
  call.http.method = endpoint.method;
  call.http.url = Url(
      endpoint.pattern, sending,
      connection == nullptr ? std::vector<ConnectionParameter>() : connection->parameters.query);
  if (!IsCallable(call.http)) return std::nullopt;
  call.http.headers = {{"Content-Type", "application/json; charset=utf-8"},
                       {"User-Agent", "Amazon/EventBridge/ApiDestinations"}};
  for (const auto& [name, value] : sending.headers) {
    if (IsHeaderName(name)) SetHeader(call.http, name, InOneLine(value));
  }
  call.payload = sending.payload;
  if (connection == nullptr) return call;
  AddHeaders(*connection, call);
  AddBody(connection->parameters.body, call.payload);
  return call;
}

InvocationOutcome OutcomeOf(const Sending& sending, const Scope& scope, const ServiceCalls& calls,
                            Timestamp now) {
  switch (sending.kind) {
    case PlaceKind::kStream:
      return PutRecords(sending, scope, calls);
    case PlaceKind::kLogGroup:
      return PutLogEvents(sending, scope, calls, now);
    case PlaceKind::kFunction:
      return {Kind::kNotRun, "Function not found", {}};
    case PlaceKind::kApiDestination: {
      const std::string name = DestinationName(sending.arn);
      return {Kind::kNotRun,
              "API destination " + name +
                  " is not known here: aws events create-api-destination makes it, or runnel serve "
                  "--api-destination " +
                  name + "=http://…",
              {}};
    }
    case PlaceKind::kNone:
      break;
  }
  return {Kind::kNotRun, sending.arn + " is not supported", {}};
}

}  // namespace runnel
