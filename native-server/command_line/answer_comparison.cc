#include "native-server/command_line/answer_comparison.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>

namespace runnel {
namespace {

namespace json = boost::json;

constexpr auto kVolatile = std::to_array<std::string_view>({
    "ApiDestinationArn",
    "ChannelARN",
    "ChannelId",
    "ConnectionArn",
    "ConsumerARN",
    "ContinuationSequenceNumber",
    "DeliveryId",
    "EarliestAllowedEndAt",
    "EndedAt",
    "EndingSequenceNumber",
    "MillisBehindLatest",
    "NextShardIterator",
    "SequenceNumber",
    "ShardIterator",
    "StartedAt",
    "StartingSequenceNumber",
    "time",
    "timestamp",
    "token",
});

// What names of times and tokens end in: "StreamCreationTimestamp", "creationTime", "nextToken".
constexpr auto kVolatileEnds =
    std::to_array<std::string_view>({"Millis", "Time", "Timestamp", "Token"});

// Ends of names that are none of those: how long something is set to take.
constexpr auto kSettingEnds = std::to_array<std::string_view>(
    {"DelayMaxMillis", "DelayMillis", "HeartbeatMillis", "LifetimeMillis"});

// Under which input members name what an answer gave.
constexpr auto kNaming = std::to_array<std::string_view>({
    "ChannelARN",
    "ConnectionArn",
    "ConsumerARN",
    "DeliveryId",
    "ExclusiveStartShardId",
    "NextToken",
    "ResourceARN",
    "SequenceNumber",
    "SequenceNumberForOrdering",
    "ShardIterator",
    "StartingSequenceNumber",
    "nextToken",
    "sequenceToken",
});

bool IsOneOf(const auto& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool EndsInOneOf(const auto& ends, std::string_view name) {
  return std::any_of(ends.begin(), ends.end(),
                     [name](std::string_view end) { return name.ends_with(end); });
}

class Comparison {
 public:
  explicit Comparison(const std::set<std::string, std::less<>>& ignored) : ignored_(ignored) {}

  void Compare(const std::string& path, const json::value& a, const json::value& b) {
    if (a.is_object() && b.is_object()) {
      CompareObjects(path, a.get_object(), b.get_object());
    } else if (a.is_array() && b.is_array()) {
      CompareLists(path, a.get_array(), b.get_array());
    } else if (a != b) {
      Add(path, json::serialize(a) + ", not " + json::serialize(b));
    }
  }

  std::vector<std::string> Take() { return std::move(differences_); }

 private:
  void Add(const std::string& path, const std::string& text) {
    differences_.push_back((path.empty() ? "the answer" : path) + ": " + text);
  }

  void CompareObjects(const std::string& path, const json::object& a, const json::object& b) {
    for (const auto& [name, value] : a) {
      const std::string inner = (path.empty() ? "" : path + ".") + std::string(name);
      const json::value* const other = b.if_contains(name);
      if (other == nullptr) {
        Add(inner, json::serialize(value) + ", not there in the other");
      } else if (!IsVolatile(name) && !ignored_.contains(std::string_view(name))) {
        Compare(inner, value, *other);
      }
    }
    for (const auto& [name, value] : b) {
      if (a.contains(name)) continue;
      Add((path.empty() ? "" : path + ".") + std::string(name),
          "not there, but " + json::serialize(value) + " in the other");
    }
  }

  void CompareLists(const std::string& path, const json::array& a, const json::array& b) {
    if (a.size() != b.size()) {
      Add(path, std::to_string(a.size()) + " elements, not " + std::to_string(b.size()));
    }
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
      Compare(path + "[" + std::to_string(i) + "]", a[i], b[i]);
    }
  }

  const std::set<std::string, std::less<>>& ignored_;
  std::vector<std::string> differences_;
};

}  // namespace

bool IsVolatile(std::string_view member) {
  return IsOneOf(kVolatile, member) ||
         (EndsInOneOf(kVolatileEnds, member) && !EndsInOneOf(kSettingEnds, member));
}

void TokenMap::Learn(const json::value& captured, const json::value& given) {
  LearnMember({}, captured, given);
}

void TokenMap::LearnMember(std::string_view member, const json::value& captured,
                           const json::value& given) {
  if (captured.is_object() && given.is_object()) {
    for (const auto& [name, value] : captured.get_object()) {
      const json::value* const other = given.get_object().if_contains(name);
      if (other != nullptr) LearnMember(name, value, *other);
    }
  } else if (captured.is_array() && given.is_array()) {
    const std::size_t count = std::min(captured.get_array().size(), given.get_array().size());
    for (std::size_t i = 0; i < count; ++i) {
      LearnMember(member, captured.get_array()[i], given.get_array()[i]);
    }
  } else if (captured.is_string() && given.is_string() && IsVolatile(member)) {
    given_for_[std::string(captured.get_string())] = std::string(given.get_string());
  }
}

json::object TokenMap::Translate(const json::object& input) const {
  json::value translated = input;
  TranslateMember({}, translated);
  return translated.get_object();
}

void TokenMap::TranslateMember(std::string_view member, json::value& value) const {
  if (value.is_object()) {
    for (auto& inner : value.get_object()) TranslateMember(inner.key(), inner.value());
  } else if (value.is_array()) {
    for (json::value& element : value.get_array()) TranslateMember(member, element);
  } else if (value.is_string() && IsOneOf(kNaming, member)) {
    const auto given = given_for_.find(std::string_view(value.get_string()));
    if (given != given_for_.end()) value = given->second;
  }
}

std::vector<std::string> Differences(const json::value& a, const json::value& b,
                                     const std::set<std::string, std::less<>>& ignored) {
  Comparison comparison(ignored);
  comparison.Compare({}, a, b);
  return comparison.Take();
}

std::string SteadyText(std::string_view text) {
  // What has fewer digits is a limit or a count.
  constexpr std::size_t kVolatileDigits = 9;
  std::string steady;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t end = std::min(text.find_first_not_of("0123456789", i), text.size());
    const bool number = end - i >= kVolatileDigits;
    steady.append(number ? "#" : text.substr(i, std::max(end, i + 1) - i));
    i = std::max(end, i + 1);
  }
  return steady;
}

}  // namespace runnel
