// Event patterns of EventBridge, as event source mappings and pipes filter by them.
// Source: integrations 2.6.
#pragma once

#include <boost/json/value.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace runnel {

// A pattern is an object shaped like the events it matches, with an array of values or rules at
// each leaf. Immutable, cheap to copy.
class EventPattern {
 public:
  // Nullopt when `text` is no valid pattern; `fault` then says why, in the words of EventBridge
  // after "Event pattern is not valid. Reason: ".
  static std::optional<EventPattern> Parse(std::string_view text, std::string& fault);

  // Whether more names than a pattern can have lead to some place in `event`. What holds such an
  // event is as deep, and so is every walk through it.
  static bool IsTooDeep(const boost::json::value& event);

  // Whether all that the pattern asks is true of `event`, a JSON object. Where the event has an
  // array, some one element must match all that is asked of it. A name with dots is a path.
  // REQUIRES: not too deep, but for a few names around it.
  bool Matches(const boost::json::value& event) const;

  // Whether anything is asked of the member at `path`, "kinesis.data", or of what is in it.
  bool AsksFor(std::string_view path) const;

 private:
  struct Node;
  class Reader;
  class Match;

  std::shared_ptr<const Node> root_;
};

}  // namespace runnel
