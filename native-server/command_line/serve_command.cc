#include <algorithm>
#include <cstdio>
#include <string>
#include <string_view>

#include "native-server/command_line/commands.h"
#include "native-server/command_line/serve.h"
#include "native-server/config/option_table.h"

namespace runnel {
namespace {

constexpr std::size_t kFlagColumn = 2;
constexpr std::size_t kTextColumn = 38;
constexpr std::size_t kLineEnd = 100;

constexpr const char* kIntroduction =
    "usage: runnel serve [FLAG...]\n\n"
    "Starts the server and serves until SIGINT or SIGTERM. What a flag says can also be said by "
    "the\n"
    "variable named beside it, or in a YAML file by the flag's name without its dashes. Flags "
    "beat\n"
    "variables, variables beat the file.\n";

constexpr const char* kClosing =
    "\nA DURATION is a number with ms, s, m or h; a bare number is milliseconds.\n"
    "The variables of kinesis-mock, LocalStack and ferrokinesis and the flags of kinesalite are\n"
    "understood as well; the log says at start which of them have no meaning here, and why.\n";

// `text` in the right-hand column, broken at blanks. The first line follows what `out` ends with.
void AppendColumn(std::string& out, std::string_view text) {
  std::size_t column = kTextColumn;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(word.size() + 1, text.size()));
    if (column != kTextColumn && column + 1 + word.size() > kLineEnd) {
      out.append("\n").append(kTextColumn, ' ');
      column = kTextColumn;
    }
    if (column != kTextColumn) {
      out += ' ';
      ++column;
    }
    out += word;
    column += word.size();
  }
  out += '\n';
}

void AppendEntry(std::string& out, const std::string& flag, std::string_view help,
                 const std::string& variable, const std::string& value) {
  std::string left = std::string(kFlagColumn, ' ') + flag;
  if (left.size() + 2 > kTextColumn) {
    out += left + "\n";
    left.clear();
  }
  left.resize(kTextColumn, ' ');
  out += left;
  AppendColumn(out, help);
  out.append(kTextColumn, ' ');
  AppendColumn(out, "[" + variable + (value.empty() ? "" : ", default " + value) + "]");
}

std::string Help() {
  std::string text = kIntroduction;
  std::string_view group;
  const Config defaults;
  for (const ServeOption& option : ServeOptions()) {
    if (option.group != group) {
      text += "\n" + std::string(option.group) + ":\n";
    }
    if (group.empty()) {
      AppendEntry(text, "--config FILE", "YAML file with more of these.", "RUNNEL_CONFIG", "");
    }
    group = option.group;
    const std::string placeholder(option.placeholder);
    AppendEntry(text,
                "--" + std::string(option.name) +
                    (option.may_stand_alone ? "[=" + placeholder + "]" : " " + placeholder),
                option.help, VariableName(option.name), option.format(defaults));
  }
  return text + kClosing;
}

}  // namespace

int ServeCommand(const CommandLine& command_line) {
  for (const std::string& argument : command_line.arguments) {
    if (argument != "--help" && argument != "-h") continue;
    std::fputs(Help().c_str(), stdout);
    return 0;
  }
  return Serve(LoadServeConfig(command_line.arguments, command_line.environment),
               command_line.arguments, command_line.environment);
}

}  // namespace runnel
