#include "native-server/command_line/client_profiles.h"

#include <fstream>
#include <string_view>

#include "native-server/config/option_value.h"

namespace runnel {
namespace {

// The names within the brackets of a file's sections.
std::vector<std::string> SectionsOf(const std::string& path) {
  std::vector<std::string> names;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    std::string_view rest = WithoutBlanks(line);
    const std::size_t end = rest.find(']');
    if (!rest.starts_with('[') || end == std::string_view::npos) continue;
    names.emplace_back(WithoutBlanks(rest.substr(1, end - 1)));
  }
  return names;
}

std::string WithoutQuotes(std::string_view name) {
  for (const char quote : {'"', '\''}) {
    if (name.size() > 1 && name.front() == quote && name.back() == quote) {
      return std::string(name.substr(1, name.size() - 2));
    }
  }
  return std::string(name);
}

}  // namespace

std::optional<ProfileFiles> FindProfileFiles(const Environment& environment) {
  ProfileFiles files{.config = Variable(environment, "AWS_CONFIG_FILE"),
                     .credentials = Variable(environment, "AWS_SHARED_CREDENTIALS_FILE")};
  const std::string home = Variable(environment, "HOME");
  if (home.empty() && (files.config.empty() || files.credentials.empty())) return std::nullopt;
  if (files.config.empty()) files.config = home + "/.aws/config";
  if (files.credentials.empty()) files.credentials = home + "/.aws/credentials";
  return files;
}

std::vector<std::string> ReadProfileNames(const ProfileFiles& files) {
  std::vector<std::string> names = SectionsOf(files.credentials);
  // The other file has sections of other kinds: only "default" is a profile without saying so.
  for (const std::string& section : SectionsOf(files.config)) {
    constexpr std::string_view kKind = "profile";
    const std::string_view name = WithoutBlanks(std::string_view(section).substr(
        section.starts_with(kKind) ? kKind.size() : section.size()));
    if (section == "default") names.push_back(section);
    if (!name.empty()) names.push_back(WithoutQuotes(name));
  }
  return names;
}

}  // namespace runnel
