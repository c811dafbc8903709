#include "core/engine/initial_streams.h"

#include "core/api/errors.h"
#include "core/api/shapes.h"
#include "core/api/validation.h"
#include "core/operations/quotas.h"

namespace runnel {
namespace {

// What CreateStream constrains.
struct InitialStreamCheck {
  std::optional<std::string> name;
  std::optional<std::int32_t> shard_count;
};
constexpr Member kChecked[] = {
    Field<&InitialStreamCheck::name>("StreamName", shapes::kStreamName).Required(),
    Field<&InitialStreamCheck::shard_count>("ShardCount", shapes::kPositiveInteger).Required(),
};
constexpr Shape kCheckedShape = StructureShape(kChecked);

}  // namespace

Result<StreamCreated> PlanInitialStream(const State& state, const Settings& settings,
                                        const Scope& scope, const InitialStream& stream,
                                        Timestamp now) {
  const InitialStreamCheck checked{stream.name, stream.shard_count};
  if (auto invalid = Validate(kCheckedShape, &checked, PartitionKeyRule::kRequired)) {
    return *std::move(invalid);
  }
  const StreamName name(stream.name);
  if (state.FindStream(scope, stream.name) != nullptr) {
    return error::StreamExists(name, scope.account);
  }
  const auto fits = CheckShardQuota(state, settings, scope, stream.shard_count);
  if (!fits) return fits.error();
  StreamCreated created;
  created.uid = state.next_stream_uid();
  created.arn = {scope, name};
  created.at = now;
  created.shard_count = stream.shard_count;
  created.due = now;
  return created;
}

}  // namespace runnel
