#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "core/base/percent_encoding.h"
#include "tests/unit/engine/emulator_fixture.h"

namespace runnel {
namespace {

// Calls of CloudFormation, as forms.
class Stacks {
 public:
  explicit Stacks(EmulatorFixture& fixture) : fixture_(fixture) {}

  // The answer's XML.
  std::string Call(const std::string& action, const std::vector<std::string>& fields) {
    std::string form = "Action=" + action + "&Version=2010-05-15";
    for (std::size_t i = 0; i + 1 < fields.size(); i += 2) {
      form += "&" + fields[i] + "=" + PercentEncode(fields[i + 1]);
    }
    const Header headers[] = {
        {"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"},
        {"X-Amz-Date", "20260101T000000Z"},
        {"Authorization",
         "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/cloudformation/aws4_request, "
         "SignedHeaders=host, Signature=0"}};
    return fixture_.emulator.Handle({"POST", "/", headers, form}).body;
  }

  // What is in the first element of that name.
  static std::string In(const std::string& xml, const std::string& name) {
    const std::size_t begin = xml.find("<" + name + ">");
    if (begin == std::string::npos) return "";
    const std::size_t content = begin + name.size() + 2;
    return xml.substr(content, xml.find("</" + name + ">", content) - content);
  }

  std::string Status() { return In(Call("DescribeStacks", {"StackName", "mine"}), "StackStatus"); }

  // The events since the last time, oldest first: "id STATUS".
  std::vector<std::string> NewEvents() {
    const std::string xml = Call("DescribeStackEvents", {"StackName", "mine"});
    std::vector<std::string> events;
    for (std::size_t at = xml.find("<member>"); at != std::string::npos;
         at = xml.find("<member>", at + 1)) {
      const std::string event = xml.substr(at, xml.find("</member>", at) - at);
      const std::string reason = In(event, "ResourceStatusReason");
      events.insert(events.begin(), In(event, "LogicalResourceId") + " " +
                                        In(event, "ResourceStatus") +
                                        (reason.empty() ? "" : ": " + reason));
    }
    std::vector<std::string> fresh(events.begin() + static_cast<std::ptrdiff_t>(seen_),
                                   events.end());
    seen_ = events.size();
    return fresh;
  }

