#include "native-server/command_line/client_settings.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "native-server/command_line/server_registry.h"
#include "native-server/config.h"
#include "native-server/config/credentials_file.h"
#include "native-server/config/nearest_name.h"
#include "native-server/config/option_table.h"
#include "native-server/failure.h"

namespace runnel {
namespace {

std::optional<Endpoint> EndpointOfVariables(const Environment& environment) {
  if (const std::string url = Variable(environment, "RUNNEL_ENDPOINT"); !url.empty()) {
    return ReadEndpoint(url, "RUNNEL_ENDPOINT");
  }
  const std::optional<std::uint16_t> port = PortOfVariable(environment);
  if (!port) return std::nullopt;
  return Endpoint{.host = "127.0.0.1", .port = *port};
}

// Where a server of these variables, or of the configuration file they name, would listen.
std::uint16_t PortOfServer(const Environment& environment) {
  const std::uint16_t usual = Config().ports.front();
  try {
    const std::uint16_t port = LoadConfig({}, environment).config.ports.front();
    return port == 0 ? usual : port;
  } catch (const Failure&) {
    return usual;  // it would not start; that is for `serve` to say
  }
}

}  // namespace

Endpoint FindEndpoint(const Environment& environment, std::string_view given) {
  if (!given.empty()) return ReadEndpoint(given, "--endpoint");
  if (std::optional<Endpoint> endpoint = EndpointOfVariables(environment)) return *endpoint;
  const std::uint16_t usual_port = Config().ports.front();
  const std::vector<ServerRecord> servers = ServerRegistry(environment).Running();
  // One in a container may have found no folder to tell of itself in.
  if (servers.empty()) return {.host = "127.0.0.1", .port = PortOfServer(environment)};
  const auto usual = std::find_if(servers.begin(), servers.end(), [&](const ServerRecord& server) {
    return server.Serves(usual_port);
  });
  if (usual == servers.end() && servers.size() > 1) {
    throw SeveralServers("several servers are running; say which with --endpoint " +
                         servers.front().Url() + ", or with RUNNEL_PORT (" + FirstPorts(servers) +
                         ")");
  }
  const ServerRecord& server = usual == servers.end() ? servers.front() : *usual;
  return ReadEndpoint(server.Url(), "the running server");
}

std::optional<std::uint16_t> PortOfVariable(const Environment& environment) {
  const std::string ports = Variable(environment, "RUNNEL_PORT");
  if (ports.empty()) return std::nullopt;
  Config config;
  const std::string complaint = FindServeOption("port")->parse(ports, config);
  if (!complaint.empty()) throw Failure(kExitUsage, "RUNNEL_PORT: " + complaint);
  const std::uint16_t first = config.ports.front();
  return first == 0 ? std::nullopt : std::optional(first);
}

std::string FindRegion(const Environment& environment) {
  for (const std::string_view name : {"AWS_REGION", "AWS_DEFAULT_REGION", "RUNNEL_REGION"}) {
    if (std::string region = Variable(environment, name); !region.empty()) return region;
  }
  return "us-east-1";
}

std::string FindAccessKey(const Environment& environment) {
  std::string key = Variable(environment, "AWS_ACCESS_KEY_ID");
  const bool account = key.size() == 12 && key.find_first_not_of("0123456789") == std::string::npos;
  return account ? key : "test";
}

std::optional<Identity> FindIdentity(const Environment& environment, std::string_view profile) {
  const std::string path = Variable(environment, "RUNNEL_CREDENTIALS");
  std::string name(profile);
  if (name.empty()) name = Variable(environment, "RUNNEL_PROFILE");
  if (path.empty()) {
    if (name.empty()) return std::nullopt;
    throw Failure(kExitUsage, "the profile " + name +
                                  " is of no file; say which with RUNNEL_CREDENTIALS, as in "
                                  "`runnel serve --credentials FILE`");
  }
  const CredentialsFile file = ReadCredentialsFile(path, Settings().default_account);
  const Profile* found = file.Find(name.empty() ? "default" : name);
  if (found == nullptr && name.empty()) found = &file.profiles.front();
  if (found != nullptr) return found->identity;
  std::vector<std::string_view> names;
  for (const Profile& one : file.profiles) names.push_back(one.name);
  throw Failure(kExitUsage, path + " has no profile '" + name + "'" + Suggestion(name, names));
}

}  // namespace runnel
