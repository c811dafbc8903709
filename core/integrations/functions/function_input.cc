#include "core/integrations/functions/function_input.h"

#include <algorithm>

#include "core/api/function_errors.h"
#include "core/base/base64.h"
#include "core/base/sha256.h"
#include "core/base/uuid.h"
#include "core/integrations/functions/zip_directory.h"

namespace runnel {
namespace {

constexpr std::size_t kEnvironmentBytesMax = 4096;
constexpr std::uint64_t kUnpackedBytesMax = 262'144'000;
// A program of the machine that the emulator runs on.
constexpr std::string_view kCommand = "runnel:command?";
// AWS: variables that the service itself sets, less those that it lets be set (4.2). Those that do
// not begin with a letter are refused as names.
constexpr std::string_view kReservedVariables[] = {
    "AWS_ACCESS_KEY",
    "AWS_ACCESS_KEY_ID",
    "AWS_DEFAULT_REGION",
    "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
    "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_INITIALIZATION_TYPE",
    "AWS_LAMBDA_LOG_GROUP_NAME",
    "AWS_LAMBDA_LOG_STREAM_NAME",
    "AWS_LAMBDA_RUNTIME_API",
    "AWS_REGION",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "LAMBDA_RUNTIME_DIR",
    "LAMBDA_TASK_ROOT",
};
// AWS takes tens of seconds; clients only have to see that it is not at once.
constexpr Duration kChangeDelay = Duration::Milliseconds(100);

Duration ChangeDelay(const Settings& settings) {
  return std::min(kChangeDelay, settings.create_stream_delay);
}

std::string Sha256Text(std::string_view bytes) {
  std::string text;
  AppendBase64(BytesOf(Sha256(bytes)), text);
  return text;
}

// As messages print it: an object of JSON without spaces.
std::string MeasuredText(const TagMap& variables) {
  std::string text = "{";
  for (const auto& [name, value] : variables) {
    text.append(text.size() > 1 ? "," : "").append("\"").append(name);
    text.append("\":\"").append(value).append("\"");
  }
  return text + "}";
}

// Errors: EnvironmentReserved, EnvironmentTooLarge.
Result<void> CheckVariables(const TagMap& variables) {
  std::string reserved;
  for (const std::string_view name : kReservedVariables) {
    if (!variables.contains(std::string(name))) continue;
    reserved.append(reserved.empty() ? "" : ", ").append(name);
  }
  if (!reserved.empty()) return error::EnvironmentReserved(reserved);
  const std::string measured = MeasuredText(variables);
  if (measured.size() > kEnvironmentBytesMax) return error::EnvironmentTooLarge(measured);
  return {};
}

void Take(const std::optional<std::string>& said, std::string& kept) {
  if (said) kept = *said;
}

}  // namespace

Result<const Function*> FindNamedFunction(const Context& context, const std::string& name) {
  const auto named = FunctionName::Parse(name, context.caller);
  if (!named) return error::InvalidFunctionName(name);
  if (named->scope.region != context.caller.region) {
    return error::FunctionOfOtherRegion(named->scope.region.text(), context.caller.region.text());
  }
  const Function* const function = context.state.FindFunction(named->scope, named->name);
  const bool known = named->qualifier.empty() || named->qualifier == kLatestVersion;
  if (function == nullptr || !known) return error::FunctionNotFound(named->Arn());
  return function;
}

Result<void> Configure(const FunctionInput& input, FunctionConfiguration& configuration) {
  Take(input.runtime, configuration.runtime);
  Take(input.role, configuration.role);
  Take(input.handler, configuration.handler);
  Take(input.description, configuration.description);
  if (input.timeout) configuration.timeout_seconds = *input.timeout;
  if (input.memory_size) configuration.memory_mib = *input.memory_size;
  if (input.architectures) configuration.architecture = input.architectures->front();
  if (input.ephemeral_storage) configuration.ephemeral_storage_mib = *input.ephemeral_storage->size;
  if (input.tracing_config) Take(input.tracing_config->mode, configuration.tracing_mode);
  if (input.logging_config) {
    Take(input.logging_config->log_group, configuration.log_group);
    Take(input.logging_config->log_format, configuration.log_format);
  }
  if (!input.environment) return {};
  configuration.environment = input.environment->variables.value_or(TagMap());
  return CheckVariables(*configuration.environment);
}

Result<void> TakeCode(const FunctionCodeInput& input, FunctionVersion& version) {
  FunctionConfiguration& configuration = version.configuration;
  if (input.s3_bucket || input.s3_key) return error::CodeNotFetchable();
  if (configuration.package_type == "Image") {
    if (!input.image_uri) return error::CodeMissing("ImageUri");
    const std::string& uri = *input.image_uri;
    if (uri != kAnsweredByCalls && !uri.starts_with("http://") && !uri.starts_with(kCommand)) {
      return error::CodeNotRunnable();
    }
    configuration.image_uri = uri;
    version.code = std::make_shared<const FunctionCode>(FunctionCode{{}, Sha256Text(uri)});
    return {};
  }
  if (!input.zip_file) return error::CodeMissing("ZipFile");
  const auto directory = ReadZipDirectory(*input.zip_file);
  if (!directory) return error::CodeNotZip();
  if (directory->entries == 0) return error::CodeEmpty();
  if (directory->unpacked_bytes >= kUnpackedBytesMax) return error::CodeTooLarge(kUnpackedBytesMax);
  version.code = std::make_shared<const FunctionCode>(
      FunctionCode{*input.zip_file, Sha256Text(*input.zip_file)});
  return {};
}

Result<void> CheckMayChange(const Context& context, const Function& function,
                            const std::optional<std::string>& revision_id) {
  if (context.now < std::max(function.active_at, function.updated_at)) {
    return error::FunctionUpdateInProgress(function.Arn());
  }
  if (revision_id && *revision_id != function.latest.revision_id) return error::RevisionStale();
  return {};
}

std::int32_t Publish(Context& context, Function& function,
                     const std::optional<std::string>& description) {
  FunctionVersion version = function.latest;
  if (description) version.configuration.description = *description;
  const auto last = function.versions.find(function.last_version);
  const auto sha256 = [](const FunctionVersion& of) {
    return of.code ? of.code->sha256 : std::string();
  };
  // AWS: what has not changed gets no other number.
  if (last != function.versions.end() && sha256(last->second) == sha256(version) &&
      last->second.configuration == version.configuration) {
    return last->first;
  }
  version.revision_id = RandomUuid(context.random);
  version.last_modified = context.now;
  function.versions.emplace(++function.last_version, std::move(version));
  return function.last_version;
}

FunctionOutput Put(Context& context, Function function, bool publishes) {
  function.latest.last_modified = context.now;
  function.latest.revision_id = RandomUuid(context.random);
  const Timestamp done = context.now + ChangeDelay(context.settings);
  const bool is_new = context.state.FindFunction(function.scope, function.name) == nullptr;
  (is_new ? function.active_at : function.updated_at) = done;
  FunctionOutput output = FunctionOutput::Of(function, context.now);
  if (publishes) {
    const std::int32_t number = Publish(context, function, std::nullopt);
    output = FunctionOutput::OfVersion(function, number, context.now);
    // AWS: of a new function the ARN is the function's own all the same.
    if (is_new) output.function_arn = function.Arn();
  }
  context.Emit(FunctionPut{std::move(function)});
  return output;
}

}  // namespace runnel
