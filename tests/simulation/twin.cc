// Whether the state in memory is what the journal makes of itself.
#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/base64.h"
#include "core/engine/snapshot.h"
#include "core/state/mutation_codec.h"
#include "core/state/record_block.h"
#include "tests/simulation/authorization.h"
#include "tests/simulation/world.h"

namespace runnel::simulation {
namespace {

// A shard of a stream, by numbers.
using Place = std::pair<std::uint64_t, int>;
// Indexes, and digests of all that there is to a record.
using Records = std::vector<std::pair<std::uint64_t, std::size_t>>;

// Without what a new process chooses anew. Nullopt: an account that was only looked for, an event
// that is under way, which a new process tries again, or drops if its function is gone, or a failed
// delivery, which a new process pauses after though somebody may have had it tried at once.
std::optional<std::string> Lasting(const JournalEntry& entry) {
  auto change = DecodeMutation(entry.bytes);
  if (!change) return entry.bytes;
  const auto* const account = std::get_if<BillingCommitmentChanged>(&*change);
  if (account != nullptr && !account->commitment.started) return std::nullopt;
  if (std::holds_alternative<EventQueued>(*change)) return std::nullopt;
  if (std::holds_alternative<ChannelWriteFailed>(*change)) return std::nullopt;
  if (auto* const restored = std::get_if<ChannelRestored>(&*change)) {
    restored->channel.failed_writes = 0;
    return EncodeMutation(*change)->bytes;
  }
  if (auto* const restored = std::get_if<MappingRestored>(&*change)) {
    restored->mapping.shards.clear();  // are compared otherwise
    return EncodeMutation(*change)->bytes;
  }
  auto* const stream = std::get_if<StreamRestored>(&*change);
  if (stream == nullptr) return entry.bytes;
  stream->next_auto_place = 0;
  return EncodeMutation(*change)->bytes;
}

// All that an emulator knows.
struct Knowledge {
  std::string failure;
  std::vector<std::pair<std::string, std::string>> changes;   // names, bytes
  std::map<std::uint64_t, std::vector<std::string>> periods;  // of encryption, by stream
  std::map<Place, Records> records;
  // How far mappings have come, by their ids, in the shards that they have begun.
  std::map<std::pair<std::uint64_t, Place>, ShardProgress> progress;

