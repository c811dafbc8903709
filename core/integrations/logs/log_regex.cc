#include "core/integrations/logs/log_regex.h"

#include <algorithm>
#include <cstddef>
#include <functional>

namespace runnel {
namespace {

constexpr int kDepthMax = 1'300;
constexpr std::string_view kQuantifiers = "?*+";

bool IsClass(char name, char c) {
  const bool digit = c >= '0' && c <= '9';
  const bool word = digit || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  const bool space = c == ' ' || (c >= '\t' && c <= '\r');
  switch (name) {
    case 'd':
      return digit;
    case 'D':
      return !digit;
    case 'w':
      return word;
    case 'W':
      return !word;
    case 's':
      return space;
    case 'S':
      return !space;
    default:
      return name == c;
  }
}

// Where the piece at the front of a pattern ends: one character, a class or a group. Zero: it has
// no end.
std::size_t PieceEnd(std::string_view pattern) {
  if (pattern.front() == '\\') return pattern.size() < 2 ? 0 : 2;
  if (pattern.front() == '[') {
    std::size_t at = pattern.starts_with("[^") ? 2 : 1;
    for (bool first = true; at < pattern.size(); ++at, first = false) {
      if (pattern[at] == '\\') {
        ++at;
      } else if (pattern[at] == ']' && !first) {
        return at + 1;
      }
    }
    return 0;
  }
  if (pattern.front() != '(') return 1;
  int depth = 0;
  for (std::size_t at = 0; at < pattern.size();) {
    if (pattern[at] == '\\' || pattern[at] == '[') {
      const std::size_t length = PieceEnd(pattern.substr(at));
      if (length == 0) return 0;
      at += length;
      continue;
    }
    if (pattern[at] == '(') ++depth;
    if (pattern[at] == ')' && --depth == 0) return at + 1;
    ++at;
  }
  return 0;
}

// What is before the first | that is in no group, and what is after it.
std::size_t AlternativeEnd(std::string_view pattern) {
  for (std::size_t at = 0; at < pattern.size();) {
    if (pattern[at] == '|') return at;
    const std::size_t length = PieceEnd(pattern.substr(at));
    at += length == 0 ? 1 : length;
  }
  return pattern.size();
}

bool InClass(std::string_view members, char c) {
  for (std::size_t at = 0; at < members.size(); ++at) {
    if (members[at] == '\\' && at + 1 < members.size()) {
      if (IsClass(members[++at], c)) return true;
    } else if (at + 2 < members.size() && members[at + 1] == '-') {
      if (c >= members[at] && c <= members[at + 2]) return true;
      at += 2;
    } else if (members[at] == c) {
      return true;
    }
  }
  return false;
}

bool TakesCharacter(std::string_view piece, char c) {
  if (piece.front() == '.') return c != '\n';
  if (piece.front() == '\\') return IsClass(piece[1], c);
  if (piece.front() != '[') return piece.front() == c;
  const bool negated = piece.starts_with("[^");
  const std::size_t begin = negated ? 2 : 1;
  return InClass(piece.substr(begin, piece.size() - begin - 1), c) != negated;
}

// Tries one way after the other.
class Match {
 public:
  using Then = std::function<bool(std::size_t at)>;

  Match(std::string_view text, std::int64_t steps) : text_(text), steps_(steps) {}

  std::int64_t steps_left() const { return steps_; }
  // Whether one way at least was not tried to its end; and whether none will be any more.
  bool exceeded() const { return exceeded_; }
  bool gave_up() const { return exceeded_ && steps_ <= 0; }

  bool Alternatives(std::string_view pattern, std::size_t at, const Then& then) {
    for (;;) {
      const std::size_t end = AlternativeEnd(pattern);
      if (Sequence(pattern.substr(0, end), at, then)) return true;
      if (end == pattern.size()) return false;
      pattern.remove_prefix(end + 1);
    }
  }

 private:
  bool Sequence(std::string_view pattern, std::size_t at, const Then& then) {
    if (steps_ <= 0 || depth_ >= kDepthMax) {
      exceeded_ = true;
      return false;
    }
    --steps_;
    ++depth_;
    const bool found = TrySequence(pattern, at, then);
    --depth_;
    return found;
  }

