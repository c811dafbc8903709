#include "core/integrations/logs/json_selector.h"

#include <algorithm>
#include <cstdlib>

#include "core/base/json_document.h"
#include "core/base/wildcard.h"

namespace runnel {
namespace {

namespace bj = boost::json;

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\n'; }

std::optional<double> ReadNumber(const std::string& text) {
  if (text.empty()) return std::nullopt;
  char* end = nullptr;
  const double number = std::strtod(text.c_str(), &end);
  if (end != text.c_str() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

// Reads one by descent: or, and, parentheses, conditions.
class JsonSelector::Reader {
 public:
  Reader(std::string_view text, std::string& fault) : rest_(text), fault_(fault) {}

  bool ReadAll(Node& root) {
    if (!Take("{") || !ReadOr(root)) return Fail("a condition in { } is expected");
    if (!Take("}")) return Fail("} is missing");
    SkipBlanks();
    return rest_.empty() || Fail("there is more after }");
  }

 private:
  bool Fail(const std::string& why) {
    if (fault_.empty()) fault_ = why;
    return false;
  }

  void SkipBlanks() {
    while (!rest_.empty() && IsBlank(rest_.front())) rest_.remove_prefix(1);
  }

  bool Take(std::string_view token) {
    SkipBlanks();
    if (!rest_.starts_with(token)) return false;
    rest_.remove_prefix(token.size());
    return true;
  }

  bool ReadJoined(Node& node, Node::Kind kind, std::string_view token,
                  bool (Reader::*part)(Node&)) {
    Node first;
    if (!(this->*part)(first)) return false;
    if (!Take(token)) {
      node = std::move(first);
      return true;
    }
    node.kind = kind;
    node.parts.push_back(std::move(first));
    do {
      if (!(this->*part)(node.parts.emplace_back())) return false;
    } while (Take(token));
    return true;
  }
  bool ReadOr(Node& node) { return ReadJoined(node, Node::Kind::kOr, "||", &Reader::ReadAnd); }
  bool ReadAnd(Node& node) { return ReadJoined(node, Node::Kind::kAnd, "&&", &Reader::ReadOne); }

  bool ReadOne(Node& node) {
    if (++depth_ > kDepthMax) return Fail("it is nested too deeply");
    const bool read =
        Take("(") ? ReadOr(node) && (Take(")") || Fail(") is missing")) : ReadCondition(node);
    --depth_;
    return read;
  }

  bool ReadCondition(Node& node) {
    if (!Take("$")) return Fail("a path that begins with $ is expected");
    if (!ReadPath(node.path)) return false;
    if (Take("IS NULL"))
      node.kind = Node::Kind::kIsNull;
    else if (Take("IS TRUE"))
      node.kind = Node::Kind::kIsTrue;
    else if (Take("IS FALSE"))
      node.kind = Node::Kind::kIsFalse;
    else if (Take("NOT EXISTS"))
      node.kind = Node::Kind::kNotExists;
    else
      return ReadComparison(node);
    return true;
  }

  bool ReadPath(std::vector<Step>& path) {
    while (!rest_.empty() && (rest_.front() == '.' || rest_.front() == '[')) {
      const bool dot = rest_.front() == '.';
      rest_.remove_prefix(1);
      if (dot) {
        const std::size_t end = std::min(rest_.find_first_of(" .[=!<>)}&|"), rest_.size());
        if (end == 0) return Fail("a name is missing after the dot of a path");
        path.emplace_back(std::string(rest_.substr(0, end)));
        rest_.remove_prefix(end);
        continue;
      }
      const std::size_t end = rest_.find(']');
      if (end == std::string_view::npos) return Fail("] is missing");
      const std::string inner(rest_.substr(0, end));
      rest_.remove_prefix(end + 1);
      if (inner == "*") {
        path.emplace_back(std::monostate());
      } else if (inner.size() >= 2 && inner.front() == '\'' && inner.back() == '\'') {
        path.emplace_back(inner.substr(1, inner.size() - 2));
      } else if (!inner.empty() && inner.find_first_not_of("0123456789") == std::string::npos) {
        path.emplace_back(static_cast<std::size_t>(std::strtoull(inner.c_str(), nullptr, 10)));
      } else {
        return Fail("[" + inner + "] is neither an index, nor [*], nor a name in quotes");
      }
    }
    return true;
  }

  bool ReadComparison(Node& node) {
    for (const char* const op : {"!=", "<=", ">=", "=", "<", ">"}) {
      if (!Take(op)) continue;
      node.op = op;
      SkipBlanks();
      return ReadValue(node);
    }
    return Fail("one of = != < <= > >=, IS or NOT EXISTS is expected after a path");
  }

  bool ReadValue(Node& node) {
    if (rest_.starts_with('"')) {
      const std::size_t end = rest_.find('"', 1);
      if (end == std::string_view::npos) return Fail("a \" has no end");
      node.text = rest_.substr(1, end - 1);
      node.quoted = true;
      rest_.remove_prefix(end + 1);
      return true;
    }
    const std::size_t end = std::min(rest_.find_first_of(" )}&|"), rest_.size());
    if (end == 0) return Fail("there is nothing to compare with");
    node.text = rest_.substr(0, end);
    node.number = ReadNumber(node.text);
    rest_.remove_prefix(end);
    return true;
  }

  static constexpr int kDepthMax = 32;
  std::string_view rest_;
  std::string& fault_;
  int depth_ = 0;
};

std::optional<JsonSelector> JsonSelector::Parse(std::string_view text, std::string& fault) {
  JsonSelector selector;
  Reader reader(text, fault);
  if (!reader.ReadAll(selector.root_)) return std::nullopt;
  return selector;
}

bool JsonSelector::Matches(std::string_view message) const {
  while (!message.empty() && IsBlank(message.back())) message.remove_suffix(1);
  boost::system::error_code error;
  const bj::value value = ParseJson(message, error);
  if (error || !(value.is_object() || value.is_array())) return false;
  return root_.IsTrueOf(value);
}

bool JsonSelector::Node::IsTrueOf(const bj::value& root) const {
  const auto is_true = [&root](const Node& part) { return part.IsTrueOf(root); };
  switch (kind) {
    case Kind::kAnd:
      return std::all_of(parts.begin(), parts.end(), is_true);
    case Kind::kOr:
      return std::any_of(parts.begin(), parts.end(), is_true);
    case Kind::kNotExists:
      return !IsTrueAt(root, 0);
    default:
      return IsTrueAt(root, 0);
  }
}

bool JsonSelector::Node::IsTrueAt(const bj::value& value, std::size_t step) const {
  if (step == path.size()) return Compares(value);
  if (const auto* const name = std::get_if<std::string>(&path[step])) {
    const bj::value* const member =
        value.is_object() ? value.get_object().if_contains(*name) : nullptr;
    return member != nullptr && IsTrueAt(*member, step + 1);
  }
  if (!value.is_array()) return false;
  const bj::array& array = value.get_array();
  if (const auto* const index = std::get_if<std::size_t>(&path[step])) {
    return *index < array.size() && IsTrueAt(array[*index], step + 1);
  }
  return std::any_of(array.begin(), array.end(),
                     [&](const bj::value& element) { return IsTrueAt(element, step + 1); });
}

bool JsonSelector::Node::Compares(const bj::value& value) const {
  switch (kind) {
    case Kind::kNotExists:
      return true;  // it is there
    case Kind::kIsNull:
      return value.is_null();
    case Kind::kIsTrue:
      return value.is_bool() && value.get_bool();
    case Kind::kIsFalse:
      return value.is_bool() && !value.get_bool();
    default:
      break;
  }
  if (number && value.is_number()) {
    const double held = value.is_double()  ? value.get_double()
                        : value.is_int64() ? static_cast<double>(value.get_int64())
                                           : static_cast<double>(value.get_uint64());
    if (op == "=") return held == *number;
    if (op == "!=") return held != *number;
    if (op == "<") return held < *number;
    if (op == "<=") return held <= *number;
    return op == ">" ? held > *number : held >= *number;
  }
  std::string held;
  if (value.is_string())
    held = value.get_string().c_str();
  else if (value.is_bool())
    held = value.get_bool() ? "true" : "false";
  else
    return op == "!=" && value.is_number();
  const bool equal = MatchesWildcard(text, held);
  if (op == "=") return equal;
  return op == "!=" && !equal;
}

}  // namespace runnel
