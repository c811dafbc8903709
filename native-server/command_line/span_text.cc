#include "native-server/command_line/span_text.h"

namespace runnel {

std::string SpanText(std::int64_t seconds) {
  struct Unit {
    char name;
    std::int64_t seconds;
  };
  std::string text;
  int parts = 0;
  for (const Unit unit : {Unit{'d', 86400}, Unit{'h', 3600}, Unit{'m', 60}, Unit{'s', 1}}) {
    const std::int64_t count = seconds / unit.seconds;
    seconds %= unit.seconds;
    if (parts == 2 || (count == 0 && parts == 0 && unit.name != 's')) continue;
    text += (text.empty() ? "" : " ") + std::to_string(count) + unit.name;
    ++parts;
  }
  return text;
}

}  // namespace runnel
