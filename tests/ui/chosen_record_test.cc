#include "inspector-ui/view_models/chosen_record.h"

#include <doctest/doctest.h>

#include <boost/json.hpp>

#include "core/base/base64.h"

namespace runnel {
namespace {

namespace json = boost::json;

const std::string kData = "{\"text\":\"" + std::string(10'000, 'a') + "\"}";

// As Runnel.InspectRecords lists it, with as much of its data.
json::object Answer(const std::string& sequence_number, std::size_t data_bytes_max) {
  std::string data;
  AppendBase64(kData.substr(0, data_bytes_max), data);
  const json::object record = {{"ShardId", "shardId-000000000001"},
                               {"SequenceNumber", sequence_number},
                               {"PartitionKey", "k"},
                               {"DataBytes", kData.size()},
                               {"Data", data}};
  return {{"Records", json::array{record}}};
}

RecordRow Listed(const std::string& sequence_number, std::size_t data_bytes_max = 100) {
  return ReadRecordRows(Answer(sequence_number, data_bytes_max)).at(0);
}

TEST_CASE("ChosenRecord: of what is listed by its beginning, the whole is asked for, once") {
  ChosenRecord chosen;
  CHECK(chosen.none());
  CHECK(chosen.Question().empty());
  chosen.Choose("arn", Listed("49"));
  CHECK_FALSE(chosen.none());
  CHECK_FALSE(chosen.whole());
  CHECK(chosen.kind() == "text");
  CHECK(json::serialize(chosen.Question()) ==
        R"({"StreamARN":"arn","ShardId":"shardId-000000000001","FromSequenceNumber":"49",)"
        R"("Limit":1,"DataBytesMax":2147483647})");
  CHECK(chosen.Question().empty());
  chosen.TakeWhole(chosen.name(), Answer("49", kData.size()), "");
  CHECK(chosen.whole());
  CHECK(chosen.kind() == "JSON");
  CHECK(chosen.row().data == kData);
  chosen.Choose("arn", Listed("49"));  // as it is listed again
  CHECK(chosen.whole());
  chosen.Choose("arn", Listed("50", kData.size()));
  CHECK(chosen.whole());
  CHECK(chosen.Question().empty());
}

TEST_CASE("ChosenRecord: it is known by its stream, shard and sequence number") {
  ChosenRecord chosen;
  chosen.Choose("arn", Listed("49"));
  CHECK(chosen.Is("arn", Listed("49")));
  CHECK_FALSE(chosen.Is("other", Listed("49")));
  CHECK_FALSE(chosen.Is("arn", Listed("50")));
  RecordRow elsewhere = Listed("49");
  elsewhere.shard_id = "shardId-000000000002";
  CHECK_FALSE(chosen.Is("arn", elsewhere));
}

TEST_CASE("ChosenRecord: another one's data are not taken for its own") {
  ChosenRecord chosen;
  chosen.Choose("arn", Listed("49"));
  const RecordName asked = chosen.name();
  chosen.Choose("arn", Listed("50"));
  chosen.TakeWhole(asked, Answer("49", kData.size()), "");
  CHECK_FALSE(chosen.whole());
  CHECK(chosen.absent().empty());
  // The one after it, where it is no more.
  chosen.TakeWhole(chosen.name(), Answer("51", kData.size()), "");
  CHECK_FALSE(chosen.whole());
  CHECK(chosen.row().sequence_number == "50");
  CHECK(chosen.absent() == "The stream does not hold it any more.");
}

TEST_CASE("ChosenRecord: why the whole did not come is told until it is chosen again") {
  ChosenRecord chosen;
  chosen.Choose("arn", Listed("49"));
  CHECK_FALSE(chosen.Question().empty());
  chosen.TakeWhole(chosen.name(), {}, "lost");
  CHECK(chosen.absent() == "lost");
  CHECK(chosen.Question().empty());
  chosen.Choose("arn", Listed("49"));
  CHECK(chosen.absent().empty());
  CHECK_FALSE(chosen.Question().empty());
  chosen.Clear();
  CHECK(chosen.none());
}

}  // namespace
}  // namespace runnel
