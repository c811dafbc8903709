// A function in an answer of Lambda's control operations.
// Source: integrations 4.4.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/api/shapes.h"
#include "core/model/function.h"
#include "core/operations/context.h"

namespace runnel {

struct FunctionEnvironment {
  std::optional<TagMap> variables;
};
struct FunctionStorage {
  std::optional<std::int32_t> size;
};
struct FunctionTracing {
  std::optional<std::string> mode;
};
struct FunctionSnapStart {
  std::optional<std::string> apply_on;
  std::optional<std::string> optimization_status;
};
struct FunctionRuntimeVersion {
  std::optional<std::string> runtime_version_arn;
};
struct FunctionLogging {
  std::optional<std::string> log_format;
  std::optional<std::string> log_group;
};

struct FunctionOutput {
  std::string function_name;
  std::string function_arn;
  std::optional<std::string> runtime;
  std::string role;
  std::optional<std::string> handler;
  std::int64_t code_size = 0;
  std::string description;
  std::int32_t timeout = 0;
  std::int32_t memory_size = 0;
  std::string last_modified;
  std::string code_sha256;
  std::string version;
  std::optional<FunctionEnvironment> environment;
  FunctionTracing tracing_config;
  std::string revision_id;
  std::string state;
  std::optional<std::string> state_reason;
  std::optional<std::string> state_reason_code;
  std::optional<std::string> last_update_status;
  std::optional<std::string> last_update_status_reason;
  std::optional<std::string> last_update_status_reason_code;
  std::string package_type;
  std::vector<std::string> architectures;
  FunctionStorage ephemeral_storage;
  FunctionSnapStart snap_start;
  std::optional<FunctionRuntimeVersion> runtime_version_config;
  FunctionLogging logging_config;

  // As the function is at that moment.
  static FunctionOutput Of(const Function& function, Timestamp now);
  // A version that has been published; it is Pending for as long as the function is.
  static FunctionOutput OfVersion(const Function& function, std::int32_t number, Timestamp now);
};

namespace function_shapes {

inline constexpr Shape kVariables = MapShape(shapes::kText, shapes::kText, 0, 4096);
inline constexpr Member kEnvironmentMembers[] = {
    Field<&FunctionEnvironment::variables>("Variables", kVariables).Redacted(),
};
inline constexpr Shape kEnvironment = StructureShape(kEnvironmentMembers);
inline constexpr Shape kStorageSize = NumberShape(ShapeKind::kInteger, 512, 10'240);
inline constexpr Member kStorageMembers[] = {
    Field<&FunctionStorage::size>("Size", kStorageSize).Required(),
};
inline constexpr Shape kStorage = StructureShape(kStorageMembers);
inline constexpr std::array<std::string_view, 2> kTracingModes = {"Active", "PassThrough"};
inline constexpr Shape kTracingMode = EnumShape(kTracingModes);
inline constexpr Member kTracingMembers[] = {
    Field<&FunctionTracing::mode>("Mode", kTracingMode),
};
inline constexpr Shape kTracing = StructureShape(kTracingMembers);
inline constexpr Member kSnapStartMembers[] = {
    Field<&FunctionSnapStart::apply_on>("ApplyOn", shapes::kText),
    Field<&FunctionSnapStart::optimization_status>("OptimizationStatus", shapes::kText),
};
inline constexpr Shape kSnapStart = StructureShape(kSnapStartMembers);
inline constexpr Member kRuntimeVersionMembers[] = {
    Field<&FunctionRuntimeVersion::runtime_version_arn>("RuntimeVersionArn", shapes::kText),
};
inline constexpr Shape kRuntimeVersion = StructureShape(kRuntimeVersionMembers);
inline constexpr std::array<std::string_view, 2> kLogFormats = {"JSON", "Text"};
inline constexpr Shape kLogFormat = EnumShape(kLogFormats);
inline constexpr Shape kLogGroup = StringShape(1, 512);
inline constexpr Member kLoggingMembers[] = {
    Field<&FunctionLogging::log_format>("LogFormat", kLogFormat),
    Field<&FunctionLogging::log_group>("LogGroup", kLogGroup),
};
inline constexpr Shape kLogging = StructureShape(kLoggingMembers);
inline constexpr Shape kArchitectureList = ListShape<std::string>(shapes::kText, 1, 1);

inline constexpr Member kOutputMembers[] = {
    Field<&FunctionOutput::function_name>("FunctionName", shapes::kText),
    Field<&FunctionOutput::function_arn>("FunctionArn", shapes::kText),
    Field<&FunctionOutput::runtime>("Runtime", shapes::kText),
    Field<&FunctionOutput::role>("Role", shapes::kText),
    Field<&FunctionOutput::handler>("Handler", shapes::kText),
    Field<&FunctionOutput::code_size>("CodeSize", shapes::kLong),
    Field<&FunctionOutput::description>("Description", shapes::kText),
    Field<&FunctionOutput::timeout>("Timeout", shapes::kInteger),
    Field<&FunctionOutput::memory_size>("MemorySize", shapes::kInteger),
    Field<&FunctionOutput::last_modified>("LastModified", shapes::kText),
    Field<&FunctionOutput::code_sha256>("CodeSha256", shapes::kText),
    Field<&FunctionOutput::version>("Version", shapes::kText),
    Field<&FunctionOutput::environment>("Environment", kEnvironment),
    Field<&FunctionOutput::tracing_config>("TracingConfig", kTracing),
    Field<&FunctionOutput::revision_id>("RevisionId", shapes::kText),
    Field<&FunctionOutput::state>("State", shapes::kText),
    Field<&FunctionOutput::state_reason>("StateReason", shapes::kText),
    Field<&FunctionOutput::state_reason_code>("StateReasonCode", shapes::kText),
    Field<&FunctionOutput::last_update_status>("LastUpdateStatus", shapes::kText),
    Field<&FunctionOutput::last_update_status_reason>("LastUpdateStatusReason", shapes::kText),
    Field<&FunctionOutput::last_update_status_reason_code>("LastUpdateStatusReasonCode",
                                                           shapes::kText),
    Field<&FunctionOutput::package_type>("PackageType", shapes::kText),
    Field<&FunctionOutput::architectures>("Architectures", kArchitectureList),
    Field<&FunctionOutput::ephemeral_storage>("EphemeralStorage", kStorage),
    Field<&FunctionOutput::snap_start>("SnapStart", kSnapStart),
    Field<&FunctionOutput::runtime_version_config>("RuntimeVersionConfig", kRuntimeVersion),
    Field<&FunctionOutput::logging_config>("LoggingConfig", kLogging),
};
inline constexpr Shape kOutput = StructureShape(kOutputMembers);
inline constexpr Shape kOutputList = ListShape<FunctionOutput>(kOutput);

}  // namespace function_shapes

}  // namespace runnel
