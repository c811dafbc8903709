#include "core/policy/evaluation.h"

#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>

#include "core/base/ascii_case.h"
#include "core/model/arn.h"
#include "core/policy/wildcard.h"

namespace runnel {
namespace {

namespace bj = boost::json;

std::string_view View(bj::string_view text) { return {text.data(), text.size()}; }

// Whether `matches` holds for the text, or for one of the list of texts, that `value` is.
template <class Matches>
bool AnyText(const bj::value* value, Matches matches) {
  if (value == nullptr) return false;
  if (const bj::string* text = value->if_string()) return matches(View(*text));
  const bj::array* const list = value->if_array();
  return list != nullptr && std::any_of(list->begin(), list->end(), [&](const bj::value& element) {
           return element.is_string() && matches(View(element.get_string()));
         });
}

// How close a Principal comes to the caller.
enum class Nearness { kNobody, kAccount, kCaller };

// The account of "111111111111" and of "arn:aws:iam::111111111111:root"; empty for anything else.
std::string_view AccountNamed(std::string_view principal) {
  if (IsAccountId(principal)) return principal;
  constexpr std::string_view kRoot = ":root";
  constexpr std::size_t kAccountDigits = 12;
  if (!principal.starts_with("arn:aws") || !principal.ends_with(kRoot)) return {};
  principal.remove_suffix(kRoot.size());
  if (principal.size() < kAccountDigits) return {};
  return principal.substr(principal.size() - kAccountDigits);
}

Nearness NearnessOf(std::string_view principal, const AccessRequest& request) {
  const bool exact =
      principal == "*" || principal == request.principal_arn || principal == request.caller_arn;
  if (exact) return Nearness::kCaller;
  if (AccountNamed(principal) != request.account.text()) return Nearness::kNobody;
  // Named by its number, the root of an account is named itself.
  const bool is_root = AccountNamed(request.caller_arn) == request.account.text();
  return is_root ? Nearness::kCaller : Nearness::kAccount;
}

Nearness NearnessOf(const bj::object& statement, const AccessRequest& request) {
  const bj::value* principal = statement.if_contains("Principal");
  if (principal == nullptr) return Nearness::kNobody;
  if (const bj::object* by_kind = principal->if_object()) principal = by_kind->if_contains("AWS");
  Nearness nearest = Nearness::kNobody;
  AnyText(principal, [&](std::string_view text) {
    nearest = std::max(nearest, NearnessOf(text, request));
    return nearest == Nearness::kCaller;
  });
  return nearest;
}

// The member `name` holds and the member `not_name` does not, whichever of them is there.
template <class Matches>
bool Covers(const bj::object& statement, std::string_view name, std::string_view not_name,
            Matches matches) {
  const bj::value* const all_but =
      statement.if_contains(bj::string_view(not_name.data(), not_name.size()));
  if (all_but != nullptr) return !AnyText(all_but, matches);
  return AnyText(statement.if_contains(bj::string_view(name.data(), name.size())), matches);
}

bool Covers(const bj::object& statement, const AccessRequest& request) {
  const std::string action = LowerCased(request.action);
  const bool actions = Covers(statement, "Action", "NotAction", [&](std::string_view pattern) {
    return MatchesWildcard(LowerCased(pattern), action);
  });
  if (!actions) return false;
  const bool resources =
      Covers(statement, "Resource", "NotResource",
             [&](std::string_view pattern) { return MatchesArn(pattern, request.resource); });
  if (!resources) return false;
  const bj::value* const condition = statement.if_contains("Condition");
  return condition == nullptr ||
         (condition->is_object() && ConditionHolds(condition->get_object(), request.keys));
}

struct Verdict {
  bool denies = false;
  Nearness allows = Nearness::kNobody;  // whom it lets in
};

// Calls `visit` for each statement.
template <class Visit>
void EachStatement(const bj::value& policy, Visit visit) {
  const bj::object* const object = policy.if_object();
  const bj::value* const statement = object == nullptr ? nullptr : object->if_contains("Statement");
  if (statement == nullptr) return;
  if (const bj::array* list = statement->if_array()) {
    for (const bj::value& element : *list) visit(element);
  } else {
    visit(*statement);
  }
}

// `has_principals`: the policy is a resource's; an identity's is about its identity only.
Verdict Judge(std::string_view document, bool has_principals, const AccessRequest& request) {
  Verdict verdict;
  bj::error_code error;
  const bj::value policy = bj::parse(bj::string_view(document.data(), document.size()), error);
  if (error) return verdict;
  EachStatement(policy, [&](const bj::value& value) {
    const bj::object* const statement = value.if_object();
    if (statement == nullptr) return;
    const Nearness nearness = has_principals ? NearnessOf(*statement, request) : Nearness::kCaller;
    if (nearness == Nearness::kNobody || !Covers(*statement, request)) return;
    const bj::value* const effect = statement->if_contains("Effect");
    if (effect == nullptr) return;
    verdict.denies |= *effect == "Deny";
    if (*effect == "Allow") verdict.allows = std::max(verdict.allows, nearness);
  });
  return verdict;
}

std::string FindStatementFault(const bj::value& value) {
  const bj::object* const statement = value.if_object();
  if (statement == nullptr) return "Statement must be an object or a list of objects.";
  constexpr std::array<std::string_view, 7> kMembers = {
      "Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"};
  for (const auto& entry : *statement) {
    const std::string_view name = View(entry.key());
    if (std::find(kMembers.begin(), kMembers.end(), name) != kMembers.end()) continue;
    return "Statement of an identity must not have a member " + std::string(name) + ".";
  }
  const bj::value* const effect = statement->if_contains("Effect");
  const bool known = effect != nullptr && (*effect == "Allow" || *effect == "Deny");
  if (!known) return "Effect must be Allow or Deny.";
  const auto texts = [&](const char* name, const char* not_name) {
    const bool all_but = statement->contains(not_name);
    const bj::value* const member = statement->if_contains(all_but ? not_name : name);
    return (all_but && statement->contains(name)) ||
           !AnyText(member, [](std::string_view text) { return !text.empty(); });
  };
  if (texts("Action", "NotAction")) return "Statement must have an Action or a NotAction.";
  if (texts("Resource", "NotResource")) return "Statement must have a Resource or a NotResource.";
  const bj::value* const condition = statement->if_contains("Condition");
  if (condition == nullptr) return {};
  return condition->is_object() ? FindConditionFault(condition->get_object())
                                : "Condition must be an object.";
}

}  // namespace

std::optional<error::Refusal> FindRefusal(const AccessRequest& request,
                                          const AccessPolicies& policies) {
  using enum error::Refusal;
  const bool everything = !policies.identity;
  const Verdict identity = everything ? Verdict() : Judge(*policies.identity, false, request);
  const Verdict resource = policies.resource ? Judge(*policies.resource, true, request) : Verdict();
  if (identity.denies) return kExplicitInIdentityPolicy;
  if (resource.denies) return kExplicitInResourcePolicy;
  const bool by_identity = everything || identity.allows == Nearness::kCaller;
  if (request.account == request.resource_account) {
    if (by_identity || resource.allows == Nearness::kCaller) return std::nullopt;
    return kNoIdentityPolicy;
  }
  if (!by_identity) return kNoIdentityPolicy;
  if (resource.allows == Nearness::kNobody) return kNoResourcePolicy;
  return std::nullopt;
}

std::string FindIdentityPolicyFault(std::string_view document) {
  bj::error_code error;
  const bj::value policy = bj::parse(bj::string_view(document.data(), document.size()), error);
  if (error) return "it is not valid JSON.";
  if (!policy.is_object()) return "it must be a JSON object.";
  bool any = false;
  std::string fault;
  EachStatement(policy, [&](const bj::value& statement) {
    any = true;
    if (fault.empty()) fault = FindStatementFault(statement);
  });
  return any ? fault : "it must have a Statement.";
}

}  // namespace runnel
