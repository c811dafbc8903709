#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <optional>

#include "native-server/command_line/aws_model.h"
#include "native-server/command_line/client_settings.h"
#include "native-server/command_line/commands.h"
#include "native-server/config/option_value.h"
#include "native-server/config/user_data_folder.h"
#include "native-server/failure.h"

namespace runnel {
namespace {

constexpr const char* kHelp =
    "usage: runnel aws ARGUMENT...        (also: awsemu ARGUMENT...)\n\n"
    "Runs the AWS CLI against the server, for example\n\n"
    "  runnel aws kinesis create-stream --stream-name events --shard-count 2\n\n"
    "Endpoint: RUNNEL_ENDPOINT, or RUNNEL_PORT on this machine, or the server that runs here,\n"
    "          or http://127.0.0.1:4566.\n"
    "Region:   AWS_REGION, AWS_DEFAULT_REGION, RUNNEL_REGION, or us-east-1.\n"
    "Account:  an AWS_ACCESS_KEY_ID of 12 digits is the account. Any other key, and profiles, are\n"
    "          left aside, so that real credentials are never used.\n"
    "Profile:  for a server with --credentials FILE, RUNNEL_CREDENTIALS=FILE and "
    "RUNNEL_PROFILE=NAME\n"
    "          choose who calls.\n";

constexpr const char* kMissing =
    "there is no `aws` on the PATH: the AWS CLI is not installed.\n"
    "  Debian, Ubuntu:  apt-get install awscli\n"
    "  macOS:           brew install awscli\n"
    "  anywhere:        pip install awscli\n"
    "`runnel call` makes calls without it.";

constexpr int kExitCommandNotFound = 127;  // as a shell says it

// What would lead the AWS CLI elsewhere, or to other credentials.
constexpr const char* kForeignVariables[] = {
    "AWS_PROFILE",           "AWS_DEFAULT_PROFILE",        "AWS_SESSION_TOKEN",
    "AWS_SECURITY_TOKEN",    "AWS_ENDPOINT_URL_KINESIS",   "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
    "AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT",
};

// Without an endpoint it is left to what leads there already.
void SetEnvironment(const Environment& environment, const std::optional<Endpoint>& endpoint) {
  for (const char* name : kForeignVariables) unsetenv(name);
  const auto set = [](const char* name, const std::string& value) {
    setenv(name, value.c_str(), 1);
  };
  if (const auto identity = FindIdentity(environment, {})) {
    set("AWS_ACCESS_KEY_ID", identity->access_key);
    set("AWS_SECRET_ACCESS_KEY", identity->secret_key);
    if (!identity->session_token.empty()) set("AWS_SESSION_TOKEN", identity->session_token);
  } else {
    const std::string key = FindAccessKey(environment);
    const std::string secret = Variable(environment, "AWS_SECRET_ACCESS_KEY");
    set("AWS_ACCESS_KEY_ID", key);
    set("AWS_SECRET_ACCESS_KEY", key == "test" || secret.empty() ? "test" : secret);
  }
  // Version 1 of the AWS CLI reads only the second.
  set("AWS_REGION", FindRegion(environment));
  set("AWS_DEFAULT_REGION", FindRegion(environment));
  set("AWS_PAGER", "");
  set("AWS_EC2_METADATA_DISABLED", "true");
  if (!endpoint) return;
  set("AWS_ENDPOINT_URL", endpoint->Url());
  // A proxy for the world outside cannot reach this machine's own addresses.
  for (const char* name : {"NO_PROXY", "no_proxy"}) {
    const std::string others = Variable(environment, name);
    set(name, others.empty() ? endpoint->host : others + "," + endpoint->host);
  }
}

// Who has no home has no cache either. Empty: the model cannot be kept anywhere.
std::string ModelFolder(const Environment& environment) {
  const std::filesystem::path kept = UserCacheFolder(environment, "aws-models");
  if (!kept.empty()) return kept;
  const std::filesystem::path temporary = UserTemporaryFolder(environment);
  return MakePrivateFolder(temporary) ? temporary / "aws-models" : std::filesystem::path();
}

// The distribution's AWS CLI may be years older than the API: it is given a model that has all of
// it.
void OfferModel(const Environment& environment) {
  const std::string folder = ModelFolder(environment);
  if (folder.empty() || !WriteKinesisServiceModel(folder)) return;
  const std::string others = Variable(environment, "AWS_DATA_PATH");
  setenv("AWS_DATA_PATH", (others.empty() ? folder : others + ":" + folder).c_str(), 1);
}

}  // namespace

int AwsCommand(const CommandLine& command_line) {
  const std::vector<std::string>& given = command_line.arguments;
  if (!given.empty() && (given.front() == "--help" || given.front() == "-h")) {
    std::fputs(kHelp, stdout);
    return 0;
  }
  std::vector<std::string> arguments = {"aws"};
  const bool endpoint_given =
      std::any_of(given.begin(), given.end(), [](const std::string& argument) {
        return argument == "--endpoint-url" || argument.starts_with("--endpoint-url=");
      });
  std::optional<Endpoint> endpoint;
  if (!endpoint_given) {
    endpoint = FindEndpoint(command_line.environment);
    // Versions before 2.13 do not read AWS_ENDPOINT_URL.
    arguments.insert(arguments.end(), {"--endpoint-url", endpoint->Url()});
  }
  arguments.insert(arguments.end(), given.begin(), given.end());
  SetEnvironment(command_line.environment, endpoint);
  OfferModel(command_line.environment);

  std::vector<char*> pointers;
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  execvp("aws", pointers.data());
  if (errno == ENOENT) throw Failure(kExitCommandNotFound, kMissing);
  throw Failure(kExitFailed, std::string("cannot run `aws`: ") + std::strerror(errno));
}

}  // namespace runnel
