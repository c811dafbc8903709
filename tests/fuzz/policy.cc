// Policy documents: those that are found without fault can be asked, and a deny of everything that
// is put beside them always wins.
#include <string>
#include <string_view>

#include "core/base/check.h"
#include "core/policy/evaluation.h"
#include "core/policy/policy_document.h"
#include "tests/fuzz/fuzz_target.h"

namespace runnel::fuzz {
namespace {

constexpr std::string_view kStream = "arn:aws:kinesis:us-east-1:111111111111:stream/orders";
constexpr std::string_view kDenyAll =
    R"({"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"*","Resource":"*"}})";

AccessRequest RequestBy(const char* account) {
  AccessRequest request;
  request.account = AccountId(account);
  request.caller_arn = request.principal_arn =
      "arn:aws:iam::" + std::string(account) + ":user/team/ana";
  request.action = "kinesis:GetRecords";
  request.resource = kStream;
  request.resource_account = AccountId("111111111111");
  request.keys = {{"aws:sourceip", {"192.0.2.7"}},
                  {"aws:securetransport", {"false"}},
                  {"aws:epochtime", {"1700000000"}},
                  {"aws:tagkeys", {"a", "b"}}};
  return request;
}

}  // namespace

void TryInput(std::string_view input) {
  for (const auto kind : {PolicyResourceKind::kStream, PolicyResourceKind::kConsumer}) {
    const std::string arn(kStream);
    if (!FindPolicyFault(input, kind,
                         kind == PolicyResourceKind::kStream ? arn : arn + "/consumer/c:1700000000")
             .empty()) {
      continue;
    }
    for (const char* account : {"111111111111", "222222222222"}) {
      const AccessRequest request = RequestBy(account);
      FindRefusal(request, {std::nullopt, input});
      RUNNEL_CHECK(FindRefusal(request, {kDenyAll, input}));
    }
  }
  if (!FindIdentityPolicyFault(input).empty()) return;
  for (const char* account : {"111111111111", "222222222222"}) {
    FindRefusal(RequestBy(account), {input, std::nullopt});
  }
}

}  // namespace runnel::fuzz
