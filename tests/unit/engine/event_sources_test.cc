// Event source mappings through the emulator: restarts, the host's functions, archived records.
#include <doctest/doctest.h>

#include <boost/json/serialize.hpp>
#include <memory>

#include "tests/unit/engine/emulator_fixture.h"
#include "tests/unit/engine/lambda_request.h"
#include "tests/unit/engine/memory_journal.h"
#include "tests/unit/integrations/pollers_fixture.h"

namespace runnel {
namespace {

Settings Prompt() {
  Settings settings = WithoutDelays();
  settings.event_source_mapping_delay = {};
  return settings;
}

struct Incarnation : EmulatorFixture {
  explicit Incarnation(MemoryJournal& kept, std::size_t record_memory = 0)
      : EmulatorFixture(Prompt(), 1, true), journal(kept) {
    // Without a deleter: the journal is the test's.
    if (record_memory > 0) {
      emulator.UseArchive(std::shared_ptr<RecordArchive>(&journal, [](RecordArchive*) {}),
                          record_memory);
    }
    CHECK(emulator.Recover(journal).failure == "");
  }
  void Keep() {
    CHECK(journal.Commit(emulator.TakeJournal().entries) == "");
    emulator.JournalCommitted();
  }
  void Lambda(std::string_view path, const std::string& body) {
    const Reply reply = SendToLambda(emulator, "POST", path, body, "Event");
    CHECK_MESSAGE(reply.status < 300, reply.body);
  }
  // A function that the host runs.
  void SetUpFunction() {
    Lambda(
        "/2015-03-31/functions",
        R"({"FunctionName":"fn","PackageType":"Image","Role":"arn:aws:iam::000000000000:role/r",)"
        R"("Code":{"ImageUri":"http://127.0.0.1:1/"}})");
  }
  // A stream, a function that the host runs, and a mapping of the two.
  void SetUpMapping(const std::string& more = {}) {
    Call("CreateStream", R"({"StreamName":"s","ShardCount":1})");
    SetUpFunction();
    Lambda("/2015-03-31/event-source-mappings",
           R"({"EventSourceArn":"arn:aws:kinesis:us-east-1:000000000000:stream/s",)"
           R"("FunctionName":"fn","StartingPosition":"TRIM_HORIZON")" +
               more + "}");
  }
  void Put(std::string_view base64) {
    Call("PutRecord",
         R"({"StreamName":"s","PartitionKey":"k","Data":")" + std::string(base64) + "\"}");
  }
  // The data of the one invocation that the host is to run; its id goes to `id`.
  std::string Invoked(std::uint64_t& id) {
    const auto invocations = emulator.TakeInvocations();
    if (invocations.size() != 1) return std::to_string(invocations.size()) + " invocations";
    id = invocations[0].id;
    return DataOf(invocations[0].payload);
  }

