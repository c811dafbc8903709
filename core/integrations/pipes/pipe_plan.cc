#include "core/integrations/pipes/pipe_plan.h"

#include <boost/json/array.hpp>

#include "core/base/json_document.h"
#include "core/integrations/pipes/json_of.h"
#include "core/integrations/pipes/pipe_errors.h"

namespace runnel::pipes {
namespace {

namespace bj = boost::json;

const bj::object* ObjectAt(const bj::object& object, const char* name) {
  const bj::value* const value = object.if_contains(name);
  return value == nullptr ? nullptr : value->if_object();
}

std::string TextOf(const bj::value& value) {
  if (const bj::string* const text = value.if_string()) return {text->data(), text->size()};
  return value.is_null() ? std::string() : JsonOf(value);
}

// "aws:kinesis:region:account:stream/x": the service, which is the third part of an ARN.
std::string_view ServiceOf(std::string_view arn) {
  for (int colons = 0; colons < 2; ++colons) {
    const std::size_t colon = arn.find(':');
    if (colon == std::string_view::npos) return {};
    arn.remove_prefix(colon + 1);
  }
  return arn.substr(0, arn.find(':'));
}

}  // namespace

PlaceKind KindOf(std::string_view arn) {
  const std::string_view service = ServiceOf(arn);
  if (service == "lambda" && arn.find(":function:") != arn.npos) return PlaceKind::kFunction;
  if (service == "kinesis" && arn.find(":stream/") != arn.npos) return PlaceKind::kStream;
  if (service == "logs" && arn.find(":log-group:") != arn.npos) return PlaceKind::kLogGroup;
  if (service == "events" && arn.find(":api-destination/") != arn.npos) {
    return PlaceKind::kApiDestination;
  }
  return PlaceKind::kNone;
}

std::optional<std::int32_t> BatchMaxOf(PlaceKind kind) {
  if (kind == PlaceKind::kStream) return 500;
  if (kind == PlaceKind::kApiDestination) return 1;
  if (kind == PlaceKind::kLogGroup) return 10'000;
  return std::nullopt;
}

std::string PipePlan::Parameter::Of(const bj::value& event) const {
  if (!path) return text;
  const auto found = path->Find(event);
  return found ? TextOf(*found) : std::string();
}

Result<PipePlan::Parameter> PipePlan::ReadParameter(const bj::value& value) {
  Parameter parameter;
  parameter.text = TextOf(value);
  if (!parameter.text.starts_with("$.")) return parameter;
  parameter.path = EventPath::Parse(parameter.text);
  if (!parameter.path) return error::PipeInvalid("Invalid JSON path: " + parameter.text);
  return parameter;
}

Result<void> PipePlan::ReadNamed(const bj::object& block, const char* member,
                                 NamedParameters& parameters) {
  const bj::object* const named = ObjectAt(block, member);
  if (named == nullptr) return {};
  for (const auto& entry : *named) {
    auto parameter = ReadParameter(entry.value());
    if (!parameter) return parameter.error();
    parameters.emplace_back(std::string(entry.key().data(), entry.key().size()),
                            *std::move(parameter));
  }
  return {};
}

Result<void> PipePlan::ReadHttp(const bj::object& block, Leg& leg) {
  const bj::value* const values = block.if_contains("PathParameterValues");
  if (values != nullptr && values->is_array()) {
    for (const bj::value& value : values->get_array()) {
      auto parameter = ReadParameter(value);
      if (!parameter) return parameter.error();
      leg.path_values.push_back(*std::move(parameter));
    }
  }
  if (auto read = ReadNamed(block, "HeaderParameters", leg.headers); !read) return read;
  return ReadNamed(block, "QueryStringParameters", leg.query);
}

Result<void> PipePlan::ReadItems(const bj::object& target, Leg& leg) {
  constexpr char kLogs[] = "CloudWatchLogsParameters";
  const auto read = [&target](const char* block, const char* member,
                              Parameter& into) -> Result<void> {
    const bj::object* const given = ObjectAt(target, block);
    const bj::value* const value = given == nullptr ? nullptr : given->if_contains(member);
    if (value == nullptr) return {};
    auto parameter = ReadParameter(*value);
    if (!parameter) return parameter.error();
    into = *std::move(parameter);
    return {};
  };
  if (auto done = read("KinesisStreamParameters", "PartitionKey", leg.key); !done) return done;
  if (auto done = read(kLogs, "LogStreamName", leg.key); !done) return done;
  if (auto done = read(kLogs, "Timestamp", leg.timestamp); !done) return done;
  if (!leg.timestamp.text.empty() && !leg.timestamp.path) {
    return error::PipeInvalid("CloudWatchLogsParameters.Timestamp must be a JSON path.");
  }
  return {};
}

Result<PipePlan::Leg> PipePlan::ReadLeg(const std::string& arn, const std::string& parameters) {
  Leg leg;
  leg.arn = arn;
  leg.kind = KindOf(arn);
  if (parameters.empty()) return leg;
  bj::error_code failed;
  const bj::value read = ParseJson(parameters, failed);
  const bj::object* const object = failed ? nullptr : read.if_object();
  if (object == nullptr) return leg;
  const bj::value* const input = object->if_contains("InputTemplate");
  if (input != nullptr && input->is_string() && !input->get_string().empty()) {
    auto parsed = InputTemplate::Parse({input->get_string().data(), input->get_string().size()});
    if (!parsed) return parsed.error();
    leg.input = *std::move(parsed);
  }
  if (const bj::object* const function = ObjectAt(*object, "LambdaFunctionParameters")) {
    const bj::value* const type = function->if_contains("InvocationType");
    leg.waits = type == nullptr || *type != "FIRE_AND_FORGET";
  }
  if (auto done = ReadItems(*object, leg); !done) return done.error();
  if (const bj::object* const http = ObjectAt(*object, "HttpParameters")) {
    if (auto done = ReadHttp(*http, leg); !done) return done.error();
  }
  return leg;
}

Result<PipePlan> PipePlan::Of(const PipeSettings& pipe, std::string_view pipe_arn,
                              std::string_view source_arn) {
  PipePlan plan;
  plan.names_ = {std::string(pipe_arn), pipe.name,   std::string(source_arn),
                 pipe.enrichment,       pipe.target, {}};
  if (!pipe.enrichment.empty()) {
    auto leg = ReadLeg(pipe.enrichment, pipe.enrichment_parameters);
    if (!leg) return leg.error();
    plan.enrichment_ = *std::move(leg);
  }
  auto leg = ReadLeg(pipe.target, pipe.target_parameters);
  if (!leg) return leg.error();
  plan.target_ = *std::move(leg);
  return plan;
}

// `as_read`: the events are those of the source, whose payload paths look into.
Sending PipePlan::Send(const Leg& leg, const Values& events, Timestamp now, bool as_read) const {
  Sending sending;
  sending.kind = leg.kind;
  sending.arn = leg.arn;
  sending.waits = leg.waits;
  TemplateNames names = names_;
  names.ingestion_time = now;
  std::string list = "[";
  for (const bj::value& event : events) {
    const bj::value decoded = as_read ? WithDataDecoded(event) : event;
    const bj::object* const members = event.if_object();
    const bj::value* const id = members == nullptr ? nullptr : members->if_contains("eventID");
    if (as_read && id != nullptr) sending.event_ids.push_back(TextOf(*id));
    const std::string text = leg.input ? leg.input->Apply(event, decoded, names) : JsonOf(event);
    if (list.size() > 1) list += ',';
    list += !leg.input || IsJson(text) ? text : JsonOf(bj::value(text));
    if (leg.kind == PlaceKind::kStream || leg.kind == PlaceKind::kLogGroup) {
      sending.items.push_back({leg.key.Of(decoded), text, leg.timestamp.Of(decoded)});
    } else if (leg.kind == PlaceKind::kApiDestination) {
      sending.payload = text;
      for (const Parameter& value : leg.path_values) {
        sending.path_values.push_back(value.Of(decoded));
      }
      for (const auto& [name, value] : leg.headers) {
        sending.headers.emplace_back(name, value.Of(decoded));
      }
      for (const auto& [name, value] : leg.query) {
        sending.query.emplace_back(name, value.Of(decoded));
      }
    }
  }
  if (leg.kind == PlaceKind::kFunction) sending.payload = list + "]";
  return sending;
}

Sending PipePlan::First(std::string_view events, Timestamp now) const {
  bj::error_code error;
  bj::value list = ParseJson("[" + std::string(events) + "]", error);
  Values values;
  if (!error) values.assign(list.get_array().begin(), list.get_array().end());
  Sending sending = Send(enrichment_ ? *enrichment_ : target_, values, now, true);
  sending.enriches = enrichment_.has_value();
  if (sending.enriches) sending.waits = true;
  return sending;
}

Result<std::optional<Sending>> PipePlan::AfterEnrichment(std::string_view answer,
                                                         Timestamp now) const {
  if (answer.empty()) return std::optional<Sending>();
  bj::error_code failed;
  const bj::value value = ParseJson(answer, failed);
  if (failed) return error::PipeInvalid("The enrichment answered with what is no JSON");
  const bj::array* const list = value.if_array();
  const bj::object* const object = value.if_object();
  const bj::string* const text = value.if_string();
  const bool ends = value.is_null() || (text != nullptr && text->empty()) ||
                    (object != nullptr && object->empty()) || (list != nullptr && list->empty());
  if (ends) return std::optional<Sending>();
  Values events;
  if (list != nullptr) {
    events.assign(list->begin(), list->end());
  } else {
    events.push_back(value);
  }
  const auto most = BatchMaxOf(target_.kind);
  if (most && events.size() > static_cast<std::size_t>(*most)) {
    return error::PipeInvalid("The enrichment answered with more events than the target takes");
  }
  return std::optional<Sending>(Send(target_, events, now, false));
}

}  // namespace runnel::pipes
