// Shard iterators and next tokens: texts of any kind, and any content under a good seal.
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <string>
#include <string_view>

#include "core/base/base64.h"
#include "core/base/check.h"
#include "core/base/prng.h"
#include "core/model/byte_fields.h"
#include "core/model/shard_iterator.h"
#include "core/operations/next_token.h"
#include "tests/fuzz/emulator_calls.h"
#include "tests/fuzz/fuzz_target.h"

namespace runnel::fuzz {
namespace {

namespace json = boost::json;

constexpr SealKey kKey{1, 2};
constexpr SealKey kOtherKey{1, 3};
constexpr std::uint64_t kNonce = 7;
constexpr std::size_t kFieldsMax = 65'535;

// What is opened is sealed and opened again, and is the same.
void CheckStable(const ShardIterator& iterator) {
  const std::string text = iterator.Seal(kKey, kNonce);
  const auto again = ShardIterator::Open(kKey, text);
  RUNNEL_CHECK(again && again->Seal(kKey, kNonce) == text);
  RUNNEL_CHECK(again->position == iterator.position && again->shard == iterator.shard);
  RUNNEL_CHECK(!ShardIterator::Open(kOtherKey, text));
}

void TryIterators(std::string_view input) {
  if (const auto iterator = ShardIterator::Open(kKey, input)) CheckStable(*iterator);
  const std::string marked = std::string("\0\0\0\0\0\0\0\1", 8) + Seal(kKey, kNonce, input);
  std::string text;
  AppendBase64(marked, text);
  if (const auto iterator = ShardIterator::Open(kKey, text)) CheckStable(*iterator);
  RUNNEL_CHECK(!ShardIterator::Open(kOtherKey, text));
  const auto content = Unseal(kKey, std::string_view(marked).substr(8));
  RUNNEL_CHECK(content && *content == input);
}

struct List {
  ListKind kind;
  const char* operation;
  json::object first;  // asks for the first page, of one
  json::object next;   // asks for another, but for the token
};

// An emulator whose lists have more than a page, and whose seal is known here.
class Lists {
 public:
  Lists() : emulator_(Checked(), clock_, kSeed) {
    Prng random(kSeed);
    key_ = {random.Next(), random.Next()};
    for (const std::string name : {"a", "b"}) {
      Ask("CreateStream", {{"StreamName", name}, {"ShardCount", 2}});
      Ask("RegisterStreamConsumer", {{"StreamARN", kStreamArn}, {"ConsumerName", name}});
    }
    for (const std::string name : {"c", "d"}) CreateChannel(name);
    for (const List& list : lists_) CheckSeal(list);
  }

  // Each list goes on or refuses, whatever is in its token.
  void Try(std::string_view input) {
    const std::string_view fields = input.substr(0, kFieldsMax);
    for (const List& list : lists_) {
      CheckAnswer(GoOn(list, input));
      CheckAnswer(GoOn(list, Content(list.kind, fields)));
      CheckAnswer(Continue(list, input));
    }
  }

 private:
  static constexpr const char* kStreamArn = "arn:aws:kinesis:us-east-1:000000000000:stream/a";

  // Tokens are looked into for the sake of policies too.
  static Settings Checked() {
    Settings settings = WithoutDelays();
    settings.enforce_policies = true;
    return settings;
  }

  std::string Ask(std::string_view operation, const json::object& input) {
    return Call(emulator_, operation, json::serialize(input));
  }

  // Of a stream of the same name: it has one of each kind at most.
  void CreateChannel(const std::string& name) {
    Ask("CreateStream",
        {{"StreamName", name}, {"StreamModeDetails", {{"StreamMode", "ON_DEMAND"}}}});
    json::object input = json::parse(R"({
      "ServiceExecutionRoleARN": "arn:aws:iam::000000000000:role/R",
      "StreamConfigurationList": [{
        "StreamARN": "arn:aws:kinesis:us-east-1:000000000000:stream/)" +
                                     name + R"(",
        "RecordConfiguration": {"RecordFormatType": "JSON"}}],
      "S3DestinationConfiguration": {"StorageConfiguration": {
        "BucketARN": "arn:aws:s3:::bucket", "ExpectedBucketOwner": "000000000000",
        "CompressionType": "NONE"}}})")
                             .as_object();
    input["ChannelName"] = name;
    Ask("CreateChannel", input);
  }

  std::string Content(ListKind kind, std::string_view fields) {
    return FieldWriter()
        .Add(static_cast<std::uint64_t>(kind))
        .Add(clock_.Now().milliseconds)
        .Add(fields)
        .Take();
  }

  // With this content in the token.
  Reply GoOn(const List& list, std::string_view content) {
    std::string token;
    AppendBase64(Seal(key_, kNonce, content), token);
    return Continue(list, token);
  }

  Reply Continue(const List& list, std::string_view token) {
    json::object input = list.next;
    input["NextToken"] = token;
    return Send(emulator_, "json", std::string("Kinesis_20131202.") + list.operation,
                json::serialize(input));
  }

  static void CheckAnswer(const Reply& reply) {
    RUNNEL_CHECK(reply.status == 200 || reply.status == 400);
    CheckBody(reply);
  }

  // A token of the emulator's own is what this file takes for one.
  void CheckSeal(const List& list) {
    const json::value page = json::parse(Ask(list.operation, list.first));
    std::string sealed;
    RUNNEL_CHECK(!DecodeBase64(page.at("NextToken").as_string(), sealed));
    const auto content = Unseal(key_, sealed);
    RUNNEL_CHECK(content);
    FieldReader reader(*content);
    RUNNEL_CHECK(reader.Unsigned() == static_cast<std::uint64_t>(list.kind));
    reader.Signed();
    RUNNEL_CHECK(Content(list.kind, reader.Text()) == *content && reader.ok());
    RUNNEL_CHECK(GoOn(list, *content).status == 200);
  }

  StillClock clock_;
  Emulator emulator_;
  SealKey key_{};
  const List lists_[4] = {
      {ListKind::kShards, "ListShards", {{"StreamName", "a"}, {"MaxResults", 1}}, {}},
      {ListKind::kStreams, "ListStreams", {{"Limit", 1}}, {}},
      {ListKind::kConsumers,
       "ListStreamConsumers",
       {{"StreamARN", kStreamArn}, {"MaxResults", 1}},
       {{"StreamARN", kStreamArn}}},
      {ListKind::kChannels, "ListChannels", {{"MaxResults", 1}}, {}},
  };
};

}  // namespace

void TryInput(std::string_view input) {
  TryIterators(input);
  static Lists lists;  // lists change nothing
  lists.Try(input);
}

}  // namespace runnel::fuzz
