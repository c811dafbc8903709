#include "core/policy/policy_document.h"

#include <doctest/doctest.h>

namespace runnel {
namespace {

constexpr const char* kArn = "arn:aws:kinesis:us-east-1:000000000000:stream/s";

std::string FaultOf(const std::string& statement,
                    PolicyResourceKind kind = PolicyResourceKind::kStream) {
  return FindPolicyFault(R"({"Version":"2012-10-17","Statement":[)" + statement + "]}", kind, kArn);
}

std::string With(const std::string& principal, const std::string& action,
                 const std::string& resource = "\"*\"") {
  return R"({"Effect":"Allow","Principal":)" + principal + R"(,"Action":)" + action +
         R"(,"Resource":)" + resource + "}";
}

constexpr const char* kRole = R"({"AWS":"arn:aws:iam::111111111111:role/Reader"})";
constexpr const char* kGet = R"("kinesis:GetRecords")";

TEST_CASE("Policy: accounts, roots, users and roles are principals") {
  for (const char* principal :
       {kRole, R"({"AWS":"111111111111"})", R"({"AWS":"arn:aws:iam::111111111111:root"})",
        R"({"AWS":["111111111111","arn:aws:iam::222222222222:user/u"]})"}) {
    CAPTURE(principal);
    CHECK(FaultOf(With(principal, kGet)) == "");
  }
}

TEST_CASE("Policy: nobody else is a principal") {
  for (const char* principal :
       {R"("*")", R"({"AWS":"*"})", R"({"Service":"lambda.amazonaws.com"})", "{}", "5",
        R"({"AWS":"arn:aws:iam::1:role/r"})", R"({"AWS":5})", R"({"AWS":[]})",
        R"({"AWS":"arn:aws:iam::111111111111:role/"})", R"({"AWS":"arn:aws:iam::111111111111"})",
        R"({"AWS":"arn:aws:s3:x:iam::111111111111:root"})", R"({"AWS":"arn:aws"})",
        R"({"AWS":"arn:aws:iam"})"}) {
    CAPTURE(principal);
    CHECK(FaultOf(With(principal, kGet)) != "");
  }
}

TEST_CASE("Policy: actions depend on the kind of resource") {
  CHECK(FaultOf(With(kRole, R"(["kinesis:PutRecord","kinesis:DescribeStream"])")) == "");
  CHECK(FaultOf(With(kRole, R"("kinesis:SubscribeToShard")")) != "");
  CHECK(FaultOf(With(kRole, R"("kinesis:SubscribeToShard")"), PolicyResourceKind::kConsumer) == "");
  CHECK(FaultOf(With(kRole, kGet), PolicyResourceKind::kConsumer) != "");
  CHECK(FaultOf(With(kRole, R"("kinesis:*")")) == "Action must not contain wildcards.");
  CHECK(FaultOf(With(kRole, R"("s3:GetObject")")) != "");
}

TEST_CASE("Policy: the resource is the one that it stands on") {
  CHECK(FaultOf(With(kRole, kGet, "\"" + std::string(kArn) + "\"")) == "");
  CHECK(FaultOf(With(kRole, kGet, "\"arn:aws:kinesis:us-east-1:000000000000:stream/t\"")) != "");
}

TEST_CASE("Policy: what is no policy is told apart") {
  CHECK(FindPolicyFault("{", PolicyResourceKind::kStream, kArn) == "it is not valid JSON.");
  CHECK(FindPolicyFault("[]", PolicyResourceKind::kStream, kArn) == "it must be a JSON object.");
  CHECK(FindPolicyFault("{}", PolicyResourceKind::kStream, kArn) == "it must have a Statement.");
  CHECK(FaultOf("5") != "");
  CHECK(FaultOf(R"({"Effect":"Maybe"})") == "Effect must be Allow or Deny.");
  CHECK(FaultOf(R"({"Effect":"Allow"})") == "Statement must have a Principal.");
}

TEST_CASE("Policy: a statement has the members that a resource policy knows, and no other") {
  const auto with = [](const std::string& member) {
    return R"({"Effect":"Allow","Principal":{"AWS":"111111111111"},)"
           R"("Action":"kinesis:PutRecord","Resource":"*",)" +
           member + "}";
  };
  CHECK(FaultOf(with(R"("Sid":"s")")) == "");
  CHECK(FaultOf(with(R"("Condition":{"StringEquals":{"aws:SourceVpc":"vpc-1"}})")) == "");
  CHECK(FaultOf(with(R"("Condition":"never")")) == "Condition must be an object.");
  for (const char* name : {"NotPrincipal", "NotAction", "NotResource", "Resources"}) {
    CAPTURE(name);
    CHECK(FaultOf(with("\"" + std::string(name) + "\":\"x\"")) ==
          "Statement must not have a member " + std::string(name) + ".");
  }
}

}  // namespace
}  // namespace runnel
