#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "tests/simulation/workload.h"
#include "tests/simulation/workloads/names.h"

namespace runnel::simulation {
namespace {

using boost::json::object;

// A delivery whose outcome has not been told.
struct TakenDelivery {
  std::string id;
  std::string channel_arn;
};

// Somebody who writes the objects of channels, sometimes in vain. What a channel has delivered and
// what it has still to deliver are together all that was put since it became ACTIVE, whatever
// crashes, reshards and failed writes there were.
class Deliveries : public Workload {
 public:
  std::string_view name() const override { return "deliveries"; }

  void Step(World& world) override {
    if (generation_ != world.generation()) {
      generation_ = world.generation();
      taken_.clear();
    }
    const auto& channels = world.reference.channels();
    if (channels.empty()) return;
    const auto at = static_cast<std::ptrdiff_t>(world.dice.Below(channels.size()));
    const ReferenceChannel& channel = std::next(channels.begin(), at)->second;
    if (world.dice.OneIn(4)) return Flush(world, channel);
    if (world.dice.OneIn(4)) return Look(world, channel);
    if (!world.reference.settings().deliveries_by_calls) return;
    if (!taken_.empty() && world.dice.OneIn(2)) return Complete(world);
    Take(world);
  }

 private:
  static bool Delivers(const ReferenceChannel& channel) {
    return channel.status == ReferenceChannel::Status::kActive ||
           channel.status == ReferenceChannel::Status::kUpdating;
  }

  // The channel as the emulator sees it.
  static object View(World& world, const ReferenceChannel& channel) {
    const Answer answer =
        world.Call("Runnel.InspectChannels", {{"ChannelName", channel.name}}, Expected::kSuccess);
    const auto& views = answer.json.at("Channels").as_array();
    world.Check(views.size() == 1, "the channel is not there");
    return views[0].as_object();
  }

  static std::int64_t Count(const object& view, std::string_view member) {
    return view.at(member).as_int64();
  }

  static void Look(World& world, const ReferenceChannel& channel) {
    const object view = View(world, channel);
    if (!Delivers(channel)) return;
    const auto told = Count(view, "Records") + Count(view, "DeadLetters");
    const auto put = static_cast<std::int64_t>(world.reference.PutSinceStart(channel));
    world.Check(told + Count(view, "UndeliveredRecords") == put,
                std::to_string(put) + " records were put since the channel is ACTIVE");
  }

  static void Flush(World& world, const ReferenceChannel& channel) {
    const object before = View(world, channel);
    const Expected expected = Delivers(channel) ? Expected::kSuccess : Expected::kChannelNotActive;
    const Answer answer =
        world.Call("Runnel.FlushChannel", {{"ChannelARN", channel.arn}, {"Wait", false}}, expected);
    if (expected != Expected::kSuccess) return;
    const object flushed = answer.json.as_object();
    world.Check(Count(flushed, "Records") + Count(flushed, "RecordsLeft") ==
                    Count(before, "UndeliveredRecords"),
                "a flush takes other records than there are");
    Look(world, channel);
  }

  void Take(World& world) {
    const Answer answer = world.Call("Runnel.TakeDelivery", object(), Expected::kSuccess);
    const auto* const id = answer.json.as_object().if_contains("DeliveryId");
    if (id == nullptr) return;
    world.Check(!answer.json.at("Objects").as_array().empty(), "a delivery has nothing to write");
    for (const TakenDelivery& taken : taken_) {
      world.Check(taken.id != id->as_string(), "a delivery is given twice");
    }
    taken_.push_back({id->as_string().c_str(), answer.json.at("ChannelARN").as_string().c_str()});
  }

  void Complete(World& world) {
    const std::size_t index = world.dice.Below(taken_.size());
    const TakenDelivery taken = taken_[index];
    taken_.erase(taken_.begin() + static_cast<std::ptrdiff_t>(index));
    for (const auto& [name, channel] : world.reference.channels()) {
      if (channel.arn != taken.channel_arn || !Delivers(channel)) continue;
      object outcome = {{"DeliveryId", taken.id}};
      if (world.dice.OneIn(3)) outcome["Error"] = "the bucket is gone";
      world.Call("Runnel.CompleteDelivery", outcome, Expected::kSuccess);
      return Look(world, channel);
    }
  }

  std::uint64_t generation_ = 0;
  std::vector<TakenDelivery> taken_;
};

}  // namespace

std::unique_ptr<Workload> MakeDeliveries() { return std::make_unique<Deliveries>(); }

}  // namespace runnel::simulation
