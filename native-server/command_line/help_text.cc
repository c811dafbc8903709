#include "native-server/command_line/help_text.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

#include "native-server/config/option_value.h"
#include "native-server/failure.h"

namespace runnel {
namespace {

// Standard output goes to memory for as long as this lives.
class CapturedOutput {
 public:
  CapturedOutput() {
    std::fflush(stdout);
    kept_ = dup(STDOUT_FILENO);
    memory_ = memfd_create("help", MFD_CLOEXEC);
    if (kept_ < 0 || memory_ < 0 || dup2(memory_, STDOUT_FILENO) < 0) {
      throw Failure(kExitFailed, std::string("cannot collect the help: ") + std::strerror(errno));
    }
  }
  ~CapturedOutput() {
    std::fflush(stdout);
    dup2(kept_, STDOUT_FILENO);
    close(kept_);
    close(memory_);
  }
  CapturedOutput(const CapturedOutput&) = delete;
  CapturedOutput& operator=(const CapturedOutput&) = delete;

  std::string Text() const {
    std::fflush(stdout);
    std::string text;
    std::array<char, 4096> part;
    ssize_t count = 0;
    while ((count = pread(memory_, part.data(), part.size(), static_cast<off_t>(text.size()))) >
           0) {
      text.append(part.data(), static_cast<std::size_t>(count));
    }
    return text;
  }

 private:
  int kept_ = -1;
  int memory_ = -1;
};

// The text up to the next line feed, which is taken off with it.
std::string_view NextLine(std::string_view& text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(line.size() + 1, text.size()));
  return line;
}

// The lines before the first empty one.
std::string_view UsageOf(std::string_view help_text) {
  return help_text.substr(0, help_text.find("\n\n"));
}

// `text` is "--name", "--name VALUE" or "--name[=VALUE]".
HelpFlag ReadFlag(std::string_view text, std::string_view help) {
  text.remove_prefix(2);
  const std::size_t end = std::min(text.find_first_of(" [="), text.size());
  HelpFlag flag{.name = std::string(text.substr(0, end)),
                .takes_value = text.substr(end).starts_with(' '),
                .placeholder = {},
                .help = std::string(help)};
  text.remove_prefix(std::min(text.find_first_not_of(" [=", end), text.size()));
  flag.placeholder = text.substr(0, text.find(']'));
  return flag;
}

// Those that are not known, and the values of those that are known without one. "--MEMBER" stands
// for any.
void AddFlagsOfUsage(std::string_view help_text, std::vector<HelpFlag>& flags) {
  for (std::string_view rest = UsageOf(help_text); !rest.empty();) {
    const std::string_view line = NextLine(rest);
    for (std::size_t at = 0; (at = line.find("--", at)) != std::string_view::npos; at += 2) {
      std::string_view text = line.substr(at);
      text = text.substr(0, text.find(']'));
      // One word is the value; what follows are other arguments.
      const std::size_t value = std::min(text.find(' '), text.size() - 1) + 1;
      text = text.substr(0, text.find(' ', value));
      while (text.ends_with(' ')) text.remove_suffix(1);
      HelpFlag flag = ReadFlag(text, "");
      if (flag.name.empty() || flag.name.front() < 'a' || flag.name.front() > 'z') continue;
      const auto known = std::find_if(flags.begin(), flags.end(),
                                      [&](const HelpFlag& one) { return one.name == flag.name; });
      if (known == flags.end()) {
        flags.push_back(std::move(flag));
      } else if (known->placeholder.empty()) {
        known->takes_value = flag.takes_value;
        known->placeholder = flag.placeholder;
      }
    }
  }
}

}  // namespace

std::string HelpOf(const Command& command) {
  const CapturedOutput output;
  command.run({.arguments = {"--help"}, .environment = {}});
  return output.Text();
}

std::vector<HelpFlag> FlagsOf(std::string_view help_text) {
  std::vector<HelpFlag> flags;
  for (std::string_view rest = help_text; !rest.empty();) {
    std::string_view line = NextLine(rest);
    const std::size_t begin = line.find_first_not_of(' ');
    if (begin < 2 || begin > 4 || !line.substr(begin).starts_with("--")) continue;
    line.remove_prefix(begin);
    const std::size_t gap = std::min(line.find("  "), line.size());
    const std::size_t help = std::min(line.find_first_not_of(' ', gap), line.size());
    std::string_view names = line.substr(0, gap);
    while (!names.empty()) {
      const std::size_t end = std::min(names.find(", --"), names.size());
      flags.push_back(ReadFlag(names.substr(0, end), line.substr(help)));
      names.remove_prefix(std::min(end + 2, names.size()));
    }
  }
  AddFlagsOfUsage(help_text, flags);
  return flags;
}

std::vector<std::string> WordsOf(std::string_view help_text) {
  std::vector<std::string> words;
  for (std::string_view rest = UsageOf(help_text); !rest.empty();) {
    std::string_view line = NextLine(rest);
    constexpr std::string_view kProgram = " runnel ";
    const std::size_t program = line.find(kProgram);
    if (program == std::string_view::npos) continue;
    const std::size_t end_of_name = line.find(' ', program + kProgram.size());
    if (end_of_name == std::string_view::npos) continue;
    line.remove_prefix(end_of_name + 1);
    line = line.substr(0, line.find(' '));
    if (line.starts_with('[') && line.ends_with(']')) line = line.substr(1, line.size() - 2);
    const bool listed = line.find_first_not_of("abcdefghijklmnopqrstuvwxyz|") == line.npos;
    if (line.empty() || !listed) continue;
    for (const std::string_view word : SplitList(line, '|')) words.emplace_back(word);
  }
  return words;
}

}  // namespace runnel
