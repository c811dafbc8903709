// What became of a batch that a function was invoked with.
// Source: integrations 2.2, 2.4.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace runnel {

struct BatchResult {
  enum class Kind {
    kDone,
    kPartlyDone,  // the first `done` records are, those after them have failed
    kFailed,
    kNotTried,  // by no fault of the function: it does not count as a try
  };
  Kind kind = Kind::kDone;
  std::size_t done = 0;
  // Of a failure: the function itself failed, it did not just report records.
  bool function_error = false;
  std::optional<std::string> window_state;  // JSON; in a tumbling window, unless it failed
};

// What a mapping looks for in the answer of its function.
struct AnswerRules {
  bool reports_item_failures = false;
  bool keeps_window_state = false;
  // As pipes do: records may go by their event ids, and an answer that names none is no report.
  bool of_pipe = false;
};

// Reads what a function returned for the records with these sequence numbers. Never kNotTried.
BatchResult ReadAnswer(std::string_view payload, const AnswerRules& rules,
                       const std::vector<std::string>& sequence_numbers);

}  // namespace runnel
