#include "core/policy/evaluation.h"

#include <doctest/doctest.h>

#include <string>

namespace runnel {
namespace {

using error::Refusal;

constexpr const char* kStream = "arn:aws:kinesis:us-east-1:111111111111:stream/orders";

// Who calls. The stream's account is 111111111111.
struct Caller {
  const char* account;
  const char* arn;
  const char* principal_arn;
};
constexpr Caller kRoot = {"111111111111", "arn:aws:iam::111111111111:root",
                          "arn:aws:iam::111111111111:root"};
constexpr Caller kAna = {"111111111111", "arn:aws:iam::111111111111:user/team/ana",
                         "arn:aws:iam::111111111111:user/team/ana"};
constexpr Caller kNight = {"111111111111", "arn:aws:sts::111111111111:assumed-role/reader/night",
                           "arn:aws:iam::111111111111:role/batch/reader"};
constexpr Caller kGuest = {"222222222222", "arn:aws:iam::222222222222:user/guest",
                           "arn:aws:iam::222222222222:user/guest"};
constexpr Caller kGuestRole = {"222222222222", "arn:aws:sts::222222222222:assumed-role/visitor/x",
                               "arn:aws:iam::222222222222:role/visitor"};
constexpr Caller kGuestRoot = {"222222222222", "arn:aws:iam::222222222222:root",
                               "arn:aws:iam::222222222222:root"};

// A statement of the stream's policy.
std::string On(const char* effect, const char* principals, const char* actions,
               const std::string& more = "") {
  return R"({"Effect":")" + std::string(effect) + R"(","Principal":{"AWS":)" + principals +
         R"(},"Action":)" + actions + R"(,"Resource":")" + kStream + "\"" + more + "}";
}
// A statement of the caller's policy.
std::string By(const char* effect, const char* actions, const std::string& resources = "\"*\"") {
  return R"({"Effect":")" + std::string(effect) + R"(","Action":)" + actions + R"(,"Resource":)" +
         resources + "}";
}

constexpr const char* kGetAndPut = R"(["kinesis:GetRecords","kinesis:PutRecord"])";
constexpr const char* kGet = R"("kinesis:GetRecords")";
constexpr const char* kPut = R"("kinesis:PutRecord")";
constexpr const char* kGuests = R"("222222222222")";
constexpr const char* kGuestsRoot = R"("arn:aws:iam::222222222222:root")";
constexpr const char* kGuestUser = R"("arn:aws:iam::222222222222:user/guest")";
constexpr const char* kVisitor = R"(["arn:aws:iam::222222222222:role/visitor"])";
constexpr const char* kOwn = R"("111111111111")";
constexpr const char* kOwnUser = R"("arn:aws:iam::111111111111:user/team/ana")";
constexpr const char* kReader = R"("arn:aws:iam::111111111111:role/batch/reader")";

std::string Fact(const char* condition) { return R"(,"Condition":)" + std::string(condition); }

std::string Listed(const std::string& statements) {
  return R"({"Version":"2012-10-17","Statement":[)" + statements + "]}";
}

// "": no such policy.
std::optional<Refusal> Ask(const Caller& caller, const std::string& by_caller,
                           const std::string& on_stream,
                           const char* action = "kinesis:GetRecords") {
  AccessRequest request;
  request.account = AccountId(caller.account);
  request.caller_arn = caller.arn;
  request.principal_arn = caller.principal_arn;
  request.action = action;
  request.resource = kStream;
  request.resource_account = AccountId("111111111111");
  request.keys = {{"aws:sourceip", {"192.0.2.7"}}, {"aws:securetransport", {"false"}}};
  const std::string identity = by_caller.empty() ? "" : Listed(by_caller);
  const std::string resource = on_stream.empty() ? "" : Listed(on_stream);
  AccessPolicies policies;
  if (!identity.empty()) policies.identity = identity;
  if (!resource.empty()) policies.resource = resource;
  return FindRefusal(request, policies);
}

struct Case {
  const char* name;
  Caller caller;
  std::string by_caller;
  std::string on_stream;
  std::optional<Refusal> refusal;
};

constexpr std::nullopt_t kAllowed = std::nullopt;
constexpr Refusal kDeniedByCaller = Refusal::kExplicitInIdentityPolicy;
constexpr Refusal kDeniedByStream = Refusal::kExplicitInResourcePolicy;
constexpr Refusal kNotByCaller = Refusal::kNoIdentityPolicy;
constexpr Refusal kNotByStream = Refusal::kNoResourcePolicy;

// Every one asks for GetRecords on the stream.
const Case kWithinTheAccount[] = {
    {"nobody says anything: root", kRoot, "", "", kAllowed},
    {"nobody says anything: user", kAna, "", "", kAllowed},
    {"nobody says anything: role", kNight, "", "", kAllowed},
    {"the stream's policy is about others", kAna, "", On("Allow", kGuests, kGet), kAllowed},
    {"the stream denies the user", kAna, "", On("Deny", kOwnUser, kGet), kDeniedByStream},
    {"the stream denies another action", kAna, "", On("Deny", kOwnUser, kPut), kAllowed},
    {"the stream denies another user", kNight, "", On("Deny", kOwnUser, kGet), kAllowed},
    {"the stream denies the role of the session", kNight, "", On("Deny", kReader, kGet),
     kDeniedByStream},
    {"the stream denies the session", kNight, "",
     On("Deny", R"("arn:aws:sts::111111111111:assumed-role/reader/night")", kGet), kDeniedByStream},
    {"the stream denies another session", kNight, "",
     On("Deny", R"("arn:aws:sts::111111111111:assumed-role/reader/day")", kGet), kAllowed},
    {"the stream denies the account, user", kAna, "", On("Deny", kOwn, kGet), kDeniedByStream},
    {"the stream denies the account, root", kRoot, "", On("Deny", kOwn, kGet), kDeniedByStream},
    {"deny beats allow", kAna, "", On("Allow", kOwnUser, kGet) + "," + On("Deny", kOwnUser, kGet),
     kDeniedByStream},
    {"the user's policy allows", kAna, By("Allow", kGet), "", kAllowed},
    {"the user's policy allows something else", kAna, By("Allow", kPut), "", kNotByCaller},
    {"the user's policy denies", kAna, By("Allow", R"("kinesis:*")") + "," + By("Deny", kGet), "",
     kDeniedByCaller},
    {"the user's policy denies, the stream allows", kAna, By("Deny", kGet),
     On("Allow", kOwnUser, kGet), kDeniedByCaller},
    {"the user's policy says nothing, the stream allows him", kAna, By("Allow", kPut),
     On("Allow", kOwnUser, kGet), kAllowed},
    {"the user's policy says nothing, the stream allows the account", kAna, By("Allow", kPut),
     On("Allow", kOwn, kGet), kNotByCaller},
    {"the role's policy says nothing, the stream allows the role", kNight, By("Allow", kPut),
     On("Allow", kReader, kGet), kAllowed},
    {"the root's policy says nothing, the stream allows the account", kRoot, By("Allow", kPut),
     On("Allow", kOwn, kGet), kAllowed},
    {"actions have wildcards", kAna, By("Allow", R"("kinesis:Get*")"), "", kAllowed},
    {"actions have single wildcards", kAna, By("Allow", R"("kinesis:GetRecord?")"), "", kAllowed},
    {"wildcards that do not reach", kAna, By("Allow", R"("kinesis:Get?")"), "", kNotByCaller},
    {"actions know no case", kAna, By("Allow", R"("KINESIS:getrecords")"), "", kAllowed},
    {"all actions", kAna, By("Allow", R"("*")"), "", kAllowed},
    {"all actions of another service", kAna, By("Allow", R"("s3:*")"), "", kNotByCaller},
    {"the stream by its ARN", kAna, By("Allow", kGet, "\"" + std::string(kStream) + "\""), "",
     kAllowed},
    {"a pattern of streams", kAna,
     By("Allow", kGet, R"(["arn:aws:kinesis:*:111111111111:stream/o*"])"), "", kAllowed},
    {"another stream", kAna,
     By("Allow", kGet, R"("arn:aws:kinesis:us-east-1:111111111111:stream/clicks")"), "",
     kNotByCaller},
    {"another region", kAna,
     By("Allow", kGet, R"("arn:aws:kinesis:eu-west-1:111111111111:stream/orders")"), "",
     kNotByCaller},
    {"streams do know case", kAna,
     By("Allow", kGet, R"("arn:aws:kinesis:us-east-1:111111111111:stream/Orders")"), "",
     kNotByCaller},
    {"all actions but one", kAna,
     R"({"Effect":"Allow","NotAction":"kinesis:PutRecord","Resource":"*"})", "", kAllowed},
    {"all actions but this", kAna,
     R"({"Effect":"Allow","NotAction":"kinesis:Get*","Resource":"*"})", "", kNotByCaller},
    {"all resources but one", kAna,
     R"({"Effect":"Allow","Action":"*","NotResource":"arn:aws:kinesis:*:*:stream/clicks"})", "",
     kAllowed},
    {"all resources but this", kAna,
     R"({"Effect":"Allow","Action":"*","NotResource":"arn:aws:kinesis:*:*:stream/orders"})", "",
     kNotByCaller},
    {"a deny whose condition holds", kAna, "",
     On("Deny", kOwn, kGet, Fact(R"({"Bool":{"aws:SecureTransport":"false"}})")), kDeniedByStream},
    {"a deny whose condition does not hold", kAna, "",
     On("Deny", kOwn, kGet, Fact(R"({"Bool":{"aws:SecureTransport":"true"}})")), kAllowed},
};

const Case kAcrossAccounts[] = {
    {"no policy", kGuest, "", "", kNotByStream},
    {"no policy, and an own one that allows", kGuest, By("Allow", R"("kinesis:*")"), "",
     kNotByStream},
    {"the stream allows the account by its number", kGuest, "", On("Allow", kGuests, kGet),
     kAllowed},
    {"the stream allows the account by its root", kGuest, "", On("Allow", kGuestsRoot, kGet),
     kAllowed},
    {"the stream allows the account, its root asks", kGuestRoot, "", On("Allow", kGuests, kGet),
     kAllowed},
    {"the stream allows the user", kGuest, "", On("Allow", kGuestUser, kGetAndPut), kAllowed},
    {"the stream allows another user", kGuestRole, "", On("Allow", kGuestUser, kGet), kNotByStream},
    {"the stream allows the user, the root asks", kGuestRoot, "", On("Allow", kGuestUser, kGet),
     kNotByStream},
    {"the stream allows the role, a session asks", kGuestRole, "", On("Allow", kVisitor, kGet),
     kAllowed},
    {"the stream allows the role, a user asks", kGuest, "", On("Allow", kVisitor, kGet),
     kNotByStream},
    {"the stream allows another account", kGuest, "", On("Allow", R"("333333333333")", kGet),
     kNotByStream},
    {"the stream allows several", kGuest, "",
     On("Allow", R"(["333333333333","222222222222"])", kGet), kAllowed},
    {"the stream allows another action", kGuest, "", On("Allow", kGuests, kPut), kNotByStream},
    {"the stream allows, the user's policy too", kGuest, By("Allow", kGet),
     On("Allow", kGuests, kGet), kAllowed},
    {"the stream allows, the user's policy does not", kGuest, By("Allow", kPut),
     On("Allow", kGuestUser, kGet), kNotByCaller},
    {"the stream allows, the user's policy denies", kGuest, By("Deny", R"("*")"),
     On("Allow", kGuestUser, kGet), kDeniedByCaller},
    {"the stream allows the account and denies the user", kGuest, "",
     On("Allow", kGuests, kGet) + "," + On("Deny", kGuestUser, kGet), kDeniedByStream},
    {"the stream allows the account and denies another user", kGuestRole, "",
     On("Allow", kGuests, kGet) + "," + On("Deny", kGuestUser, kGet), kAllowed},
    {"the stream denies the account and allows the user", kGuest, "",
     On("Deny", kGuests, kGet) + "," + On("Allow", kGuestUser, kGet), kDeniedByStream},
    {"an allow whose condition holds", kGuest, "",
     On("Allow", kGuests, kGet, Fact(R"({"IpAddress":{"aws:SourceIp":"192.0.2.0/24"}})")),
     kAllowed},
    {"an allow whose condition does not hold", kGuest, "",
     On("Allow", kGuests, kGet, Fact(R"({"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}})")),
     kNotByStream},
    {"an allow that asks for what is not known", kGuest, "",
     On("Allow", kGuests, kGet, Fact(R"({"StringEquals":{"aws:PrincipalOrgID":"o-1"}})")),
     kNotByStream},
};

