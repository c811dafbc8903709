// Stacks whose templates are at URLs: what a host is given to fetch, and what the calls that wait
// for it are answered.
#include <doctest/doctest.h>

#include <string>

#include "tests/unit/engine/emulator_fixture.h"

namespace runnel {
namespace {

using Kind = InvocationOutcome::Kind;

constexpr const char* kTemplate =
    R"({"Resources":{"S":{"Type":"AWS::Kinesis::Stream","Properties":{"Name":"made"}}}})";

struct Stacks : EmulatorFixture {
  Reply Query(const std::string& form) {
    const Header headers[] = {
        {"Content-Type", "application/x-www-form-urlencoded"},
        {"X-Amz-Date", "20260101T000000Z"},
        {"Authorization",
         "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/cloudformation/aws4_request, "
         "SignedHeaders=host, Signature=0"}};
    return emulator.Handle({"POST", "/", headers, "Version=2010-05-15&" + form});
  }

  Reply Ask(const std::string& action) {
    return Query("Action=" + action + "&TemplateURL=http%3A%2F%2F127.0.0.1%3A1%2Ft.json");
  }

  // What the call is answered once its template has been read, or not.
  Reply Fetch(Reply reply, const InvocationOutcome& outcome) {
    CHECK(reply.waiting != 0);
    CHECK(emulator.TakeAnswered().empty());
    const auto taken = emulator.TakeInvocations();
    REQUIRE(taken.size() == 1);
    REQUIRE(taken[0].http.has_value());
    CHECK(taken[0].http->method == "GET");
    CHECK(taken[0].http->url == "http://127.0.0.1:1/t.json");
    CHECK(taken[0].payload == "");
    emulator.CompleteInvocation(taken[0].id, outcome);
    REQUIRE(emulator.TakeAnswered() == std::vector{reply.waiting});
    emulator.Finish(reply);
    return reply;
  }
};

TEST_CASE_FIXTURE(Stacks, "a stack is made of the template at a URL") {
  const Reply made = Fetch(Ask("CreateStack&StackName=a"), {Kind::kReturned, kTemplate, {}});
  CHECK(made.status == 200);
  CHECK(made.body.find("<StackId>arn:aws:cloudformation:us-east-1:") != std::string::npos);
  CHECK(Call("DescribeStreamSummary", R"({"StreamName":"made"})").status == 200);
  const Reply kept = Query("Action=GetTemplate&StackName=a");
  CHECK(kept.body.find("AWS::Kinesis::Stream") != std::string::npos);
  const Reply same = Fetch(Ask("UpdateStack&StackName=a"), {Kind::kReturned, kTemplate, {}});
  CHECK(same.status == 400);
  CHECK(same.body.find("No updates are to be performed.") != std::string::npos);
  const Reply summary = Fetch(Ask("GetTemplateSummary"), {Kind::kReturned, kTemplate, {}});
  CHECK(summary.body.find("<ResourceTypes><member>AWS::Kinesis::Stream</member>") !=
        std::string::npos);
  const Reply valid = Fetch(Ask("ValidateTemplate"), {Kind::kReturned, kTemplate, {}});
  CHECK(valid.body.find("<ValidateTemplateResult>") != std::string::npos);
}

TEST_CASE_FIXTURE(Stacks, "a template that cannot be read is told, and nothing is made") {
  const auto text = [](const Reply& reply) {
    CHECK(reply.status == 400);
    CHECK(reply.error_code == "ValidationError");
    return reply.error_message;
  };
  CHECK(text(Fetch(Ask("CreateStack&StackName=a"), {Kind::kNotRun, "nobody is there", {}})) ==
        "The template could not be read: nobody is there");
  CHECK(text(Fetch(Ask("CreateStack&StackName=a"), {Kind::kThrottled, "", {}})) ==
        "The template could not be read: the server answered with status 429");
  CHECK(text(Fetch(Ask("CreateStack&StackName=a"), {Kind::kReturned, "no template", {}})) ==
        "Template format error: unsupported structure.");
  const std::string large(1'000'001, ' ');
  CHECK(text(Fetch(Ask("CreateStack&StackName=a"), {Kind::kReturned, large, {}})) ==
        "Template may not exceed 1000000 bytes in size.");
  CHECK(Query("Action=DescribeStacks").body.find("<Stacks></Stacks>") != std::string::npos);
}

TEST_CASE_FIXTURE(Stacks, "a reset answers who waits for a template, which is of no use then") {
  Reply reply = Ask("CreateStack&StackName=a");
  const auto taken = emulator.TakeInvocations();
  REQUIRE(taken.size() == 1);
  CHECK(Control("Reset", "{}").status == 200);
  REQUIRE(emulator.TakeAnswered() == std::vector{reply.waiting});
  emulator.Finish(reply);
  CHECK(reply.status >= 400);
  emulator.CompleteInvocation(taken[0].id, {Kind::kReturned, kTemplate, {}});
  CHECK(Call("ListStreams", "{}").json.at("StreamNames").as_array().empty());
}

}  // namespace
}  // namespace runnel
