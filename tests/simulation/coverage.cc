#include "tests/simulation/coverage.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <variant>
#include <vector>

#include "core/state/applied_counts.h"

namespace runnel::simulation {
namespace {

constexpr std::string_view kOperations[] = {
#define RUNNEL_OPERATION(name) #name,
#define RUNNEL_CONTROL_OPERATION(name) "Runnel." #name,
#include "core/operations/operations.def"
#undef RUNNEL_OPERATION
#undef RUNNEL_CONTROL_OPERATION
};

// The name of a type, as the compiler spells it.
template <class Type>
std::string_view NameOf() {
  const std::string_view text = __PRETTY_FUNCTION__;
  const std::size_t begin = text.find("Type = ") + 7;
  std::string_view name = text.substr(begin, text.find_first_of(";]", begin) - begin);
  const std::size_t colon = name.rfind(':');
  return colon == name.npos ? name : name.substr(colon + 1);
}

template <std::size_t... kKinds>
std::vector<std::string_view> NamesOf(std::index_sequence<kKinds...>) {
  return {NameOf<std::variant_alternative_t<kKinds, MutationKinds>>()...};
}

std::vector<std::string_view> ChangeNames() {
  return NamesOf(std::make_index_sequence<std::variant_size_v<MutationKinds>>());
}

constexpr std::string_view kErrorsOfOperations[] = {
#define ERROR_OF(operation, error) #operation ": " #error,
#include "tests/simulation/reference/errors_of_operations.def"
#undef ERROR_OF
};

struct LimitTexts {
  std::string_view section;
  std::string_view what;
};
constexpr LimitTexts kLimits[] = {
#define LIMIT(name, section, what) {section, what},
#include "tests/simulation/reference/limits.def"
#undef LIMIT
};

// What no run can reach, and why.
struct Beyond {
  std::string_view name;
  std::string_view why;
};
constexpr Beyond kBeyond[] = {
    {"FailedBatchDelivered", "what became of a failure destination is its host's to say"},
    {"Runnel.TakeHttpCall", "pipes are not simulated: tests/unit/engine/pipes_test.cc"},
    {"ShardWithdrawn", "channels seldom wait for a day: tests/unit/engine/channels_test.cc"},
    {"ChannelFailed", "no channel fails for good: tests/unit/engine/channels_test.cc"},
    {"ConnectionPut", "connections are not simulated"},
    {"ConnectionDeleted", "connections are not simulated"},
    {"ApiDestinationPut", "API destinations are not simulated"},
    {"ApiDestinationDeleted", "API destinations are not simulated"},
    {"StackPut", "stacks are not simulated: tests/unit/engine/stacks_test.cc"},
    {"StackEventsAdded", "stacks are not simulated: tests/unit/engine/stacks_test.cc"},
    {"StackForgotten", "stacks are not simulated: tests/unit/engine/stacks_test.cc"},
};

std::string_view WhyBeyond(std::string_view name) {
  const auto* const found = std::find_if(std::begin(kBeyond), std::end(kBeyond),
                                         [name](const Beyond& b) { return b.name == name; });
  return found == std::end(kBeyond) ? std::string_view() : found->why;
}

class Table {
 public:
  Table(std::string& text, int& missed) : text_(text), missed_(missed) {}

  void Begin(std::string_view title) { text_.append(title).append("\n"); }
  void Add(std::string_view name, std::uint64_t count) {
    const std::string_view why = WhyBeyond(name);
    text_.append("  ").append(name).append(" ");
    if (count > 0) {
      text_.append(std::to_string(count));
    } else if (!why.empty()) {
      text_.append("not reached: ").append(why);
    } else {
      text_.append("NOT REACHED");
      ++missed_;
    }
    text_.append("\n");
  }

 private:
  std::string& text_;
  int& missed_;
};

}  // namespace

std::string Coverage::Report(int& missed) const {
  std::string text;
  Table table(text, missed);
  table.Begin("operations, and calls of them");
  const auto count = [](const auto& counts, std::string_view name) {
    const auto found = counts.find(name);
    return found == counts.end() ? 0 : found->second;
  };
  for (const std::string_view operation : kOperations) {
    table.Add(operation, count(operations_, operation));
  }
  table.Begin("operations, and successes of them");
  for (const std::string_view operation : kOperations) {
    table.Add(operation, count(answers_, std::string(operation) + ": success"));
  }
  table.Begin("errors that the tables of operations have, and answers with them");
  for (const std::string_view error : kErrorsOfOperations) {
    table.Add(error, count(answers_, error));
  }
  table.Begin("errors, with their sections, and answers with them");
  for (std::size_t i = 1; i < errors_.size(); ++i) {
    const ExpectedError& error = TextsOf(static_cast<Expected>(i));
    table.Add(std::string(error.section) + " " + std::string(error.name), errors_[i]);
  }
  table.Begin("limits, with their sections, and calls or records that ran into them");
  for (std::size_t i = 0; i < std::size(kLimits); ++i) {
    table.Add(std::string(kLimits[i].section) + " " + std::string(kLimits[i].what),
              limits_[static_cast<Limit>(i)]);
  }
  table.Begin("kinds of changes, and changes");
  const std::vector<std::string_view> names = ChangeNames();
  for (std::size_t i = 0; i < names.size(); ++i) {
    table.Add(names[i], CountApplied()[i]);
  }
  return text;
}

}  // namespace runnel::simulation
