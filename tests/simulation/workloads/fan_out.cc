#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <utility>

#include "tests/simulation/workload.h"
#include "tests/simulation/workloads/names.h"
#include "tests/simulation/workloads/positions.h"
#include "tests/simulation/workloads/record_checks.h"

namespace runnel::simulation {
namespace {

constexpr Millis kLifetime = 300 * kSecond;
constexpr Millis kHeartbeat = 5 * kSecond;
constexpr Millis kTakeOverAge = 5 * kSecond;
constexpr std::size_t kEventBytesMost = 1024 * 1024;
constexpr std::size_t kEventRecordsMost = 10'000;
constexpr std::int64_t kBytesPerSecond = 2 * 1024 * 1024;
constexpr std::size_t kSubscriptionsMost = 12;

// A connection of SubscribeToShard. Nobody reads it until its turn comes: it is stalled then.
struct Subscription {
  std::uint64_t id = 0;
  std::string stream;
  std::uint64_t incarnation = 0;
  std::string consumer;  // its ARN
  std::uint64_t registration = 0;
  int shard = 0;
  std::size_t position = 0;
  Millis opened = 0;
  Millis heard = 0;         // when it last had something to say
  Millis silent_until = 0;  // it is paced
  bool taken_over = false;
  bool began = false;  // there was an event
  bool from_start = false;
};

class FanOut : public Workload {
 public:
  std::string_view name() const override { return "fan-out"; }

  void Step(World& world) override {
    if (generation_ != world.generation()) {
      generation_ = world.generation();
      open_.clear();
    }
    for (const Subscription& subscription : open_) CheckWoken(world, subscription);
    switch (world.dice.Below(8)) {
      case 0:
      case 1:
        return Subscribe(world);
      case 2:
        return HangUp(world);
      default:
        return Hear(world);
    }
  }

 private:
  // What the world says of a subscription now.
  struct Outlook {
    const ReferenceShard* shard = nullptr;  // null: it is gone, or its stream
    std::size_t from = 0;
    std::size_t through = 0;
    bool at_end = false;
    bool silent = false;
    bool consumer_gone = false;
    bool expired = false;

    bool ends() const { return shard == nullptr || consumer_gone || expired; }
  };

  static std::string NameOf(const std::string& consumer_arn) {
    const std::size_t name = consumer_arn.rfind('/') + 1;
    return consumer_arn.substr(name, consumer_arn.rfind(':') - name);
  }

  static bool IsGone(World& world, const Subscription& subscription) {
    if (world.reference.UseConsumer(subscription.consumer) != Expected::kSuccess) return true;
    const ReferenceConsumer* const present =
        world.reference.FindConsumer(subscription.stream, NameOf(subscription.consumer));
    return present == nullptr || present->incarnation != subscription.registration;
  }

  static Outlook Look(World& world, const Subscription& subscription) {
    Outlook outlook;
    const Reference& reference = world.reference;
    outlook.expired = reference.now() >= subscription.opened + kLifetime;
    outlook.consumer_gone = IsGone(world, subscription);
    outlook.silent = reference.now() < subscription.silent_until;
    const ReferenceStream* const stream = reference.Find(subscription.stream);
    if (stream == nullptr || stream->incarnation != subscription.incarnation) return outlook;
    outlook.shard = stream->Find(subscription.shard);
    if (outlook.shard == nullptr) return outlook;
    const auto& records = outlook.shard->records;
    outlook.from = std::max(subscription.position, stream->FirstKept(*outlook.shard));
    outlook.through = outlook.from;
    for (std::size_t bytes = 0; outlook.through < records.size(); ++outlook.through) {
      bytes += records[outlook.through].Bytes();
      const bool full = bytes > kEventBytesMost && outlook.through > outlook.from;
      if (full || outlook.through - outlook.from == kEventRecordsMost) break;
    }
    outlook.at_end = outlook.shard->closed && outlook.through == records.size();
    return outlook;
  }

  // Whoever has something to say was named.
  static void CheckWoken(World& world, const Subscription& subscription) {
    if (world.IsReady(subscription.id)) return;
    const Outlook outlook = Look(world, subscription);
    const std::string who = "subscription " + std::to_string(subscription.id);
    world.Check(!outlook.ends() && !subscription.taken_over, who + " was not told that it ends");
    if (outlook.silent) return;
    world.Check(outlook.from == outlook.through && !outlook.at_end,
                who + " was not told of records, or of the end of its shard");
    world.Check(subscription.began && world.reference.now() - subscription.heard < kHeartbeat,
                who + " was not told of its heartbeat");
  }

  void HangUp(World& world) {
    if (open_.empty()) return;
    const std::size_t at = world.dice.Below(open_.size());
    world.Unsubscribe(open_[at].id);
    open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(at));
  }

