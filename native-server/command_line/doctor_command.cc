#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "native-server/command_line/arguments.h"
#include "native-server/command_line/client_complaints.h"
#include "native-server/command_line/client_profiles.h"
#include "native-server/command_line/client_settings.h"
#include "native-server/command_line/commands.h"
#include "native-server/command_line/http_client.h"
#include "native-server/command_line/serve.h"
#include "native-server/command_line/server_registry.h"
#include "native-server/command_line/service_client.h"
#include "native-server/config/nearest_name.h"
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

// "http://127.0.0.1:4566 and http://127.0.0.1:5000".
std::string UrlsOf(const std::vector<ServerRecord>& servers) {
  std::string urls;
  for (const ServerRecord& server : servers) urls += (urls.empty() ? "" : " and ") + server.Url();
  return urls;
}

Found LookAtServer(const Endpoint& endpoint, const std::vector<ServerRecord>& servers,
                   Findings& findings) {
  std::string failure;
  const Found found = WhoListens(endpoint, failure);
  const std::string others = servers.empty()
                                 ? ""
                                 : "name what runs, " + UrlsOf(servers) +
                                       ", by --endpoint, RUNNEL_ENDPOINT or RUNNEL_PORT, or ";
  switch (found) {
    case Found::kRunnel:
      findings.Well("Runnel answers at " + endpoint.Url());
      break;
    case Found::kNothing:
      findings.Change("nothing listens at " + endpoint.Url() + ": " + others +
                      "start `runnel serve`");
      break;
    case Found::kUnreachable:
      findings.Change(failure +
                      ": see that the address is right and that the server is not held up");
      break;
    case Found::kStranger:
      findings.Change("what listens at " + endpoint.Url() + " is no Runnel: " + others +
                      "end it, or give Runnel another port by --port");
      break;
  }
  return found;
}

