// YAML as templates are written in it, read into the tree that JSON gives.
#pragma once

#include <boost/json/value.hpp>
#include <cstddef>
#include <optional>
#include <string_view>

namespace runnel::cloudformation {

// Where a text stops being what it should be; both count from 1.
struct TextPosition {
  std::size_t line = 1;
  std::size_t column = 1;
  bool too_large = false;  // well-formed so far, but its aliases stand for too much
};

// Reads one document of YAML 1.1: block and flow collections, plain, quoted and block scalars,
// comments, anchors, aliases and merge keys. A short tag becomes the function that it stands for:
// `!Ref a` is {"Ref": "a"}, `!Sub a` is {"Fn::Sub": "a"}, `!GetAtt a.b` is
// {"Fn::GetAtt": ["a", "b"]}. Not read, as nobody writes templates so: several documents, "? " keys
// and keys that are collections.
// Plain scalars are booleans ("yes" and "on" too), null, decimal numbers, or text: dates, and
// digits that begin with 0 as account ids do, stay text. Returns where the text is not well-formed
// or too large, or nullopt when `document` has been read.
std::optional<TextPosition> ReadYaml(std::string_view text, boost::json::value& document);

}  // namespace runnel::cloudformation
