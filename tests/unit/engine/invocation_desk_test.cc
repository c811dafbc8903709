#include "core/engine/invocation_desk.h"

#include <doctest/doctest.h>

#include <string>

#include "tests/unit/engine/emulator_fixture.h"
#include "tests/unit/engine/lambda_request.h"

namespace runnel {
namespace {

const Scope kScope{AccountId("000000000000"), Region("us-east-1")};

FunctionInvocation Wanted(const std::string& request_id) {
  FunctionInvocation invocation;
  invocation.request_id = request_id;
  invocation.scope = kScope;
  invocation.function_name = "fn";
  invocation.payload = std::string(1000, 'x');
  return invocation;
}

TEST_CASE("InvocationDesk: a payload goes to whoever takes it, and is not kept") {
  InvocationDesk desk;
  desk.Begin(Invoker::kMapping, 1, Wanted("by-call"), true);
  desk.Begin(Invoker::kMapping, 2, Wanted("by-host"), false);
  const auto by_call = desk.TakeNext(kScope, "fn");
  const auto by_host = desk.TakeForHost();
  REQUIRE(by_call);
  REQUIRE(by_host.size() == 1);
  CHECK(by_call->payload.size() == 1000);
  CHECK(by_host[0].payload.size() == 1000);
  for (const std::uint64_t id : {by_call->id, by_host[0].id}) {
    const auto ended = desk.Complete(id, {});
    REQUIRE(ended);
    CHECK(ended->invocation.payload.capacity() < 100);
  }
}

TEST_CASE("InvocationDesk: what was withdrawn is given to nobody, and not known for ever") {
  InvocationDesk desk;
  desk.Begin(Invoker::kMapping, 1, Wanted("untaken"), true);
  desk.Withdraw(Invoker::kCall, 1);
  desk.Withdraw(Invoker::kMapping, 1);
  CHECK_FALSE(desk.TakeNext(kScope, "fn"));
  for (std::uint64_t ticket = 2; ticket < 2'000; ++ticket) {
    desk.Begin(Invoker::kMapping, ticket, Wanted(std::to_string(ticket)), true);
    CHECK(desk.TakeNext(kScope, "fn"));
    desk.Withdraw(Invoker::kMapping, ticket);
  }
  CHECK_FALSE(desk.FindTaken(kScope, "2"));
  CHECK(desk.FindTaken(kScope, "1999"));
}

// A function that is answered by calls.
struct ByCalls : EmulatorFixture {
  Reply Ask(std::string_view method, const std::string& path, std::string_view body,
            std::string_view type = "RequestResponse") {
    return SendToLambda(emulator, method, path, body, type);
  }
  void Create() {
    const Reply made = Ask("POST", "/2015-03-31/functions", R"({"FunctionName":"fn",
        "PackageType":"Image","Role":"arn:aws:iam::000000000000:role/r",
        "Code":{"ImageUri":"runnel:by-calls"}})");
    REQUIRE(made.status == 201);
  }
};

TEST_CASE_FIXTURE(ByCalls, "what waits for a function ends when the function is deleted") {
  Create();
  Reply waiting = Ask("POST", "/2015-03-31/functions/fn/invocations", "{}");
  REQUIRE(waiting.waiting != 0);
  CHECK(Ask("POST", "/2015-03-31/functions/fn/invocations", "{}", "Event").status == 202);
  CHECK(Ask("DELETE", "/2015-03-31/functions/fn", "").status == 204);
  emulator.Tick();
  REQUIRE(emulator.TakeAnswered() == std::vector{waiting.waiting});
  emulator.Finish(waiting);
  CHECK(waiting.status == 502);
  CHECK(waiting.body.find("Function not found") != std::string::npos);
  Create();
  CHECK(Control("TakeInvocation", R"({"FunctionName":"fn"})").json.as_object().empty());
}

}  // namespace
}  // namespace runnel
