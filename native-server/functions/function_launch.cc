#include "native-server/functions/function_launch.h"

#include <cstdlib>
#include <map>
#include <vector>

#include "core/base/percent_encoding.h"
#include "native-server/functions/runtime_clients/clients.h"

namespace runnel {
namespace {

constexpr const char* kSystemPath = "/usr/local/bin:/usr/bin:/bin";

std::string VariableOr(const char* name, const char* otherwise) {
  const char* const value = std::getenv(name);
  return value == nullptr ? otherwise : value;
}

std::map<std::string, std::string> VariablesOf(const RunnableFunction& function,
                                               const std::string& endpoint) {
  std::map<std::string, std::string> variables = {
      {"PATH", VariableOr("PATH", kSystemPath)},
      {"HOME", VariableOr("HOME", "/tmp")},
      {"LANG", "en_US.UTF-8"},
      {"TZ", ":UTC"},
      {"PYTHONUNBUFFERED", "1"},
      {"AWS_ENDPOINT_URL", endpoint},
      {"AWS_XRAY_CONTEXT_MISSING", "LOG_ERROR"},
  };
  for (const auto& [name, value] : function.environment) variables[name] = value;
  const std::string& region = function.scope.region.text();
  const std::map<std::string, std::string> reserved = {
      {"_HANDLER", function.handler},
      {"LAMBDA_RUNTIME_DIR", "/var/runtime"},
      {"AWS_LAMBDA_FUNCTION_NAME", function.name},
      {"AWS_LAMBDA_FUNCTION_VERSION", function.version},
      {"AWS_LAMBDA_FUNCTION_MEMORY_SIZE", std::to_string(function.memory_mib)},
      {"AWS_LAMBDA_LOG_GROUP_NAME", function.log_group},
      {"AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"},
      {"AWS_REGION", region},
      {"AWS_DEFAULT_REGION", region},
      // A key of 12 digits is the account that calls are for.
      {"AWS_ACCESS_KEY_ID", function.scope.account.text()},
      {"AWS_SECRET_ACCESS_KEY", "test"},
      {"AWS_SESSION_TOKEN", "test"},
  };
  for (const auto& [name, value] : reserved) variables[name] = value;
  if (!function.runtime.empty() && !function.runtime.starts_with("provided")) {
    variables["AWS_EXECUTION_ENV"] = "AWS_Lambda_" + function.runtime;
  }
  return variables;
}

void PlanCommand(const RunnableFunction& function, FunctionLaunch& plan) {
  std::string_view query = std::string_view(function.image_uri).substr(kCommandImage.size());
  std::string run;
  plan.launch.folder = "/";
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(pair.size() + 1, query.size()));
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const std::string value = PercentDecode(pair.substr(std::min(equals + 1, pair.size())));
    if (pair.substr(0, equals) == "run") run = value;
    if (pair.substr(0, equals) == "folder") plan.launch.folder = value;
  }
  if (run.empty()) {
    plan.failure = "the ImageUri " + function.image_uri +
                   " names no command: it should be runnel:command?run=COMMAND&folder=FOLDER, "
                   "percent-encoded";
  }
  plan.launch.arguments = {"/bin/sh", "-c", run};
}

void PlanZip(const RunnableFunction& function, CodeFolders& folders, FunctionLaunch& plan) {
  const std::string& runtime = function.runtime;
  if (!function.zip) {
    plan.failure = "the function has no code";
    return;
  }
  UnpackedCode unpacked = folders.Unpack(*function.zip, function.code_sha256);
  plan.failure = std::move(unpacked.failure);
  plan.code = std::move(unpacked.folder);
  if (!plan.code) return;
  plan.launch.folder = plan.code->path().string();
  if (runtime.starts_with("provided")) {
    plan.launch.arguments = {"./bootstrap"};
    if (!std::filesystem::exists(plan.code->path() / "bootstrap")) {
      plan.failure = "the zip file has no `bootstrap` at its top, which " + runtime + " runs";
    }
  } else if (runtime.starts_with("python")) {
    const std::string file = folders.ProgramFile("client.py", kPythonClient).string();
    // The very version, if it is there and can be run.
    plan.launch.arguments = {"/bin/sh", "-c",
                             "\"$0\" -c \"\" >/dev/null 2>&1 && exec \"$0\" \"$1\"; "
                             "exec python3 \"$1\"",
                             runtime, file};
  } else if (runtime.starts_with("nodejs")) {
    plan.launch.arguments = {"node", folders.ProgramFile("client.mjs", kNodeClient).string()};
  } else {
    plan.failure = "the runtime " + runtime +
                   " cannot be run here: provided.*, python* and nodejs* can, and others as a "
                   "container whose URL is the function's ImageUri";
  }
}

}  // namespace

FunctionLaunch PlanLaunch(const RunnableFunction& function, const std::string& endpoint,
                          CodeFolders& folders) {
  FunctionLaunch plan;
  plan.launch.environment = VariablesOf(function, endpoint);
  if (function.image_uri.starts_with(kCommandImage)) {
    PlanCommand(function, plan);
  } else {
    PlanZip(function, folders, plan);
  }
  plan.launch.environment["LAMBDA_TASK_ROOT"] = plan.launch.folder;
  return plan;
}

}  // namespace runnel
