#include "core/integrations/functions/function_output.h"

#include <array>
#include <utility>

#include "core/base/calendar.h"
#include "core/base/sha256.h"

namespace runnel {
namespace {

// "2025-11-25T16:00:00.123+0000"
std::string ModifiedText(Timestamp time) {
  std::string text = MillisecondTimeText(time);
  text.pop_back();
  return text + "+0000";
}

void SetState(Timestamp active_at, Timestamp updated_at, Timestamp now, FunctionOutput& output) {
  const bool pending = now < active_at;
  output.state = pending ? "Pending" : "Active";
  if (pending) {
    output.state_reason = "The function is being created.";
    output.state_reason_code = "Creating";
  } else if (now < updated_at) {
    output.last_update_status = "InProgress";
    // AWS: an update says so too.
    output.last_update_status_reason = "The function is being created.";
    output.last_update_status_reason_code = "Creating";
  } else {
    output.last_update_status = "Successful";
  }
}

FunctionOutput Describe(const Function& function, const FunctionVersion& version) {
  const FunctionConfiguration& configuration = version.configuration;
  FunctionOutput output;
  output.function_name = function.name;
  output.function_arn = function.Arn();
  if (!configuration.runtime.empty()) {
    output.runtime = configuration.runtime;
    output.runtime_version_config.emplace().runtime_version_arn =
        "arn:aws:lambda:" + function.scope.region.text() +
        "::runtime:" + HexOf(Sha256(configuration.runtime));
  }
  output.role = configuration.role;
  if (!configuration.handler.empty()) output.handler = configuration.handler;
  if (version.code) {
    output.code_size = version.code->size();
    output.code_sha256 = version.code->sha256;
  }
  output.description = configuration.description;
  output.timeout = configuration.timeout_seconds;
  output.memory_size = configuration.memory_mib;
  output.last_modified = ModifiedText(version.last_modified);
  if (configuration.environment) {
    output.environment.emplace().variables = *configuration.environment;
  }
  output.tracing_config.mode = configuration.tracing_mode;
  output.revision_id = version.revision_id;
  output.package_type = configuration.package_type;
  output.architectures = {configuration.architecture};
  output.ephemeral_storage.size = configuration.ephemeral_storage_mib;
  output.snap_start = {"None", "Off"};
  output.logging_config.log_format = configuration.log_format;
  output.logging_config.log_group =
      configuration.log_group.empty() ? "/aws/lambda/" + function.name : configuration.log_group;
  return output;
}

}  // namespace

FunctionOutput FunctionOutput::Of(const Function& function, Timestamp now) {
  FunctionOutput output = Describe(function, function.latest);
  output.version = kLatestVersion;
  SetState(function.active_at, function.updated_at, now, output);
  return output;
}

FunctionOutput FunctionOutput::OfVersion(const Function& function, std::int32_t number,
                                         Timestamp now) {
  FunctionOutput output = Describe(function, function.versions.at(number));
  output.version = std::to_string(number);
  output.function_arn += ":" + output.version;
  // What becomes of the function later does not change it.
  SetState(function.active_at, function.active_at, now, output);
  return output;
}

}  // namespace runnel
