#include "native-server/config/credentials_file.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include "native-server/config/load_config.h"
#include "native-server/failure.h"
#include "tests/unit/native_server/temporary_folder.h"

namespace runnel {
namespace {

constexpr const char* kAccount = "000000000042";

CredentialsFile Parse(const std::string& text) { return ParseCredentials(text, "keys", kAccount); }

std::string Refusal(const std::string& text) {
  try {
    Parse(text);
  } catch (const Failure& failure) {
    CHECK(failure.exit_status() == kExitUsage);
    return failure.what();
  }
  return "accepted";
}

// A profile of these further lines, from line 4 on.
std::string With(const std::string& lines) {
  return "[ana]\naws_access_key_id = AKID\naws_secret_access_key = s\n" + lines + "\n";
}

TEST_CASE("A credentials file names whose the keys are") {
  const CredentialsFile file = Parse(
      "# who may call\n"
      "[default]\n"
      "aws_access_key_id=AKIDROOT\r\n"
      "aws_secret_access_key = abc=/+ d\n"
      "\n"
      "; a user\n"
      "[profile ana]\n"
      "  aws_access_key_id = AKIDANA\n"
      "  aws_secret_access_key = s\n"
      "  principal = arn:aws:iam::111111111111:user/team/ana\n"
      "  organization = o-1\n"
      "[night]\n"
      "aws_access_key_id = ASIANIGHT\n"
      "aws_secret_access_key = t\n"
      "aws_session_token = token\n"
      "expiration = 2030-01-31T12:00:00Z\n"
      "principal = arn:aws:iam::111111111111:role/batch/reader\n"
      "[day]\n"
      "aws_access_key_id = ASIADAY\n"
      "aws_secret_access_key = t\n"
      "principal = arn:aws:iam::111111111111:role/reader\n"
      "session = shift-1\n"
      "[other]\n"
      "aws_access_key_id = ASIAOTHER\n"
      "aws_secret_access_key = t\n"
      "principal = arn:aws:sts::222222222222:assumed-role/visitor/x\n"
      "[number]\n"
      "aws_access_key_id = 333333333333\n"
      "aws_secret_access_key = t\n");
  REQUIRE(file.profiles.size() == 6);
  const auto identity = [&](const char* name) { return file.Find(name)->identity; };
  CHECK(identity("default").account.text() == kAccount);
  CHECK(identity("default").arn == "arn:aws:iam::000000000042:root");
  CHECK(identity("default").secret_key == "abc=/+ d");
  CHECK(identity("ana").arn == "arn:aws:iam::111111111111:user/team/ana");
  CHECK(identity("ana").principal_arn == identity("ana").arn);
  CHECK(identity("ana").account.text() == "111111111111");
  CHECK(identity("ana").organization == "o-1");
  CHECK(identity("night").arn == "arn:aws:sts::111111111111:assumed-role/reader/night");
  CHECK(identity("night").principal_arn == "arn:aws:iam::111111111111:role/batch/reader");
  CHECK(identity("night").session_token == "token");
  CHECK(identity("night").expires_at->milliseconds == 1'896'091'200'000);
  CHECK(identity("day").arn == "arn:aws:sts::111111111111:assumed-role/reader/shift-1");
  CHECK(identity("other").arn == "arn:aws:sts::222222222222:assumed-role/visitor/x");
  CHECK(identity("other").principal_arn == "arn:aws:iam::222222222222:role/visitor");
  CHECK(identity("number").account.text() == "333333333333");
  CHECK(file.Find("nobody") == nullptr);
  CHECK(file.ByAccessKey().at("AKIDANA").secret_key == "s");
}

TEST_CASE("What a credentials file says wrong is told with its line") {
  CHECK(Refusal("") ==
        "keys:1: names nobody; write a name in brackets and beneath it aws_access_key_id = … and "
        "aws_secret_access_key = …");
  CHECK(Refusal("\naccount = 1") == "keys:2: write a name in brackets first, such as [producer]");
  CHECK(Refusal("[ana") == "keys:1: a name in brackets ends with ]");
  CHECK(Refusal("[ ]") == "keys:1: there is no name between the brackets");
  CHECK(Refusal("[ana]\n") == "keys:1: [ana] has no aws_access_key_id");
  CHECK(Refusal("[ana]\naws_access_key_id = a") == "keys:1: [ana] has no aws_secret_access_key");
  CHECK(Refusal(With("[ana]")) == "keys:4: [ana] stands in line 1 too");
  CHECK(Refusal(With("whatever")) == "keys:4: write a key, =, and its value");
  CHECK(Refusal(With("acount = 1")) ==
        "keys:4: unknown key 'acount' (did you mean account?); there are aws_access_key_id, "
        "aws_secret_access_key, aws_session_token, expiration, account, principal, session, "
        "organization, policy_file");
  CHECK(Refusal(With("account =")) == "keys:4: account has no value");
  CHECK(Refusal(With("account = 000000000001\naccount = 000000000002")) ==
        "keys:5: account stands in line 4 too");
  CHECK(Refusal(With("account = 1")) == "keys:4: '1' is not an account; write its 12 digits");
  CHECK(Refusal(With("expiration = tomorrow")) ==
        "keys:4: 'tomorrow' is not a time; write it as 2030-01-31T12:00:00Z");
  CHECK(Refusal(With("session = x")) == "keys:4: only a principal that is a role has a session");
  CHECK(Refusal(With("account = 222222222222\nprincipal = arn:aws:iam::111111111111:root")) ==
        "keys:4: the principal is of account 111111111111");
  CHECK(Refusal("[a]\naws_access_key_id = x/y\naws_secret_access_key = s") ==
        "keys:2: an access key has no slash, comma or blank, for requests could not name it");
  CHECK(Refusal(With("[bob]\naws_access_key_id = AKID\naws_secret_access_key = s")) ==
        "keys:5: the access key AKID is that of [ana] too");
  for (const char* principal :
       {"ana", "arn:aws:iam::1:root", "arn:aws:iam::111111111111:user/",
        "arn:aws:iam::111111111111:group/g", "arn:aws:s3::111111111111:user/ana",
        "arn:aws:sts::111111111111:assumed-role/reader", "arn:aws:iam::111111111111:root/x"}) {
    CAPTURE(principal);
    CHECK(Refusal(With("principal = " + std::string(principal)))
              .starts_with("keys:4: '" + std::string(principal) + "' is not a principal; write"));
  }
}

std::string Write(const TemporaryFolder& folder, std::string_view name, const std::string& text,
                  mode_t mode = 0600) {
  const std::string path = folder.Write(name, text);
  REQUIRE(chmod(path.c_str(), mode) == 0);
  return path;
}

TEST_CASE("A policy stands in a file beside the credentials") {
  const TemporaryFolder folder;
  const std::string policy =
      Write(folder, "p.json", R"({"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}})");
  const std::string keys = Write(folder, "keys", With("policy_file = p.json"));
  CHECK(ReadCredentialsFile(keys, kAccount).profiles[0].identity.policy.starts_with("{"));
  CHECK(ReadCredentialsFile(keys, kAccount).warnings.empty());

