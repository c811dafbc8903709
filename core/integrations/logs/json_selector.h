// Selectors of log messages that are JSON: `{ $.level = "error" && $.status >= 500 }`.
// Source: integrations 5.3.
#pragma once

#include <boost/json/value.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace runnel {

class JsonSelector {
 public:
  // Nullopt: it is none; `fault` says why.
  static std::optional<JsonSelector> Parse(std::string_view text, std::string& fault);

  // A message that is not a JSON object or array does not match.
  bool Matches(std::string_view message) const;

 private:
  class Reader;
  // A member's name, an index, or nullopt: any element.
  using Step = std::variant<std::string, std::size_t, std::monostate>;
  struct Node {
    enum class Kind { kAnd, kOr, kCompare, kIsNull, kIsTrue, kIsFalse, kNotExists };
    Kind kind = Kind::kCompare;
    std::vector<Node> parts;  // of kAnd and kOr
    std::vector<Step> path;
    std::string op;
    std::string text;              // what is compared with; * stands for any text
    std::optional<double> number;  // if that is a number
    bool quoted = false;

    bool IsTrueOf(const boost::json::value& root) const;
    bool IsTrueAt(const boost::json::value& value, std::size_t step) const;
    bool Compares(const boost::json::value& value) const;
  };

  Node root_;
};

}  // namespace runnel
