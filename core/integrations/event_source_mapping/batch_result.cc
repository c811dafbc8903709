#include "core/integrations/event_source_mapping/batch_result.h"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <map>

#include "core/base/json_document.h"

namespace runnel {
namespace {

namespace bj = boost::json;

BatchResult Failed() { return {BatchResult::Kind::kFailed, 0, false, {}}; }

// Whether the answer as a whole reports nothing.
bool IsEmpty(const bj::value& answer) {
  if (answer.is_null()) return true;
  if (const auto* const text = answer.if_string()) return text->empty();
  if (const auto* const list = answer.if_array()) return list->empty();
  return false;
}

using Places = std::map<std::string_view, std::size_t>;

// The place in the batch of the record that `failure` names; nullopt when it names none.
std::optional<std::size_t> PlaceOf(const bj::value& failure, bool of_pipe, const Places& places) {
  const bj::object* const object = failure.if_object();
  const bj::value* const named =
      object == nullptr ? nullptr : object->if_contains("itemIdentifier");
  const bj::string* const text = named == nullptr ? nullptr : named->if_string();
  if (text == nullptr) return std::nullopt;
  std::string_view number(text->data(), text->size());
  if (of_pipe) number.remove_prefix(number.rfind(':') + 1);
  const auto found = places.find(number);
  if (found == places.end()) return std::nullopt;
  return found->second;
}

BatchResult ReadFailures(const bj::value& answer, bool of_pipe,
                         const std::vector<std::string>& sequence_numbers) {
  if (IsEmpty(answer)) return {};
  const bj::object* const object = answer.if_object();
  if (object == nullptr) return of_pipe ? BatchResult() : Failed();
  const bj::value* const failures = object->if_contains("batchItemFailures");
  if (failures == nullptr || failures->is_null()) return {};
  const bj::array* const list = failures->if_array();
  if (list == nullptr) return Failed();
  std::size_t first = sequence_numbers.size();
  Places places;
  for (std::size_t i = 0; i < first; ++i) places.emplace(sequence_numbers[i], i);
  for (const bj::value& failure : *list) {
    const auto place = PlaceOf(failure, of_pipe, places);
    if (!place) return Failed();
    first = std::min(first, *place);
  }
  if (list->empty()) return {};
  if (first == 0) return Failed();
  return {BatchResult::Kind::kPartlyDone, first, false, {}};
}

}  // namespace

BatchResult ReadAnswer(std::string_view payload, const AnswerRules& rules,
                       const std::vector<std::string>& sequence_numbers) {
  if (!rules.reports_item_failures && !rules.keeps_window_state) return {};
  if (payload.empty()) return rules.keeps_window_state ? Failed() : BatchResult{};
  boost::json::error_code failed;
  const bj::value answer = ParseJson(payload, failed);
  if (failed) return rules.of_pipe ? BatchResult() : Failed();
  BatchResult result;
  if (rules.reports_item_failures) {
    result = ReadFailures(answer, rules.of_pipe, sequence_numbers);
  }
  if (!rules.keeps_window_state || result.kind == BatchResult::Kind::kFailed) return result;
  const bj::object* const object = answer.if_object();
  const bj::value* const state = object == nullptr ? nullptr : object->if_contains("state");
  if (state == nullptr) return Failed();
  result.window_state = bj::serialize(*state);
  return result;
}

}  // namespace runnel
