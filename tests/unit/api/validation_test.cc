#include "core/api/validation.h"

#include <doctest/doctest.h>

#include "core/api/shapes.h"

namespace runnel {
namespace {

// Shaped like the inputs that the worked examples of the service's behaviour are about.
struct Entry {
  std::optional<std::string> partition_key;
  std::optional<std::string> explicit_hash_key;
  std::optional<std::string> data;
};
constexpr Member kEntryMembers[] = {
    Field<&Entry::partition_key>("PartitionKey", shapes::kPartitionKey)
        .RequiredWithoutAutoDistribution(),
    Field<&Entry::explicit_hash_key>("ExplicitHashKey", shapes::kHashKey),
    Field<&Entry::data>("Data", shapes::kData).Required().Redacted(),
};
constexpr Shape kEntry = StructureShape(kEntryMembers);
constexpr Shape kEntries = ListShape<Entry>(kEntry, 1, 500);

struct Details {
  std::optional<std::string> mode;
};
constexpr Member kDetailsMembers[] = {
    Field<&Details::mode>("StreamMode", shapes::kStreamMode).Required()};
constexpr Shape kDetails = StructureShape(kDetailsMembers);

struct Input {
  std::optional<std::int32_t> limit;
  std::optional<std::int64_t> large;
  std::optional<std::string> stream_name;
  std::optional<std::string> stream_arn;
  std::optional<std::string> type;
  std::optional<std::string> key;
  std::optional<std::string> data;
  std::optional<std::vector<Entry>> records;
  std::optional<std::vector<std::string>> tag_keys;
  std::optional<std::vector<std::string>> metrics;
  std::optional<TagMap> tags;
  std::optional<Details> details;
};
constexpr Shape kBoundedLong = NumberShape(ShapeKind::kLong, 0, 5'000'000'000);
constexpr Shape kSmallData = [] {
  Shape shape = NumberShape(ShapeKind::kBlob, 1, 3);
  return shape;
}();
constexpr Member kInputMembers[] = {
    Field<&Input::limit>("Limit", shapes::kPageLimit),
    Field<&Input::large>("Large", kBoundedLong),
    Field<&Input::stream_name>("StreamName", shapes::kStreamName),
    Field<&Input::stream_arn>("StreamARN", shapes::kStreamArn),
    Field<&Input::type>("ShardIteratorType", shapes::kShardIteratorType),
    Field<&Input::key>("ExplicitHashKey", shapes::kHashKey),
    Field<&Input::data>("Data", kSmallData).Redacted(),
    Field<&Input::records>("Records", kEntries).Redacted(),
    Field<&Input::tag_keys>("TagKeys", shapes::kTagKeyList),
    Field<&Input::metrics>("ShardLevelMetrics", shapes::kMetricsNameList),
    Field<&Input::tags>("Tags", shapes::kTagMap),
    Field<&Input::details>("StreamModeDetails", kDetails),
};
constexpr Shape kInput = StructureShape(kInputMembers);

std::string Violations(const Input& input, PartitionKeyRule rule = PartitionKeyRule::kRequired) {
  const auto error = Validate(kInput, &input, rule);
  if (!error) return "none";
  CHECK(error->code() == "ValidationException");
  CHECK(error->http_status() == 400);
  return error->message();
}

// The message of a single violation.
std::string One(const std::string& value_and_path, const std::string& constraint) {
  return "1 validation error detected: Value " + value_and_path +
         " failed to satisfy constraint: " + constraint;
}

const std::string kNamePattern = "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+";
const std::string kKeyLengths =
    "[Member must have length less than or equal to 128, Member must have length greater than or "
    "equal to 1]";

TEST_CASE("absent members are checked for nothing but their presence") {
  CHECK(Violations({}) == "none");
  Input input;
  input.details.emplace();
  CHECK(Violations(input) ==
        One("null at 'streamModeDetails.streamMode'", "Member must not be null"));
}

TEST_CASE("an empty name breaks the pattern and the minimum length, in that order") {
  Input input;
  input.stream_name = "";
  CHECK(Violations(input) ==
        "2 validation errors detected: Value '' at 'streamName' failed to satisfy constraint: " +
            kNamePattern +
            "; Value '' at 'streamName' failed to satisfy constraint: Member must have length "
            "greater than or equal to 1");
}

TEST_CASE("a name that is too long breaks only the maximum length") {
  Input input;
  input.stream_name = std::string(128, 'a');
  CHECK(Violations(input) == "none");
  input.stream_name->push_back('a');
  CHECK(Violations(input) == One("'" + *input.stream_name + "' at 'streamName'",
                                 "Member must have length less than or equal to 128"));
}

TEST_CASE("the path of a member in capitals keeps all but the first") {
  Input input;
  input.stream_arn = "x";
  CHECK(Violations(input) == One("'x' at 'streamARN'",
                                 "Member must satisfy regular expression pattern: "
                                 R"(arn:aws.*:kinesis:.*:\d{12}:stream/\S+)"));
}

TEST_CASE("numbers have a minimum and a maximum") {
  Input input;
  for (const std::int32_t good : {1, 10'000}) {
    input.limit = good;
    CHECK(Violations(input) == "none");
  }
  input.limit = 10'001;
  CHECK(Violations(input) ==
        One("'10001' at 'limit'", "Member must have value less than or equal to 10000"));
  input.limit = -1;
  CHECK(Violations(input) ==
        One("'-1' at 'limit'", "Member must have value greater than or equal to 1"));
  input = {};
  input.large = 5'000'000'001;
  CHECK(Violations(input) ==
        One("'5000000001' at 'large'", "Member must have value less than or equal to 5000000000"));
}

TEST_CASE("an enum names its values in the service's order") {
  Input input;
  input.type = "latest";
  CHECK(Violations(input) == One("'latest' at 'shardIteratorType'",
                                 "Member must satisfy enum value set: [AFTER_SEQUENCE_NUMBER, "
                                 "LATEST, AT_TIMESTAMP, AT_SEQUENCE_NUMBER, TRIM_HORIZON]"));
  input.type = "LATEST";
  CHECK(Violations(input) == "none");
}

TEST_CASE("a hash key has no leading zero") {
  Input input;
  input.key = "01";
  CHECK(Violations(input) ==
        One("'01' at 'explicitHashKey'",
            R"(Member must satisfy regular expression pattern: 0|([1-9]\d{0,38}))"));
  input.key = "0";
  CHECK(Violations(input) == "none");
}

TEST_CASE("the value of a redacted member is left out, with the blank behind it") {
  Input input;
  input.data = "four";
  CHECK(Violations(input) == One("at 'data'", "Member must have length less than or equal to 3"));
  input = {};
  input.records.emplace();
  CHECK(Violations(input) ==
        One("at 'records'", "Member must have length greater than or equal to 1"));
}

TEST_CASE("the length of a blob is its bytes, that of a string its UTF-16 code units") {
  Input input;
  input.data = "\xF0\x9F\x8C\x8A";
  CHECK(Violations(input) != "none");
  input = {};
  const auto records_with_key_of_waves = [](int waves) {
    Entry entry{"", std::nullopt, ""};
    for (int i = 0; i < waves; ++i) *entry.partition_key += "\xF0\x9F\x8C\x8A";
    return std::vector<Entry>{entry};
  };
  input.records = records_with_key_of_waves(128);
  CHECK(Violations(input) == "none");
  input.records = records_with_key_of_waves(129);
  CHECK(Violations(input).find("Member must have length less than or equal to 256") !=
        std::string::npos);
}

TEST_CASE("a member of a structure in a list has a path with its index, counted from one") {
  Input input;
  input.records = {Entry{"k", std::nullopt, "d"}, Entry{"k", "x", std::nullopt}};
  CHECK(Violations(input) ==
        "2 validation errors detected: Value 'x' at 'records.2.member.explicitHashKey' failed to "
        "satisfy constraint: Member must satisfy regular expression pattern: "
        R"(0|([1-9]\d{0,38}); Value null at 'records.2.member.data' failed to satisfy )"
        "constraint: Member must not be null");
}

TEST_CASE("a partition key may be missing where the stream distributes records by itself") {
  Input input;
  input.records = {Entry{std::nullopt, std::nullopt, "d"}};
  CHECK(Violations(input, PartitionKeyRule::kOptional) == "none");
  CHECK(Violations(input, PartitionKeyRule::kRequired) ==
        One("null at 'records.1.member.partitionKey'", "Member must not be null"));
}

TEST_CASE("checking stops at ten violations") {
  Input input;
  input.records.emplace();
  for (int i = 0; i < 501; ++i) input.records->push_back(Entry{"", std::nullopt, ""});
  input.stream_name = "?";  // comes before the records
  const std::string message = Violations(input);
  CHECK(message.rfind("10 validation errors detected: Value '?' at 'streamName'", 0) == 0);
  CHECK(message.find("at 'records' failed to satisfy constraint: Member must have length less "
                     "than or equal to 500") != std::string::npos);
  CHECK(message.find("'records.8.member.partitionKey'") != std::string::npos);
  CHECK(message.find("'records.9.member.partitionKey'") == std::string::npos);
}

TEST_CASE("a list of strings reports the length of its elements once, with the whole list") {
  Input input;
  const std::string long_key(129, 'k');
  input.tag_keys = {"a", long_key, "b", ""};
  CHECK(Violations(input) == One("'[a, " + long_key + ", b, ]' at 'tagKeys'",
                                 "Member must satisfy constraint: " + kKeyLengths));
  input.tag_keys->clear();
  CHECK(Violations(input) ==
        One("'[]' at 'tagKeys'", "Member must have length greater than or equal to 1"));
}

TEST_CASE("a list of enum values reports the set once") {
  Input input;
  input.metrics = {"ALL", "None", "Neither"};
  CHECK(Violations(input) ==
        One("'[ALL, None, Neither]' at 'shardLevelMetrics'",
            "Member must satisfy constraint: [Member must satisfy enum value set: [IncomingBytes, "
            "IncomingRecords, OutgoingBytes, OutgoingRecords, WriteProvisionedThroughputExceeded, "
            "ReadProvisionedThroughputExceeded, IteratorAgeMilliseconds, ALL]]"));
}

TEST_CASE("a map reports the lengths of its keys and of its values once each") {
  Input input;
  input.tags = TagMap{{"", "1"}, {"b", std::string(257, 'v')}};
  const std::string value = "'{=1, b=" + std::string(257, 'v') + "}' at 'tags'";
  CHECK(Violations(input) ==
        "2 validation errors detected: Value " + value +
            " failed to satisfy constraint: Map keys must satisfy constraint: " + kKeyLengths +
            "; Value " + value +
            " failed to satisfy constraint: Map value must satisfy constraint: [Member must have "
            "length less than or equal to 256, Member must have length greater than or equal to "
            "0]");
  input.tags = TagMap{};
  CHECK(Violations(input) ==
        One("'{}' at 'tags'", "Member must have length greater than or equal to 1"));
}

TEST_CASE("an empty value of a tag is allowed") {
  Input input;
  input.tags = TagMap{{"k", ""}};
  CHECK(Violations(input) == "none");
}

}  // namespace
}  // namespace runnel
