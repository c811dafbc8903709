#include "core/integrations/cloudformation/parameter_pattern.h"

#include <algorithm>
#include <bitset>
#include <cctype>
#include <cstddef>
#include <cstdint>
#include <set>
#include <utility>
#include <vector>

namespace runnel::cloudformation {
namespace {

using Bytes = std::bitset<256>;
using Positions = std::set<std::size_t>;

struct Node {
  enum class Kind : std::uint8_t { kBytes, kBegin, kEnd, kSequence, kEither, kRepeat };
  Kind kind = Kind::kSequence;
  Bytes bytes{};
  std::vector<Node> children{};
  std::size_t min = 0;  // kRepeat
  std::size_t max = 0;
};

constexpr std::size_t kUnbounded = static_cast<std::size_t>(-1);
constexpr int kDepthMax = 50;

template <class Holds>
Bytes BytesThat(Holds holds) {
  Bytes bytes;
  for (int c = 0; c < 256; ++c) bytes[static_cast<std::size_t>(c)] = holds(c);
  return bytes;
}

std::size_t FirstOf(const Bytes& bytes) {
  std::size_t first = 0;
  while (first < bytes.size() && !bytes[first]) ++first;
  return first;
}

class PatternReader {
 public:
  explicit PatternReader(std::string_view text) : rest_(text) {}

  // False: there is something unknown in it.
  bool Read(Node& node) { return Either(node) && rest_.empty(); }

 private:
  bool Either(Node& node) {
    if (++depth_ > kDepthMax) return false;
    node.kind = Node::Kind::kEither;
    do {
      Node& sequence = node.children.emplace_back();
      while (!rest_.empty() && rest_.front() != '|' && rest_.front() != ')') {
        Node atom;
        if (!Atom(atom) || !Quantified(atom)) return false;
        sequence.children.push_back(std::move(atom));
      }
    } while (TakeIf('|'));
    --depth_;
    return true;
  }

  bool Atom(Node& node) {
    const char c = Take();
    node.kind = Node::Kind::kBytes;
    switch (c) {
      case '(':
        if (rest_.starts_with("?:")) {
          rest_.remove_prefix(2);
        } else if (rest_.starts_with('?')) {
          return false;
        }
        return Either(node) && TakeIf(')');
      case '^':
        node.kind = Node::Kind::kBegin;
        return true;
      case '$':
        node.kind = Node::Kind::kEnd;
        return true;
      case '.':
        node.bytes = BytesThat([](int byte) { return byte != '\n' && byte != '\r'; });
        return true;
      case '[':
        return Class(node.bytes);
      case '\\':
        return Escape(node.bytes);
      case '*':
      case '+':
      case '?':
      case '{':
        return false;
      default:
        node.bytes.set(static_cast<unsigned char>(c));
        return true;
    }
  }

  bool Quantified(Node& atom) {
    std::size_t min = 1;
    std::size_t max = 1;
    if (TakeIf('*')) {
      min = 0;
      max = kUnbounded;
    } else if (TakeIf('+')) {
      max = kUnbounded;
    } else if (TakeIf('?')) {
      min = 0;
    } else if (TakeIf('{')) {
      if (!Number(min)) return false;
      max = min;
      if (TakeIf(',') && !Number(max)) max = kUnbounded;
      if (!TakeIf('}') || min > max) return false;
    } else {
      return true;
    }
    TakeIf('?');  // Whether a quantifier is lazy says nothing about whether there is a match.
    Node repeat{Node::Kind::kRepeat, {}, {}, min, max};
    repeat.children.push_back(std::move(atom));
    atom = std::move(repeat);
    return true;
  }

  bool Number(std::size_t& number) {
    constexpr std::size_t kMax = 10'000;
    if (rest_.empty() || std::isdigit(static_cast<unsigned char>(rest_.front())) == 0) return false;
    number = 0;
    while (!rest_.empty() && std::isdigit(static_cast<unsigned char>(rest_.front())) != 0) {
      number = number * 10 + static_cast<std::size_t>(Take() - '0');
      if (number > kMax) return false;
    }
    return true;
  }

