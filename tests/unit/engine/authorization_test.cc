#include "core/engine/authorization.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <iterator>

#include "core/api/operation_catalog.h"
#include "tests/unit/engine/emulator_fixture.h"
#include "tests/unit/engine/signed_request.h"

namespace runnel {
namespace {

constexpr const char* kOwner = "111111111111";
constexpr const char* kGuest = "222222222222";
const std::string kStream = "arn:aws:kinesis:us-east-1:111111111111:stream/s";

Settings Enforcing() {
  Settings settings = WithoutDelays();
  settings.enforce_policies = true;
  return settings;
}

// Without signatures, an access key of 12 digits is the account whose root calls.
struct Fixture : EmulatorFixture {
  Fixture() : EmulatorFixture(Enforcing()) {
    REQUIRE(As(kOwner, "CreateStream", R"({"StreamName":"s","ShardCount":1})") == "200");
  }

  // "200", or the code of the error.
  std::string As(std::string_view account, std::string_view operation, const std::string& body) {
    const std::string target =
        (operation.starts_with("Runnel.") ? "" : "Kinesis_20131202.") + std::string(operation);
    const std::string authorization =
        "AWS4-HMAC-SHA256 Credential=" + std::string(account) +
        "/20260101/us-east-1/kinesis/aws4_request, SignedHeaders=host, Signature=0";
    const Header headers[] = {{"X-Amz-Target", target},
                              {"Content-Type", "application/x-amz-json-1.1"},
                              {"X-Amz-Date", "20260101T000000Z"},
                              {"User-Agent", "test/1"},
                              {"Authorization", authorization}};
    reply = emulator.Handle({"POST", "/", headers, body, "192.0.2.7", over_tls});
    return reply.status == 200 ? "200" : reply.error_code;
  }

  void Policy(const std::string& arn, const std::string& effect, const std::string& actions,
              const std::string& principal = kGuest, const std::string& condition = "{}") {
    const std::string document = R"({"Statement":{"Effect":")" + effect +
                                 R"(","Principal":{"AWS":")" + principal + R"("},"Action":[)" +
                                 actions + R"(],"Resource":"*","Condition":)" + condition + "}}";
    const boost::json::object input = {{"ResourceARN", arn}, {"Policy", document}};
    REQUIRE(As(kOwner, "PutResourcePolicy", boost::json::serialize(input)) == "200");
  }
  std::string Text(const char* member) {
    const auto json = boost::json::parse(reply.body);
    return std::string(json.as_object().at(member).as_string());
  }

  Reply reply;
  bool over_tls = false;
};

std::string OnStream(const std::string& more = "") {
  return R"({"StreamARN":")" + kStream + "\"" + more + "}";
}

TEST_CASE_FIXTURE(Fixture, "A foreign account is refused in the words of AWS") {
  CHECK(As(kGuest, "ListShards", OnStream()) == "AccessDeniedException");
  CHECK(reply.status == 400);
  CHECK(reply.error_message ==
        "User: arn:aws:iam::222222222222:root is not authorized to perform: kinesis:ListShards on "
        "resource: arn:aws:kinesis:us-east-1:111111111111:stream/s because no resource-based "
        "policy allows the kinesis:ListShards action");
  Policy(kStream, "Allow", R"("kinesis:ListShards")");
  CHECK(As(kGuest, "ListShards", OnStream()) == "200");
  CHECK(As(kGuest, "DescribeStreamSummary", OnStream()) == "AccessDeniedException");
  CHECK(As("333333333333", "ListShards", OnStream()) == "AccessDeniedException");
}

TEST_CASE_FIXTURE(Fixture, "A name is the caller's own stream, whatever a foreign one is called") {
  CHECK(As(kGuest, "ListShards", R"({"StreamName":"s"})") == "ResourceNotFoundException");
}

