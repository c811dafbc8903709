#include "native-server/config/load_config.h"

#include <unistd.h>

#include <algorithm>
#include <map>

#include "native-server/config/config_builder.h"
#include "native-server/config/config_file.h"
#include "native-server/config/credentials_file.h"
#include "native-server/config/legacy_variables.h"
#include "native-server/config/machine_memory.h"
#include "native-server/config/nearest_name.h"
#include "native-server/config/option_field.h"
#include "native-server/config/option_table.h"
#include "native-server/config/option_value.h"
#include "native-server/config/user_data_folder.h"
#include "native-server/failure.h"

namespace runnel {
namespace {

// Variables of the other commands, which say nothing to the server.
constexpr std::string_view kClientVariables[] = {"RUNNEL_ENDPOINT", "RUNNEL_PROFILE"};

std::string ConfigPath(std::span<const GivenFlag> flags, const Environment& environment) {
  std::string path = Variable(environment, "RUNNEL_CONFIG");
  for (const GivenFlag& flag : flags) {
    if (flag.name == "config") path = flag.value;
  }
  return path;
}

void TakeVariables(const Environment& environment, ConfigBuilder& builder) {
  for (const ServeOption& option : ServeOptions()) {
    const std::string name = VariableName(option.name);
    const std::string value = Variable(environment, name);
    if (!value.empty()) builder.Set(option.name, value, name);
  }
}

// A misspelt variable would otherwise be silently without effect.
void WarnOfUnknownVariables(const Environment& environment, ConfigBuilder& builder) {
  std::vector<std::string> names = {"RUNNEL_CONFIG"};
  for (const std::string_view name : kClientVariables) names.emplace_back(name);
  for (const ServeOption& option : ServeOptions()) names.push_back(VariableName(option.name));
  const std::vector<std::string_view> known(names.begin(), names.end());
  for (auto it = environment.lower_bound("RUNNEL_"); it != environment.end(); ++it) {
    if (!it->first.starts_with("RUNNEL_")) return;
    if (std::find(known.begin(), known.end(), it->first) != known.end()) continue;
    builder.Warn(it->first + " is ignored: there is no such variable" +
                 Suggestion(it->first, known));
  }
}

void TakeFlags(std::span<const GivenFlag> flags, ConfigBuilder& builder) {
  std::map<std::string, std::string> values;
  for (const GivenFlag& flag : flags) {
    if (flag.name == "config") continue;
    std::string option = flag.name;
    if (const LegacyFlag* legacy = FindLegacyFlag(flag.name)) {
      if (legacy->option.empty()) {
        builder.Warn("--" + flag.name + " is ignored: " + std::string(legacy->answer));
        continue;
      }
      option = legacy->option;
    }
    // Given again, a flag that takes several values adds to them; any other replaces its value.
    const ServeOption* entry = FindServeOption(option);
    std::string& value = values[option];
    const bool adds = entry != nullptr && entry->repeatable && !value.empty();
    value = adds ? value + "," + flag.value : flag.value;
    builder.Set(option, value, "--" + flag.name);
  }
}

void TakeCredentials(LoadedConfig& loaded) {
  Settings& settings = loaded.config.settings;
  const CredentialsFile file =
      ReadCredentialsFile(loaded.config.credentials_file, settings.default_account);
  settings.identities = std::make_shared<const Identities>(file.ByAccessKey());
  loaded.warnings.insert(loaded.warnings.end(), file.warnings.begin(), file.warnings.end());
}

void TakeDataFolder(const Environment& environment, LoadedConfig& loaded) {
  std::string& folder = loaded.config.data_folder;
  if (folder != DataFolderField::kPlatformFolder) return;
  folder = UserDataFolder(environment, "data").string();
  if (folder.empty()) {
    throw Failure(kExitUsage,
                  "there is no place to keep data: neither XDG_DATA_HOME nor HOME is set; name a "
                  "folder with --data");
  }
}

// What is not kept on disk must fit.
void TakeRecordMemory(Config& config) {
  if (!config.data_folder.empty()) return;
  config.settings.record_memory_max = config.record_memory.value_or(MachineMemory() / 2);
}

}  // namespace

Environment ProcessEnvironment() {
  Environment environment;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos) continue;
    environment.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return environment;
}

std::string Variable(const Environment& environment, std::string_view name) {
  const auto found = environment.find(name);
  if (found == environment.end()) return {};
  return std::string(WithoutBlanks(found->second));
}

LoadedConfig LoadConfig(std::span<const GivenFlag> flags, const Environment& environment) {
  ConfigBuilder builder;
  const std::string path = ConfigPath(flags, environment);
  if (!path.empty()) {
    for (const ConfigFileEntry& entry : ReadConfigFile(path)) {
      builder.Set(entry.option, entry.value,
                  path + ":" + std::to_string(entry.line) + ": " + entry.option);
    }
  }
  TakeLegacyVariables(environment, builder);
  TakeVariables(environment, builder);
  WarnOfUnknownVariables(environment, builder);
  TakeFlags(flags, builder);
  LoadedConfig loaded = builder.Take();
  if (loaded.config.tls_folder.empty()) {
    loaded.config.tls_folder = UserDataFolder(environment, "tls").string();
  }
  TakeDataFolder(environment, loaded);
  TakeRecordMemory(loaded.config);
  if (!loaded.config.credentials_file.empty()) TakeCredentials(loaded);
  return loaded;
}

}  // namespace runnel
