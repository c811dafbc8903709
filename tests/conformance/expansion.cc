#include "tests/conformance/expansion.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <stdexcept>
#include <string>

namespace runnel::conformance {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 5> kBuilders = {"$repeat", "$blob", "$list", "$map", "$sum"};

[[noreturn]] void Fail(std::string_view what) { throw std::runtime_error(std::string(what)); }

std::size_t CountOf(const json::value& value) {
  if (!value.is_int64() || value.get_int64() < 0) Fail("a builder needs a count, got no such");
  return static_cast<std::size_t>(value.get_int64());
}

const json::array& ArgumentsOf(const json::value& value, std::size_t count) {
  if (!value.is_array() || value.get_array().size() != count) {
    Fail("a builder has the wrong number of arguments");
  }
  return value.get_array();
}

std::string TextOf(const json::value& value) {
  return value.is_string() ? std::string(value.get_string()) : json::serialize(value);
}

json::value ExpandString(std::string_view text, const Captures& captures) {
  std::string out;
  for (;;) {
    const std::size_t begin = text.find("${");
    const std::size_t end = begin == text.npos ? text.npos : text.find('}', begin);
    if (end == text.npos) break;
    const json::value* value = captures.if_contains(text.substr(begin + 2, end - begin - 2));
    if (value == nullptr) Fail("nothing is captured as " + std::string(text.substr(begin)));
    if (begin == 0 && end + 1 == text.size() && out.empty()) return *value;
    out += text.substr(0, begin);
    out += TextOf(*value);
    text.remove_prefix(end + 1);
  }
  out += text;
  return json::string(out);
}

// Base64 of `size` letters x, as a record's Data.
json::string Blob(std::size_t size) {
  std::string text;
  text.reserve((size + 2) / 3 * 4);
  for (std::size_t i = 0; i < size / 3; ++i) text += "eHh4";
  if (size % 3 == 1) text += "eA==";
  if (size % 3 == 2) text += "eHg=";
  return json::string(text);
}

// ["text", n]: the text n times in a row.
json::string Repeat(const json::array& arguments) {
  if (!arguments[0].is_string()) Fail("$repeat takes a text and a count");
  json::string text;
  for (std::size_t i = CountOf(arguments[1]); i > 0; --i) text.append(arguments[0].get_string());
  return text;
}

// [value, n]: n values in a list, "${i}" being 0 in the first.
json::array List(const json::array& arguments, Captures captures) {
  json::array list;
  for (std::size_t i = 0; i < CountOf(arguments[1]); ++i) {
    captures["i"] = i;
    list.push_back(Expand(arguments[0], captures));
  }
  return list;
}

// ["key", value, n]: n members, "${i}" being 0 in the first.
json::object Map(const json::array& arguments, Captures captures) {
  json::object map;
  for (std::size_t i = 0; i < CountOf(arguments[2]); ++i) {
    captures["i"] = i;
    map[TextOf(Expand(arguments[0], captures))] = Expand(arguments[1], captures);
  }
  return map;
}

// [a, b]: the sum of two integers.
json::value Sum(const json::array& terms) {
  if (!terms[0].is_int64() || !terms[1].is_int64()) Fail("$sum takes two integers");
  return terms[0].get_int64() + terms[1].get_int64();
}

json::value Build(const json::key_value_pair& builder, const Captures& captures) {
  const std::string_view name = builder.key();
  const json::value& argument = builder.value();
  if (name == "$blob") return Blob(CountOf(argument));
  if (name == "$repeat") return Repeat(ArgumentsOf(Expand(argument, captures), 2));
  if (name == "$sum") return Sum(ArgumentsOf(Expand(argument, captures), 2));
  if (name == "$list") return List(ArgumentsOf(argument, 2), captures);
  return Map(ArgumentsOf(argument, 3), captures);
}

}  // namespace

bool IsBuilder(const json::object& object) {
  return object.size() == 1 &&
         std::find(kBuilders.begin(), kBuilders.end(), std::string_view(object.begin()->key())) !=
             kBuilders.end();
}

json::value Expand(const json::value& value, const Captures& captures) {
  if (value.is_string()) return ExpandString(value.get_string(), captures);
  if (value.is_array()) {
    json::array list;
    for (const json::value& element : value.get_array()) list.push_back(Expand(element, captures));
    return list;
  }
  if (!value.is_object()) return value;
  if (IsBuilder(value.get_object())) return Build(*value.get_object().begin(), captures);
  json::object object;
  for (const auto& [key, member] : value.get_object()) {
    object[TextOf(ExpandString(key, captures))] = Expand(member, captures);
  }
  return object;
}

}  // namespace runnel::conformance