  std::string Take(const JournalEntry& entry) {
    if (entry.kind == JournalEntry::Kind::kChange) {
      const auto change = DecodeMutation(entry.bytes);
      const Mutation* const mutation = change ? &*change : nullptr;  // null: settings, the clock
      if (const auto* const began = std::get_if<EncryptionPeriodBegan>(mutation)) {
        periods[began->uid.value].push_back(entry.bytes);
        return {};
      }
      if (const auto* const restored = std::get_if<MappingRestored>(mutation)) {
        const EventSourceMapping& mapping = restored->mapping;
        for (const auto& [shard, come] : mapping.shards) {
          const Place place{mapping.stream.value, shard.index};
          progress.insert({{mapping.uid.value, place}, come});
        }
      }
      if (auto bytes = Lasting(entry)) changes.emplace_back(entry.name, *std::move(bytes));
      return {};
    }
    std::vector<RestoredRecord> block;
    if (!ReadRecordBlock(entry.bytes, block)) return "a block of records cannot be read";
    auto& shard = records[{entry.stream.value, entry.shard.index}];
    for (const RestoredRecord& record : block) {
      const std::string head = std::to_string(record.at.milliseconds) + " " +
                               std::to_string(record.encrypted) + " " +
                               std::string(record.partition_key) + " ";
      shard.emplace_back(record.index, std::hash<std::string>()(head + std::string(record.data)));
    }
    return {};
  }
};

boost::json::value Export(Emulator& emulator, bool continues) {
  const std::string body = boost::json::serialize(boost::json::object{{"Continue", continues}});
  const Header headers[] = {{"X-Amz-Target", "Runnel.ExportSnapshot"},
                            {"Content-Type", "application/x-amz-json-1.1"},
                            {"X-Amz-Date", "20260101T000000Z"},
                            {"Authorization", kAuthorization}};
  return boost::json::parse(emulator.Handle({"POST", "/", headers, body}).body);
}

Knowledge KnowledgeOf(Emulator& emulator) {
  Knowledge knowledge;
  SnapshotReader reader;
  for (bool continues = false, last = false; !last; continues = true) {
    const boost::json::value part = Export(emulator, continues);
    std::string bytes;
    DecodeBase64(std::string(part.at("Part").as_string()), bytes);
    knowledge.failure =
        reader.Feed(bytes, [&](const JournalEntry& entry) { return knowledge.Take(entry); });
    last = part.at("Last").as_bool() || !knowledge.failure.empty();
  }
  return knowledge;
}

// Whether the twin goes on in a shard where the live one is, or after records that nobody has any
// more: the live one may be about to hand them over.
bool GoesOn(const ShardProgress& live, const ShardProgress& twin, const Records& kept) {
  if (live == twin) return true;
  if (live.done || live.lanes.size() != twin.lanes.size()) return false;
  for (std::size_t lane = 0; lane < live.lanes.size(); ++lane) {
    const LanePosition& before = live.lanes[lane];
    const LanePosition& after = twin.lanes[lane];
    const std::uint64_t from = before.next.index;
    const std::uint64_t to =
        twin.done ? std::numeric_limits<std::uint64_t>::max() : after.next.index;
    if (to < from || (to == from && before.window != after.window)) return false;
    for (const auto& [index, digest] : kept) {
      if (index >= from && index < to) return false;
    }
  }
  return true;
}

bool GoesOn(const Knowledge& live, const Knowledge& twin) {
  for (const auto& [place, come] : live.progress) {
    const auto other = twin.progress.find(place);
    const auto kept = twin.records.find(place.second);
    if (other == twin.progress.end()) return false;
    if (!GoesOn(come, other->second, kept == twin.records.end() ? Records() : kept->second)) {
      return false;
    }
  }
  return true;
}

// The first change that only one of them has, in words; empty: there is none.
std::string Difference(const Knowledge& live, const Knowledge& twin) {
  for (std::size_t i = 0; i < std::max(live.changes.size(), twin.changes.size()); ++i) {
    const bool both = i < live.changes.size() && i < twin.changes.size();
    if (both && live.changes[i] == twin.changes[i]) continue;
    return (i < live.changes.size() ? live : twin).changes[i].first;
  }
  // The oldest periods and records may have left only one of them, when their time was over.
  if (live.periods.size() != twin.periods.size()) return "periods of encryption";
  for (const auto& [stream, periods] : live.periods) {
    const auto other = twin.periods.find(stream);
    if (other == twin.periods.end()) return "periods of encryption";
    const std::size_t common = std::min(periods.size(), other->second.size());
    if (!std::equal(periods.end() - static_cast<std::ptrdiff_t>(common), periods.end(),
                    other->second.end() - static_cast<std::ptrdiff_t>(common))) {
      return "periods of encryption";
    }
  }
  for (const auto& [place, records] : live.records) {
    const auto other = twin.records.find(place);
    if (other == twin.records.end()) continue;
    const auto from = std::max(records.front().first, other->second.front().first);
    const auto since = [from](const auto& all) {
      const auto is_older = [from](const auto& record) { return record.first < from; };
      return std::vector(std::find_if_not(all.begin(), all.end(), is_older), all.end());
    };
    if (since(records) != since(other->second)) return "records";
  }
  if (!GoesOn(live, twin)) return "how far mappings have come";
  return {};
}

}  // namespace

void World::CompareWithTwin() {
  // A new process knows nothing of the time that the old one stands at while the machine's clock is
  // set back.
  if (!writes() || clock_.now.milliseconds < reference.now()) return;
  Emulator twin(settings_, clock_, emulator_seed_, true);
  if (record_memory_ != 0) {
    twin.UseArchive(std::shared_ptr<RecordArchive>(std::shared_ptr<void>(), &journal_),
                    record_memory_);
  }
  const RecoveryReport report = twin.Recover(journal_);
  Check(report.failure.empty(), "the journal: " + report.failure);
  // What is due is done, as a host does it at once.
  AdvanceMachine(0);
  twin.Tick();
  const Knowledge known = KnowledgeOf(*emulator_);
  const Knowledge recovered = KnowledgeOf(twin);
  Check(known.failure.empty() && recovered.failure.empty(), "a snapshot cannot be read");
  const std::string difference = Difference(known, recovered);
  Check(difference.empty(), "the journal does not have what memory has: " + difference);
}

}  // namespace runnel::simulation
