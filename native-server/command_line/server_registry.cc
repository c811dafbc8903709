#include "native-server/command_line/server_registry.h"

#include <unistd.h>

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <iterator>
#include <system_error>

#include "native-server/config/user_data_folder.h"
#include "native-server/failure.h"

namespace runnel {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

// In an empty environment the temporary folder is as good: whoever uses it can make it.
fs::path StateFolder(const Environment& environment) {
  const fs::path folder = UserStateFolder(environment);
  return folder.empty() ? UserTemporaryFolder(environment) : folder;
}

std::string FileName(const ServerRecord& record) {
  return std::to_string(record.ports.front()) + "." + std::to_string(record.process.pid) + ".json";
}

std::string Text(const ServerRecord& record) {
  json::object object;
  object["pid"] = record.process.pid;
  object["started"] = record.process.started;
  object["host"] = record.host;
  object["ports"] = json::value_from(record.ports);
  object["version"] = record.version;
  object["ready_at"] = record.ready_at.milliseconds;
  object["arguments"] = json::value_from(record.arguments);
  object["directory"] = record.directory;
  object["log"] = record.log_path;
  object["trusted_certificate"] = record.trusted_certificate;
  return json::serialize(object);
}

// Throws what Boost.JSON throws for text that Text did not write.
ServerRecord FromText(const std::string& text) {
  const json::value value = json::parse(text, {}, {.allow_invalid_utf8 = true});  // as paths may be
  ServerRecord record;
  record.process.pid = value.at("pid").to_number<pid_t>();
  record.process.started = json::value_to<std::string>(value.at("started"));
  record.host = json::value_to<std::string>(value.at("host"));
  record.ports = json::value_to<std::vector<std::uint16_t>>(value.at("ports"));
  record.version = json::value_to<std::string>(value.at("version"));
  record.ready_at = {value.at("ready_at").to_number<std::int64_t>()};
  record.arguments = json::value_to<std::vector<std::string>>(value.at("arguments"));
  record.directory = json::value_to<std::string>(value.at("directory"));
  record.log_path = json::value_to<std::string>(value.at("log"));
  // Version 0.1 did not write it at first.
  if (const json::value* path = value.as_object().if_contains("trusted_certificate")) {
    record.trusted_certificate = json::value_to<std::string>(*path);
  }
  return record;
}

std::optional<ServerRecord> ReadRecord(const fs::path& path) {
  std::ifstream file(path);
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  try {
    ServerRecord record = FromText(text);
    if (record.ports.empty()) return std::nullopt;
    return record;
  } catch (const std::exception&) {
    return std::nullopt;  // not a file of ours; leave it alone
  }
}

}  // namespace

bool ServerRecord::Serves(std::uint16_t port) const {
  return std::find(ports.begin(), ports.end(), port) != ports.end();
}

std::string ServerRecord::Url() const {
  std::string name = host;
  if (name == "0.0.0.0" || name == "::" || name.empty()) name = "127.0.0.1";
  if (name.find(':') != std::string::npos) name = "[" + name + "]";
  return "http://" + name + ":" + std::to_string(ports.front());
}

ServerRegistry::ServerRegistry(const Environment& environment) {
  const std::string runtime = Variable(environment, "XDG_RUNTIME_DIR");
  // A shell without the variable must still find the server of a login that has it.
  const fs::path login = fs::path("/run/user") / std::to_string(getuid());
  std::error_code error;
  if (!runtime.empty()) {
    folders_.push_back(fs::path(runtime) / "runnel");
  } else if (fs::is_directory(login, error)) {
    folders_.push_back(login / "runnel");
  }
  const fs::path state = StateFolder(environment);
  if (folders_.empty() || folders_.front() != state) folders_.push_back(state);
}

void ServerRegistry::Add(const ServerRecord& record) const {
  for (const fs::path& folder : folders_) {
    if (!MakePrivateFolder(folder)) continue;
    const fs::path path = folder / FileName(record);
    const fs::path unfinished = path.string() + ".new";
    std::ofstream(unfinished) << Text(record) << '\n';
    std::error_code error;
    fs::rename(unfinished, path, error);  // whole or not at all
    if (!error) return;
  }
  throw Failure(kExitFailed, "cannot write to " + folders_.back().string());
}

void ServerRegistry::Remove(const ServerRecord& record) const {
  std::error_code ignored;
  for (const fs::path& folder : folders_) fs::remove(folder / FileName(record), ignored);
}

std::vector<ServerRecord> ServerRegistry::Running() const {
  std::vector<ServerRecord> servers;
  for (const fs::path& folder : folders_) {
    if (!IsOwnFolder(folder)) continue;
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
      if (entry.path().extension() != ".json") continue;
      std::optional<ServerRecord> record = ReadRecord(entry.path());
      if (!record) continue;
      if (!IsRunning(record->process)) {
        fs::remove(entry.path(), error);
        continue;
      }
      servers.push_back(std::move(*record));
    }
  }
  std::sort(servers.begin(), servers.end(),
            [](const ServerRecord& a, const ServerRecord& b) { return a.ports < b.ports; });
  return servers;
}

std::optional<ServerRecord> ServerRegistry::Find(std::optional<std::uint16_t> port,
                                                 std::uint16_t preferred_port) const {
  std::vector<ServerRecord> servers = Running();
  if (!port && servers.size() == 1) return std::move(servers.front());
  for (ServerRecord& server : servers) {
    if (server.Serves(port.value_or(preferred_port))) return std::move(server);
  }
  if (port || servers.empty()) return std::nullopt;
  throw Failure(kExitUsage,
                "several servers are running; say which with --port (" + FirstPorts(servers) + ")");
}

std::string FirstPorts(const std::vector<ServerRecord>& servers) {
  std::string ports;
  for (const ServerRecord& server : servers) {
    ports += (ports.empty() ? "" : ", ") + std::to_string(server.ports.front());
  }
  return ports;
}

fs::path LogPath(const Environment& environment, std::uint16_t port) {
  const fs::path folder = StateFolder(environment);
  if (!MakePrivateFolder(folder)) {
    throw Failure(kExitFailed, "cannot write to " + folder.string() + ", where the log would go");
  }
  return folder / ("server-" + std::to_string(port) + ".log");
}

}  // namespace runnel
