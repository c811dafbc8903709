#include "core/integrations/event_filter/event_pattern.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "core/base/json_document.h"
#include "core/integrations/event_filter/value_rule.h"

namespace runnel {
namespace {

namespace bj = boost::json;

using Path = std::vector<std::string>;

// As many names may lead to a place, in a pattern and in an event. Whoever looks at what is there
// goes as deep.
constexpr std::size_t kNamesMax = 100;

// Of a leaf's rules, one must hold.
struct Leaf {
  std::vector<ValueRule> rules;
  // Where a match keeps what it found about absence; nullopt: no rule asks for it.
  std::optional<std::size_t> absence;
};

Path SplitAtDots(std::string_view name) {
  Path path;
  for (std::size_t begin = 0;;) {
    const std::size_t dot = name.find('.', begin);
    path.emplace_back(name.substr(begin, dot - begin));
    if (dot == std::string_view::npos) return path;
    begin = dot + 1;
  }
}

std::size_t NamesIn(std::string_view dotted) {
  return 1 + static_cast<std::size_t>(std::count(dotted.begin(), dotted.end(), '.'));
}

bool IsDeeper(const bj::value& value, std::size_t names) {
  if (const bj::array* const list = value.if_array()) {
    return std::any_of(list->begin(), list->end(),
                       [&](const bj::value& element) { return IsDeeper(element, names); });
  }
  const bj::object* const object = value.if_object();
  if (object == nullptr) return false;
  return std::any_of(object->begin(), object->end(), [&](const auto& member) {
    const std::size_t more = NamesIn(member.key());
    return more > names || IsDeeper(member.value(), names - more);
  });
}

bool HasDottedName(const bj::value& value) {
  if (const bj::array* const list = value.if_array()) {
    return std::any_of(list->begin(), list->end(), HasDottedName);
  }
  const bj::object* const object = value.if_object();
  if (object == nullptr) return false;
  return std::any_of(object->begin(), object->end(), [](const auto& member) {
    return member.key().find('.') != std::string_view::npos || HasDottedName(member.value());
  });
}

// Puts `value` beside what is there already, as if both stood in one array.
void AddBeside(bj::value& place, bj::value value) {
  if (place.is_null()) {
    place = std::move(value);
  } else if (place.is_object() && value.is_object()) {
    for (auto& member : value.get_object()) {
      AddBeside(place.get_object()[member.key()], std::move(member.value()));
    }
  } else {
    if (!place.is_array()) place = bj::array{std::move(place)};
    place.get_array().push_back(std::move(value));
  }
}

// {"a.b": 1} as {"a": {"b": 1}}.
bj::value WithoutDottedNames(const bj::value& value) {
  if (const bj::array* const list = value.if_array()) {
    bj::array copy;
    for (const bj::value& element : *list) copy.push_back(WithoutDottedNames(element));
    return copy;
  }
  const bj::object* const object = value.if_object();
  if (object == nullptr) return value;
  bj::value copy = bj::object();
  for (const auto& member : *object) {
    bj::value nested = WithoutDottedNames(member.value());
    const Path path = SplitAtDots(member.key());
    for (auto name = path.rbegin(); name != path.rend(); ++name) {
      nested = bj::object{{*name, std::move(nested)}};
    }
    AddBeside(copy, std::move(nested));
  }
  return copy;
}

// The names that lead to a place.
using Trail = std::vector<const std::string*>;

// Whether there is a value, which an object is not, at the rest of the trail.
bool HasValue(const bj::value& value, const Trail& trail, std::size_t depth) {
  if (const bj::array* const list = value.if_array()) {
    return std::any_of(list->begin(), list->end(),
                       [&](const bj::value& element) { return HasValue(element, trail, depth); });
  }
  const bj::object* const object = value.if_object();
  if (depth == trail.size()) return object == nullptr;
  const bj::value* const next = object == nullptr ? nullptr : object->if_contains(*trail[depth]);
  return next != nullptr && HasValue(*next, trail, depth + 1);
}

}  // namespace

// What is asked of one place in an event: of its value, and of what is in it.
struct EventPattern::Node {
  struct Child;

  std::vector<Leaf> leaves;                     // all must hold
  std::vector<Child> children;                  // all must match
  std::vector<std::vector<Node>> alternatives;  // of each, one must match

  Node& At(const std::string& name);
};

struct EventPattern::Node::Child {
  std::string name;
  Node node;
};

EventPattern::Node& EventPattern::Node::At(const std::string& name) {
  const auto found = std::find_if(children.begin(), children.end(),
                                  [&](const Child& child) { return child.name == name; });
  if (found != children.end()) return found->node;
  Child& added = children.emplace_back();
  added.name = name;
  return added.node;
}

class EventPattern::Reader {
 public:
  explicit Reader(std::string& fault) : fault_(fault) {}

  // `names` lead to the node.
  bool Object(const bj::object& object, Node& node, std::size_t names = 0) {
    if (object.empty()) return Refuse("Empty objects are not allowed");
    for (const auto& member : object) {
      if (!Member(member.key(), member.value(), node, names)) return false;
    }
    return true;
  }

 private:
  bool Refuse(std::string fault) {
    fault_ = std::move(fault);
    return false;
  }

