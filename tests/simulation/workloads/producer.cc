#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "tests/simulation/reference/sequence_number.h"
#include "tests/simulation/workload.h"
#include "tests/simulation/workloads/names.h"

namespace runnel::simulation {
namespace {

constexpr char kPutRecord[] = "PutRecord";
constexpr char kPutRecords[] = "PutRecords";
// Exactly 2^185, which no layout of numbers has.
constexpr char kNoNumber[] = "49039857307708443467467104868809893875799651909875269632";

// Of equal length or not: as numbers.
bool Less(const std::string& left, const std::string& right) {
  return left.size() != right.size() ? left.size() < right.size() : left < right;
}

// What of a put is to be taken back when a fault strikes all of it.
class Quotas {
 public:
  explicit Quotas(ReferenceStream& stream) : stream_(stream), place_(stream.next_auto_place) {
    for (const ReferenceShard& shard : stream.shards) {
      kept_.emplace_back(shard.write_bytes, shard.write_records);
    }
  }
  void RestorePlace() { stream_.next_auto_place = place_; }
  void Restore() {
    RestorePlace();
    for (std::size_t i = 0; i < kept_.size(); ++i) {
      stream_.shards[i].write_bytes = kept_[i].first;
      stream_.shards[i].write_records = kept_[i].second;
    }
  }

 private:
  ReferenceStream& stream_;
  std::size_t place_;
  std::vector<std::pair<ReferenceBucket, ReferenceBucket>> kept_;
};

class Producer : public Workload {
 public:
  std::string_view name() const override { return "producer"; }

  void Step(World& world) override {
    const std::string name = LikelyName(world);
    LetQuotasFill(world, name);
    const ReferenceStream* const stream = world.reference.Find(name);
    if (world.dice.OneIn(80)) return PutBacklog(world, name);
    const bool place_known = stream == nullptr || stream->auto_place_known;
    if (place_known && world.dice.OneIn(150)) return PutBurst(world, name);
    if (place_known && world.dice.OneIn(600)) return PutMuch(world, name);
    if (world.dice.OneIn(150)) return PutLargest(world, name);
    if (place_known && world.dice.OneIn(3)) return PutMany(world, name);
    PutOne(world, name);
  }

 private:
  struct Draft {
    boost::json::object json;
    HashKey hash_key = 0;
    bool beyond = false;     // the hash key is 2^128
    bool no_number = false;  // the number for ordering
    int shard = -1;
    Expected expected = Expected::kSuccess;

    std::size_t Bytes() const {
      return json.at("PartitionKey").as_string().size() +
             json.at("Data").as_string().size() / 4 * 3;
    }
  };

  static Draft Draw(Dice& dice, bool large) {
    Draft draft;
    const std::string key = "key-" + std::to_string(dice.Below(1000));
    draft.json["PartitionKey"] = key;
    draft.json["Data"] = DrawData(dice, large);
    draft.hash_key = Reference::HashOf(key);
    if (!dice.OneIn(4)) return draft;
    draft.hash_key = HashKey{dice.Next()} << 64 | dice.Next();
    if (dice.OneIn(10)) draft.hash_key = dice.OneIn(2) ? 0 : ~HashKey{0};
    draft.json["ExplicitHashKey"] = Reference::Decimal(draft.hash_key);
    draft.beyond = dice.OneIn(40);
    if (draft.beyond) draft.json["ExplicitHashKey"] = "340282366920938463463374607431768211456";
    return draft;
  }