  void Subscribe(World& world) {
    if (open_.size() == kSubscriptionsMost) return HangUp(world);
    if (world.dice.OneIn(8)) return TakeOver(world);
    Subscription opening;
    opening.stream = LikelyName(world);
    if (world.dice.OneIn(4)) FindBacklog(world, opening);
    const std::string consumer = LikelyConsumer(world, opening.stream);
    opening.consumer = ConsumerArnOf(world, opening.stream, consumer);
    if (!opening.from_start) opening.shard = LikelyShard(world, opening.stream);
    Open(world, opening, consumer);
  }

  // A shard that keeps more than an event holds, from its beginning: what is left is paced.
  static void FindBacklog(World& world, Subscription& opening) {
    for (const auto& [name, stream] : world.reference.streams()) {
      for (const ReferenceShard& shard : stream.shards) {
        std::size_t bytes = 0;
        for (std::size_t i = stream.FirstKept(shard); i < shard.records.size(); ++i) {
          bytes += shard.records[i].Bytes();
        }
        if (stream.consumers.empty() || stream.Expired(shard) || bytes <= kEventBytesMost) continue;
        opening.stream = name;
        opening.shard = shard.index;
        opening.from_start = true;
      }
    }
    if (!opening.from_start) return;
    world.Call("Runnel.UpdateStreamLimits", {{"StreamName", opening.stream}, {"Limits", "AWS"}},
               Expected::kSuccess);
    world.reference.UpdateLimits(opening.stream, true);
  }

  // One more for a shard that somebody is subscribed to, at the moment from which on it is let in,
  // or just before.
  void TakeOver(World& world) {
    if (open_.empty()) return;
    Subscription opening;
    const Subscription& present = world.dice.Pick(open_);
    opening.stream = present.stream;
    opening.consumer = present.consumer;
    opening.shard = present.shard;
    const Millis left = present.opened + kTakeOverAge - world.reference.now();
    const Millis early = world.dice.OneIn(2) ? 1 : 0;
    if (left > early) world.Advance(left - early);
    Open(world, opening, NameOf(opening.consumer));
  }

  void Open(World& world, Subscription opening, const std::string& consumer) {
    opening.opened = opening.heard = world.reference.now();
    boost::json::object input = {{"ConsumerARN", opening.consumer},
                                 {"ShardId", ReferenceShard::IdOf(opening.shard)},
                                 {"StartingPosition", {{"Type", "LATEST"}}}};
    const bool dry = world.dice.OneIn(30);
    if (dry) input["DryRun"] = true;
    const Expected expected = Predict(world, opening, consumer, input, dry);
    const Answer answer = world.Call("SubscribeToShard", input, expected);
    if (expected != Expected::kSuccess) return;
    world.Check(answer.subscription != 0, "there is no event stream");
    if (Subscription* const present = Present(opening)) present->taken_over = true;
    opening.id = answer.subscription;
    open_.push_back(opening);
  }

  Subscription* Present(const Subscription& opening) {
    for (Subscription& other : open_) {
      const bool same = other.registration == opening.registration && other.shard == opening.shard;
      const bool ended = other.taken_over || opening.opened >= other.opened + kLifetime;
      if (same && !ended) return &other;
    }
    return nullptr;
  }

  Expected Predict(World& world, Subscription& opening, const std::string& consumer,
                   boost::json::object& input, bool dry) {
    Reference& reference = world.reference;
    const Expected usable = reference.UseConsumer(opening.consumer);
    if (usable != Expected::kSuccess) return usable;
    const ReferenceStream& stream = *reference.Find(opening.stream);
    opening.incarnation = stream.incarnation;
    opening.registration = reference.FindConsumer(opening.stream, consumer)->incarnation;
    const ReferenceShard* const shard = stream.Find(opening.shard);
    if (shard == nullptr) return Expected::kNoSuchShard;
    const StartingPosition start =
        opening.from_start ? StartOf(stream, *shard) : DrawPosition(world, stream, *shard);
    start.AddTo(input.at("StartingPosition").as_object(), "Type", "SequenceNumber");
    opening.position = start.position;
    if (start.expected != Expected::kSuccess) return start.expected;
    ReferenceConsumer& registered = *reference.FindConsumer(opening.stream, consumer);
    const auto calls = registered.subscribe_calls;
    const auto end = [&](Expected expected) {
      registered.subscribe_calls = calls;
      return expected;
    };
    if (!dry) {
      const Expected spent = reference.SpendSubscribe(opening.stream, consumer, opening.shard);
      if (spent != Expected::kSuccess) return end(spent);
    }
    const Subscription* const present = Present(opening);
    if (present != nullptr && reference.now() - present->opened < kTakeOverAge) {
      return end(Expected::kSubscriptionExists);
    }
    const Expected struck = reference.Strike("SubscribeToShard", opening.stream);
    if (struck != Expected::kSuccess) return end(struck);
    return dry ? end(Expected::kDryRun) : Expected::kSuccess;
  }