  bool Member(std::string_view name, const bj::value& value, Node& node, std::size_t names) {
    if (name == "$or" && IsAlternatives(value)) {
      auto& group = node.alternatives.emplace_back();
      for (const bj::value& alternative : value.get_array()) {
        if (!Object(alternative.get_object(), group.emplace_back(), names)) return false;
      }
      return true;
    }
    names += NamesIn(name);
    if (names > kNamesMax) {
      return Refuse("Rule is too complex - more than " + std::to_string(kNamesMax) +
                    " names lead to a value");
    }
    Node* target = &node;
    for (const std::string& step : SplitAtDots(name)) target = &target->At(step);
    if (const bj::object* const object = value.if_object()) return Object(*object, *target, names);
    const bj::array* const list = value.if_array();
    if (list == nullptr) {
      return Refuse('"' + std::string(name) + "\" must be an object or an array");
    }
    if (list->empty()) return Refuse("Empty arrays are not allowed");
    Leaf& leaf = target->leaves.emplace_back();
    for (const bj::value& element : *list) {
      auto rule = ReadValueRule(element, fault_);
      if (!rule) return false;
      const auto* const presence = std::get_if<PresenceRule>(&*rule);
      if (presence != nullptr && !presence->present && !leaf.absence) leaf.absence = absences_++;
      leaf.rules.push_back(*std::move(rule));
    }
    return true;
  }

  // AWS: what looks otherwise is the name of a member.
  static bool IsAlternatives(const bj::value& value) {
    constexpr std::array<std::string_view, 8> kRuleNames = {
        "prefix", "suffix", "equals-ignore-case", "wildcard", "numeric",
        "cidr",   "exists", "anything-but"};
    const bj::array* const list = value.if_array();
    if (list == nullptr || list->size() < 2) return false;
    return std::all_of(list->begin(), list->end(), [&](const bj::value& element) {
      const bj::object* const object = element.if_object();
      if (object == nullptr || object->empty()) return false;
      return std::none_of(kRuleNames.begin(), kRuleNames.end(),
                          [&](std::string_view name) { return object->contains(name); });
    });
  }

  std::string& fault_;
  std::size_t absences_ = 0;
};

class EventPattern::Match {
 public:
  explicit Match(const bj::value& event) : event_(event) {}

  // `value` is what the event has at the place of the node; null: nothing.
  bool Inside(const Node& node, const bj::value* value) {
    const bj::array* const list = value == nullptr ? nullptr : value->if_array();
    if (list != nullptr && !list->empty()) {
      return std::any_of(list->begin(), list->end(),
                         [&](const bj::value& element) { return Inside(node, &element); });
    }
    const bj::object* const object = value == nullptr ? nullptr : value->if_object();
    for (const Node::Child& child : node.children) {
      trail_.push_back(&child.name);
      const bool matches =
          At(child.node, object == nullptr ? nullptr : object->if_contains(child.name));
      trail_.pop_back();
      if (!matches) return false;
    }
    return std::all_of(node.alternatives.begin(), node.alternatives.end(), [&](const auto& group) {
      return std::any_of(group.begin(), group.end(),
                         [&](const Node& alternative) { return Inside(alternative, value); });
    });
  }

 private:
  bool At(const Node& node, const bj::value* value) {
    for (const Leaf& leaf : node.leaves) {
      if (!LeafHolds(leaf, value)) return false;
    }
    return (node.children.empty() && node.alternatives.empty()) || Inside(node, value);
  }

  bool LeafHolds(const Leaf& leaf, const bj::value* value) {
    if (value != nullptr && SomeValueHolds(leaf, *value)) return true;
    return leaf.absence && IsAbsent(*leaf.absence);
  }

  // AWS: absent means from the whole event, not only from one element of an array. So it is found
  // out once, however many elements ask for it.
  bool IsAbsent(std::size_t absence) {
    if (absences_.size() <= absence) absences_.resize(absence + 1);
    std::optional<bool>& known = absences_[absence];
    if (!known) known = !HasValue(event_, trail_, 0);
    return *known;
  }

  static bool SomeValueHolds(const Leaf& leaf, const bj::value& value) {
    if (const bj::array* const list = value.if_array()) {
      return std::any_of(list->begin(), list->end(),
                         [&](const bj::value& element) { return SomeValueHolds(leaf, element); });
    }
    if (value.is_object()) return false;
    return std::any_of(leaf.rules.begin(), leaf.rules.end(),
                       [&](const ValueRule& rule) { return Holds(rule, value); });
  }

  const bj::value& event_;
  Trail trail_;  // to the node that is looked at
  std::vector<std::optional<bool>> absences_;
};

std::optional<EventPattern> EventPattern::Parse(std::string_view text, std::string& fault) {
  boost::json::error_code failed;
  const bj::value document = ParseJson(text, failed);
  if (failed) {
    fault = "the pattern is not JSON";
    return std::nullopt;
  }
  const bj::object* const object = document.if_object();
  if (object == nullptr) {
    fault = "Filter is not an object";
    return std::nullopt;
  }
  auto root = std::make_shared<Node>();
  if (!Reader(fault).Object(*object, *root)) return std::nullopt;
  EventPattern pattern;
  pattern.root_ = std::move(root);
  return pattern;
}

bool EventPattern::IsTooDeep(const boost::json::value& event) { return IsDeeper(event, kNamesMax); }

bool EventPattern::Matches(const boost::json::value& event) const {
  if (!HasDottedName(event)) return Match(event).Inside(*root_, &event);
  const bj::value expanded = WithoutDottedNames(event);
  return Match(expanded).Inside(*root_, &expanded);
}

bool EventPattern::AsksFor(std::string_view path) const {
  const Path steps = SplitAtDots(path);
  const auto asks = [&](const auto& self, const Node& node, std::size_t depth) -> bool {
    if (depth == steps.size()) return true;
    for (const Node::Child& child : node.children) {
      if (child.name == steps[depth] && self(self, child.node, depth + 1)) return true;
    }
    for (const auto& group : node.alternatives) {
      for (const Node& alternative : group) {
        if (self(self, alternative, depth)) return true;
      }
    }
    return false;
  };
  return asks(asks, *root_, 0);
}

}  // namespace runnel
