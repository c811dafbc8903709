// What a pipe does with a batch of events: the way from what was read to what is sent.
// Source: integrations 3.5, 3.6.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/integrations/pipes/input_template.h"
#include "core/model/pipe.h"

namespace runnel::pipes {

enum class PlaceKind : std::uint8_t {
  kNone,  // nothing that is known here
  kFunction,
  kStream,
  kLogGroup,
  kApiDestination,
};

// What an ARN of a target or of an enrichment is.
PlaceKind KindOf(std::string_view arn);
// AWS: the most events that such a target takes at once; nullopt: what the source gives.
std::optional<std::int32_t> BatchMaxOf(PlaceKind kind);

// What becomes a record of a stream, or an event of a log stream.
struct SentItem {
  std::string key;   // the partition key, or the log stream
  std::string text;  // the data, or the message
  // Of an event, milliseconds since 1970; anything else, and nothing, is the time of sending.
  std::string timestamp;
};

// Something to be sent, and waited for.
struct Sending {
  PlaceKind kind = PlaceKind::kNone;
  std::string arn;
  bool enriches = false;  // the answer goes to PipePlan::AfterEnrichment
  bool waits = true;      // for the function; else it is enough that it will be run
  // Of a function the event; of an API destination the body.
  std::string payload;
  // The ids of the events that are sent, one for each item; empty after an enrichment.
  std::vector<std::string> event_ids;
  // For streams and log groups.
  std::vector<SentItem> items;
  // Of API destinations.
  std::vector<std::string> path_values;
  std::vector<std::pair<std::string, std::string>> headers;
  std::vector<std::pair<std::string, std::string>> query;
};

class PipePlan {
 public:
  // Errors: a template or a path that is not one.
  static Result<PipePlan> Of(const PipeSettings& pipe, std::string_view pipe_arn,
                             std::string_view source_arn);

  // `events` are elements of JSON with commas between them.
  Sending First(std::string_view events, Timestamp now) const;
  // What the answer of an enrichment leads to; nullopt: it ends the batch. Errors: it is no JSON.
  Result<std::optional<Sending>> AfterEnrichment(std::string_view answer, Timestamp now) const;

 private:
  using Values = std::vector<boost::json::value>;
  // A parameter that may be a path into the event.
  struct Parameter {
    std::string text;
    std::optional<EventPath> path;
    std::string Of(const boost::json::value& event) const;
  };
  using NamedParameters = std::vector<std::pair<std::string, Parameter>>;
  struct Leg {
    std::string arn;
    PlaceKind kind = PlaceKind::kNone;
    std::optional<InputTemplate> input;
    bool waits = true;
    Parameter key;  // the partition key, or the log stream
    Parameter timestamp;
    std::vector<Parameter> path_values;
    NamedParameters headers;
    NamedParameters query;
  };

  static Result<Leg> ReadLeg(const std::string& arn, const std::string& parameters);
  static Result<Parameter> ReadParameter(const boost::json::value& value);
  static Result<void> ReadItems(const boost::json::object& target, Leg& leg);
  static Result<void> ReadHttp(const boost::json::object& block, Leg& leg);
  static Result<void> ReadNamed(const boost::json::object& block, const char* member,
                                NamedParameters& parameters);
  Sending Send(const Leg& leg, const Values& events, Timestamp now, bool as_read) const;

  std::optional<Leg> enrichment_;
  Leg target_;
  TemplateNames names_;
};

}  // namespace runnel::pipes
