// What requests say about a function, and what of it is kept.
// Source: integrations 4.2, 4.4.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/integrations/functions/function_output.h"
#include "core/model/function_name.h"

namespace runnel {

struct FunctionCodeInput {
  std::optional<std::string> zip_file;
  std::optional<std::string> s3_bucket;
  std::optional<std::string> s3_key;
  std::optional<std::string> image_uri;
};

// Of operations that create or change one, each of which takes a part of it.
struct FunctionInput {
  std::optional<std::string> function_name;
  std::optional<std::string> role;
  std::optional<FunctionCodeInput> code;
  std::optional<std::string> runtime;
  std::optional<std::string> handler;
  std::optional<std::string> package_type;
  std::optional<std::int32_t> timeout;
  std::optional<std::int32_t> memory_size;
  std::optional<std::string> description;
  std::optional<FunctionEnvironment> environment;
  std::optional<std::vector<std::string>> architectures;
  std::optional<FunctionStorage> ephemeral_storage;
  std::optional<FunctionTracing> tracing_config;
  std::optional<FunctionLogging> logging_config;
  std::optional<TagMap> tags;
  std::optional<std::string> revision_id;
  std::optional<bool> publish;
};

namespace function_shapes {

inline constexpr Pattern kRolePattern(
    R"(arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+)");
inline constexpr Shape kName = StringShape(1, 256);
inline constexpr Shape kRole = PatternShape(kRolePattern);
inline constexpr Pattern kHandlerPattern(R"([^\s]+)");
inline constexpr Shape kHandler = StringShape(0, 128, &kHandlerPattern);
inline constexpr Shape kTimeout = NumberShape(ShapeKind::kInteger, 1, 900);
inline constexpr Shape kMemory = NumberShape(ShapeKind::kInteger, 128, 10'240);
inline constexpr Shape kDescription = StringShape(0, 256);
inline constexpr std::array<std::string_view, 2> kPackageTypes = {"Image", "Zip"};
inline constexpr Shape kPackageType = EnumShape(kPackageTypes);
inline constexpr std::array<std::string_view, 2> kArchitectures = {"x86_64", "arm64"};
inline constexpr Shape kArchitecture = EnumShape(kArchitectures);
inline constexpr Shape kArchitectureInput = ListShape<std::string>(kArchitecture, 1, 1);
inline constexpr Shape kZip = NumberShape(ShapeKind::kBlob, 0, 52'428'800);
inline constexpr Shape kTags = MapShape(shapes::kTagKey, shapes::kTagValue, 0, 50);

// What UpdateFunctionConfiguration takes, and CreateFunction too.
inline constexpr Member kSettings[] = {
    Field<&FunctionInput::runtime>("Runtime", shapes::kText),
    Field<&FunctionInput::handler>("Handler", kHandler),
    Field<&FunctionInput::timeout>("Timeout", kTimeout),
    Field<&FunctionInput::memory_size>("MemorySize", kMemory),
    Field<&FunctionInput::description>("Description", kDescription),
    Field<&FunctionInput::environment>("Environment", kEnvironment),
    Field<&FunctionInput::ephemeral_storage>("EphemeralStorage", kStorage),
    Field<&FunctionInput::tracing_config>("TracingConfig", kTracing),
    Field<&FunctionInput::logging_config>("LoggingConfig", kLogging),
};

}  // namespace function_shapes

// The function that a request names. Errors: FunctionNotFound, InvalidFunctionName,
// FunctionOfOtherRegion.
Result<const Function*> FindNamedFunction(const Context& context, const std::string& name);

// Takes over what was said. Errors: EnvironmentTooLarge, EnvironmentReserved.
Result<void> Configure(const FunctionInput& input, FunctionConfiguration& configuration);

// Takes over the code. Errors: CodeMissing, CodeNotRunnable, CodeNotFetchable.
Result<void> TakeCode(const FunctionCodeInput& input, FunctionVersion& version);

// The error if a change is under way, or the caller knows another revision.
Result<void> CheckMayChange(const Context& context, const Function& function,
                            const std::optional<std::string>& revision_id);

// Makes a version of what "$LATEST" is, unless the last one is the same, and gives its number.
std::int32_t Publish(Context& context, Function& function,
                     const std::optional<std::string>& description);

// Notes that the function is as it is from now on. Gives the version that it is published as, if it
// `publishes`.
FunctionOutput Put(Context& context, Function function, bool publishes = false);

}  // namespace runnel
