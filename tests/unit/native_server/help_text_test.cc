#include "native-server/command_line/help_text.h"

#include <doctest/doctest.h>

namespace runnel {
namespace {

// "name VALUE (help)", or "name[VALUE] (help)" where none has to follow.
std::vector<std::string> Flags(std::string_view help_text) {
  std::vector<std::string> texts;
  for (const HelpFlag& flag : FlagsOf(help_text)) {
    std::string value = flag.placeholder;
    if (flag.takes_value) {
      value.insert(0, " ");
    } else if (!value.empty()) {
      value = "[" + value + "]";
    }
    texts.push_back(flag.name + value + " (" + flag.help + ")");
  }
  return texts;
}

TEST_CASE("Flags stand in lines of their own, alone or several") {
  CHECK(Flags("usage: runnel x\n\n"
              "  --once          print it once\n"
              "                  --not-one\n"
              "  --detach[=on|off]   go\n"
              "  --endpoint URL, --profile NAME   the server, and who calls\n"
              "  --bare\n") ==
        std::vector<std::string>{"once (print it once)", "detach[on|off] (go)",
                                 "endpoint URL (the server, and who calls)",
                                 "profile NAME (the server, and who calls)", "bare ()"});
}

TEST_CASE("The usage adds the flags and values that no line has") {
  CHECK(Flags("usage: runnel x FILE [--speed full|FACTOR] [--MEMBER VALUE...] [--json]\n"
              "       runnel x --compare URL URL [--tag KEY=VALUE]...\n\n"
              "  --speed   how fast\n\n"
              "In prose --other VALUE is none.\n") ==
        std::vector<std::string>{"speed full|FACTOR (how fast)", "json ()", "compare URL ()",
                                 "tag KEY=VALUE ()"});
}

TEST_CASE("The words that an argument can be are those of the usage") {
  using Words = std::vector<std::string>;
  CHECK(WordsOf("usage: runnel completion bash|zsh|fish\n\n  runnel x other\n") ==
        Words{"bash", "zsh", "fish"});
  CHECK(WordsOf("usage: runnel clock [show]      what time it is\n"
                "       runnel clock set TIME    a time\n") == Words{"show", "set"});
  CHECK(WordsOf("usage: runnel replay FILE [--speed full]\n\n").empty());
  CHECK(WordsOf("usage: runnel doctor [--error TEXT]\n"
                "       COMMAND 2>&1 | runnel doctor --error -\n")
            .empty());
  CHECK(WordsOf("usage: runnel stop\n").empty());
}

TEST_CASE("Each command offers what its help says") {
  const auto command = [](std::string_view name) {
    for (const Command& one : Commands()) {
      if (one.name == name) return HelpOf(one);
    }
    return std::string();
  };
  CHECK(WordsOf(command("snapshot")) == std::vector<std::string>{"export", "import"});
  CHECK(WordsOf(command("faults")) ==
        std::vector<std::string>{"add", "list", "remove", "clear", "scenario"});
  CHECK(FlagsOf(command("deploy")).size() == 6);
  CHECK(FlagsOf(command("replay")).size() == 5);
}

}  // namespace
}  // namespace runnel
