#include "native-server/config/credentials_file.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>

#include "core/base/calendar.h"
#include "core/engine/emulator.h"
#include "native-server/config/nearest_name.h"
#include "native-server/config/option_value.h"
#include "native-server/failure.h"

namespace runnel {
namespace {

constexpr auto kKeys = std::to_array<std::string_view>(
    {"aws_access_key_id", "aws_secret_access_key", "aws_session_token", "expiration", "account",
     "principal", "session", "organization", "policy_file"});

std::string Quoted(std::string_view text) { return "'" + std::string(text) + "'"; }

bool IsAccount(std::string_view text) {
  return text.size() == 12 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::string ReadFile(const std::string& path, const std::string& what) {
  std::ifstream file(path);
  file.peek();  // finds out about folders, which can be opened but not read
  if (!file.is_open() || file.bad()) {
    throw Failure(kExitUsage, "cannot read " + what + " " + path + ": " + std::strerror(errno));
  }
  file.clear();  // the end of an empty file
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// A section as it stands in the file.
struct Section {
  std::string name;
  int line = 0;
  struct Value {
    std::string text;
    int line = 0;
  };
  std::array<std::optional<Value>, kKeys.size()> values;

  const std::optional<Value>& operator[](std::string_view key) const {
    const auto found = std::find(kKeys.begin(), kKeys.end(), key);
    return values[static_cast<std::size_t>(found - kKeys.begin())];
  }
  std::string Text(std::string_view key) const {
    const auto& value = (*this)[key];
    return value ? value->text : std::string();
  }
};

class Parser {
 public:
  Parser(std::string name, std::string default_account)
      : name_(std::move(name)), default_account_(std::move(default_account)) {}

  std::vector<Section> ReadSections(std::string_view text) const {
    std::vector<Section> sections;
    for (int line = 1; !text.empty(); ++line) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      std::string_view rest = WithoutBlanks(text.substr(0, end));
      text.remove_prefix(std::min(end + 1, text.size()));
      if (rest.empty() || rest.starts_with('#') || rest.starts_with(';')) continue;
      if (rest.starts_with('[')) {
        sections.push_back(ReadHead(rest, line, sections));
      } else if (sections.empty()) {
        Refuse(line, "write a name in brackets first, such as [producer]");
      } else {
        ReadValue(rest, line, sections.back());
      }
    }
    if (sections.empty()) {
      Refuse(1,
             "names nobody; write a name in brackets and beneath it aws_access_key_id = … and "
             "aws_secret_access_key = …");
    }
    return sections;
  }

  Profile ReadProfile(const Section& section) const {
    Profile profile{section.name, {}};
    Identity& identity = profile.identity;
    identity.access_key = Required(section, "aws_access_key_id");
    identity.secret_key = Required(section, "aws_secret_access_key");
    identity.session_token = section.Text("aws_session_token");
    identity.organization = section.Text("organization");
    if (identity.access_key.find_first_of("/, ") != std::string::npos) {
      Refuse(section["aws_access_key_id"]->line,
             "an access key has no slash, comma or blank, for requests could not name it");
    }
    if (const auto& expiration = section["expiration"]) {
      identity.expires_at = ReadExtendedTime(expiration->text);
      if (!identity.expires_at) {
        Refuse(expiration->line,
               Quoted(expiration->text) + " is not a time; write it as 2030-01-31T12:00:00Z");
      }
    }
    ReadPrincipal(section, identity);
    ReadPolicy(section, identity);
    return profile;
  }

  [[noreturn]] void Refuse(int line, const std::string& text) const {
    throw Failure(kExitUsage, name_ + ":" + std::to_string(line) + ": " + text);
  }

 private:
  Section ReadHead(std::string_view text, int line, const std::vector<Section>& before) const {
    if (!text.ends_with(']')) Refuse(line, "a name in brackets ends with ]");
    text.remove_prefix(1);
    text.remove_suffix(1);
    constexpr std::string_view kProfile = "profile ";  // as the AWS CLI's other file has it
    if (text.starts_with(kProfile)) text.remove_prefix(kProfile.size());
    Section section{std::string(WithoutBlanks(text)), line, {}};
    if (section.name.empty()) Refuse(line, "there is no name between the brackets");
    for (const Section& other : before) {
      if (other.name != section.name) continue;
      Refuse(line, "[" + section.name + "] stands in line " + std::to_string(other.line) + " too");
    }
    return section;
  }

  void ReadValue(std::string_view text, int line, Section& section) const {
    const std::size_t equals = text.find('=');
    const std::string_view key = WithoutBlanks(text.substr(0, equals));
    const auto known = std::find(kKeys.begin(), kKeys.end(), key);
    if (equals == std::string_view::npos) Refuse(line, "write a key, =, and its value");
    if (known == kKeys.end()) {
      std::string all;
      for (const std::string_view name : kKeys)
        all += (all.empty() ? "" : ", ") + std::string(name);
      Refuse(line, "unknown key " + Quoted(key) + Suggestion(key, kKeys) + "; there are " + all);
    }
    auto& value = section.values[static_cast<std::size_t>(known - kKeys.begin())];
    if (value) {
      Refuse(line, std::string(key) + " stands in line " + std::to_string(value->line) + " too");
    }
    value = {std::string(WithoutBlanks(text.substr(equals + 1))), line};
    if (value->text.empty()) Refuse(line, std::string(key) + " has no value");
  }

  std::string Required(const Section& section, std::string_view key) const {
    const auto& value = section[key];
    if (!value) Refuse(section.line, "[" + section.name + "] has no " + std::string(key));
    return value->text;
  }

  // "arn:aws:iam::111111111111:role/path/reader" and the like.
  struct Principal {
    std::string_view partition;
    std::string_view service;
    std::string_view account;
    std::string_view kind;
    std::string_view name;  // with its path
  };

  static std::optional<Principal> SplitPrincipal(std::string_view arn) {
    const std::vector<std::string_view> parts = SplitList(arn, ':');
    if (parts.size() != 6 || parts[0] != "arn" || !parts[1].starts_with("aws")) return std::nullopt;
    if (!parts[3].empty() || !IsAccount(parts[4])) return std::nullopt;
    const std::size_t slash = std::min(parts[5].find('/'), parts[5].size());
    return Principal{parts[1], parts[2], parts[4], parts[5].substr(0, slash),
                     parts[5].substr(std::min(slash + 1, parts[5].size()))};
  }

  // Whose the key is: the account, and the ARNs by which policies and messages name the caller.
  void ReadPrincipal(const Section& section, Identity& identity) const {
    const auto& given = section["principal"];
    const auto& account = section["account"];
    if (account && !IsAccount(account->text)) {
      Refuse(account->line, Quoted(account->text) + " is not an account; write its 12 digits");
    }
    if (section["session"] && (!given || given->text.find(":role/") == std::string::npos)) {
      Refuse(section["session"]->line, "only a principal that is a role has a session");
    }
    if (!given) {
      const bool is_account = IsAccount(identity.access_key);
      identity.account = AccountId(account      ? account->text
                                   : is_account ? identity.access_key
                                                : default_account_);
      identity.arn = identity.principal_arn = RootArn(identity.account);
      return;
    }
    const auto principal = SplitPrincipal(given->text);
    if (!principal || !Name(*principal, section, identity)) {
      Refuse(given->line, Quoted(given->text) +
                              " is not a principal; write the ARN of a user, a role, a role's "
                              "session or an account's root, such as "
                              "arn:aws:iam::111111111111:user/ana");
    }
    identity.account = AccountId(principal->account);
    if (account && account->text != identity.account.text()) {
      Refuse(account->line, "the principal is of account " + identity.account.text());
    }
  }

  // False for what is no principal.
  static bool Name(const Principal& principal, const Section& section, Identity& identity) {
    const std::string start = "arn:" + std::string(principal.partition);
    const std::string account(principal.account);
    const std::string name(principal.name);
    identity.arn = identity.principal_arn = section.Text("principal");
    if (principal.service == "sts") {
      const std::size_t slash = name.find('/');
      const bool whole = slash != std::string::npos && slash > 0 && slash + 1 < name.size();
      identity.principal_arn = start + ":iam::" + account + ":role/" + name.substr(0, slash);
      return whole && principal.kind == "assumed-role";
    }
    if (principal.service != "iam") return false;
    if (principal.kind == "root") return name.empty();
    if (name.empty()) return false;
    if (principal.kind == "role") {
      std::string session = section.Text("session");
      if (session.empty()) session = section.name;
      // AWS: the name of a session leaves out the role's path.
      identity.arn = start + ":sts::" + account + ":assumed-role/" +
                     name.substr(name.rfind('/') + 1) + "/" + session;
    }
    return principal.kind == "role" || principal.kind == "user";
  }

  void ReadPolicy(const Section& section, Identity& identity) const {
    const auto& file = section["policy_file"];
    if (!file) return;
    const auto path = std::filesystem::path(name_).parent_path() / file->text;
    const std::string place = name_ + ":" + std::to_string(file->line) + ": ";
    identity.policy = ReadFile(path.string(), place + "the policy file");
    const std::string fault =
        identity.policy.empty() ? "it is empty." : Emulator::FindIdentityPolicyFault(identity);
    if (!fault.empty()) Refuse(file->line, path.string() + " is not a policy: " + fault);
  }

  const std::string name_;
  const std::string default_account_;
};

}  // namespace

Identities CredentialsFile::ByAccessKey() const {
  Identities identities;
  for (const Profile& profile : profiles) {
    identities.emplace(profile.identity.access_key, profile.identity);
  }
  return identities;
}

const Profile* CredentialsFile::Find(std::string_view name) const {
  const auto found = std::find_if(profiles.begin(), profiles.end(),
                                  [name](const Profile& profile) { return profile.name == name; });
  return found == profiles.end() ? nullptr : &*found;
}

CredentialsFile ParseCredentials(std::string_view text, const std::string& name,
                                 const std::string& default_account) {
  const Parser parser(name, default_account);
  CredentialsFile file;
  for (const Section& section : parser.ReadSections(text)) {
    Profile profile = parser.ReadProfile(section);
    for (const Profile& other : file.profiles) {
      if (other.identity.access_key != profile.identity.access_key) continue;
      parser.Refuse(
          section["aws_access_key_id"]->line,
          "the access key " + other.identity.access_key + " is that of [" + other.name + "] too");
    }
    file.profiles.push_back(std::move(profile));
  }
  return file;
}

CredentialsFile ReadCredentialsFile(const std::string& path, const std::string& default_account) {
  CredentialsFile file =
      ParseCredentials(ReadFile(path, "the credentials file"), path, default_account);
  struct stat status {};
  if (stat(path.c_str(), &status) == 0 && (status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    file.warnings.push_back("the secrets in " + path +
                            " can be read or changed by others on this machine: chmod 600 " + path);
  }
  return file;
}

}  // namespace runnel
