// Mappings, their pollers and a function that notes what it is invoked with, for tests.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/integrations/event_source_mapping/pollers.h"
#include "tests/unit/state/scene.h"

namespace runnel {

class PollersBench {
 public:
  PollersBench();

  Scene scene;
  Prng random{1};
  bool function_exists = true;
  EventSourcePollers pollers;
  std::vector<PollerInvocation> waiting;  // for an outcome, the oldest first

  // From the start of the stream, ENABLED.
  MappingUid Map(StreamUid stream, const MappingConfiguration& configuration = {});
  MappingUid MapFrom(StreamUid stream, const MappingConfiguration& configuration,
                     std::map<ShardId, ShardProgress> shards);
  void Reconfigure(MappingUid uid, const MappingConfiguration& configuration, bool enabled = true);
  const EventSourceMapping& MappingOf(MappingUid uid) const {
    return *scene.state.FindMapping(uid);
  }

  // Applies a change as the emulator would.
  void Apply(const Mutation& change);
  // A record with this key, whose data are its number, counted over all shards.
  void Put(StreamUid stream, std::int32_t shard, std::string_view partition_key = "key");
  void PutData(StreamUid stream, std::int32_t shard, std::string_view data);
  void Split(StreamUid stream, std::int32_t shard);
  void Merge(StreamUid stream, std::int32_t shard, std::int32_t adjacent);
  // Lets the pollers do what they have to.
  void Run();
  // Forgets all but the state, as a restart does.
  void Restart();
  void AdvanceTo(Timestamp time);

  // What the oldest waiting invocation carries: its data, "1,2,3"; "" if none waits.
  std::string Waiting(std::size_t index = 0) const;
  void Answer(const InvocationOutcome& outcome, std::size_t index = 0);
  void Succeed(std::size_t index = 0) { Answer({}, index); }
  void Fail() { Answer({InvocationOutcome::Kind::kFunctionError, "{}", {}}); }
  // Answers everything, and what comes of it, with success. What was delivered, in order.
  std::vector<std::string> Drain();

 private:
  void Take(EventSourcePollers::Turn turn);
  // The scene changes its state by itself; the pollers are to see what it did.
  void Replace(StreamUid stream, std::size_t shards_before);
  int put_count_ = 0;
};

// The data of the records of an event, decoded, with commas between them.
std::string DataOf(const std::string& event);

}  // namespace runnel
