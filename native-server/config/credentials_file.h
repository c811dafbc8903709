// The file of `runnel serve --credentials FILE`: whose signatures are accepted, in the form of the
// AWS CLI's credentials file. native-server/README.md describes it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/api/identity.h"

namespace runnel {

// One [section] of the file.
struct Profile {
  std::string name;
  Identity identity;
};

struct CredentialsFile {
  std::vector<Profile> profiles;  // in the order of the file, at least one
  std::vector<std::string> warnings;

  Identities ByAccessKey() const;
  // Null if there is none of that name.
  const Profile* Find(std::string_view name) const;
};

// `default_account` is the account of whoever the file gives none. Throws Failure (kExitUsage) for
// a file that cannot be read or says something that does not make sense, naming the line.
CredentialsFile ReadCredentialsFile(const std::string& path, const std::string& default_account);

// The same for text already read; `name` stands for the file in messages, and policy files are
// looked for beside it.
CredentialsFile ParseCredentials(std::string_view text, const std::string& name,
                                 const std::string& default_account);

}  // namespace runnel
