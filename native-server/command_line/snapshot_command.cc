#include <sys/stat.h>

#include <boost/json.hpp>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>

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
    "is refused whole, and nothing changes. For example:\n\n"
    "  runnel snapshot export before.runnel && ./my-test; runnel snapshot import before.runnel\n";

// What a part of the file is; as base64 it fits a request.
constexpr std::size_t kPartBytes = 4 * 1024 * 1024;

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

File Open(const std::string& path, const char* mode) {
  File file(std::fopen(path.c_str(), mode));
  if (!file) throw Failure(kExitFailed, path + ": " + std::strerror(errno));
  return file;
}

void Progress(const char* what, std::size_t bytes) {
  std::fprintf(stderr, "\r%s: %.1f MB", what, static_cast<double>(bytes) / 1e6);
}

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

void Export(const ServiceClient& client, const std::string& path) {
  // Complete under its name or not there at all.
  const std::string unfinished = path + ".part";
  const mode_t mask = umask(0077);
  File file = Open(unfinished, "wb");
  umask(mask);
  const Unfinished removal(unfinished);
  std::size_t bytes = 0;
  json::object input;
  for (bool last = false; !last; input = {{"Continue", true}}) {
    const json::object answer = client.Call("Runnel.ExportSnapshot", input);
    std::string part;
    if (DecodeBase64(answer.at("Part").as_string(), part)) {
      throw Failure(kExitFailed, "the server sent what is not base64");
    }
    if (std::fwrite(part.data(), 1, part.size(), file.get()) != part.size()) {
      throw Failure(kExitFailed, unfinished + ": " + std::strerror(errno));
    }
    last = answer.at("Last").as_bool();
    Progress("exported", bytes += part.size());
  }
  if (std::fclose(file.release()) != 0 || std::rename(unfinished.c_str(), path.c_str()) != 0) {
    throw Failure(kExitFailed, path + ": " + std::strerror(errno));
  }
  std::fprintf(stderr, " to %s\n", path.c_str());
}

void Import(const ServiceClient& client, const std::string& path) {
  const File file = Open(path, "rb");
  std::string part(kPartBytes, '\0');
  std::size_t bytes = 0;
  json::object input;
  for (bool last = false; !last; input = {{"Continue", true}}) {
    const std::size_t count = std::fread(part.data(), 1, part.size(), file.get());
    if (std::ferror(file.get()) != 0) {
      throw Failure(kExitFailed, path + ": " + std::strerror(errno));
    }
    last = count < part.size();
    std::string text;
    AppendBase64(std::string_view(part).substr(0, count), text);
    input["Part"] = text;
    input["Last"] = last;
    client.Call("Runnel.ImportSnapshot", input);
    Progress("imported", bytes += count);
  }
  std::fprintf(stderr, " from %s\n", path.c_str());
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
