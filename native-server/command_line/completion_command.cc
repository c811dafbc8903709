#include <algorithm>
#include <array>
#include <cstdio>
#include <string>
#include <string_view>

#include "native-server/command_line/arguments.h"
#include "native-server/command_line/command_table.h"
#include "native-server/command_line/help_text.h"
#include "native-server/config/option_table.h"
#include "native-server/failure.h"

namespace runnel {
namespace {

constexpr const char* kHelp =
    "usage: runnel completion bash|zsh|fish\n\n"
    "Prints a script that lets the shell complete commands, flags and their values:\n\n"
    "  eval \"$(runnel completion bash)\"                   in ~/.bashrc\n"
    "  source <(runnel completion zsh)                    in ~/.zshrc, after compinit\n"
    "  runnel completion fish | source                    in ~/.config/fish/config.fish\n";

// Fish offers files only where it is told to.
constexpr auto kFileCommands = std::to_array<std::string_view>({"deploy", "replay", "snapshot"});

std::vector<HelpFlag> AllFlags(const Command& command) {
  if (command.name != "serve") return FlagsOf(std::string_view(HelpOf(command)));
  std::vector<HelpFlag> flags = {
      {.name = "config", .takes_value = true, .placeholder = "FILE", .help = "YAML file"}};
  for (const ServeOption& option : ServeOptions()) {
    flags.push_back({.name = std::string(option.name),
                     .takes_value = !option.may_stand_alone,
                     .placeholder = std::string(option.placeholder),
                     .help = std::string(option.help)});
  }
  return flags;
}

// "on|off": the values a flag can have, with blanks between. Empty: they cannot be listed.
std::string ValuesOf(const HelpFlag& flag) {
  std::string values = flag.placeholder;
  if (values.find('|') == std::string::npos) return {};
  for (const char c : values) {
    if (c != '|' && c != '-' && !(c >= 'a' && c <= 'z')) return {};
  }
  std::replace(values.begin(), values.end(), '|', ' ');
  return values;
}

// What the first argument can be, with blanks between. Empty: it cannot be listed.
std::string FirstWords(const Command& command) {
  std::string words;
  if (command.name == "serve") return words;
  for (const std::string& word : WordsOf(HelpOf(command))) {
    words += (words.empty() ? "" : " ") + word;
  }
  return words;
}

std::string Without(std::string_view text, std::string_view left_out) {
  std::string out;
  for (const char c : text) {
    if (left_out.find(c) == std::string_view::npos) out += c;
  }
  return out;
}

std::string Replaced(std::string_view text, char old, std::string_view by) {
  std::string out;
  for (const char c : text) {
    if (c == old) {
      out += by;
    } else {
      out += c;
    }
  }
  return out;
}

// The text as one word of a shell: an apostrophe stands between two quoted parts.
std::string Quoted(std::string_view text) { return "'" + Replaced(text, '\'', "'\\''") + "'"; }

// Descriptions are no Markdown.
std::string DescriptionOf(const HelpFlag& flag) { return Without(flag.help, "`"); }

std::string ForBash() {
  std::string names;
  std::string cases;
  for (const Command& command : Commands()) {
    names += std::string(command.name) + " ";
    std::string flags;
    std::string values;
    for (const HelpFlag& flag : AllFlags(command)) {
      flags += "--" + flag.name + " ";
      // Without words, files are offered.
      if (flag.takes_value || !flag.placeholder.empty()) {
        values += "        --" + flag.name + ") words='" + ValuesOf(flag) + "' ;;\n";
      }
    }
    cases += "    " + std::string(command.name) + ")\n      words='" + flags + "--help'\n";
    if (const std::string first = FirstWords(command); !first.empty()) {
      cases += "      if [ $COMP_CWORD = 2 ]; then words=\"" + first + " $words\"; fi\n";
    }
    if (!values.empty()) cases += "      case $flag in\n" + values + "      esac\n";
    cases += "      ;;\n";
  }
  return "_runnel() {\n"
         "  local cur=${COMP_WORDS[COMP_CWORD]} flag=${COMP_WORDS[COMP_CWORD-1]} words=\n"
         // Bash splits --flag=value at the sign.
         "  if [ \"$cur\" = = ]; then cur=; fi\n"
         "  if [ \"$flag\" = = ]; then flag=${COMP_WORDS[COMP_CWORD-2]}; fi\n"
         "  case $COMP_CWORD in 1) COMPREPLY=($(compgen -W '" +
         names +
         "help --version' -- \"$cur\")); return ;; esac\n"
         "  case ${COMP_WORDS[1]} in\n" +
         cases + "    help) words='" + names +
         "' ;;\n"
         "  esac\n"
         "  COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
         "}\n"
         "complete -o default -F _runnel runnel\n"
         "if command -v aws_completer >/dev/null; then complete -C aws_completer awsemu; fi\n";
}

std::string ForZsh() {
  std::string names;
  std::string cases;
  for (const Command& command : Commands()) {
    names += "    " + Quoted(std::string(command.name) + ":" + std::string(command.summary)) + "\n";
    cases += "    " + std::string(command.name) + ") _arguments ";
    for (const HelpFlag& flag : AllFlags(command)) {
      const std::string values = ValuesOf(flag);
      const std::string help = "[" + Without(DescriptionOf(flag), "[]") + "]";
      std::string spec = "*--" + flag.name + (flag.takes_value ? "" : "=-") + help;
      if (!flag.takes_value && flag.placeholder.empty()) {
        spec = "--" + flag.name + help;
      } else {
        spec += (flag.takes_value ? ":" : "::") + Replaced(flag.placeholder, ':', "\\:") + ":" +
                (values.empty() ? "_files" : "(" + values + ")");
      }
      cases += "\\\n      " + Quoted(spec) + " ";
    }
    if (const std::string first = FirstWords(command); !first.empty()) {
      cases += "\\\n      " + Quoted("1: :(" + first + ")") + " ";
    }
    cases += "\\\n      '*: :_files' ;;\n";
  }
  return "#compdef runnel\n"
         "_runnel() {\n"
         "  local -a commands=(\n" +
         names +
         "  )\n"
         "  if (( CURRENT == 2 )); then _describe command commands; return; fi\n"
         "  local command=$words[2]\n"
         "  shift words\n"
         "  (( CURRENT-- ))\n"
         "  case $command in\n" +
         cases +
         "  esac\n"
         "}\n"
         // As a file of its own it is loaded to be run; sourced, it names itself.
         "if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _runnel \"$@\"; "
         "else compdef _runnel runnel; fi\n";
}

std::string ForFish() {
  std::string text = "complete -c runnel -f\n";
  for (const Command& command : Commands()) {
    const std::string name(command.name);
    text += "complete -c runnel -n __fish_use_subcommand -a " + name + " -d " +
            Quoted(command.summary) + "\n";
    const std::string seen = "__fish_seen_subcommand_from " + name;
    if (std::find(kFileCommands.begin(), kFileCommands.end(), name) != kFileCommands.end()) {
      text += "complete -c runnel -n '" + seen + "' -F\n";
    }
    if (const std::string first = FirstWords(command); !first.empty()) {
      text += "complete -c runnel -n '" + seen + "; and not __fish_seen_subcommand_from " + first +
              "' -a '" + first + "'\n";
    }
    for (const HelpFlag& flag : AllFlags(command)) {
      const std::string values = ValuesOf(flag);
      text += "complete -c runnel -n '" + seen + "' -l " + flag.name;
      if (!values.empty()) text += " -x -a '" + values + "'";
      if (values.empty() && flag.takes_value) text += " -r -F";
      text += " -d " + Quoted(DescriptionOf(flag)) + "\n";
    }
  }
  return text;
}

}  // namespace

int CompletionCommand(const CommandLine& command_line) {
  const Arguments arguments =
      ParseArguments("completion", {}, command_line.arguments, /*words_allowed=*/true);
  if (arguments.help) {
    std::fputs(kHelp, stdout);
    return 0;
  }
  const std::string shell = arguments.words.size() == 1 ? arguments.words.front() : "";
  std::string script;
  if (shell == "bash") script = ForBash();
  if (shell == "zsh") script = ForZsh();
  if (shell == "fish") script = ForFish();
  if (script.empty()) throw Failure(kExitUsage, "for which shell? bash, zsh or fish");
  std::fputs(script.c_str(), stdout);
  return 0;
}

}  // namespace runnel
