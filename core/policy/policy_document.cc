#include "core/policy/policy_document.h"

#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>
#include <span>

#include "core/base/ascii_case.h"
#include "core/model/arn.h"
#include "core/policy/condition.h"
#include "core/policy/wildcard.h"

namespace runnel {
namespace {

namespace bj = boost::json;

constexpr std::array<std::string_view, 7> kStreamActions = {
    "DescribeStream", "DescribeStreamSummary",
    "ListShards",     "GetShardIterator",
    "GetRecords",     "PutRecord",
    "PutRecords"};
constexpr std::array<std::string_view, 2> kConsumerActions = {"DescribeStreamConsumer",
                                                              "SubscribeToShard"};
// NotPrincipal, NotAction and NotResource, which name all but some, are not among them.
constexpr std::array<std::string_view, 6> kStatementMembers = {"Sid",    "Effect",   "Principal",
                                                               "Action", "Resource", "Condition"};

std::string_view View(const bj::string& text) { return {text.data(), text.size()}; }

// Calls `check` on the one text or on each text of a list, until one has a fault.
template <class Check>
std::string EachText(const bj::value& value, const std::string& what, Check check) {
  if (const bj::string* text = value.if_string()) return check(View(*text));
  const bj::array* const list = value.if_array();
  if (list == nullptr || list->empty()) return what + " must be a string or a list of strings.";
  for (const bj::value& element : *list) {
    const bj::string* const text = element.if_string();
    if (text == nullptr) return what + " must be a string or a list of strings.";
    if (std::string fault = check(View(*text)); !fault.empty()) return fault;
  }
  return {};
}

std::string CheckAction(std::string_view action, PolicyResourceKind kind) {
  constexpr std::string_view kService = "kinesis:";
  if (action.find('*') != std::string_view::npos) return "Action must not contain wildcards.";
  const bool consumer = kind == PolicyResourceKind::kConsumer;
  const std::span<const std::string_view> allowed =
      consumer ? std::span<const std::string_view>(kConsumerActions) : kStreamActions;
  // AWS: names of actions know no case.
  const std::string lower = LowerCased(action);
  if (lower.starts_with(kService)) {
    for (const std::string_view candidate : allowed) {
      if (std::string_view(lower).substr(kService.size()) == LowerCased(candidate)) return {};
    }
  }
  return "Action " + std::string(action) + " is not supported in the policy of a " +
         (consumer ? "consumer." : "data stream.");
}

// What follows the account in the ARN of an account's root, a user or a role.
bool IsIamIdentity(std::string_view text) {
  for (const std::string_view kind : {":user/", ":role/"}) {
    if (text.starts_with(kind)) return text.size() > kind.size();
  }
  return text == ":root";
}

// An account id, or the ARN of an account's root, a user or a role.
std::string CheckPrincipal(std::string_view principal) {
  if (IsAccountId(principal)) return {};
  if (principal.find('*') != std::string_view::npos) return "Principal must not contain wildcards.";
  constexpr std::string_view kIam = ":iam::";
  constexpr std::size_t kAccountDigits = 12;
  if (principal.starts_with("arn:aws")) {
    const std::string_view rest =
        principal.substr(std::min(principal.find(':', 4), principal.size()));
    const std::string_view account =
        rest.substr(std::min(kIam.size(), rest.size()), kAccountDigits);
    const bool of_account = rest.starts_with(kIam) && IsAccountId(account);
    if (of_account && IsIamIdentity(rest.substr(kIam.size() + kAccountDigits))) return {};
  }
  return "Principal " + std::string(principal) +
         " must be an account id or the ARN of an account root, an IAM user or an IAM role.";
}

std::string CheckPrincipals(const bj::value* value) {
  if (value == nullptr) return "Statement must have a Principal.";
  if (const bj::string* text = value->if_string()) return CheckPrincipal(View(*text));
  const bj::object* const by_kind = value->if_object();
  if (by_kind == nullptr || by_kind->empty())
    return "Principal must be an object with an AWS member.";
  for (const auto& entry : *by_kind) {
    if (entry.key() != "AWS") return "Principal must be of type AWS.";
    std::string fault = EachText(entry.value(), "Principal", CheckPrincipal);
    if (!fault.empty()) return fault;
  }
  return {};
}

std::string CheckMembers(const bj::object& statement) {
  for (const auto& entry : statement) {
    const std::string_view name(entry.key().data(), entry.key().size());
    if (std::find(kStatementMembers.begin(), kStatementMembers.end(), name) ==
        kStatementMembers.end()) {
      return "Statement must not have a member " + std::string(name) + ".";
    }
  }
  const bj::value* const condition = statement.if_contains("Condition");
  if (condition == nullptr) return {};
  return condition->is_object() ? FindConditionFault(condition->get_object())
                                : "Condition must be an object.";
}

std::string CheckStatement(const bj::value& value, PolicyResourceKind kind, std::string_view arn) {
  const bj::object* const statement = value.if_object();
  if (statement == nullptr) return "Statement must be an object or a list of objects.";
  const bj::value* const effect = statement->if_contains("Effect");
  const bool known_effect = effect != nullptr && effect->is_string() &&
                            (effect->get_string() == "Allow" || effect->get_string() == "Deny");
  if (!known_effect) return "Effect must be Allow or Deny.";
  std::string fault = CheckMembers(*statement);
  if (!fault.empty()) return fault;
  fault = CheckPrincipals(statement->if_contains("Principal"));
  if (!fault.empty()) return fault;
  const bj::value* const action = statement->if_contains("Action");
  if (action == nullptr) return "Statement must have an Action.";
  fault = EachText(*action, "Action",
                   [kind](std::string_view text) { return CheckAction(text, kind); });
  if (!fault.empty()) return fault;
  const bj::value* const resource = statement->if_contains("Resource");
  if (resource == nullptr) return "Statement must have a Resource.";
  // DEVIATION: AWS documents that Resource must be the ARN that the policy is attached to. A "*"
  // can mean nothing else here and is written by hand often, so it is accepted.
  return EachText(*resource, "Resource", [arn](std::string_view text) {
    if (text == "*" || text == arn) return std::string();
    return "Resource must be " + std::string(arn) + ".";
  });
}

}  // namespace

std::string FindPolicyFault(std::string_view document, PolicyResourceKind kind,
                            std::string_view arn) {
  bj::error_code error;
  const bj::value parsed = bj::parse(bj::string_view(document.data(), document.size()), error);
  if (error) return "it is not valid JSON.";
  const bj::object* const policy = parsed.if_object();
  if (policy == nullptr) return "it must be a JSON object.";
  const bj::value* const version = policy->if_contains("Version");
  if (version != nullptr && *version != "2012-10-17" && *version != "2008-10-17") {
    return "Version must be 2012-10-17.";
  }
  const bj::value* const statement = policy->if_contains("Statement");
  if (statement == nullptr) return "it must have a Statement.";
  const bj::array* const list = statement->if_array();
  if (list == nullptr) return CheckStatement(*statement, kind, arn);
  if (list->empty()) return "it must have a Statement.";
  for (const bj::value& element : *list) {
    if (std::string fault = CheckStatement(element, kind, arn); !fault.empty()) return fault;
  }
  return {};
}

}  // namespace runnel