  MemoryJournal& journal;
};

TEST_CASE("The host is given an invocation, reports what came of it, and is given the next") {
  MemoryJournal journal;
  Incarnation server(journal);
  server.SetUpMapping();
  server.Put("YQ==");
  server.Put("Yg==");
  std::uint64_t id = 0;
  CHECK(server.Invoked(id) == "a");
  CHECK(server.emulator.TakeInvocations().empty());
  server.emulator.CompleteInvocation(id + 7, {});
  CHECK(server.emulator.TakeInvocations().empty());
  server.emulator.CompleteInvocation(id, {});
  CHECK(server.Invoked(id) == "b");
}

TEST_CASE("InspectStreams tells how far a mapping has come, and how far it is behind") {
  MemoryJournal journal;
  Incarnation server(journal);
  server.SetUpMapping();
  const auto poller = [&] {
    return server.Control("InspectStreams", "{}").json.at("Streams").at(0).at("Pollers").at(0);
  };
  CHECK(poller().at("State") == "Enabled");
  CHECK(poller().at("ShardId") == "shardId-000000000000");
  CHECK(poller().at("Lag").at("Records") == 0);
  CHECK_FALSE(poller().at("Lag").get_object().contains("NextSequenceNumber"));
  const auto put =
      server.Call("PutRecord", R"({"StreamName":"s","PartitionKey":"k","Data":"YQ=="})");
  server.Put("Yg==");
  server.Advance(Duration::Seconds(2));
  CHECK(poller().at("FunctionArn") == "arn:aws:lambda:us-east-1:000000000000:function:fn");
  CHECK(poller().at("Lag").at("Records") == 2);
  CHECK(poller().at("Lag").at("Millis") == 2000);
  CHECK(poller().at("Lag").at("NextSequenceNumber") == put.json.at("SequenceNumber"));
  std::uint64_t id = 0;
  CHECK(server.Invoked(id) == "a");
  server.emulator.CompleteInvocation(id, {});
  CHECK(poller().at("Lag").at("Records") == 1);
  CHECK(poller().at("LastProcessingResult") == "OK");
}

TEST_CASE(
    "After a restart a mapping goes on with what was not done, and repeats nothing that was") {
  MemoryJournal journal;
  std::uint64_t id = 0;
  bool by_checkpoint = false;
  SUBCASE("from its changes") {}
  SUBCASE("from a checkpoint") { by_checkpoint = true; }
  {
    Incarnation first(journal);
    first.SetUpMapping();
    first.Put("YQ==");
    CHECK(first.Invoked(id) == "a");
    first.emulator.CompleteInvocation(id, {});
    first.Put("Yg==");
    CHECK(first.Invoked(id) == "b");
    first.Keep();
    if (by_checkpoint) CHECK(journal.Commit(first.emulator.TakeCheckpoint()) == "");
  }
  Incarnation second(journal);
  second.emulator.Tick();
  CHECK(second.Invoked(id) == "b");
  second.emulator.CompleteInvocation(id, {});
  second.Put("Yw==");
  CHECK(second.Invoked(id) == "c");
}

TEST_CASE("A snapshot takes a mapping and its position with it") {
  MemoryJournal journal;
  MemoryJournal other_journal;
  Incarnation from(journal);
  from.SetUpMapping();
  from.Put("YQ==");
  std::uint64_t id = 0;
  CHECK(from.Invoked(id) == "a");
  from.emulator.CompleteInvocation(id, {});
  from.Put("Yg==");
  const Answer part = from.Control("ExportSnapshot", "{}");
  REQUIRE(part.json.at("Last").as_bool());
  Incarnation to(other_journal);
  boost::json::object input{{"Part", part.json.at("Part")}, {"Last", true}};
  CHECK(to.Control("ImportSnapshot", boost::json::serialize(input)).error() == "");
  to.emulator.Tick();
  CHECK(to.Invoked(id) == "b");
}

TEST_CASE("A mapping reads records that have left memory") {
  MemoryJournal journal;
  Incarnation server(journal, 1);
  server.SetUpMapping(R"(,"BatchSize":2)");
  server.Put("YQ==");
  server.Put("Yg==");
  server.Put("Yw==");
  server.Keep();
  std::uint64_t id = 0;
  CHECK(server.Invoked(id) == "a");
  server.emulator.CompleteInvocation(id, {});
  CHECK(journal.read_count > 0);
  CHECK(server.Invoked(id) == "b,c");
}

TEST_CASE("The host is given each failure once for delivery, and again after a restart") {
  MemoryJournal journal;
  const std::string more =
      R"(,"MaximumRetryAttempts":0,)"
      R"("DestinationConfig":{"OnFailure":{"Destination":"arn:aws:sqs:us-east-1:000000000000:q"}})";
  {
    Incarnation first(journal);
    first.SetUpMapping(more);
    for (const char* const data : {"YQ==", "Yg=="}) {
      first.Put(data);
      std::uint64_t id = 0;
      first.Invoked(id);
      first.emulator.CompleteInvocation(id, {InvocationOutcome::Kind::kFunctionError, "{}", {}});
    }
    const auto failures = first.emulator.TakeFailures();
    REQUIRE(failures.size() == 2);
    CHECK(failures[0].destination == "arn:aws:sqs:us-east-1:000000000000:q");
    CHECK(failures[0].message.find("RetryAttemptsExhausted") != std::string::npos);
    CHECK(first.emulator.TakeFailures().empty());
    first.emulator.NoteFailureDelivery(failures[0].id, "delivered");
    first.Keep();
  }
  Incarnation second(journal);
  const auto failures = second.emulator.TakeFailures();
  REQUIRE(failures.size() == 1);
  CHECK(failures[0].id == 2);
}

TEST_CASE("An event that was accepted is tried after a restart, as often as was left") {
  using Kind = InvocationOutcome::Kind;
  MemoryJournal journal;
  std::string request_id;
  {
    Incarnation first(journal);
    first.SetUpFunction();
    first.Lambda("/2015-03-31/functions/fn/invocations", R"({"n":1})");
    const auto invocations = first.emulator.TakeInvocations();
    REQUIRE(invocations.size() == 1);
    request_id = invocations[0].request_id;
    first.emulator.CompleteInvocation(invocations[0].id, {Kind::kFunctionError, "{}", {}});
    first.Keep();
  }
  {
    Incarnation second(journal);
    second.emulator.Tick();
    const auto invocations = second.emulator.TakeInvocations();
    REQUIRE(invocations.size() == 1);
    CHECK(invocations[0].payload == R"({"n":1})");
    CHECK(invocations[0].request_id == request_id);
    second.Keep();  // it ends while the function is at work
  }
  {
    Incarnation third(journal);
    third.emulator.Tick();
    const auto invocations = third.emulator.TakeInvocations();
    REQUIRE(invocations.size() == 1);
    third.emulator.CompleteInvocation(invocations[0].id, {Kind::kReturned, "null", {}});
    third.Keep();
  }
  Incarnation fourth(journal);
  fourth.emulator.Tick();
  CHECK(fourth.emulator.TakeInvocations().empty());
}

TEST_CASE("The emulator wants to be ticked when a retry or a window is due") {
  MemoryJournal journal;
  Incarnation server(journal);
  server.SetUpMapping();
  server.Put("YQ==");
  std::uint64_t id = 0;
  server.Invoked(id);
  server.emulator.CompleteInvocation(id, {InvocationOutcome::Kind::kThrottled, {}, {}});
  REQUIRE(server.emulator.NextDeadline());
  CHECK(*server.emulator.NextDeadline() == Duration::Seconds(1));
  server.Advance(Duration::Seconds(1));
  CHECK(server.Invoked(id) == "a");
}

}  // namespace
}  // namespace runnel