  Write(folder, "p.json", R"({"Statement":{"Effect":"May"}})");
  CHECK_THROWS_WITH_AS(
      ReadCredentialsFile(keys, kAccount),
      (keys + ":4: " + policy + " is not a policy: Effect must be Allow or Deny.").c_str(),
      Failure);
  Write(folder, "keys", With("policy_file = q.json"));
  CHECK_THROWS_AS(ReadCredentialsFile(keys, kAccount), Failure);
}

TEST_CASE("Secrets that others can read are warned of, a file that is not there is refused") {
  const TemporaryFolder folder;
  const std::string keys = Write(folder, "keys", With(""), 0644);
  const LoadedConfig loaded = LoadConfig(std::vector<GivenFlag>{{"credentials", keys}}, {});
  REQUIRE(loaded.warnings.size() == 1);
  CHECK(loaded.warnings[0] == "the secrets in " + keys +
                                  " can be read or changed by others on this machine: chmod 600 " +
                                  keys);
  REQUIRE(loaded.config.settings.identities);
  CHECK(loaded.config.settings.identities->count("AKID") == 1);
  CHECK_THROWS_AS(ReadCredentialsFile((folder.path() / "none").string(), kAccount), Failure);
  CHECK_THROWS_AS(ReadCredentialsFile(folder.path().string(), kAccount), Failure);
}

}  // namespace
}  // namespace runnel