  bool Escape(Bytes& bytes) {
    if (rest_.empty()) return false;
    const char name = Take();
    switch (std::tolower(static_cast<unsigned char>(name))) {
      case 'd':
        bytes = BytesThat([](int c) { return c >= '0' && c <= '9'; });
        break;
      case 'w':
        bytes = BytesThat([](int c) { return c < 128 && (std::isalnum(c) != 0 || c == '_'); });
        break;
      case 's':
        bytes = BytesThat([](int c) { return c < 128 && std::isspace(c) != 0; });
        break;
      default:
        if (std::isalnum(static_cast<unsigned char>(name)) != 0)
          return ControlCharacter(name, bytes);
        bytes.set(static_cast<unsigned char>(name));
        return true;
    }
    if (std::isupper(static_cast<unsigned char>(name)) != 0) bytes.flip();
    return true;
  }

  static bool ControlCharacter(char name, Bytes& bytes) {
    if (name == 'n') bytes.set('\n');
    if (name == 't') bytes.set('\t');
    if (name == 'r') bytes.set('\r');
    return bytes.any();
  }

  bool Class(Bytes& bytes) {
    const bool inverted = TakeIf('^');
    for (bool first = true; first || !rest_.starts_with(']'); first = false) {
      if (rest_.empty()) return false;
      Bytes from;
      if (rest_.front() == '[') return false;  // [:alpha:], or an intersection
      if (TakeIf('\\')) {
        if (!Escape(from)) return false;
      } else {
        from.set(static_cast<unsigned char>(Take()));
      }
      if (rest_.size() > 1 && rest_[0] == '-' && rest_[1] != ']' && from.count() == 1) {
        Take();
        Bytes to;
        if (TakeIf('\\')) {
          if (!Escape(to) || to.count() != 1) return false;
        } else {
          to.set(static_cast<unsigned char>(Take()));
        }
        for (std::size_t c = FirstOf(from); c <= FirstOf(to); ++c) from.set(c);
      }
      bytes |= from;
    }
    Take();
    if (inverted) bytes.flip();
    return true;
  }

  char Take() {
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }
  bool TakeIf(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::string_view rest_;
  int depth_ = 0;
};

class Matcher {
 public:
  Matcher(std::string_view value, std::size_t& steps) : value_(value), steps_(steps) {}

  // Where a match of `node` that begins at one of `starts` may end; nowhere, without steps left.
  Positions Ends(const Node& node, const Positions& starts) {
    Positions ends;
    steps_ -= std::min(steps_, 1 + starts.size());
    if (steps_ == 0) return ends;
    switch (node.kind) {
      case Node::Kind::kBytes:
        for (const std::size_t at : starts) {
          if (at < value_.size() && node.bytes[static_cast<unsigned char>(value_[at])]) {
            ends.insert(at + 1);
          }
        }
        break;
      case Node::Kind::kBegin:
        if (starts.contains(0)) ends.insert(0);
        break;
      case Node::Kind::kEnd:
        if (starts.contains(value_.size())) ends.insert(value_.size());
        break;
      case Node::Kind::kSequence:
        ends = starts;
        for (const Node& child : node.children) ends = Ends(child, ends);
        break;
      case Node::Kind::kEither:
        for (const Node& child : node.children) ends.merge(Ends(child, starts));
        break;
      case Node::Kind::kRepeat:
        ends = EndsOfRepeat(node, starts);
        break;
    }
    return ends;
  }

 private:
  Positions EndsOfRepeat(const Node& node, const Positions& starts) {
    Positions reached = starts;  // last time, and not before
    Positions ends;
    if (node.min == 0) ends = starts;
    for (std::size_t times = 1; times <= node.max && !reached.empty(); ++times) {
      Positions next = Ends(node.children[0], reached);
      if (times < node.min) {
        // Where another time leads nowhere else, no further one does.
        if (next == reached) times = node.min - 1;
        reached = std::move(next);
        continue;
      }
      reached.clear();
      for (const std::size_t at : next) {
        if (ends.insert(at).second) reached.insert(at);
      }
    }
    return ends;
  }

  std::string_view value_;
  std::size_t& steps_;
};

}  // namespace

std::optional<bool> MatchesPattern(std::string_view value, std::string_view pattern,
                                   std::size_t& steps) {
  Node node;
  if (!PatternReader(pattern).Read(node)) return true;
  const bool matches = Matcher(value, steps).Ends(node, {0}).contains(value.size());
  if (steps == 0) return std::nullopt;
  return matches;
}

}  // namespace runnel::cloudformation
