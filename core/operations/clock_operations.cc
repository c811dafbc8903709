// The emulator's own operations on its clock. What time brings about, it brings about in the order
// of time, whether time passed or was advanced.
#include <algorithm>

#include "core/api/errors.h"
#include "core/api/shapes.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

struct ClockOutput {
  std::optional<std::int64_t> now_millis;
  std::optional<bool> frozen;
  std::optional<double> scale;
};
constexpr Member kClockOutput[] = {
    Field<&ClockOutput::now_millis>("NowMillis", shapes::kLong).Required(),
    Field<&ClockOutput::frozen>("Frozen", shapes::kBoolean).Required(),
    Field<&ClockOutput::scale>("Scale", shapes::kDouble).Required(),
};

struct DescribeClockInput {};

Result<ClockOutput> DescribeClock(Context& context, const DescribeClockInput&) {
  return ClockOutput{context.now.milliseconds, context.clock.frozen, context.clock.scale};
}

struct UpdateClockInput {
  std::optional<bool> freeze;
  std::optional<std::int64_t> freeze_at_millis;
  std::optional<std::int64_t> advance_millis;
  std::optional<double> scale;
  std::optional<bool> unfreeze;
  std::optional<bool> reset;
};
// The end of the year 9999: what comes after cannot be written down.
constexpr std::int64_t kLatestMillis = 253'402'300'799'999;
constexpr Shape kMillis = NumberShape(ShapeKind::kLong, 0, kLatestMillis);
constexpr Member kUpdateClockInput[] = {
    Field<&UpdateClockInput::freeze>("Freeze", shapes::kBoolean),
    Field<&UpdateClockInput::freeze_at_millis>("FreezeAtMillis", kMillis),
    Field<&UpdateClockInput::advance_millis>("AdvanceMillis", kMillis),
    Field<&UpdateClockInput::scale>("Scale", shapes::kDouble),
    Field<&UpdateClockInput::unfreeze>("Unfreeze", shapes::kBoolean),
    Field<&UpdateClockInput::reset>("Reset", shapes::kBoolean),
};

constexpr double kScaleMax = 1e6;

// The clock runs as the host's does again. What is behind it catches up; what is ahead stays ahead,
// because nothing that has happened can be taken back.
Result<ClockOutput> ResetClock(Context& context, const UpdateClockInput& input) {
  if (input.freeze || input.freeze_at_millis || input.advance_millis || input.scale ||
      input.unfreeze) {
    return error::ControlArgument("Reset cannot be combined with other changes of the clock.");
  }
  const Timestamp now = std::max(context.now, context.clock.host_now);
  context.control.scale = 1.0;
  context.control.unfreeze = true;
  context.control.advance_by = now - context.now;
  return ClockOutput{now.milliseconds, false, 1.0};
}

Result<ClockOutput> UpdateClock(Context& context, const UpdateClockInput& input) {
  if (input.reset.value_or(false)) return ResetClock(context, input);
  Timestamp now = context.now;
  bool frozen = context.clock.frozen;
  double scale = context.clock.scale;
  if (input.scale) {
    scale = *input.scale;
    if (!(scale > 0 && scale <= kScaleMax)) {
      return error::ControlArgument("Scale must be above 0 and at most 1000000.");
    }
    context.control.scale = scale;
  }
  if (input.freeze.value_or(false) || input.freeze_at_millis) {
    if (input.freeze_at_millis.value_or(now.milliseconds) < now.milliseconds) {
      return error::ControlArgument("The clock cannot go back: it is " +
                                    std::to_string(now.milliseconds) + " now.");
    }
    now = {input.freeze_at_millis.value_or(now.milliseconds)};
    frozen = true;
    context.control.freeze_at = now;
  }
  if (input.unfreeze.value_or(false)) {
    frozen = false;
    context.control.unfreeze = true;
  }
  if (input.advance_millis) {
    if (*input.advance_millis > kLatestMillis - now.milliseconds) {
      return error::ControlArgument("The clock cannot go beyond the year 9999.");
    }
    now = now + Duration::Milliseconds(*input.advance_millis);
    context.control.advance_by = Duration::Milliseconds(*input.advance_millis);
  }
  return ClockOutput{now.milliseconds, frozen, scale};
}

}  // namespace

extern constexpr Operation kDescribeClock =
    DefineOperation<DescribeClockInput, ClockOutput, DescribeClock>("DescribeClock", {},
                                                                    kClockOutput);
extern constexpr Operation kUpdateClock =
    DefineOperation<UpdateClockInput, ClockOutput, UpdateClock>("UpdateClock", kUpdateClockInput,
                                                                kClockOutput);

}  // namespace runnel
