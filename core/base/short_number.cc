#include "core/base/short_number.h"

#include <cmath>
#include <cstdio>

namespace runnel {

std::string ShortNumber(double number) {
  if (number == 0) return "0";
  const char* unit = "";
  if (number >= 9.95) {
    for (const char* const next : {"k", "M", "G", "T"}) {
      if (number < 999.5) break;
      number /= 1000;
      unit = next;
    }
  }
  char text[32];
  const bool whole = number >= 9.95 || (unit[0] == '\0' && number == std::floor(number));
  std::snprintf(text, sizeof text, whole ? "%.0f%s" : "%.1f%s", number, unit);
  return text;
}

}  // namespace runnel
