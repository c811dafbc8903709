#include "native-server/config/config_builder.h"

#include "core/base/check.h"
#include "native-server/failure.h"

namespace runnel {

void ConfigBuilder::Set(std::string_view option, std::string_view text, const std::string& source) {
  const std::string complaint = TrySet(option, text);
  if (!complaint.empty()) throw Failure(kExitUsage, source + ": " + complaint);
}

bool ConfigBuilder::SetOrWarn(std::string_view option, std::string_view text,
                              const std::string& source) {
  const std::string complaint = TrySet(option, text);
  if (!complaint.empty()) Warn(source + " is ignored: " + complaint);
  return complaint.empty();
}

std::string ConfigBuilder::TextOf(std::string_view option) const {
  const ServeOption* entry = FindServeOption(option);
  RUNNEL_CHECK(entry != nullptr);
  return entry->format(loaded_.config);
}

std::string ConfigBuilder::TrySet(std::string_view option, std::string_view text) {
  const ServeOption* entry = FindServeOption(option);
  RUNNEL_CHECK(entry != nullptr);
  std::string complaint = entry->parse(text, loaded_.config);
  if (complaint.empty() && option == "port") loaded_.ports_given = true;
  return complaint;
}

}  // namespace runnel
