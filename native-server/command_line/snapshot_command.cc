#include <sys/stat.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include "core/base/base64.h"
#include "native-server/command_line/arguments.h"
#include "native-server/command_line/commands.h"
#include "native-server/command_line/service_client.h"
#include "native-server/failure.h"

namespace runnel {
namespace {

namespace json = boost::json;

constexpr const char* kHelp =
    "usage: runnel snapshot export FILE [--endpoint URL] [--profile NAME]\n"
    "       runnel snapshot import FILE [--endpoint URL] [--profile NAME]\n\n"
    "Writes all that a running server knows to a file: streams, shards, records, consumers, tags,\n"
    "policies, changed settings, a moved clock. Importing it makes a server, or an emulator in a\n"
    "browser, the same; what that knew before is forgotten. A file that is cut, damaged or "
    "foreign\n"
    "is refused whole, and nothing changes. With - for the file it is stdout and stdin.\n\n"
    "For example:\n\n"
    "  runnel snapshot export before.runnel && ./my-test; runnel snapshot import before.runnel\n";

// What a part of the file is; as base64 it fits a request.
constexpr std::size_t kPartBytes = 4 * 1024 * 1024;

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

[[noreturn]] void FailAt(const std::string& path) {
  throw Failure(kExitFailed, path + ": " + std::strerror(errno));
}

// The file, or the program's own input or output for "-".
File Open(const std::string& path, const char* mode, int standard) {
  File file(path == "-" ? fdopen(dup(standard), mode) : std::fopen(path.c_str(), mode));
  if (!file) FailAt(path);
  return file;
}

// Tells how much has been done, in one line that is rewritten. On every way out that line ends, so
// that what is said next has its own.
class Progress {
 public:
  explicit Progress(const char* what) : what_(what) {}
  ~Progress() {
    if (began_) std::fputc('\n', stderr);
  }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void Tell(std::size_t bytes) {
    began_ = true;
    std::fprintf(stderr, "\r%s: %.1f MB", what_, static_cast<double>(bytes) / 1e6);
  }

 private:
  const char* const what_;
  bool began_ = false;
};

// Takes a file away, if it is still there, on every way out.
class Unfinished {
 public:
  explicit Unfinished(const std::string& path) : path_(path) {}
  ~Unfinished() { std::remove(path_.c_str()); }
  Unfinished(const Unfinished&) = delete;
  Unfinished& operator=(const Unfinished&) = delete;

 private:
  const std::string path_;
};

// The file that links lead to, which need not be there yet.
std::string WithoutLinks(std::filesystem::path path) {
  std::error_code none;
  for (auto to = std::filesystem::read_symlink(path, none); !none;
       to = std::filesystem::read_symlink(path, none)) {
    path = path.parent_path() / to;
  }
  return path.string();
}

// Can nothing but a file be at `path`? Pipes and devices are written to as they are. Throws Failure
// for a folder, and for what cannot be looked at.
bool IsFile(const std::string& path) {
  struct stat found {};
  if (path == "-") return false;
  if (stat(path.c_str(), &found) != 0) {
    if (errno != ENOENT) FailAt(path);
    return true;
  }
  if (S_ISDIR(found.st_mode)) {
    throw Failure(kExitFailed,
                  path + " is a folder; name a file, such as " + path + "/before.runnel");
  }
  return S_ISREG(found.st_mode);
}

// Writes all that the server sends to a file, which `path` names.
void Receive(const ServiceClient& client, const std::string& path, File file) {
  Progress progress("exported");
  std::size_t bytes = 0;
  json::object input;
  for (bool last = false; !last; input = {{"Continue", true}}) {
    const json::object answer = client.Call("Runnel.ExportSnapshot", input);
    std::string part;
    if (DecodeBase64(answer.at("Part").as_string(), part)) {
      throw Failure(kExitFailed, "the server sent what is not base64");
    }
    if (std::fwrite(part.data(), 1, part.size(), file.get()) != part.size()) FailAt(path);
    last = answer.at("Last").as_bool();
    progress.Tell(bytes += part.size());
  }
  if (std::fclose(file.release()) != 0) FailAt(path);
  std::fprintf(stderr, " to %s", path.c_str());
}

void Export(const ServiceClient& client, const std::string& path) {
  if (!IsFile(path)) {
    return Receive(client, path == "-" ? "stdout" : path, Open(path, "wb", STDOUT_FILENO));
  }
  // Complete under its name or not there at all.
  const std::string target = WithoutLinks(path);
  const std::string unfinished = target + ".part";
  const mode_t mask = umask(0077);
  File file(std::fopen(unfinished.c_str(), "wb"));
  umask(mask);
  if (!file) FailAt(path);
  const Unfinished removal(unfinished);
  Receive(client, path, std::move(file));
  if (std::rename(unfinished.c_str(), target.c_str()) != 0) FailAt(path);
}

void Import(const ServiceClient& client, const std::string& path) {
  const File file = Open(path, "rb", STDIN_FILENO);
  Progress progress("imported");
  std::string part(kPartBytes, '\0');
  std::size_t bytes = 0;
  json::object input;
  for (bool last = false; !last; input = {{"Continue", true}}) {
    const std::size_t count = std::fread(part.data(), 1, part.size(), file.get());
    if (std::ferror(file.get()) != 0) FailAt(path);
    last = count < part.size();
    std::string text;
    AppendBase64(std::string_view(part).substr(0, count), text);
    input["Part"] = text;
    input["Last"] = last;
    client.Call("Runnel.ImportSnapshot", input);
    progress.Tell(bytes += count);
  }
  std::fprintf(stderr, " from %s", path == "-" ? "stdin" : path.c_str());
}

}  // namespace

int SnapshotCommand(const CommandLine& command_line) {
  const FlagSpec specs[] = {{.name = "endpoint"}, {.name = "profile"}};
  const Arguments arguments = ParseArguments("snapshot", specs, command_line.arguments, true);
  if (arguments.help) {
    std::fputs(kHelp, stdout);
    return 0;
  }
  const std::string action = arguments.words.empty() ? "" : arguments.words.front();
  if ((action != "export" && action != "import") || arguments.words.size() != 2) {
    throw Failure(kExitUsage,
                  "say export or import, and the file: runnel snapshot export FILE; "
                  "`runnel snapshot --help` tells more");
  }
  const ServiceClient client(command_line.environment, arguments.Last("endpoint"),
                             arguments.Last("profile"));
  const std::string& path = arguments.words.back();
  action == "export" ? Export(client, path) : Import(client, path);
  return 0;
}

}  // namespace runnel