  void Hear(World& world) {
    if (open_.empty()) return Subscribe(world);
    const std::size_t at = world.dice.Below(open_.size());
    if (!world.IsReady(open_[at].id)) return;
    if (HearOne(world, open_[at])) open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(at));
  }

  // True: it has ended.
  static bool HearOne(World& world, Subscription& subscription) {
    const Outlook outlook = Look(world, subscription);
    const Heard heard = world.Poll(subscription.id);
    if (outlook.ends() || subscription.taken_over) {
      world.Check(heard.ended, "the subscription was to end");
      CheckLastWord(world, subscription, outlook, heard);
      return true;
    }
    if (outlook.silent || heard.messages.empty()) {
      const bool owed =
          !outlook.silent && (outlook.from < outlook.through || outlook.at_end ||
                              world.reference.now() - subscription.heard >= kHeartbeat);
      world.Check(!owed, "the subscription was to say something");
      world.Check(heard.messages.empty() && !heard.ended, "the subscription was to be silent");
      return false;
    }
    return HearEvent(world, subscription, outlook, heard);
  }

  static bool HearEvent(World& world, Subscription& subscription, const Outlook& outlook,
                        const Heard& heard) {
    const EventMessage& message = heard.messages.front();
    const ReferenceStream& stream = *world.reference.Find(subscription.stream);
    const Expected may =
        world.reference.MayDecrypt(stream, *outlook.shard, outlook.from, outlook.through);
    if (may != Expected::kSuccess) {
      CheckException(world, message, may);
      world.Check(heard.ended, "the subscription was to end");
      return true;
    }
    const auto event = boost::json::parse(message.payload);
    CheckRecords(world, *outlook.shard, outlook.from, outlook.through, event.as_object());
    CheckChildren(world, stream, *outlook.shard, outlook.at_end, event.as_object());
    world.Check(heard.ended == outlook.at_end, "it was to end with its shard, and only then");
    const bool is_heartbeat = outlook.from == outlook.through && !outlook.at_end;
    const Millis now = world.reference.now();
    world.Check(!is_heartbeat || !subscription.began || now - subscription.heard >= kHeartbeat,
                "a heartbeat came too early");
    subscription.began = true;
    subscription.heard = now;
    subscription.position = outlook.through;
    const bool more = outlook.through < outlook.shard->records.size();
    if (more && world.reference.LimitsHold(stream)) Pace(world, subscription, outlook);
    return heard.ended;
  }

  static void Pace(const World& world, Subscription& subscription, const Outlook& outlook) {
    std::int64_t bytes = 0;
    for (std::size_t i = outlook.from; i < outlook.through; ++i) {
      bytes += static_cast<std::int64_t>(outlook.shard->records[i].Bytes());
    }
    subscription.silent_until = world.reference.now() + bytes * 1000 / kBytesPerSecond;
  }

  static void CheckException(World& world, const EventMessage& message, Expected expected) {
    const auto code = message.headers.find(":exception-type");
    world.Check(code != message.headers.end(), "an exception was to come");
    const auto json = boost::json::parse(message.payload);
    world.CheckError("Event", code->second, std::string(json.at("message").as_string()), expected);
  }

  // Of several reasons to end any may be told.
  static void CheckLastWord(World& world, const Subscription& subscription, const Outlook& outlook,
                            const Heard& heard) {
    if (heard.messages.empty()) {
      world.Check(outlook.expired, "the reason for the end was to be told");
      return;
    }
    const auto& headers = heard.messages.front().headers;
    const auto code = headers.find(":exception-type");
    world.Check(code != headers.end(), "an exception was to come");
    const auto json = boost::json::parse(heard.messages.front().payload);
    const std::string text(json.at("message").as_string());
    for (const auto& [applies, expected] :
         {std::pair{subscription.taken_over, Expected::kSubscriptionExists},
          std::pair{outlook.shard == nullptr, Expected::kStreamNotFound},
          std::pair{outlook.shard == nullptr, Expected::kNoSuchShard},
          std::pair{outlook.consumer_gone, Expected::kConsumerNotFound}}) {
      if (!applies || !Fits(expected, code->second, text)) continue;
      return world.CheckError("Event", code->second, text, expected);
    }
    world.Check(false, "the subscription ended for a reason that there is not: " + text);
  }

  std::uint64_t generation_ = 0;
  std::vector<Subscription> open_;
};

}  // namespace

std::unique_ptr<Workload> MakeFanOut() { return std::make_unique<FanOut>(); }

}  // namespace runnel::simulation
