#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "native-server/command_line/arguments.h"
#include "native-server/command_line/client_settings.h"
#include "native-server/command_line/commands.h"
#include "native-server/command_line/connect_page.h"
#include "native-server/command_line/http_client.h"
#include "native-server/command_line/server_registry.h"
#include "native-server/config/nearest_name.h"
#include "native-server/config/user_data_folder.h"
#include "native-server/failure.h"
#include "native-server/tls/authority_folder.h"

namespace runnel {
namespace {

constexpr const char* kHelp =
    "usage: runnel connect [CLIENT] [--code] [--endpoint URL]\n\n"
    "Prints how a client is pointed at the server, with the server's address and the certificate\n"
    "to trust filled in. Without CLIENT: which there are.\n\n"
    "  --code           print nothing but the program, command or file\n"
    "  --endpoint URL   the server; else RUNNEL_ENDPOINT, or RUNNEL_PORT on this machine, or the\n"
    "                   server that runs here, or http://127.0.0.1:4566\n";

struct Section {
  std::string_view name;   // "java"
  std::string_view title;  // "AWS SDK for Java 2"
  std::string_view text;   // what comes after the heading
};

std::vector<Section> Sections() {
  constexpr std::string_view kHeading = "\n## `";
  std::vector<Section> sections;
  const std::string_view page = ConnectPage();
  std::size_t begin = page.find(kHeading);
  while (begin != std::string_view::npos) {
    const std::size_t next = page.find(kHeading, begin + 1);
    std::string_view section = page.substr(begin + kHeading.size(), next - begin - kHeading.size());
    const std::size_t name_end = section.find("`: ");
    const std::size_t line_end = section.find('\n');
    sections.push_back({.name = section.substr(0, name_end),
                        .title = section.substr(name_end + 3, line_end - name_end - 3),
                        .text = section.substr(line_end + 2)});
    begin = next;
  }
  return sections;
}

void Replace(std::string& text, std::string_view old_text, std::string_view new_text) {
  for (std::size_t at = text.find(old_text); at != std::string::npos;
       at = text.find(old_text, at + new_text.size())) {
    text.replace(at, old_text.size(), new_text);
  }
}

// The certificate to trust, in a file: that of the server at `endpoint`, if it runs here. Of others
// nothing is known but that they may have this person's. An authority is made if there is none yet.
std::string TrustedCertificate(const Endpoint& endpoint, const Environment& environment) {
  std::filesystem::path folder = Variable(environment, "RUNNEL_TLS_DIR");
  if (folder.empty()) folder = UserDataFolder(environment, "tls");
  for (const ServerRecord& server : ServerRegistry(environment).Running()) {
    const std::filesystem::path file = server.trusted_certificate;
    const bool is_meant = server.host == endpoint.host || endpoint.IsThisMachine();
    if (!is_meant || !server.Serves(endpoint.port) || file.empty()) continue;
    if (std::filesystem::exists(file)) return file.string();
    folder = file.parent_path();
  }
  if (folder.empty()) return "ca.pem";
  LoadOrMakeAuthority(folder);
  return AuthorityCertificatePath(folder).string();
}

// The page speaks of a server as it starts; this one may be elsewhere.
std::string FilledIn(std::string_view section, const Endpoint& endpoint,
                     const Environment& environment) {
  std::string text(section);
  const std::string port = std::to_string(endpoint.port);
  if (text.find("ca.pem") != std::string::npos) {
    Replace(text, "/path/to/ca.pem", TrustedCertificate(endpoint, environment));
  }
  // A certificate is made for the name that is asked for; "localhost" is one that all clients take.
  std::string tls_host = endpoint.host == "127.0.0.1" ? "localhost" : endpoint.host;
  if (tls_host.find(':') != std::string::npos) tls_host = "[" + tls_host + "]";
  Replace(text, "https://localhost:4566", "https://" + tls_host + ":" + port);
  Replace(text, "http://127.0.0.1:4566", endpoint.Url());
  Replace(text, "Endpoint(\"localhost\")", "Endpoint(\"" + tls_host + "\")");
  Replace(text, "endpoint     localhost", "endpoint     " + tls_host);
  Replace(text, "Port(4566)", "Port(" + port + ")");
  Replace(text, "port         4566", "port         " + port);
  return text;
}

// What stands between the fences.
std::string CodeOf(const std::string& section) {
  const std::size_t fence = section.find("```");
  const std::size_t begin = section.find('\n', fence) + 1;
  return section.substr(begin, section.find("```", begin) - begin);
}

const Section& Find(const std::vector<Section>& sections, std::string_view name) {
  std::vector<std::string_view> names;
  for (const Section& section : sections) {
    if (section.name == name) return section;
    names.push_back(section.name);
  }
  throw Failure(kExitUsage, "there is no client '" + std::string(name) + "'" +
                                Suggestion(name, names) + "; `runnel connect` lists them");
}

}  // namespace

int ConnectCommand(const CommandLine& command_line) {
  const FlagSpec specs[] = {{.name = "code", .value = FlagSpec::Value::kNone},
                            {.name = "endpoint"}};
  const Arguments arguments =
      ParseArguments("connect", specs, command_line.arguments, /*words_allowed=*/true);
  if (arguments.help) {
    std::fputs(kHelp, stdout);
    return 0;
  }
  const std::vector<Section> sections = Sections();
  if (arguments.words.empty()) {
    for (const Section& section : sections) {
      std::printf("  %-15.*s %.*s\n", static_cast<int>(section.name.size()), section.name.data(),
                  static_cast<int>(section.title.size()), section.title.data());
    }
    std::puts("\n`runnel connect CLIENT` tells how.");
    return 0;
  }
  if (arguments.words.size() > 1) {
    throw Failure(kExitUsage,
                  "connect: unexpected word '" + arguments.words[1] + "'; one client at a time");
  }
  const Section& section = Find(sections, arguments.words.front());
  const Endpoint endpoint = FindEndpoint(command_line.environment, arguments.Last("endpoint"));
  const std::string text = FilledIn(section.text, endpoint, command_line.environment);
  if (!arguments.Last("code").empty()) {
    std::fputs(CodeOf(text).c_str(), stdout);
    return 0;
  }
  std::printf("%.*s\n\n%s", static_cast<int>(section.title.size()), section.title.data(),
              text.c_str());
  return 0;
}

}  // namespace runnel
