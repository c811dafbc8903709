#include "native-server/command_line/serve.h"

#include <cstdio>
#include <filesystem>
#include <optional>

#include "native-server/command_line/arguments.h"
#include "native-server/command_line/background.h"
#include "native-server/command_line/server_registry.h"
#include "native-server/config/legacy_variables.h"
#include "native-server/config/option_table.h"
#include "native-server/failure.h"
#include "native-server/server.h"
#include "native-server/system_clock.h"
#include "native-server/tls/authority_folder.h"
#include "native-server/version.h"

namespace runnel {
namespace {

std::vector<FlagSpec> ServeFlags() {
  using enum FlagSpec::Value;
  std::vector<FlagSpec> specs = {{.name = "config"}};
  for (const ServeOption& option : ServeOptions()) {
    specs.push_back({.name = option.name, .value = option.may_stand_alone ? kOptional : kRequired});
  }
  for (const LegacyFlag& flag : LegacyFlags()) {
    specs.push_back(
        {.name = flag.name, .value = flag.takes_value ? kRequired : kNone, .hidden = true});
  }
  return specs;
}

// The server's entry in the registry, for as long as the server runs.
class Registration {
 public:
  Registration(const ServerRegistry& registry, ServerRecord record, ServerLog& log)
      : registry_(registry), record_(std::move(record)) {
    try {
      registry_.Add(record_);
    } catch (const Failure& failure) {
      log.Say(LogLevel::kWarn, std::string(failure.what()) +
                                   ": runnel status, restart and stop will not find this server");
    }
  }
  ~Registration() { registry_.Remove(record_); }
  Registration(const Registration&) = delete;
  Registration& operator=(const Registration&) = delete;

 private:
  const ServerRegistry& registry_;
  const ServerRecord record_;
};

void LogWarnings(const LoadedConfig& loaded, ServerLog& log) {
  for (const std::string& warning : loaded.warnings) log.Say(LogLevel::kWarn, warning);
}

std::string ReadyLine(const Server& server) {
  std::string line;
  for (const std::string& url : server.Urls()) line += (line.empty() ? "" : ", ") + url;
  return "Runnel is ready on " + line;
}

// Of a certificate that was given nobody knows who signed it: its own file does for most clients.
std::string TrustedCertificate(const Config& config) {
  std::filesystem::path file = config.tls_certificate;
  if (file.empty() && !config.tls_folder.empty()) {
    file = AuthorityCertificatePath(config.tls_folder);
  }
  return file.empty() ? std::string() : std::filesystem::absolute(file).string();
}

int ServeHere(const LoadedConfig& loaded, const std::vector<std::string>& arguments,
              const Environment& environment, const ReadyReport* background) {
  Server server(loaded.config);
  LogWarnings(loaded, server.log());
  server.Start();
  server.StopOnSignals();

  ServerRecord record{.process = ThisProcess(),
                      .host = loaded.config.host,
                      .ports = server.ports(),
                      .version = std::string(Version()),
                      .ready_at = SystemClock().Now(),
                      .arguments = arguments,
                      .directory = std::filesystem::current_path().string(),
                      .log_path = {},
                      .trusted_certificate = TrustedCertificate(loaded.config)};
  std::filesystem::path log;
  if (background != nullptr) log = LogPath(environment, record.ports.front());
  record.log_path = log.string();
  const ServerRegistry registry(environment);
  const Registration registration(registry, record, server.log());
  if (background != nullptr) {
    (*background)(ReadyLine(server) + " (pid " + std::to_string(record.process.pid) + ")", log);
    LogWarnings(loaded, server.log());  // the first time, they went to the terminal
  } else {
    std::printf("%s\n", ReadyLine(server).c_str());
    std::fflush(stdout);
  }
  server.Run();
  return 0;
}

}  // namespace

LoadedConfig LoadServeConfig(std::span<const std::string> arguments,
                             const Environment& environment) {
  return LoadConfig(ParseArguments("serve", ServeFlags(), arguments).flags, environment);
}

int Serve(const LoadedConfig& loaded, const std::vector<std::string>& arguments,
          const Environment& environment) {
  if (!loaded.config.detach) return ServeHere(loaded, arguments, environment, nullptr);
  return RunInBackground(
      [&](const ReadyReport& ready) { return ServeHere(loaded, arguments, environment, &ready); });
}

}  // namespace runnel