TEST_CASE("Access within an account: what nobody denies and some policy allows") {
  for (const Case& one : kWithinTheAccount) {
    CAPTURE(one.name);
    CHECK(Ask(one.caller, one.by_caller, one.on_stream) == one.refusal);
  }
}

TEST_CASE("Access across accounts: what nobody denies and both sides allow") {
  for (const Case& one : kAcrossAccounts) {
    CAPTURE(one.name);
    CHECK(Ask(one.caller, one.by_caller, one.on_stream) == one.refusal);
  }
}

TEST_CASE("Access: a policy with one statement need not be a list, and no policy lets nobody in") {
  AccessRequest request;
  request.account = AccountId("222222222222");
  request.caller_arn = request.principal_arn = kGuest.arn;
  request.action = "kinesis:GetRecords";
  request.resource = kStream;
  request.resource_account = AccountId("111111111111");
  const std::string single = R"({"Statement":)" + On("Allow", kGuests, kGet) + "}";
  CHECK(FindRefusal(request, {std::nullopt, single}) == kAllowed);
  for (const char* document : {"", "{", "[]", "{}", R"({"Statement":5})", R"({"Statement":[5]})"}) {
    CAPTURE(document);
    CHECK(FindRefusal(request, {std::nullopt, document}) == kNotByStream);
  }
}

