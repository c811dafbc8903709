#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>

#include "inspector-ui/backend_glfw.h"
#include "inspector-ui/http_source.h"
#include "inspector-ui/inspector.h"
#include "inspector-ui/panels/panels.h"
#include "inspector-ui/panels/preferences.h"
#include "inspector-ui/view_models/summary.h"

namespace {

constexpr const char* kHelp =
    "usage: runnel-inspector [--endpoint URL] [--region REGION] [--stream NAME]\n\n"
    "Shows streams, shards, records, consumers, faults and calls of a running server as they "
    "change,\n"
    "and changes them by calls that any client could make.\n\n"
    "  --endpoint URL     http://127.0.0.1:4566 if not given [RUNNEL_ENDPOINT]\n"
    "  --region REGION    where new streams are made; us-east-1 if not given [AWS_REGION]\n"
    "  --stream NAME      the stream to begin with\n\n"
    "Calls are signed if there are RUNNEL_ACCESS_KEY_ID and RUNNEL_SECRET_ACCESS_KEY (and, of a "
    "role's\n"
    "session, RUNNEL_SESSION_TOKEN): servers with a credentials file ask for that.\n";

std::string Variable(const char* name, const char* otherwise) {
  const char* const value = std::getenv(name);
  return value == nullptr || *value == '\0' ? otherwise : value;
}

// Among the person's own settings; empty: there is no place for them.
std::string SettingsFile() {
  const std::string home = Variable("HOME", "");
  const std::filesystem::path folder =
      std::filesystem::path(Variable("XDG_CONFIG_HOME", (home + "/.config").c_str())) / "runnel";
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  return home.empty() || error ? std::string() : (folder / "inspector.ini").string();
}

}  // namespace

int main(int argc, char** argv) {
  std::string endpoint = Variable("RUNNEL_ENDPOINT", "http://127.0.0.1:4566");
  runnel::Caller caller;
  caller.region = Variable("AWS_REGION", "us-east-1");
  caller.access_key = Variable("RUNNEL_ACCESS_KEY_ID", "");
  caller.secret_key = Variable("RUNNEL_SECRET_ACCESS_KEY", "");
  caller.session_token = Variable("RUNNEL_SESSION_TOKEN", "");
  std::string stream;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--help" || word == "-h") {
      std::fputs(kHelp, stdout);
      return 0;
    }
    std::string* const value = word == "--endpoint" ? &endpoint
                               : word == "--region" ? &caller.region
                               : word == "--stream" ? &stream
                                                    : nullptr;
    if (value == nullptr || i + 1 == argc) {
      std::fprintf(stderr, "runnel-inspector: unknown or incomplete '%s'; see --help\n", argv[i]);
      return 2;
    }
    *value = argv[++i];
  }
  runnel::HttpSource source(endpoint, caller, runnel::WakeWindow);
  runnel::Inspector inspector(source, caller);
  inspector.stream_name = stream;
  const auto draw = [&] {
    runnel::DrawInspector(inspector);
    return SummaryOf(*inspector.world, inspector.stream()) + " - Runnel inspector - " + endpoint;
  };
  if (!runnel::RunWindow(
          SettingsFile(), [&] { runnel::KeepPreferences(inspector.preferences); }, draw)) {
    std::fputs("runnel-inspector: there is no display to open a window on\n", stderr);
    return 1;
  }
  return 0;
}