  // Base64 without padding, so that there is one way to write it.
  static std::string DrawData(Dice& dice, bool large) {
    constexpr std::string_view kLetters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    if (large) return std::string(dice.OneIn(4) ? 1'400'000 : 600'000, kLetters[dice.Below(64)]);
    std::string data(dice.Below(dice.OneIn(50) ? 500 : 8) * 4, 'A');
    for (char& letter : data) letter = kLetters[dice.Below(kLetters.size())];
    return data;
  }

  // The shard that the record goes to, if nothing else is in its way.
  static void Place(ReferenceStream& stream, Draft& draft) {
    if (stream.auto_distribution) {
      const std::vector<int> open = stream.OpenInOrder();
      draft.shard = open[stream.next_auto_place];
      stream.next_auto_place = (stream.next_auto_place + 1) % open.size();
    } else if (!draft.beyond) {
      draft.shard = stream.Route(draft.hash_key).index;
    }
  }

  // Takes the record from the quotas of its shard, or of another one if any will do.
  static bool Spend(World& world, ReferenceStream& stream, Draft& draft) {
    Reference& reference = world.reference;
    const auto shard_at = [&stream](int index) -> ReferenceShard& {
      return stream.shards[static_cast<std::size_t>(index)];
    };
    if (reference.SpendWrite(stream, shard_at(draft.shard), draft.Bytes())) return true;
    if (!stream.auto_distribution) return false;
    for (const int index : stream.OpenInOrder()) {
      draft.shard = index;
      if (reference.SpendWrite(stream, shard_at(index), draft.Bytes())) return true;
    }
    return false;
  }

  static bool IsTooLarge(const ReferenceStream& stream, const Draft& draft) {
    return draft.Bytes() > static_cast<std::size_t>(stream.record_size_kib) * 1024;
  }

  // What the call will be answered with.
  static Expected Predict(World& world, const std::string& name, Draft& draft, bool dry) {
    Reference& reference = world.reference;
    const Expected usable = reference.UseRecords(name, kPutRecord);
    if (usable != Expected::kSuccess) return usable;
    ReferenceStream& stream = *reference.Find(name);
    Quotas before(stream);
    Place(stream, draft);
    Expected expected = Expected::kSuccess;
    if (draft.shard < 0) {
      expected = Expected::kHashKeyOutOfRange;
    } else if (IsTooLarge(stream, draft)) {
      expected = Expected::kRecordTooLarge;
    } else if (draft.no_number) {
      expected = Expected::kOrderingNumber;
    } else if (const Expected may = reference.MayEncrypt(stream.key); may != Expected::kSuccess) {
      expected = may;
    } else if (reference.StrikeRecord(kPutRecord, name)) {
      expected = Expected::kRecordFailure;
    } else if (dry) {
      const Expected struck = reference.Strike(kPutRecord, name);
      expected = struck == Expected::kSuccess ? Expected::kDryRun : struck;
    } else if (!Spend(world, stream, draft)) {
      expected = Expected::kShardRateExceeded;
    } else {
      expected = reference.Strike(kPutRecord, name);
    }
    if (expected != Expected::kSuccess) before.Restore();
    return expected;
  }

  // Where automatic distribution goes on is seen by the shard that a record comes to, if none is so
  // full that another one is taken.
  static void LetQuotasFill(World& world, const std::string& name) {
    const ReferenceStream* const stream = world.reference.Find(name);
    const bool unknown = stream != nullptr && !stream->auto_place_known;
    if (unknown && world.reference.LimitsHold(*stream)) world.Advance(12 * kSecond);
  }

  // More than one event of a subscription holds.
  static void PutBacklog(World& world, const std::string& name) {
    for (int i = 0; i < 5; ++i) {
      PutOne(world, name, DrawOfBytes(world.dice, 450'000));
      world.Advance(kSecond);
    }
  }

  static Draft DrawOfBytes(Dice& dice, std::size_t bytes) {
    Draft draft = Draw(dice, false);
    draft.hash_key = 0;
    draft.beyond = false;
    draft.json["ExplicitHashKey"] = "0";
    draft.json["PartitionKey"] = std::string(1 + (bytes - 1) % 3, 'k');
    draft.json["Data"] = std::string((bytes - 1) / 3 * 4, 'A');
    return draft;
  }

  // As much as a shard takes in a second, to the byte or to the record, and then one more.
  static void PutBurst(World& world, const std::string& name) {
    if (world.reference.Find(name) == nullptr) return;
    world.Call("Runnel.UpdateStreamLimits", {{"StreamName", name}, {"Limits", "AWS"}},
               Expected::kSuccess);
    world.reference.UpdateLimits(name, true);
    // Until the quotas are full.
    world.Advance(2 * kSecond);
    const ReferenceStream* const stream = world.reference.Find(name);
    if (stream == nullptr) return;
    if (world.dice.OneIn(2)) return PutBurstOfRecords(world, name);
    constexpr std::size_t kLarge = 349'525;
    std::size_t left = 1024 * static_cast<std::size_t>(stream->record_size_kib);
    for (; left > kLarge; left -= kLarge) PutOne(world, name, DrawOfBytes(world.dice, kLarge));
    PutOne(world, name, DrawOfBytes(world.dice, left));
    PutOne(world, name, DrawOfBytes(world.dice, 1));
  }

  // A record as large as the stream takes, or a byte larger.
  static void PutLargest(World& world, const std::string& name) {
    const ReferenceStream* const stream = world.reference.Find(name);
    const int kib = stream == nullptr ? 1024 : stream->record_size_kib;
    const std::size_t bytes = static_cast<std::size_t>(kib) * 1024 + world.dice.Below(2);
    PutOne(world, name, DrawOfBytes(world.dice, bytes));
  }

  // As many bytes as a request or an answer holds, one less or more; or more records than an answer
  // holds. All to one shard, and with no limit per second.
  static void PutMuch(World& world, const std::string& name) {
    if (world.reference.Find(name) == nullptr) return;
    world.Call("Runnel.UpdateStreamLimits", {{"StreamName", name}, {"Limits", "OFF"}},
               Expected::kSuccess);
    world.reference.UpdateLimits(name, false);
    if (world.dice.OneIn(3)) {
      for (int i = 0; i < 21; ++i) {
        PutMany(world, name, std::vector<Draft>(500, DrawOfBytes(world.dice, 1)));
      }
      return;
    }
    std::vector<Draft> drafts(23, DrawOfBytes(world.dice, 450'000));
    drafts.push_back(DrawOfBytes(world.dice, 135'759 + world.dice.Below(3)));
    PutMany(world, name, std::move(drafts));
  }

  static void PutBurstOfRecords(World& world, const std::string& name) {
    for (int i = 0; i < 3; ++i) {
      if (world.reference.Find(name) == nullptr) return;
      PutMany(world, name, std::vector<Draft>(500, DrawOfBytes(world.dice, 1)));
      if (world.dice.OneIn(2)) world.Advance(1);
    }
  }

  static void PutOne(World& world, const std::string& name) {
    PutOne(world, name, Draw(world.dice, world.dice.OneIn(300)));
  }

  // By a number that was assigned, often to a shard that has just been made, or by none.
  static void Order(World& world, const std::string& name, Draft& draft) {
    const ReferenceStream* const stream = world.reference.Find(name);
    const ReferenceShard* shard = nullptr;
    if (stream != nullptr) shard = stream->Find(LikelyShard(world, name));
    draft.no_number = shard == nullptr || shard->records.empty() || world.dice.OneIn(2);
    draft.json["SequenceNumberForOrdering"] =
        draft.no_number ? std::string(kNoNumber) : shard->records.back().sequence_number;
  }

  static void PutOne(World& world, const std::string& name, Draft draft) {
    const bool dry = world.dice.OneIn(50);
    if (dry) draft.json["DryRun"] = true;
    if (world.dice.OneIn(40)) Order(world, name, draft);
    const Expected expected = Predict(world, name, draft, dry);
    boost::json::object input = draft.json;
    input["StreamName"] = name;
    const Answer answer = world.Call(kPutRecord, input, expected);
    if (expected != Expected::kSuccess) return;
    CheckEncryption(world, name, answer.json.as_object());
    FindPlace(world, *world.reference.Find(name), draft, answer.json);
    Acknowledge(world, name, draft, answer.json);
  }

  // Where automatic distribution goes on after a restart is the emulator's choice.
  static void FindPlace(World& world, ReferenceStream& stream, Draft& draft,
                        const boost::json::value& answer) {
    if (stream.auto_place_known || !stream.auto_distribution) return;
    const std::vector<int> open = stream.OpenInOrder();
    for (std::size_t place = 0; place < open.size(); ++place) {
      if (answer.at("ShardId").as_string() != ReferenceShard::IdOf(open[place])) continue;
      // It was taken from the quotas of another, which were full.
      ReferenceShard& guessed = stream.shards[static_cast<std::size_t>(draft.shard)];
      guessed.write_bytes = guessed.write_records = {};
      draft.shard = open[place];
      world.reference.SpendWrite(stream, stream.shards[static_cast<std::size_t>(draft.shard)],
                                 draft.Bytes());
      stream.next_auto_place = (place + 1) % open.size();
      stream.auto_place_known = true;
    }
  }

  static void CheckEncryption(const World& world, const std::string& name,
                              const boost::json::object& answer) {
    const bool encrypted = !world.reference.Find(name)->key.empty();
    world.Check(encrypted == answer.contains("EncryptionType"), "the encryption is told wrongly");
  }

  // The same for PutRecords; records have answers of their own where this is success.
  static Expected PredictMany(World& world, const std::string& name, std::vector<Draft>& drafts,
                              bool dry) {
    Reference& reference = world.reference;
    const Expected usable = reference.UseRecords(name, kPutRecords);
    if (usable != Expected::kSuccess) return usable;
    ReferenceStream& stream = *reference.Find(name);
    Quotas before(stream);
    const auto end = [&before](Expected expected) {
      before.Restore();
      return expected;
    };
    for (Draft& draft : drafts) {
      Place(stream, draft);
      if (draft.shard < 0) return end(Expected::kHashKeyOutOfRange);
    }
    std::size_t total = 0;
    for (const Draft& draft : drafts) {
      if (IsTooLarge(stream, draft)) return end(Expected::kRecordTooLarge);
      total += draft.Bytes();
    }
    if (total > std::size_t{10} * 1024 * 1024) return end(Expected::kRecordsTooLarge);
    const Expected may = reference.MayEncrypt(stream.key);
    if (may != Expected::kSuccess) return end(may);
    if (dry) {
      const Expected struck = reference.Strike(kPutRecords, name);
      return end(struck == Expected::kSuccess ? Expected::kDryRun : struck);
    }
    bool any = false;
    for (Draft& draft : drafts) {
      if (reference.StrikeRecord(kPutRecords, name)) {
        draft.expected = Expected::kRecordFailure;
      } else if (!Spend(world, stream, draft)) {
        draft.expected = Expected::kShardRateExceeded;
      } else {
        any = true;
      }
    }
    const Expected struck = reference.Strike(kPutRecords, name);
    if (struck != Expected::kSuccess) return end(struck);
    // Where nothing was put, the next goes where this one was to go.
    if (!any) before.RestorePlace();
    return Expected::kSuccess;
  }

  // Less than 16 MiB of a request, more than 10 MiB of records.
  static std::vector<Draft> DrawTooMuch(Dice& dice) {
    Draft draft = Draw(dice, false);
    draft.json["Data"] = std::string(600'000, 'A');
    return std::vector<Draft>(24, draft);
  }

  static std::vector<Draft> DrawMany(World& world) {
    Dice& dice = world.dice;
    if (dice.OneIn(800)) return DrawTooMuch(dice);
    std::vector<Draft> drafts(1 + dice.Below(dice.OneIn(20) ? 100 : 8));
    const bool large = dice.OneIn(250);
    for (Draft& draft : drafts) draft = Draw(dice, large && &draft == &drafts.back());
    return drafts;
  }

  static void PutMany(World& world, const std::string& name) {
    if (world.dice.OneIn(400)) return PutTooMany(world, name);
    PutMany(world, name, DrawMany(world));
  }

  static void PutMany(World& world, const std::string& name, std::vector<Draft> drafts) {
    boost::json::array records;
    for (const Draft& draft : drafts) records.push_back(draft.json);
    boost::json::object input = {{"StreamName", name}, {"Records", records}};
    const bool dry = world.dice.OneIn(50);
    if (dry) input["DryRun"] = true;
    const Expected expected = PredictMany(world, name, drafts, dry);
    const Answer answer = world.Call(kPutRecords, input, expected);
    if (expected != Expected::kSuccess) return;
    CheckEncryption(world, name, answer.json.as_object());
    const auto& results = answer.json.at("Records").as_array();
    world.Check(results.size() == drafts.size(), "there are not as many results as records");
    std::int64_t failed = 0;
    for (std::size_t i = 0; i < drafts.size(); ++i) {
      const boost::json::object& result = results[i].as_object();
      if (drafts[i].expected == Expected::kSuccess) {
        world.Check(!result.contains("ErrorCode"), "a record was refused");
        Acknowledge(world, name, drafts[i], result);
        continue;
      }
      ++failed;
      world.Check(result.contains("ErrorCode"), "a record was to be refused");
      world.CheckError("Record", std::string(result.at("ErrorCode").as_string()),
                       std::string(result.at("ErrorMessage").as_string()), drafts[i].expected);
    }
    world.Check(answer.json.at("FailedRecordCount").as_int64() == failed,
                std::to_string(failed) + " records were to fail");
  }

  static void PutTooMany(World& world, const std::string& name) {
    boost::json::array records;
    for (int i = 0; i < 501; ++i) records.push_back({{"PartitionKey", "k"}, {"Data", ""}});
    world.Call(kPutRecords, {{"StreamName", name}, {"Records", records}},
               Expected::kTooManyRecords);
  }

  template <class Result>
  static void Acknowledge(World& world, const std::string& name, const Draft& draft,
                          const Result& result) {
    ReferenceStream& stream = *world.reference.Find(name);
    ReferenceShard& shard = stream.shards[static_cast<std::size_t>(draft.shard)];
    world.Check(result.at("ShardId").as_string() == shard.Id(),
                "the record was to go to " + shard.Id());
    ReferenceRecord record;
    record.partition_key = draft.json.at("PartitionKey").as_string().c_str();
    record.data = draft.json.at("Data").as_string().c_str();
    record.sequence_number = result.at("SequenceNumber").as_string().c_str();
    record.arrival = world.reference.now();
    record.encrypted = !stream.key.empty();
    CheckNumber(world, stream, shard, record.sequence_number);
    shard.records.push_back(std::move(record));
  }

  // It rises within a shard, and from parents to children, and says what it is of.
  static void CheckNumber(const World& world, const ReferenceStream& stream,
                          const ReferenceShard& shard, const std::string& number) {
    const auto decoded = DecodeNumber(number);
    world.Check(decoded.has_value(), "the sequence number has another layout");
    const std::int64_t created = CreatedSecondsLeast(stream, shard);
    const bool begins =
        shard.parent < 0 ? decoded->created == created : decoded->created >= created;
    world.Check(begins && decoded->shard == shard.index &&
                    decoded->time == std::max(decoded->created, world.reference.now() / kSecond) &&
                    (decoded->index > 0 || decoded->time > decoded->created),
                "the sequence number is of another shard or time");
    if (!shard.records.empty()) {
      const std::string& latest = shard.records.back().sequence_number;
      const auto before = DecodeNumber(latest);
      world.Check(Less(latest, number) && before->index < decoded->index &&
                      before->created == decoded->created,
                  "the sequence number does not rise within the shard");
    }
    CheckRisesFromParents(world, stream, shard, number);
  }

  // From the latest record of each line of ancestors.
  static void CheckRisesFromParents(const World& world, const ReferenceStream& stream,
                                    const ReferenceShard& shard, const std::string& number) {
    for (const int index : {shard.parent, shard.adjacent_parent}) {
      if (index < 0) continue;
      const ReferenceShard& parent = stream.shards[static_cast<std::size_t>(index)];
      if (parent.records.empty()) {
        CheckRisesFromParents(world, stream, parent, number);
        continue;
      }
      world.Check(Less(parent.records.back().sequence_number, number),
                  "the sequence number does not rise from the parent");
    }
  }

  // A child begins in the second after the one in which its parents end. All that end in one
  // reshard end in the same second, and none before it began: with several in a second, that is
  // later.
  static std::int64_t CreatedSecondsLeast(const ReferenceStream& stream,
                                          const ReferenceShard& shard) {
    std::int64_t least = shard.opened / kSecond;
    for (const int index : {shard.parent, shard.adjacent_parent}) {
      if (index < 0) continue;
      const ReferenceShard& parent = stream.shards[static_cast<std::size_t>(index)];
      const std::int64_t began = CreatedSecondsLeast(stream, parent);
      least = std::max({least, began + 1, shard.opened / kSecond + 1});
    }
    return least;
  }
};

}  // namespace

std::unique_ptr<Workload> MakeProducer() { return std::make_unique<Producer>(); }

}  // namespace runnel::simulation
