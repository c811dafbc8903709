#include <algorithm>
#include <array>
#include <cstdio>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "native-server/command_line/arguments.h"
#include "native-server/command_line/client_complaints.h"
#include "native-server/command_line/client_settings.h"
#include "native-server/command_line/commands.h"
#include "native-server/command_line/http_client.h"
#include "native-server/command_line/serve.h"
#include "native-server/config/option_value.h"
#include "native-server/failure.h"

namespace runnel {
namespace {

constexpr const char* kHelp =
    "usage: runnel doctor [--error TEXT] [--endpoint URL]\n"
    "       COMMAND 2>&1 | runnel doctor --error -\n\n"
    "Looks at this terminal's variables and at the ports that emulators use, and says what keeps "
    "a\n"
    "client from reaching the server, and what to change. Exit status 0: nothing is to be "
    "changed;\n"
    "1: something is.\n\n"
    "  --error TEXT     what a client said, to be explained; -: read it from standard input\n"
    "  --endpoint URL   the server; else RUNNEL_ENDPOINT, or RUNNEL_PORT on this machine, or the\n"
    "                   server that runs here, or http://127.0.0.1:4566\n";

constexpr Duration kPatience = Duration::Seconds(2);

enum class Found { kNothing, kUnreachable, kRunnel, kStranger };

// `failure` is told why it is unreachable.
Found WhoListens(const Endpoint& endpoint, std::string& failure) {
  try {
    HttpRequest request;
    request.target = "/health";
    const HttpAnswer answer = SendHttp(endpoint, request, kPatience);
    const bool runnel = answer.status == 200 && answer.body.find("uptime_ms") != std::string::npos;
    return runnel ? Found::kRunnel : Found::kStranger;
  } catch (const NoAnswer& no_answer) {
    failure = no_answer.what();
    switch (no_answer.why()) {
      case NoAnswer::Why::kNothingListens:
        return Found::kNothing;
      case NoAnswer::Why::kUnreachable:
      case NoAnswer::Why::kSilent:
        return Found::kUnreachable;
      case NoAnswer::Why::kCutOff:
      case NoAnswer::Why::kNoHttp:
        break;
    }
    return Found::kStranger;
  }
}

// Says what is well and what is not, and remembers whether anything is not.
class Findings {
 public:
  void Well(const std::string& text) const { std::printf("ok      %s\n", text.c_str()); }
  void Change(const std::string& text) {
    std::printf("change  %s\n", text.c_str());
    ++changes_;
  }
  void Note(const std::string& text) const { std::printf("note    %s\n", text.c_str()); }
  int changes() const { return changes_; }