TEST_CASE("Access: what is no policy of an identity is told") {
  const auto fault = [](const char* statement) {
    return FindIdentityPolicyFault(R"({"Version":"2012-10-17","Statement":)" +
                                   std::string(statement) + "}");
  };
  CHECK(fault(R"({"Effect":"Allow","Action":"kinesis:*","Resource":"*"})") == "");
  CHECK(fault(R"([{"Sid":"a","Effect":"Deny","NotAction":["s3:*"],"NotResource":["*"]}])") == "");
  CHECK(FindIdentityPolicyFault("{") == "it is not valid JSON.");
  CHECK(FindIdentityPolicyFault("[]") == "it must be a JSON object.");
  CHECK(FindIdentityPolicyFault("{}") == "it must have a Statement.");
  CHECK(fault("[]") == "it must have a Statement.");
  CHECK(fault("5") == "Statement must be an object or a list of objects.");
  CHECK(fault(R"({"Effect":"Allow","Action":"*","Resource":"*","Principal":"*"})") ==
        "Statement of an identity must not have a member Principal.");
  CHECK(fault(R"({"Effect":"allow","Action":"*","Resource":"*"})") ==
        "Effect must be Allow or Deny.");
  CHECK(fault(R"({"Effect":"Allow","Resource":"*"})") ==
        "Statement must have an Action or a NotAction.");
  CHECK(fault(R"({"Effect":"Allow","Action":"*","NotAction":"*","Resource":"*"})") ==
        "Statement must have an Action or a NotAction.");
  CHECK(fault(R"({"Effect":"Allow","Action":"*"})") ==
        "Statement must have a Resource or a NotResource.");
  CHECK(fault(R"({"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Like":{}}})") ==
        "Condition has no operator Like.");
}

}  // namespace
}  // namespace runnel
