#include "native-server/command_line/help_text.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

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

}  // namespace

std::string HelpOf(const Command& command) {
  const CapturedOutput output;
  command.run({.arguments = {"--help"}, .environment = {}});
  return output.Text();
}

std::vector<HelpFlag> FlagsOf(std::string_view help_text) {
  std::vector<HelpFlag> flags;
  while (!help_text.empty()) {
    std::string_view line = help_text.substr(0, help_text.find('\n'));
    help_text.remove_prefix(std::min(line.size() + 1, help_text.size()));
    const std::size_t begin = line.find_first_not_of(' ');
    if (begin < 2 || begin > 4 || !line.substr(begin).starts_with("--")) continue;
    line.remove_prefix(begin + 2);
    const std::size_t gap = line.find("  ");
    std::string_view name = line.substr(0, gap);
    HelpFlag flag{.name = {}, .takes_value = false, .placeholder = {}, .help = {}};
    if (gap != std::string_view::npos) flag.help = line.substr(line.find_first_not_of(' ', gap));
    const std::size_t end = name.find_first_of(" [=");
    flag.name = name.substr(0, end);
    if (end != std::string_view::npos) {
      flag.takes_value = name[end] == ' ';
      name.remove_prefix(name.find_first_not_of(" [=", end));
      flag.placeholder = name.substr(0, name.find(']'));
    }
    flags.push_back(std::move(flag));
  }
  return flags;
}

}  // namespace runnel
