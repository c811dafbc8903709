// The emulator's own time: the host's, moved, stretched or stopped. It never goes backwards.
#pragma once

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/base/time.h"

namespace runnel {

class EmulatorClock {
 public:
  // The emulator's time when the host's clock says `host`.
  Timestamp Now(Timestamp host) {
    if (!started_) Restart(host);
    if (!frozen_) {
      const auto passed = static_cast<double>((host - host_anchor_).milliseconds) * scale_;
      const Timestamp time =
          anchor_ + Duration::Milliseconds(static_cast<std::int64_t>(std::floor(passed)));
      last_ = std::max(last_, time);
    }
    return last_;
  }

  // Host time from `now`, the emulator's present, until `due`. Nullopt when it never comes because
  // time stands still.
  std::optional<Duration> HostTimeUntil(Timestamp due, Timestamp now) const {
    if (due <= now) return Duration{};
    if (frozen_) return std::nullopt;
    const auto wait = static_cast<double>((due - now).milliseconds) / scale_;
    return Duration::Milliseconds(static_cast<std::int64_t>(std::ceil(wait)));
  }

  bool frozen() const { return frozen_; }
  double scale() const { return scale_; }

  void FreezeAt(Timestamp time) {
    last_ = std::max(last_, time);
    frozen_ = true;
  }
  void Unfreeze(Timestamp host) {
    frozen_ = false;
    Anchor(host);
  }
  void Advance(Timestamp host, Duration by) {
    last_ = last_ + by;
    Anchor(host);
  }
  // REQUIRES: scale > 0.
  void SetScale(Timestamp host, double scale) {
    scale_ = scale;
    Anchor(host);
  }
  // How the clock runs, as a value that outlives the process.
  struct Image {
    bool frozen = false;
    double scale = 1.0;
    Timestamp anchor;
    Timestamp host_anchor;
    Timestamp last;
  };
  Image image() const { return {frozen_, scale_, anchor_, host_anchor_, last_}; }
  // Goes on as if it had never stopped.
  void Restore(const Image& image) {
    started_ = true;
    frozen_ = image.frozen;
    scale_ = image.scale;
    anchor_ = image.anchor;
    host_anchor_ = image.host_anchor;
    last_ = image.last;
  }
  // From now on the time is `time` at least.
  void NotBefore(Timestamp time) { last_ = std::max(last_, time); }

  // Back to the host's time. The only way in which time may go back: nothing remembers it.
  void Restart(Timestamp host) {
    started_ = true;
    frozen_ = false;
    scale_ = 1.0;
    last_ = host;
    Anchor(host);
  }

 private:
  // From here on time runs from `last_`.
  void Anchor(Timestamp host) {
    anchor_ = last_;
    host_anchor_ = host;
  }

  bool started_ = false;
  bool frozen_ = false;
  double scale_ = 1.0;
  Timestamp anchor_;
  Timestamp host_anchor_;
  Timestamp last_;
};

}  // namespace runnel
