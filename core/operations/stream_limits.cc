// The emulator's own operation that lets one stream differ from `--limits`.
#include <array>

#include "core/api/shapes.h"
#include "core/operations/addressing.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

struct StreamLimitsInput {
  std::optional<std::string> stream_name;
  std::optional<std::string> stream_arn;
  std::optional<std::string> limits;
};
constexpr std::array<std::string_view, 3> kLimits = {"AWS", "OFF", "DEFAULT"};
constexpr Shape kLimitsShape = EnumShape(kLimits);
constexpr Member kInput[] = {
    Field<&StreamLimitsInput::stream_name>("StreamName", shapes::kStreamName),
    Field<&StreamLimitsInput::stream_arn>("StreamARN", shapes::kStreamArn),
    Field<&StreamLimitsInput::limits>("Limits", kLimitsShape).Required(),
};

Result<NoOutput> UpdateStreamLimits(Context& context, const StreamLimitsInput& input) {
  const auto stream = FindStream(context, input.stream_name, input.stream_arn);
  if (!stream) return stream.error();
  StreamLimitsChanged changed{(*stream)->uid, std::nullopt};
  if (*input.limits != "DEFAULT") changed.enforced = *input.limits == "AWS";
  context.Emit(changed);
  return NoOutput{};
}

}  // namespace

extern constexpr Operation kUpdateStreamLimits =
    DefineOperation<StreamLimitsInput, UpdateStreamLimits>("UpdateStreamLimits", kInput);

}  // namespace runnel
