#include "native-server/command_line/clock_text.h"

#include <cstdio>

#include "core/base/calendar.h"

namespace runnel {

std::string ClockText(Timestamp time) {
  std::string text = ExtendedTimeText(time);
  char fraction[8];
  std::snprintf(fraction, sizeof fraction, ".%03dZ",
                static_cast<int>((time.milliseconds - time.seconds() * 1000) % 1000));
  text.replace(text.size() - 1, 1, fraction);
  return text;
}

}  // namespace runnel