 private:
  int changes_ = 0;
};

bool IsSame(std::string_view url, const Endpoint& endpoint) {
  try {
    std::string text(url);
    if (text.starts_with("https://")) text.erase(4, 1);
    const Endpoint other = ReadEndpoint(text, "the variable");
    const bool here = other.IsThisMachine() && endpoint.IsThisMachine();
    return other.port == endpoint.port && (other.host == endpoint.host || here);
  } catch (const Failure&) {
    return false;
  }
}

void LookAtServer(const Endpoint& endpoint, Findings& findings) {
  std::string failure;
  switch (WhoListens(endpoint, failure)) {
    case Found::kRunnel:
      findings.Well("Runnel answers at " + endpoint.Url());
      break;
    case Found::kNothing:
      findings.Change("nothing listens at " + endpoint.Url() + ": start `runnel serve`");
      break;
    case Found::kUnreachable:
      findings.Change(failure +
                      ": see that the address is right and that the server is not held up");
      break;
    case Found::kStranger:
      findings.Change("what listens at " + endpoint.Url() +
                      " is no Runnel: end it, or give Runnel another port by --port");
      break;
  }
  // 4566 is LocalStack's, 4567 kinesalite's and kinesis-mock's for TLS, 4568 the latter's other
  // one.
  for (const std::uint16_t port : {4566, 4567, 4568}) {
    const Endpoint other{.host = "127.0.0.1", .port = port};
    if (IsSame(other.Url(), endpoint)) continue;
    const Found found = WhoListens(other, failure);
    if (found == Found::kNothing || found == Found::kRunnel) continue;
    findings.Note("another program listens on port " + std::to_string(port) +
                  ", which clients of other emulators use");
  }
}

// Clients may find in a file what no variable says.
bool HasConfigFile(const Environment& environment) {
  return !Variable(environment, "AWS_PROFILE").empty() ||
         !Variable(environment, "AWS_CONFIG_FILE").empty();
}

void LookAtAddress(const Environment& environment, const Endpoint& endpoint, Findings& findings) {
  std::string name = "AWS_ENDPOINT_URL_KINESIS";
  std::string url = Variable(environment, name);
  if (url.empty()) url = Variable(environment, name = "AWS_ENDPOINT_URL");
  if (url.empty()) {
    const std::string needed = "export AWS_ENDPOINT_URL_KINESIS=" + endpoint.Url();
    if (HasConfigFile(environment)) {
      findings.Note("no variable leads clients here; unless their profile says endpoint_url, " +
                    needed);
    } else {
      findings.Change(
          "no variable leads clients here, so those without an address of their own call "
          "AWS: " +
          needed);
    }
    return;
  }
  if (IsSame(url, endpoint)) {
    findings.Well(name + " leads clients here");
  } else {
    findings.Change(name + " leads clients to " + url + ": export " + name + "=" + endpoint.Url());
  }
  if (Variable(environment, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS") == "true") {
    findings.Change("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true makes clients overlook it: unset it");
  }
  if (url.starts_with("https://") && Variable(environment, "AWS_CA_BUNDLE").empty() &&
      Variable(environment, "NODE_EXTRA_CA_CERTS").empty()) {
    findings.Change(
        "the address is https, and no variable names the certificate to trust: export "
        "AWS_CA_BUNDLE=$(runnel cert --path), for Node NODE_EXTRA_CA_CERTS, or use http");
  }
}

// Whether a list such as "example.com, 127.0.0.1" keeps calls to the host from the proxy.
bool IsKeptFromProxy(const std::string& list, const std::string& host) {
  const std::vector<std::string_view> entries = SplitList(list);
  return std::any_of(entries.begin(), entries.end(), [&](std::string_view entry) {
    return entry == "*" || LowerCase(entry) == LowerCase(host);
  });
}

void LookAtProxies(const Environment& environment, const Endpoint& endpoint, Findings& findings) {
  for (const char* const name : {"no_proxy", "NO_PROXY"}) {
    if (IsKeptFromProxy(Variable(environment, name), endpoint.host)) return;
  }
  for (const std::string name :
       {"http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"}) {
    if (Variable(environment, name).empty()) continue;
    const std::string hosts = endpoint.IsThisMachine() ? "127.0.0.1,localhost" : endpoint.host;
    findings.Change(name + " sends calls to a proxy: export NO_PROXY=" + hosts +
                    " no_proxy=" + hosts);
    return;
  }
}

void LookAtVariables(const Environment& environment, const Endpoint& endpoint, Findings& findings) {
  const bool has_region = !Variable(environment, "AWS_REGION").empty() ||
                          !Variable(environment, "AWS_DEFAULT_REGION").empty();
  const bool has_key = !Variable(environment, "AWS_ACCESS_KEY_ID").empty() ||
                       !Variable(environment, "AWS_PROFILE").empty();
  if (!has_region && HasConfigFile(environment)) {
    findings.Note(
        "no variable says a region; unless the profile does, export AWS_REGION=us-east-1");
  } else if (!has_region) {
    findings.Change("clients need a region: export AWS_REGION=us-east-1");
  }
  if (!has_key) {
    findings.Change(
        "clients need credentials, of any kind: export AWS_ACCESS_KEY_ID=test "
        "AWS_SECRET_ACCESS_KEY=test");
  }
  LookAtProxies(environment, endpoint, findings);
  struct Folklore {
    std::string_view name, value, advice;
  };
  constexpr auto kFolklore = std::to_array<Folklore>({
      {"AWS_CBOR_DISABLE", "", "is not needed: CBOR is answered as AWS answers it"},
      {"AWS_CBOR_DISABLED", "", "is not needed: CBOR is answered as AWS answers it"},
      {"CBOR_ENABLED", "false", "is not needed: CBOR is answered as AWS answers it"},
      {"NODE_TLS_REJECT_UNAUTHORIZED", "0",
       "trusts everybody: NODE_EXTRA_CA_CERTS=$(runnel cert --path) does better"},
  });
  for (const Folklore& one : kFolklore) {
    const std::string value = Variable(environment, one.name);
    if (value.empty() || (!one.value.empty() && value != one.value)) continue;
    findings.Note(std::string(one.name) + " " + std::string(one.advice));
  }
  try {
    for (const std::string& warning : LoadServeConfig({}, environment).warnings) {
      findings.Note("`runnel serve`: " + warning);
    }
  } catch (const Failure& failure) {
    findings.Change("`runnel serve` would not start: " + std::string(failure.what()));
  }
}

std::string ReadAll(std::FILE* file) {
  std::string text;
  std::array<char, 4096> part;
  while (const std::size_t count = std::fread(part.data(), 1, part.size(), file)) {
    text.append(part.data(), count);
  }
  return text;
}

void Explain(const std::string& error, Findings& findings) {
  const std::vector<std::string_view> advice = AdviceFor(error);
  for (const std::string_view one : advice) findings.Change(std::string(one));
  if (advice.empty()) {
    findings.Note(
        "nothing is known of this error. `runnel call InspectActivity` shows whether the "
        "call has reached the server, and what it was answered");
  }
}

}  // namespace

int DoctorCommand(const CommandLine& command_line) {
  const FlagSpec specs[] = {{.name = "error"}, {.name = "endpoint"}};
  const Arguments arguments = ParseArguments("doctor", specs, command_line.arguments);
  if (arguments.help) {
    std::fputs(kHelp, stdout);
    return 0;
  }
  const Environment& environment = command_line.environment;
  const Endpoint endpoint = FindEndpoint(environment, arguments.Last("endpoint"));
  Findings findings;
  const std::string error(arguments.Last("error"));
  if (!error.empty()) Explain(error == "-" ? ReadAll(stdin) : error, findings);
  LookAtServer(endpoint, findings);
  LookAtAddress(environment, endpoint, findings);
  LookAtVariables(environment, endpoint, findings);
  if (findings.changes() == 0) std::puts("Nothing is to be changed.");
  return findings.changes() == 0 ? 0 : kExitFailed;
}

}  // namespace runnel