  bool TrySequence(std::string_view pattern, std::size_t at, const Then& then) {
    if (pattern.empty()) return then(at);
    if (pattern.front() == '^') return at == 0 && Sequence(pattern.substr(1), at, then);
    if (pattern == "$") return at == text_.size() && then(at);
    const std::size_t length = PieceEnd(pattern);
    const std::string_view piece = pattern.substr(0, length);
    std::string_view rest = pattern.substr(length);
    const char quantifier =
        !rest.empty() && kQuantifiers.find(rest.front()) != std::string_view::npos ? rest.front()
                                                                                   : ' ';
    if (quantifier != ' ') rest.remove_prefix(1);
    if (quantifier == '*' || quantifier == '+') {
      return Repeat(piece, rest, at, quantifier == '+' ? 1 : 0, then);
    }
    const auto go_on = [&](std::size_t next) { return Sequence(rest, next, then); };
    return One(piece, at, go_on) || (quantifier == '?' && go_on(at));
  }

  bool Repeat(std::string_view piece, std::string_view rest, std::size_t at, int least,
              const Then& then) {
    const auto again = [&](std::size_t next) {
      return next > at && Repeat(piece, rest, next, least > 0 ? least - 1 : 0, then);
    };
    if (piece.front() != '(') {
      // As many as there are, and then fewer: without going deeper for each.
      std::size_t end = at;
      while (end < text_.size() && TakesCharacter(piece, text_[end])) ++end;
      for (; end + 1 > at + static_cast<std::size_t>(least); --end) {
        if (Sequence(rest, end, then)) return true;
        if (end == 0 || gave_up()) break;
      }
      return false;
    }
    return One(piece, at, again) || (least == 0 && Sequence(rest, at, then));
  }

  bool One(std::string_view piece, std::size_t at, const Then& then) {
    if (piece.front() == '(') {
      std::string_view inner = piece.substr(1, piece.size() - 2);
      if (inner.starts_with("?:")) inner.remove_prefix(2);
      return Alternatives(inner, at, then);
    }
    return at < text_.size() && TakesCharacter(piece, text_[at]) && then(at + 1);
  }

  const std::string_view text_;
  std::int64_t steps_;
  int depth_ = 0;
  bool exceeded_ = false;
};

// The character that every match begins with; zero: that is not known.
char FirstCharacter(std::string_view pattern) {
  constexpr std::string_view kNoLiterals = "\\[(.^$|";
  if (pattern.empty() || kNoLiterals.find(pattern.front()) != std::string_view::npos) return '\0';
  const bool may_be_absent = pattern.size() > 1 && (pattern[1] == '?' || pattern[1] == '*');
  if (may_be_absent || AlternativeEnd(pattern) < pattern.size()) return '\0';
  return pattern.front();
}

}  // namespace

bool IsLogRegex(std::string_view pattern) {
  bool may_repeat = false;
  for (std::size_t at = 0; at < pattern.size();) {
    const char c = pattern[at];
    if (kQuantifiers.find(c) != std::string_view::npos) {
      if (!may_repeat) return false;
      may_repeat = false;
      ++at;
      continue;
    }
    if (c == ')' || c == '{' || c == '}') return false;
    const std::size_t length = PieceEnd(pattern.substr(at));
    if (length == 0) return false;
    if (c == '(') {
      std::string_view inner = pattern.substr(at + 1, length - 2);
      if (inner.starts_with("?:")) inner.remove_prefix(2);
      if (!IsLogRegex(inner)) return false;
    }
    may_repeat = c != '|' && c != '^' && c != '$';
    at += length;
  }
  return true;
}

bool FindLogRegex(std::string_view pattern, std::string_view text, LogRegexBudget& budget) {
  Match match(text, budget.steps);
  const char first = FirstCharacter(pattern);
  bool found = false;
  for (std::size_t at = 0; at <= text.size() && !found && !match.gave_up(); ++at) {
    if (first != '\0') at = std::min(text.find(first, at), text.size());
    found = match.Alternatives(pattern, at, [](std::size_t) { return true; });
  }
  budget.steps = match.steps_left();
  budget.exceeded |= match.exceeded() && !found;
  return found;
}

}  // namespace runnel
