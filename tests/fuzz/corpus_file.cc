#include "tests/fuzz/corpus_file.h"

#include <algorithm>
#include <stdexcept>

namespace runnel::fuzz {
namespace {

constexpr std::string_view kDigits = "0123456789abcdef";

unsigned DigitAt(std::string_view line, std::size_t at) {
  const std::size_t digit = at < line.size() ? kDigits.find(line[at]) : kDigits.npos;
  if (digit == kDigits.npos) throw std::runtime_error("no escape: " + std::string(line));
  return static_cast<unsigned>(digit);
}

std::string ParseLine(std::string_view line) {
  std::string input;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] != '\\') {
      input += line[i];
      continue;
    }
    const char kind = ++i < line.size() ? line[i] : '\0';
    switch (kind) {
      case 'n':
        input += '\n';
        break;
      case 'r':
        input += '\r';
        break;
      case 't':
        input += '\t';
        break;
      case '\\':
        input += '\\';
        break;
      case 'x':
        input += static_cast<char>(DigitAt(line, i + 1) * 16 + DigitAt(line, i + 2));
        i += 2;
        break;
      default:
        throw std::runtime_error("no escape: " + std::string(line));
    }
  }
  return input;
}

}  // namespace

std::vector<std::string> ParseCorpus(std::string_view text) {
  std::vector<std::string> inputs;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (!line.empty() && line[0] != '#') inputs.push_back(ParseLine(line));
  }
  return inputs;
}

std::string CorpusLine(std::string_view input) {
  std::string line;
  for (const char c : input) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\n') {
      line += "\\n";
    } else if (c == '\r') {
      line += "\\r";
    } else if (c == '\\') {
      line += "\\\\";
    } else if (byte < 0x20 || byte >= 0x7f || (line.empty() && c == '#')) {
      line += "\\x";
      line += kDigits[byte >> 4];
      line += kDigits[byte & 15];
    } else {
      line += c;
    }
  }
  // Spaces at the end of a line have no place in a source.
  if (line.ends_with(' ')) line.replace(line.size() - 1, 1, "\\x20");
  return line;
}

}  // namespace runnel::fuzz
