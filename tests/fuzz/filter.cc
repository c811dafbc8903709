// Filter patterns. An input is a pattern, a line end, and what it is asked about: whatever is read
// as a pattern of records or of log events can be asked, and answers the same again.
#include <boost/json/parse.hpp>
#include <string>
#include <string_view>

#include "core/base/check.h"
#include "core/integrations/event_filter/record_filter.h"
#include "core/integrations/logs/log_pattern.h"
#include "tests/fuzz/fuzz_target.h"

namespace runnel::fuzz {
namespace {

void AskEventPattern(const std::string& text, std::string_view event) {
  std::string fault;
  const auto pattern = EventPattern::Parse(text, fault);
  RUNNEL_CHECK(pattern.has_value() == fault.empty());
  if (!pattern) return;
  pattern->AsksFor("kinesis.data");
  boost::json::error_code error;
  const auto json = boost::json::parse(boost::json::string_view(event.data(), event.size()), error);
  if (error || !json.is_object() || EventPattern::IsTooDeep(json)) return;
  RUNNEL_CHECK(pattern->Matches(json) == pattern->Matches(json));
}

void AskRecordFilter(const std::string& text, std::string_view data) {
  std::string fault;
  const auto filter = RecordFilter::Parse({text}, fault);
  if (!filter) return;
  const FilteredRecord record{
      "key", "49646437577108476416916876405825929425585429676275269634", {1'700'000'000'000}, data};
  RUNNEL_CHECK(filter->Matches(record) == filter->Matches(record));
}

void AskLogPattern(std::string_view text, std::string_view message) {
  std::string fault;
  const auto pattern = LogPattern::Parse(text, fault);
  if (!pattern) return;
  constexpr LogRegexBudget kFew{50'000};
  LogRegexBudget first = kFew;
  LogRegexBudget second = kFew;
  RUNNEL_CHECK(pattern->Matches(message, first) == pattern->Matches(message, second));
}

}  // namespace

void TryInput(std::string_view input) {
  const std::size_t line = input.find('\n');
  const std::string pattern(input.substr(0, line));
  const std::string_view asked = line == input.npos ? std::string_view() : input.substr(line + 1);
  AskEventPattern(pattern, asked);
  AskRecordFilter(pattern, asked);
  AskLogPattern(pattern, asked);
}

}  // namespace runnel::fuzz
