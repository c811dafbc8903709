// The profiles of the AWS CLI's files, which boto3 reads too.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "native-server/config/load_config.h"

namespace runnel {

struct ProfileFiles {
  std::string config;       // ~/.aws/config, or what AWS_CONFIG_FILE names
  std::string credentials;  // ~/.aws/credentials, or what AWS_SHARED_CREDENTIALS_FILE names
};

// Nullopt: a variable does not say, and neither does HOME.
std::optional<ProfileFiles> FindProfileFiles(const Environment& environment);

// The profiles that either file has a section for. A file that is not there has none.
std::vector<std::string> ReadProfileNames(const ProfileFiles& files);

}  // namespace runnel
