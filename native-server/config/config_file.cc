#include "native-server/config/config_file.h"

#include <yaml-cpp/yaml.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include "native-server/config/nearest_name.h"
#include "native-server/config/option_table.h"
#include "native-server/failure.h"

namespace runnel {
namespace {

// Where in the file something is wrong, as compilers write it.
std::string Place(std::string_view file, const YAML::Mark& mark) {
  return std::string(file) + ":" + std::to_string(mark.line + 1) + ": ";
}

[[noreturn]] void Refuse(std::string_view file, const YAML::Mark& mark, const std::string& text) {
  throw Failure(kExitUsage, Place(file, mark) + text);
}

std::string ValueText(const YAML::Node& value, const ServeOption& option, std::string_view file) {
  if (value.IsScalar()) return value.Scalar();
  if (value.IsSequence() && option.repeatable) {
    std::string joined;
    for (const YAML::Node& item : value) {
      if (!item.IsScalar()) Refuse(file, item.Mark(), "each item of the list must be plain text");
      joined += (joined.empty() ? "" : ",") + item.Scalar();
    }
    return joined;
  }
  Refuse(file, value.Mark(),
         std::string(option.name) +
             (option.repeatable ? " takes a value or a list of values" : " takes one value"));
}

}  // namespace

std::vector<ConfigFileEntry> ParseConfigText(const std::string& text, std::string_view name) {
  YAML::Node root;
  try {
    root = YAML::Load(text);
  } catch (const YAML::Exception& error) {
    Refuse(name, error.mark, "not YAML: " + error.msg);
  }
  if (root.IsNull()) return {};  // an empty file, or comments alone
  if (!root.IsMap()) {
    Refuse(name, root.Mark(), "write one option a line, such as \"create-stream-delay: 0ms\"");
  }
  std::vector<ConfigFileEntry> entries;
  for (const auto& pair : root) {
    const YAML::Node& key = pair.first;
    const ServeOption* option = key.IsScalar() ? FindServeOption(key.Scalar()) : nullptr;
    if (option == nullptr) {
      const std::string word = key.IsScalar() ? key.Scalar() : "";
      Refuse(name, key.Mark(),
             "unknown key '" + word + "'" + Suggestion(word, ServeOptionNames()) +
                 "; `runnel serve --help` lists them without their dashes");
    }
    entries.push_back({.option = std::string(option->name),
                       .value = ValueText(pair.second, *option, name),
                       .line = key.Mark().line + 1});
  }
  return entries;
}

std::vector<ConfigFileEntry> ReadConfigFile(const std::string& path) {
  std::ifstream file(path);
  file.peek();  // finds out about folders, which can be opened but not read
  if (!file.is_open() || file.bad()) {
    throw Failure(kExitUsage,
                  "cannot read the configuration file " + path + ": " + std::strerror(errno));
  }
  file.clear();  // the end of an empty file
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  return ParseConfigText(text, path);
}

}  // namespace runnel
