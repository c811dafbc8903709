// Input templates of pipes: what becomes of an event on its way to an enrichment or a target.
// Source: integrations 3.6.
#pragma once

#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/base/time.h"

namespace runnel::pipes {

// "$.data.items[0].name", "$.tags[*]".
class EventPath {
 public:
  // Nullopt: it is none.
  static std::optional<EventPath> Parse(std::string_view text);

  // Nullopt: the event has nothing there.
  std::optional<boost::json::value> Find(const boost::json::value& event) const;

 private:
  struct Step {
    enum class Kind { kMember, kElement, kEvery };
    Kind kind = Kind::kMember;
    std::string name;
    std::size_t index = 0;
  };
  static std::optional<boost::json::value> Find(const boost::json::value& value,
                                                const std::vector<Step>& steps, std::size_t first);

  std::vector<Step> steps_;
};

// What the reserved names stand for.
struct TemplateNames {
  std::string pipe_arn;
  std::string pipe_name;
  std::string source_arn;
  std::string enrichment_arn;
  std::string target_arn;
  Timestamp ingestion_time;
};

class InputTemplate {
 public:
  // Errors: which placeholder is not one.
  static Result<InputTemplate> Parse(std::string_view text);

  // `event`: as it was received; `decoded`: the same with its payload as JSON, if it is any. Paths
  // look into the latter. What they do not find is null, or nothing within a text.
  std::string Apply(const boost::json::value& event, const boost::json::value& decoded,
                    const TemplateNames& names) const;

 private:
  struct Part {
    std::string text;               // stands before the placeholder
    std::optional<EventPath> path;  // one of the two; neither at the end
    std::string name;               // "aws.pipes.event"
    bool quoted = false;            // it stands within a text of JSON
  };
  std::optional<boost::json::value> ValueOf(const Part& part, const boost::json::value& event,
                                            const boost::json::value& decoded,
                                            const TemplateNames& names) const;

  std::vector<Part> parts_;
  bool is_json_ = false;
};

// The event with its member "data", if that is base64 of JSON, as what it holds.
boost::json::value WithDataDecoded(const boost::json::value& event);

}  // namespace runnel::pipes
