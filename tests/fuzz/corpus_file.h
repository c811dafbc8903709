// A corpus as a text: one input a line, with \n, \r, \t, \\ and \xHH for what a line cannot hold.
// Empty lines and those that begin with # are no inputs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace runnel::fuzz {

// Throws std::runtime_error for an escape that is none.
std::vector<std::string> ParseCorpus(std::string_view text);

// A line that ParseCorpus reads as `input`.
std::string CorpusLine(std::string_view input);

}  // namespace runnel::fuzz
