// A Config in the making.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "native-server/config/load_config.h"
#include "native-server/config/option_table.h"

namespace runnel {

class ConfigBuilder {
 public:
  // Sets an option. `source` says where the text came from, as the person wrote it: "--port",
  // "RUNNEL_PORT", "runnel.yaml:3: port". Throws Failure (kExitUsage) if the text is no such value.
  void Set(std::string_view option, std::string_view text, const std::string& source);
  // The same, but a text that is no such value becomes a warning; nothing is set, false returned.
  bool SetOrWarn(std::string_view option, std::string_view text, const std::string& source);

  // The option's present value, as a person would write it.
  std::string TextOf(std::string_view option) const;

  void Warn(std::string line) { loaded_.warnings.push_back(std::move(line)); }
  LoadedConfig Take() { return std::move(loaded_); }

 private:
  // What is wrong with the text, or an empty string.
  std::string TrySet(std::string_view option, std::string_view text);

  LoadedConfig loaded_;
};

}  // namespace runnel
