#include "inspector-ui/view_models/call_rates.h"

namespace runnel {

CallRates CallRatesOf(const World& world, std::size_t seconds) {
  CallRates rates;
  rates.calls.resize(seconds);
  rates.refused.resize(seconds);
  rates.milliseconds.resize(seconds);
  if (world.calls.empty() || seconds == 0) return rates;
  const std::int64_t last = world.calls.back().at_millis / 1000;
  std::vector<float> timed(seconds);
  for (const CallRow& call : world.calls) {
    const std::int64_t ago = last - call.at_millis / 1000;
    if (ago < 0 || ago >= static_cast<std::int64_t>(seconds)) continue;
    const std::size_t place = seconds - 1 - static_cast<std::size_t>(ago);
    ++rates.calls[place];
    if (!call.error_code.empty()) ++rates.refused[place];
    if (call.microseconds < 0) continue;
    ++timed[place];
    rates.milliseconds[place] += static_cast<float>(call.microseconds) / 1000;
  }
  for (std::size_t i = 0; i < seconds; ++i) {
    if (timed[i] > 0) rates.milliseconds[i] /= timed[i];
  }
  return rates;
}

}  // namespace runnel
