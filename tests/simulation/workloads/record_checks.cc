#include "tests/simulation/workloads/record_checks.h"

#include <boost/json/array.hpp>
#include <cmath>

namespace runnel::simulation {

void CheckRecords(const World& world, const ReferenceShard& shard, std::size_t from,
                  std::size_t through, const boost::json::object& got) {
  const boost::json::array& records = got.at("Records").as_array();
  world.Check(records.size() == through - from,
              std::to_string(through - from) + " records were to come");
  for (std::size_t i = 0; i < records.size(); ++i) {
    const ReferenceRecord& record = shard.records[from + i];
    const boost::json::object& one = records[i].as_object();
    const double seconds = one.at("ApproximateArrivalTimestamp").to_number<double>();
    world.Check(one.at("SequenceNumber").as_string() == record.sequence_number &&
                    one.at("PartitionKey").as_string() == record.partition_key &&
                    one.at("Data").as_string() == record.data &&
                    one.contains("EncryptionType") == record.encrypted &&
                    std::llround(seconds * 1000) == record.arrival,
                "record " + std::to_string(i) + " was to be " + record.sequence_number);
  }
  const bool more = through > from && through < shard.records.size();
  const Millis lag = more ? world.reference.now() - shard.records[through - 1].arrival : 0;
  world.Check(got.at("MillisBehindLatest").as_int64() == lag,
              "MillisBehindLatest was to be " + std::to_string(lag));
}

void CheckChildren(const World& world, const ReferenceStream& stream, const ReferenceShard& shard,
                   bool ends, const boost::json::object& got) {
  const auto* const children = got.if_contains("ChildShards");
  world.Check(ends == (children != nullptr), "ChildShards belong to the end of a shard");
  if (!ends) return;
  const boost::json::array& list = children->as_array();
  world.Check(list.size() == shard.children.size(), "not all children are there");
  for (std::size_t i = 0; i < list.size(); ++i) {
    const ReferenceShard& child = stream.shards[static_cast<std::size_t>(shard.children[i])];
    boost::json::array parents;
    for (const int parent : {child.parent, child.adjacent_parent}) {
      if (parent >= 0) parents.push_back(boost::json::value(ReferenceShard::IdOf(parent)));
    }
    const boost::json::object range = {{"StartingHashKey", Reference::Decimal(child.first)},
                                       {"EndingHashKey", Reference::Decimal(child.last)}};
    world.Check(list[i].at("ShardId").as_string() == child.Id() &&
                    list[i].at("ParentShards") == parents && list[i].at("HashKeyRange") == range,
                child.Id() + " is not told as a child");
  }
}

}  // namespace runnel::simulation