TEST_CASE_FIXTURE(Fixture, "The account itself may do everything, but what is denied") {
  CHECK(As(kOwner, "ListShards", OnStream()) == "200");
  Policy(kStream, "Deny", R"("kinesis:ListShards")", kOwner);
  CHECK(As(kOwner, "ListShards", OnStream()) == "AccessDeniedException");
  CHECK(reply.error_message ==
        "User: arn:aws:iam::111111111111:root is not authorized to perform: kinesis:ListShards on "
        "resource: arn:aws:kinesis:us-east-1:111111111111:stream/s with an explicit deny in a "
        "resource-based policy");
  CHECK(As(kOwner, "ListShards", R"({"StreamName":"s"})") == "AccessDeniedException");
  CHECK(As(kOwner, "DescribeStreamSummary", OnStream()) == "200");
  CHECK(As(kOwner, "DeleteResourcePolicy", R"({"ResourceARN":")" + kStream + "\"}") == "200");
  CHECK(As(kOwner, "ListShards", OnStream()) == "200");
}

TEST_CASE_FIXTURE(Fixture, "What no policy can grant stays with the account") {
  Policy(kStream, "Allow", R"("kinesis:PutRecord","kinesis:DescribeStream")");
  for (const char* operation :
       {"DeleteStream", "ListStreamConsumers", "StartStreamEncryption", "AddTagsToStream"}) {
    CAPTURE(operation);
    const std::string more = operation == std::string("StartStreamEncryption")
                                 ? R"(,"EncryptionType":"KMS","KeyId":"k")"
                             : operation == std::string("AddTagsToStream") ? R"(,"Tags":{"a":"b"})"
                                                                           : "";
    CHECK(As(kGuest, operation, OnStream(more)) == "AccessDeniedException");
  }
  for (const char* operation : {"GetResourcePolicy", "DeleteResourcePolicy"}) {
    CAPTURE(operation);
    CHECK(As(kGuest, operation, R"({"ResourceARN":")" + kStream + "\"}") ==
          "AccessDeniedException");
  }
}

TEST_CASE_FIXTURE(Fixture, "An iterator is no way around the policy of its stream") {
  const std::string ask = R"(,"ShardId":"shardId-000000000000","ShardIteratorType":"LATEST")";
  CHECK(As(kGuest, "GetShardIterator", OnStream(ask)) == "AccessDeniedException");
  REQUIRE(As(kOwner, "GetShardIterator", OnStream(ask)) == "200");
  const std::string read = R"({"ShardIterator":")" + Text("ShardIterator") + "\"}";
  CHECK(As(kGuest, "GetRecords", read) == "AccessDeniedException");
  Policy(kStream, "Allow", R"("kinesis:GetRecords")");
  CHECK(As(kGuest, "GetRecords", read) == "200");
  CHECK(As(kGuest, "GetRecords", R"({"ShardIterator":"nonsense"})") == "InvalidArgumentException");
}

TEST_CASE_FIXTURE(Fixture, "Nor is a NextToken") {
  REQUIRE(As(kOwner, "CreateStream", R"({"StreamName":"wide","ShardCount":2})") == "200");
  REQUIRE(As(kOwner, "ListShards", R"({"StreamName":"wide","MaxResults":1})") == "200");
  const std::string next = R"({"NextToken":")" + Text("NextToken") + "\"}";
  CHECK(As(kGuest, "ListShards", next) == "AccessDeniedException");
  CHECK(As(kOwner, "ListShards", next) == "200");
}

TEST_CASE_FIXTURE(Fixture, "A consumer has a policy of its own") {
  REQUIRE(As(kOwner, "RegisterStreamConsumer", OnStream(R"(,"ConsumerName":"c")")) == "200");
  const std::string consumer = std::string(boost::json::parse(reply.body)
                                               .as_object()
                                               .at("Consumer")
                                               .as_object()
                                               .at("ConsumerARN")
                                               .as_string());
  const std::string by_arn = R"({"ConsumerARN":")" + consumer + "\"}";
  Policy(kStream, "Allow", R"("kinesis:DescribeStreamSummary")");
  CHECK(As(kGuest, "DescribeStreamConsumer", by_arn) == "AccessDeniedException");
  CHECK(As(kGuest, "DescribeStreamConsumer", OnStream(R"(,"ConsumerName":"c")")) ==
        "AccessDeniedException");
  Policy(consumer, "Allow", R"("kinesis:DescribeStreamConsumer","kinesis:SubscribeToShard")");
  CHECK(As(kGuest, "DescribeStreamConsumer", by_arn) == "200");
  CHECK(As(kGuest, "DescribeStreamConsumer", OnStream(R"(,"ConsumerName":"c")")) == "200");
  CHECK(As(kGuest, "DeregisterStreamConsumer", by_arn) == "AccessDeniedException");
  const std::string subscribe =
      R"({"ConsumerARN":")" + consumer +
      R"(","ShardId":"shardId-000000000000","StartingPosition":{"Type":"LATEST"}})";
  CHECK(As("333333333333", "SubscribeToShard", subscribe) == "AccessDeniedException");
  CHECK(As(kGuest, "SubscribeToShard", subscribe) == "200");
}