void LookAtOtherPorts(const Endpoint& endpoint, Findings& findings) {
  std::string failure;
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

// The variable that leads clients to a server: the one of Kinesis, else the one of all services.
struct AddressVariable {
  std::string name = "AWS_ENDPOINT_URL_KINESIS";
  std::string url;

  explicit AddressVariable(const Environment& environment) : url(Variable(environment, name)) {
    if (url.empty()) url = Variable(environment, name = "AWS_ENDPOINT_URL");
  }
};

// By https a client needs to know whom to trust.
void LookAtTrust(const Environment& environment, Findings& findings) {
  constexpr std::string_view kPath = "$(runnel cert --path)";
  const auto look_for_file = [&](const std::string& name) {
    const std::string path = Variable(environment, name);
    std::error_code error;
    if (path.empty() || std::filesystem::exists(path, error)) return;
    findings.Change(name + "=" + path + " names no file: export " + name + "=" +
                    std::string(kPath));
  };
  std::string bundle = "AWS_CA_BUNDLE";
  if (Variable(environment, bundle).empty()) bundle = "REQUESTS_CA_BUNDLE";
  if (Variable(environment, bundle).empty()) {
    findings.Change(
        "the address is https, and no variable names the certificate to trust: export "
        "AWS_CA_BUNDLE=" +
        std::string(kPath) + ", for Node NODE_EXTRA_CA_CERTS, or use http");
  }
  look_for_file(bundle);
  look_for_file("NODE_EXTRA_CA_CERTS");
}

// `led_here`: clients are to be led to the endpoint; if not, it was said what is to come first.
void LookAtAddress(const Environment& environment, const Endpoint& endpoint, bool led_here,
                   Findings& findings) {
  const auto [name, url] = AddressVariable(environment);
  if (url.empty()) {
    if (!led_here) return;
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
  const bool is_https = url.starts_with("https://");
  if (!is_https && !url.starts_with("http://")) {
    findings.Change(name + "=" + url + " has no scheme, so clients refuse it: export " + name +
                    "=http://" + url);
  } else if (led_here && IsSame(url, endpoint)) {
    findings.Well(name + " leads clients here");
  } else if (led_here) {
    findings.Change(name + " leads clients to " + url + ": export " + name + "=" + endpoint.Url());
  }
  if (Variable(environment, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS") == "true") {
    findings.Change("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true makes clients overlook it: unset it");
  }
  if (is_https) LookAtTrust(environment, findings);
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

// boto3 looks at AWS_DEFAULT_REGION, other SDKs at AWS_REGION.
void LookAtRegion(const Environment& environment, Findings& findings) {
  const std::string region = Variable(environment, "AWS_REGION");
  const std::string default_region = Variable(environment, "AWS_DEFAULT_REGION");
  const std::string both = "export AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1";
  if (region.empty() && default_region.empty() && HasConfigFile(environment)) {
    findings.Note("no variable says a region; unless the profile does, " + both);
  } else if (region.empty() && default_region.empty()) {
    findings.Change("clients need a region: " + both);
  } else if (default_region.empty()) {
    const std::string text = "boto3 and the AWS CLI 1 do not look at AWS_REGION: " +
                             ("export AWS_DEFAULT_REGION=" + region);
    if (HasConfigFile(environment)) {
      findings.Note(text + ", unless the profile says a region");
    } else {
      findings.Change(text);
    }
  } else if (region.empty()) {
    findings.Note("the SDKs of other languages than Python look at AWS_REGION: export AWS_REGION=" +
                  default_region);
  }
}

// Without the profile that they are told to take, clients do nothing.
void LookAtProfile(const Environment& environment, Findings& findings) {
  const std::string name = Variable(environment, "AWS_PROFILE");
  if (name.empty()) return;
  const std::optional<ProfileFiles> files = FindProfileFiles(environment);
  if (!files) return;
  const std::vector<std::string> profiles = ReadProfileNames(*files);
  if (std::find(profiles.begin(), profiles.end(), name) != profiles.end()) return;
  const std::vector<std::string_view> candidates(profiles.begin(), profiles.end());
  findings.Change("AWS_PROFILE=" + name + " is a profile of neither " + files->config + " nor " +
                  files->credentials + Suggestion(name, candidates) +
                  ", so boto3 and the AWS CLI do nothing: unset it");
}

// Whether the server verifies signatures and refuses these keys. They are shown to nobody: a
// signature says nothing of the secret.
bool AreRefused(const Endpoint& endpoint, const Environment& environment, const Identity& keys,
                Findings& findings) {
  const ServiceClient client(endpoint, FindRegion(environment), keys, kPatience);
  try {
    client.Call("Kinesis_20131202.ListStreams", {});
  } catch (const ServiceRefusal& refusal) {
    constexpr auto kOfSignatures = std::to_array<std::string_view>(
        {"UnrecognizedClientException", "InvalidSignatureException", "ExpiredTokenException"});
    return std::find(kOfSignatures.begin(), kOfSignatures.end(), refusal.code()) !=
           kOfSignatures.end();
  } catch (const NoAnswer& failure) {
    findings.Note(std::string("ListStreams: ") + failure.what());
  }
  return false;
}

// `asked`: whether a Runnel is there to say what it makes of the keys.
void LookAtKeys(const Environment& environment, const Endpoint& endpoint, bool asked,
                Findings& findings) {
  Identity keys;
  keys.access_key = Variable(environment, "AWS_ACCESS_KEY_ID");
  keys.secret_key = Variable(environment, "AWS_SECRET_ACCESS_KEY");
  keys.session_token = Variable(environment, "AWS_SESSION_TOKEN");
  if (keys.access_key.empty() && !Variable(environment, "AWS_PROFILE").empty()) return;
  if (!keys.access_key.empty() && keys.secret_key.empty()) {
    findings.Change(
        "AWS_ACCESS_KEY_ID is of no use without its secret: export AWS_SECRET_ACCESS_KEY=test");
    return;
  }
  const bool has_keys = !keys.access_key.empty();
  if (!has_keys) keys.access_key = keys.secret_key = "test";
  const std::string advice =
      "export the AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY of a profile of the file that the "
      "server was started with by --credentials";
  const bool refused = asked && AreRefused(endpoint, environment, keys, findings);
  if (refused && has_keys) {
    findings.Change(
        "the server verifies signatures and refuses those by the keys of this "
        "terminal: " +
        advice);
  } else if (refused) {
    findings.Change("clients need credentials, and the server verifies signatures: " + advice);
  } else if (!has_keys) {
    findings.Change(
        "clients need credentials, of any kind: export AWS_ACCESS_KEY_ID=test "
        "AWS_SECRET_ACCESS_KEY=test");
  }
}

void LookAtOtherVariables(const Environment& environment, Findings& findings) {
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

// Of several servers the one that clients are led to is as good as named; else the first, so that
// the rest can be looked at.
Endpoint EndpointToLookAt(const Environment& environment, std::string_view given,
                          const std::vector<ServerRecord>& servers, Findings& findings) {
  try {
    return FindEndpoint(environment, given);
  } catch (const SeveralServers& several) {
    const std::string url = AddressVariable(environment).url;
    for (const ServerRecord& server : servers) {
      const Endpoint endpoint = ReadEndpoint(server.Url(), "the running server");
      if (IsSame(url, endpoint)) return endpoint;
    }
    findings.Change(several.what());
    return ReadEndpoint(servers.front().Url(), "the running server");
  }
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
  const std::string_view given = arguments.Last("endpoint");
  Findings findings;
  const std::string error(arguments.Last("error"));
  if (!error.empty()) Explain(error == "-" ? ReadAll(stdin) : error, findings);
  const std::vector<ServerRecord> servers = ServerRegistry(environment).Running();
  const Endpoint endpoint = EndpointToLookAt(environment, given, servers, findings);
  const Found found = LookAtServer(endpoint, servers, findings);
  LookAtOtherPorts(endpoint, findings);
  const bool led_here = found != Found::kStranger && (found != Found::kNothing || servers.empty());
  LookAtAddress(environment, endpoint, led_here, findings);
  LookAtRegion(environment, findings);
  LookAtProfile(environment, findings);
  LookAtKeys(environment, endpoint, found == Found::kRunnel, findings);
  LookAtProxies(environment, endpoint, findings);
  LookAtOtherVariables(environment, findings);
  if (findings.changes() == 0) std::puts("Nothing is to be changed.");
  return findings.changes() == 0 ? 0 : kExitFailed;
}

}  // namespace runnel
