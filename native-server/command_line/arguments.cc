#include "native-server/command_line/arguments.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iterator>
#include <utility>

#include "native-server/config/nearest_name.h"
#include "native-server/failure.h"

namespace runnel {
namespace {

[[noreturn]] void Refuse(std::string_view command, const std::string& text) {
  throw Failure(kExitUsage, text + "; see `runnel " + std::string(command) + " --help`");
}

CLI::Option* AddFlag(CLI::App& app, const FlagSpec& spec) {
  const std::string name = "--" + std::string(spec.name);
  if (spec.value == FlagSpec::Value::kNone) return app.add_flag(name);
  CLI::Option* option = app.add_option(name);
  option->expected(spec.value == FlagSpec::Value::kOptional ? 0 : 1, 1);
  option->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  return option->allow_extra_args(false);
}

std::string UnexpectedWord(const std::string& word) { return "unexpected word '" + word + "'"; }

std::string UnknownArgument(const std::string& argument, std::span<const FlagSpec> specs) {
  if (!argument.starts_with('-')) return UnexpectedWord(argument);
  const std::string name = argument.substr(0, argument.find('='));
  std::vector<std::string_view> names = {"help"};
  for (const FlagSpec& spec : specs) {
    if (!spec.hidden) names.push_back(spec.name);
  }
  const std::string bare = name.substr(std::min(name.find_first_not_of('-'), name.size()));
  return "unknown flag " + name + Suggestion(bare, names, "--");
}

}  // namespace

std::string_view Arguments::Last(std::string_view name) const {
  std::string_view value;
  for (const GivenFlag& flag : flags) {
    if (flag.name == name) value = flag.value;
  }
  return value;
}

Arguments ParseArguments(std::string_view command, std::span<const FlagSpec> specs,
                         std::span<const std::string> arguments, bool words_allowed) {
  CLI::App app;
  app.set_help_flag();  // help is written elsewhere
  app.allow_extras();
  const CLI::Option* help = app.add_flag("-h,--help");
  std::vector<const CLI::Option*> options;
  for (const FlagSpec& spec : specs) options.push_back(AddFlag(app, spec));

  const auto plain_words =
      words_allowed ? std::find(arguments.begin(), arguments.end(), "--") : arguments.end();
  // CLI11 takes them from the back.
  std::vector<std::string> reversed(std::make_reverse_iterator(plain_words), arguments.rend());
  try {
    app.parse(std::move(reversed));
  } catch (const CLI::ArgumentMismatch& error) {
    const std::string text = error.what();  // "--host: …"
    Refuse(command, text.substr(0, text.find(':')) + " needs a value");
  } catch (const CLI::ParseError& error) {
    Refuse(command, error.what());
  }

  Arguments result;
  result.help = help->count() > 0;
  if (result.help) return result;
  for (const std::string& argument : app.remaining()) {
    if (!words_allowed || (argument.starts_with("-") && argument != "-")) {
      Refuse(command, UnknownArgument(argument, specs));
    }
    result.words.push_back(argument);
  }
  if (plain_words != arguments.end()) {
    result.words.insert(result.words.end(), plain_words + 1, arguments.end());
  }
  for (std::size_t i = 0; i < specs.size(); ++i) {
    const std::string name(specs[i].name);
    for (const std::string& value : options[i]->results()) {
      const bool alone = value.empty() && specs[i].value != FlagSpec::Value::kRequired;
      result.flags.push_back(
          {name, alone || specs[i].value == FlagSpec::Value::kNone ? "on" : value});
    }
  }
  return result;
}

void RefuseMoreWords(std::string_view command, const Arguments& arguments, std::size_t words_max) {
  if (arguments.words.size() > words_max) {
    Refuse(command, UnexpectedWord(arguments.words[words_max]));
  }
}

}  // namespace runnel