TEST_CASE_FIXTURE(Fixture, "Conditions see where a request comes from, and when") {
  const auto put = [&] {
    return As(kGuest, "PutRecord", OnStream(R"(,"Data":"","PartitionKey":"k")"));
  };
  const auto allow_if = [&](const std::string& condition) {
    Policy(kStream, "Allow", R"("kinesis:PutRecord")", kGuest, condition);
  };
  allow_if(R"({"IpAddress":{"aws:SourceIp":"192.0.2.0/24"}})");
  CHECK(put() == "200");
  allow_if(R"({"IpAddress":{"aws:SourceIp":"198.51.100.0/24"}})");
  CHECK(put() == "AccessDeniedException");
  allow_if(R"({"Bool":{"aws:SecureTransport":"true"}})");
  CHECK(put() == "AccessDeniedException");
  over_tls = true;
  CHECK(put() == "200");
  allow_if(R"({"StringEquals":{"aws:RequestedRegion":"us-east-1"},)"
           R"("StringLike":{"aws:UserAgent":"test/*"}})");
  CHECK(put() == "200");
  allow_if(R"({"DateLessThan":{"aws:CurrentTime":"2023-11-14T22:13:21Z"}})");
  CHECK(put() == "200");
  Advance(Duration::Seconds(1));
  CHECK(put() == "AccessDeniedException");
  allow_if(R"({"StringEquals":{"aws:ResourceTag/stage":"test"}})");
  CHECK(put() == "AccessDeniedException");
  REQUIRE(As(kOwner, "AddTagsToStream", OnStream(R"(,"Tags":{"Stage":"test"})")) == "200");
  CHECK(put() == "200");
  allow_if(R"({"StringEquals":{"aws:SourceAccount":"222222222222"}})");
  CHECK(put() == "AccessDeniedException");
}

TEST_CASE_FIXTURE(Fixture, "A dry run tells that permission is missing, and that it is not") {
  const std::string put = OnStream(R"(,"Data":"","PartitionKey":"k","DryRun":true)");
  CHECK(As(kGuest, "PutRecord", put) == "AccessDeniedException");
  Policy(kStream, "Allow", R"("kinesis:PutRecord")");
  CHECK(As(kGuest, "PutRecord", put) == "DryRunOperationException");
}

TEST_CASE_FIXTURE(Fixture, "Constraints are checked before permission, what exists after it") {
  CHECK(As(kGuest, "PutRecord", OnStream(R"(,"Data":"","PartitionKey":"")")) ==
        "ValidationException");
  const std::string nowhere =
      R"({"StreamARN":"arn:aws:kinesis:us-east-1:111111111111:stream/none"})";
  CHECK(As(kGuest, "ListShards", nowhere) == "AccessDeniedException");
  CHECK(As(kOwner, "ListShards", nowhere) == "ResourceNotFoundException");
}

// A call of every operation that can name what is another account's, but for the ARN itself.
struct ForeignCall {
  const char* operation;
  const char* member;
  const char* more;
};
constexpr ForeignCall kForeignCalls[] = {
    {"AddTagsToStream", "StreamARN", R"(,"Tags":{"a":"b"})"},
    {"DecreaseStreamRetentionPeriod", "StreamARN", R"(,"RetentionPeriodHours":24)"},
    {"DeleteChannel", "ChannelARN", ""},
    {"DeleteResourcePolicy", "ResourceARN", ""},
    {"DeleteStream", "StreamARN", ""},
    {"DeregisterStreamConsumer", "ConsumerARN", ""},
    {"DescribeChannel", "ChannelARN", ""},
    {"DescribeStream", "StreamARN", ""},
    {"DescribeStreamConsumer", "ConsumerARN", ""},
    {"DescribeStreamSummary", "StreamARN", ""},
    {"DisableEnhancedMonitoring", "StreamARN", R"(,"ShardLevelMetrics":["ALL"])"},
    {"FlushChannel", "ChannelARN", ""},
    {"InspectRecords", "StreamARN", ""},
    {"EnableEnhancedMonitoring", "StreamARN", R"(,"ShardLevelMetrics":["ALL"])"},
    {"GetRecords", "StreamARN", R"(,"ShardIterator":"x")"},
    {"GetResourcePolicy", "ResourceARN", ""},
    {"GetShardIterator", "StreamARN", R"(,"ShardId":"0","ShardIteratorType":"LATEST")"},
    {"IncreaseStreamRetentionPeriod", "StreamARN", R"(,"RetentionPeriodHours":48)"},
    {"ListShards", "StreamARN", ""},
    {"ListStreamConsumers", "StreamARN", ""},
    {"ListTagsForResource", "ResourceARN", ""},
    {"ListTagsForStream", "StreamARN", ""},
    {"MergeShards", "StreamARN", R"(,"ShardToMerge":"0","AdjacentShardToMerge":"1")"},
    {"PutRecord", "StreamARN", R"(,"Data":"","PartitionKey":"k")"},
    {"PutRecords", "StreamARN", R"(,"Records":[{"Data":"","PartitionKey":"k"}])"},
    {"PutResourcePolicy", "ResourceARN", R"(,"Policy":"{}")"},
    {"RegisterStreamConsumer", "StreamARN", R"(,"ConsumerName":"new")"},
    {"RemoveTagsFromStream", "StreamARN", R"(,"TagKeys":["a"])"},
    {"SplitShard", "StreamARN", R"(,"ShardToSplit":"0","NewStartingHashKey":"9")"},
    {"StartStreamEncryption", "StreamARN", R"(,"EncryptionType":"KMS","KeyId":"k")"},
    {"StopStreamEncryption", "StreamARN", R"(,"EncryptionType":"KMS","KeyId":"k")"},
    {"SubscribeToShard", "ConsumerARN",
     R"(,"ShardId":"shardId-000000000000","StartingPosition":{"Type":"LATEST"})"},
    {"TagResource", "ResourceARN", R"(,"Tags":{"a":"b"})"},
    {"UntagResource", "ResourceARN", R"(,"TagKeys":["a"])"},
    {"UpdateChannel", "ChannelARN", R"(,"S3DestinationUpdate":{})"},
    {"UpdateMaxRecordSize", "StreamARN", R"(,"MaxRecordSizeInKiB":2048)"},
    {"UpdateShardCount", "StreamARN", R"(,"TargetShardCount":2,"ScalingType":"UNIFORM_SCALING")"},
    {"UpdateStreamLimits", "StreamARN", R"(,"Limits":"AWS")"},
    {"UpdateStreamMode", "StreamARN", R"(,"StreamModeDetails":{"StreamMode":"ON_DEMAND"})"},
    {"UpdateStreamRecordDistributionStrategy", "StreamARN",
     R"(,"RecordDistributionStrategy":"AUTO")"},
    {"UpdateStreamWarmThroughput", "StreamARN", R"(,"WarmThroughputMiBps":1)"},
};

bool NamesResources(const OperationEntry& operation) {
  const auto& members = operation.input->members;
  return std::any_of(members.begin(), members.end(), [](const Member& member) {
    return member.name == "StreamARN" || member.name == "ConsumerARN" ||
           member.name == "ChannelARN" || member.name == "ResourceARN";
  });
}

TEST_CASE_FIXTURE(Fixture,
                  "No operation reaches what is another account's without its permission") {
  for (const OperationEntry& operation : OperationCatalog()) {
    if (!NamesResources(operation)) continue;
    CAPTURE(operation.name);
    const auto found =
        std::find_if(std::begin(kForeignCalls), std::end(kForeignCalls),
                     [&](const ForeignCall& call) { return operation.name == call.operation; });
    REQUIRE(found != std::end(kForeignCalls));
    std::string arn = kStream;
    if (std::string_view(found->member) == "ConsumerARN") arn += "/consumer/c:1700000000";
    if (std::string_view(found->member) == "ChannelARN") {
      arn = "arn:aws:kinesis:us-east-1:111111111111:channel/abcdefghijklmnopqrst";
    }
    const std::string input =
        "{\"" + std::string(found->member) + "\":\"" + arn + "\"" + found->more + "}";
    const std::string target =
        (operation.target == "Runnel" ? "Runnel." : "") + std::string(operation.name);
    CHECK(As(kGuest, target, input) == "AccessDeniedException");
    CAPTURE(reply.error_message);
    CHECK(As(kOwner, target, input) != "AccessDeniedException");
  }
}

TEST_CASE("Without enforcement a foreign account may do what it likes") {
  EmulatorFixture fixture;
  REQUIRE(fixture.Call("CreateStream", R"({"StreamName":"s","ShardCount":1})").status == 200);
  const char* authorization =
      "AWS4-HMAC-SHA256 Credential=222222222222/20260101/us-east-1/kinesis/aws4_request, "
      "SignedHeaders=host, Signature=0";
  const Header headers[] = {{"X-Amz-Target", "Kinesis_20131202.ListShards"},
                            {"Content-Type", "application/x-amz-json-1.1"},
                            {"X-Amz-Date", "20260101T000000Z"},
                            {"Authorization", authorization}};
  const char* body = R"({"StreamARN":"arn:aws:kinesis:us-east-1:000000000000:stream/s"})";
  CHECK(fixture.emulator.Handle({"POST", "/", headers, body}).status == 200);
}

// Sends `input` signed by an identity that has this policy. Returns "200" or code and text.
std::string SendUnderPolicy(const std::string& policy, std::string_view target,
                            const std::string& input) {
  Identity night;
  night.access_key = "ASIANIGHT";
  night.secret_key = "s";
  night.account = AccountId(kOwner);
  night.arn = "arn:aws:sts::111111111111:assumed-role/reader/night";
  night.principal_arn = "arn:aws:iam::111111111111:role/reader";
  night.organization = "o-1";
  night.policy = policy;
  Settings settings = Enforcing();
  settings.identities = std::make_shared<const Identities>(Identities{{night.access_key, night}});
  EmulatorFixture fixture(settings);
  test::SignedRequest request("", input, fixture.clock.now);
  request.access_key = night.access_key;
  request.secret = night.secret_key;
  request.HeaderNamed("X-Amz-Target") = target;
  request.Sign();
  const Reply reply = fixture.emulator.Handle(request.request());
  return reply.status == 200 ? "200" : reply.error_code + ": " + reply.error_message;
}

std::string Allows(const std::string& actions, const std::string& condition = "{}") {
  return R"({"Statement":{"Effect":"Allow","Action":)" + actions +
         R"(,"Resource":"*","Condition":)" + condition + "}}";
}

TEST_CASE("An identity's policy says what it may do, and messages name its session") {
  constexpr const char* kList = "Kinesis_20131202.ListStreams";
  CHECK(SendUnderPolicy("", kList, "{}") == "200");
  CHECK(SendUnderPolicy(Allows(R"("kinesis:List*")"), kList, "{}") == "200");
  CHECK(SendUnderPolicy(Allows(R"("kinesis:Put*")"), kList, "{}") ==
        "AccessDeniedException: User: arn:aws:sts::111111111111:assumed-role/reader/night is not "
        "authorized to perform: kinesis:ListStreams on resource: * because no identity-based "
        "policy allows the kinesis:ListStreams action");
}

TEST_CASE("Conditions see who calls") {
  constexpr const char* kList = "Kinesis_20131202.ListStreams";
  for (const char* condition :
       {R"({"ArnEquals":{"aws:PrincipalArn":"arn:aws:iam::111111111111:role/reader"}})",
        R"({"StringEquals":{"aws:PrincipalAccount":"111111111111"}})",
        R"({"StringEquals":{"aws:PrincipalOrgID":"o-1"}})",
        R"({"StringEquals":{"aws:PrincipalType":"AssumedRole"}})",
        R"({"Null":{"aws:username":"true"}})"}) {
    CAPTURE(condition);
    CHECK(SendUnderPolicy(Allows("\"*\"", condition), kList, "{}") == "200");
  }
}

TEST_CASE("Conditions see the tags that a request sets") {
  constexpr const char* kCreate = "Kinesis_20131202.CreateStream";
  const std::string only_team = Allows(R"(["kinesis:CreateStream","kinesis:AddTagsToStream"])",
                                       R"({"ForAllValues:StringEquals":{"aws:TagKeys":["team"]},)"
                                       R"("StringEquals":{"aws:RequestTag/team":"data"}})");
  const auto create = [&](const std::string& tags) {
    const std::string answer = SendUnderPolicy(
        only_team, kCreate, R"({"StreamName":"s","ShardCount":1,"Tags":)" + tags + "}");
    return answer.substr(0, answer.find(':'));
  };
  CHECK(create(R"({"team":"data"})") == "200");
  CHECK(create(R"({"team":"web"})") == "AccessDeniedException");
  CHECK(create(R"({"team":"data","cost":"1"})") == "AccessDeniedException");
  CHECK(SendUnderPolicy(only_team, kCreate, R"({"StreamName":"s","ShardCount":1})")
            .starts_with("AccessDeniedException"));
}

TEST_CASE("Tags at creation, and the stream of a channel, need permissions of their own") {
  const auto refused = [](const std::string& actions, const char* target,
                          const std::string& input) {
    const std::string answer =
        SendUnderPolicy(Allows(actions), std::string("Kinesis_20131202.") + target, input);
    const std::string begin = "is not authorized to perform: ";
    const std::size_t at = answer.find(begin);
    if (at == std::string::npos) return answer.substr(0, answer.find(':'));
    return answer.substr(at + begin.size(), answer.find(" because") - at - begin.size());
  };
  const std::string on = " on resource: arn:aws:kinesis:us-east-1:111111111111:stream/s";
  const std::string tags = R"(,"Tags":{"a":"b"}})";
  const std::string create = R"({"StreamName":"s","ShardCount":1)";
  CHECK(refused(R"("kinesis:CreateStream")", "CreateStream", create + "}") == "200");
  CHECK(refused(R"("kinesis:CreateStream")", "CreateStream", create + tags) ==
        "kinesis:AddTagsToStream" + on);
  CHECK(refused(R"(["kinesis:CreateStream","kinesis:AddTagsToStream"])", "CreateStream",
                create + tags) == "200");

  const std::string consumer = R"({"StreamARN":")" + kStream + R"(","ConsumerName":"c")";
  CHECK(refused(R"("kinesis:RegisterStreamConsumer")", "RegisterStreamConsumer", consumer + "}") ==
        "ResourceNotFoundException");
  CHECK(refused(R"("kinesis:RegisterStreamConsumer")", "RegisterStreamConsumer", consumer + tags) ==
        "kinesis:TagResource" + on);

  const std::string channel =
      R"({"ChannelName":"c","ServiceExecutionRoleARN":"arn:aws:iam::111111111111:role/r",)"
      R"("StreamConfigurationList":[{"StreamARN":")" +
      kStream +
      R"(","RecordConfiguration":{"RecordFormatType":"JSON"}}],"S3DestinationConfiguration":)"
      R"({"StorageConfiguration":{"BucketARN":"arn:aws:s3:::bucket",)"
      R"("ExpectedBucketOwner":"111111111111","CompressionType":"NONE"}}})";
  CHECK(refused(R"("kinesis:CreateChannel")", "CreateChannel", channel) ==
        "kinesis:AssociateStreamsWithChannel" + on);
  CHECK(refused(R"(["kinesis:CreateChannel","kinesis:AssociateStreamsWithChannel"])",
                "CreateChannel", channel) == "ResourceNotFoundException");
}

TEST_CASE("The emulator's own operations have a prefix of their own") {
  constexpr const char* kReset = "Runnel.Reset";
  CHECK(SendUnderPolicy(Allows(R"("runnel:*")"), kReset, "{}") == "200");
  CHECK(
      SendUnderPolicy(Allows(R"("kinesis:*")"), kReset, "{}").starts_with("AccessDeniedException"));
}

}  // namespace
}  // namespace runnel
