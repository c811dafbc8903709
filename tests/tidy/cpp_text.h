// Just enough understanding of C++ text for the tidy rules: what is code, what it includes, and
// where its functions begin and end. Not a parser: it relies on the code being laid out as usual.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace runnel::tidy {

// The text with every comment and the inside of every literal replaced by spaces; lines stay lines.
std::string CodeOnly(std::string_view text);

// The words of an identifier in lower case: "kShardLimit" and "shard_limit_" give shard, limit.
std::vector<std::string> WordsOf(std::string_view identifier);

struct Identifier {
  std::string text;
  int line;        // counted from 1
  bool qualified;  // by a namespace that is not ours, as in std::queue
};

// All identifiers and keywords in the result of CodeOnly.
std::vector<Identifier> IdentifiersOf(std::string_view code);

struct Include {
  std::string path;
  bool quoted;  // "…" rather than <…>
  int line;
};

// Takes the text itself, not CodeOnly of it.
std::vector<Include> IncludesOf(const std::vector<std::string>& lines);

struct Function {
  std::string head;  // from its first token to its body, "int Add(int a, int b)"
  int first_line;
  int last_line;
};

// The functions defined at namespace or class scope in the result of CodeOnly, in order. A lambda
// or local class belongs to the function that holds it.
std::vector<Function> FunctionsOf(std::string_view code);

}  // namespace runnel::tidy