 private:
  EmulatorFixture& fixture_;
  std::size_t seen_ = 0;
};

std::string Template(const std::string& stream_properties) {
  return "Resources:\n  S:\n    Type: AWS::Kinesis::Stream\n    Properties: {" + stream_properties +
         "}\n  C:\n    Type: AWS::Kinesis::StreamConsumer\n    Properties: {ConsumerName: c, "
         "StreamARN: !GetAtt S.Arn}\nOutputs:\n  Name: {Value: !Ref S, Export: {Name: n}}\n";
}

using Events = std::vector<std::string>;

TEST_CASE("a stack is created, updated in place, replaced and deleted, with its events") {
  Settings settings;  // with the delays of streams
  EmulatorFixture fixture(settings);
  Stacks stacks(fixture);
  stacks.Call("CreateStack",
              {"StackName", "mine", "TemplateBody", Template("Name: a, ShardCount: 1")});
  CHECK(stacks.Status() == "CREATE_IN_PROGRESS");
  fixture.Advance(Duration::Seconds(5));
  CHECK(stacks.Status() == "CREATE_COMPLETE");
  CHECK(stacks.NewEvents() ==
        Events{"mine CREATE_IN_PROGRESS: User Initiated", "S CREATE_IN_PROGRESS",
               "S CREATE_IN_PROGRESS: Resource creation Initiated", "S CREATE_COMPLETE",
               "C CREATE_IN_PROGRESS", "C CREATE_IN_PROGRESS: Resource creation Initiated",
               "C CREATE_COMPLETE", "mine CREATE_COMPLETE"});
  CHECK(Stacks::In(stacks.Call("UpdateStack", {"StackName", "mine", "TemplateBody",
                                               Template("Name: a, ShardCount: '1'")}),
                   "Message") == "No updates are to be performed.");
  stacks.Call("UpdateStack", {"StackName", "mine", "TemplateBody",
                              Template("Name: a, ShardCount: 2, RetentionPeriodHours: 48")});
  fixture.Advance(Duration::Seconds(5));
  CHECK(stacks.NewEvents() == Events{"mine UPDATE_IN_PROGRESS: User Initiated",
                                     "S UPDATE_IN_PROGRESS", "S UPDATE_COMPLETE",
                                     "mine UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
                                     "mine UPDATE_COMPLETE"});
  const Answer stream = fixture.Call("DescribeStreamSummary", R"({"StreamName": "a"})");
  CHECK(stream.json.at("StreamDescriptionSummary").at("OpenShardCount") == 2);
  CHECK(stream.json.at("StreamDescriptionSummary").at("RetentionPeriodHours") == 48);
  stacks.Call("UpdateStack", {"StackName", "mine", "TemplateBody", Template("Name: b")});
  fixture.Advance(Duration::Seconds(10));
  CHECK(stacks.Status() == "UPDATE_COMPLETE");
  CHECK(fixture.Call("DescribeStreamSummary", R"({"StreamName": "a"})").status == 400);
  CHECK(fixture.Call("DescribeStreamSummary", R"({"StreamName": "b"})").status == 200);
  const Events replaced = stacks.NewEvents();
  CHECK(replaced[1] ==
        "S UPDATE_IN_PROGRESS: Requested update requires the creation of a new physical resource; "
        "hence creating one.");
  stacks.Call("DeleteStack", {"StackName", "mine"});
  fixture.Advance(Duration::Seconds(5));
  CHECK(Stacks::In(stacks.Call("DescribeStacks", {"StackName", "mine"}), "Message") ==
        "Stack with id mine does not exist");
  CHECK(fixture.Call("ListStreams", "{}").json.at("StreamNames").as_array().empty());
}

// Each is made when the one behind it is, so the stack goes on as often as it has resources.
TEST_CASE("a stack of as many resources as may be, each depending on the next, is soon there") {
  EmulatorFixture fixture;
  Stacks stacks(fixture);
  std::string body = "Resources:\n";
  for (int i = 0; i < 499; ++i) {
    body += " R" + std::to_string(i) + ": {Type: 'AWS::CDK::Metadata', DependsOn: R" +
            std::to_string(i + 1) + "}\n";
  }
  stacks.Call("CreateStack",
              {"StackName", "mine", "TemplateBody", body + " R499: {Type: 'AWS::CDK::Metadata'}"});
  fixture.Advance(Duration::Seconds(5));
  CHECK(stacks.Status() == "CREATE_COMPLETE");
  const Events events = stacks.NewEvents();
  CHECK(events[1] == "R499 CREATE_IN_PROGRESS");
  CHECK(events[events.size() - 2] == "R0 CREATE_COMPLETE");
}

TEST_CASE("what cannot be created is rolled back, and what cannot be updated returns") {
  EmulatorFixture fixture;
  Stacks stacks(fixture);
  fixture.Call("CreateStream", R"({"StreamName": "taken", "ShardCount": 1})");
  stacks.Call("CreateStack", {"StackName", "mine", "TemplateBody", Template("Name: taken")});
  CHECK(stacks.Status() == "ROLLBACK_COMPLETE");
  const Events events = stacks.NewEvents();
  CHECK(
      events[2].starts_with("S CREATE_FAILED: Resource handler returned message: \"Stream taken "
                            "under account 000000000000 already exists.\" (RequestToken: "));
  CHECK(events[3] ==
        "mine ROLLBACK_IN_PROGRESS: The following resource(s) failed to create: [S]. "
        "Rollback requested by user.");
  stacks.Call("DeleteStack", {"StackName", "mine"});
  stacks.Call("CreateStack", {"StackName", "mine", "TemplateBody", Template("Name: x")});
  CHECK(stacks.Status() == "CREATE_COMPLETE");
  stacks.Call("UpdateStack", {"StackName", "mine", "TemplateBody", Template("Name: taken")});
  CHECK(stacks.Status() == "UPDATE_ROLLBACK_COMPLETE");
  CHECK(fixture.Call("DescribeStreamSummary", R"({"StreamName": "x"})").status == 200);
  CHECK(fixture.Call("DescribeStreamSummary", R"({"StreamName": "taken"})").status == 200);
  stacks.Call("UpdateStack",
              {"StackName", "mine", "TemplateBody", Template("Name: x, ShardCount: 9")});
  CHECK(stacks.Status() == "UPDATE_ROLLBACK_COMPLETE");
}

TEST_CASE("a stack that takes longer than TimeoutInMinutes is rolled back") {
  Settings settings;
  settings.create_stream_delay = Duration::Hours(1);
  EmulatorFixture fixture(settings);
  Stacks stacks(fixture);
  stacks.Call("CreateStack",
              {"StackName", "mine", "TemplateBody", Template("Name: a"), "TimeoutInMinutes", "2"});
  fixture.Advance(Duration::Seconds(119));
  CHECK(stacks.Status() == "CREATE_IN_PROGRESS");
  fixture.Advance(Duration::Seconds(2));
  const Events events = stacks.NewEvents();
  CHECK(events.at(3) == "S CREATE_FAILED: Resource creation cancelled");
  CHECK(events.at(4) ==
        "mine ROLLBACK_IN_PROGRESS: Stack creation time exceeded the specified timeout. Rollback "
        "requested by user.");
}

TEST_CASE("a stack waits for an emulator that takes no changes just now") {
  EmulatorFixture fixture;
  Stacks stacks(fixture);
  fixture.Control("UpdateSettings", R"({"CreateStreamDelayMillis": 1000})");
  stacks.Call("CreateStack", {"StackName", "mine", "TemplateBody", Template("Name: a")});
  fixture.emulator.RefuseWrites("the disk is full");
  fixture.Advance(Duration::Seconds(5));
  CHECK(stacks.Status() == "CREATE_IN_PROGRESS");
  fixture.emulator.RefuseWrites("");
  fixture.Advance(Duration::Seconds(5));
  CHECK(stacks.Status() == "CREATE_COMPLETE");
}

TEST_CASE("a change set without changes fails, and one with changes is executed") {
  EmulatorFixture fixture;
  Stacks stacks(fixture);
  const auto change_set = [&](const std::string& name, const std::string& type,
                              const std::string& properties) {
    stacks.Call("CreateChangeSet", {"StackName", "mine", "ChangeSetName", name, "ChangeSetType",
                                    type, "TemplateBody", Template(properties)});
    return stacks.Call("DescribeChangeSet", {"StackName", "mine", "ChangeSetName", name});
  };
  CHECK(Stacks::In(change_set("one", "CREATE", "Name: a"), "Action") == "Add");
  CHECK(stacks.Status() == "REVIEW_IN_PROGRESS");
  stacks.Call("ExecuteChangeSet", {"StackName", "mine", "ChangeSetName", "one"});
  CHECK(stacks.Status() == "CREATE_COMPLETE");
  const std::string same = change_set("two", "UPDATE", "Name: a");
  CHECK(Stacks::In(same, "Status") == "FAILED");
  CHECK(Stacks::In(same, "StatusReason").starts_with("The submitted information didn't contain"));
  const std::string changed = change_set("three", "UPDATE", "Name: a, ShardCount: 2");
  CHECK(Stacks::In(changed, "ResourceChange").find("<Replacement>False</Replacement>") !=
        std::string::npos);
  CHECK(Stacks::In(changed, "RequiresRecreation") == "Never");
}

}  // namespace
}  // namespace runnel
