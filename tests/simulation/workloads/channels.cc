#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "tests/simulation/workload.h"
#include "tests/simulation/workloads/names.h"

namespace runnel::simulation {
namespace {

using boost::json::array;
using boost::json::object;

constexpr const char* kStatus[] = {"CREATING", "ACTIVE", "UPDATING", "DELETING"};

class Channels : public Workload {
 public:
  std::string_view name() const override { return "channels"; }

  void Step(World& world) override {
    switch (world.dice.Below(6)) {
      case 0:
      case 1:
        return Create(world);
      case 2:
        return Update(world);
      case 3:
        return Delete(world);
      case 4:
        return List(world);
      default:
        return Describe(world);
    }
  }

 private:
  static std::string LikelyChannel(World& world) {
    const auto& channels = world.reference.channels();
    if (channels.empty() || world.dice.OneIn(10)) {
      return "arn:aws:kinesis:us-east-1:000000000000:channel/abcdefghijklmnopqrstuvwxyz";
    }
    const auto at = static_cast<std::ptrdiff_t>(world.dice.Below(channels.size()));
    return std::next(channels.begin(), at)->second.arn;
  }

  static int DrawFreshness(Dice& dice) {
    if (dice.OneIn(12)) return dice.OneIn(2) ? 299 : 901;
    return static_cast<int>(dice.Between(300, 900));
  }

  static void Create(World& world) {
    const std::string channel = "channel-" + std::to_string(world.dice.Below(4));
    std::string name = LikelyName(world);
    for (const auto& [other, stream] : world.reference.streams()) {
      if (stream.on_demand && world.dice.OneIn(2)) name = other;
    }
    const int freshness = DrawFreshness(world.dice);
    const object source = {{"StreamARN", Reference::ArnOf(name)},
                           {"RecordConfiguration", {{"RecordFormatType", "JSON"}}}};
    const object storage = {{"BucketARN", "arn:aws:s3:::bucket"},
                            {"ExpectedBucketOwner", "000000000000"},
                            {"CompressionType", "NONE"}};
    const Expected expected = world.reference.CreateChannel(channel, name, freshness);
    const Answer answer =
        world.Call("CreateChannel",
                   {{"ChannelName", channel},
                    {"ServiceExecutionRoleARN", "arn:aws:iam::000000000000:role/r"},
                    {"StreamConfigurationList", array{source}},
                    {"S3DestinationConfiguration",
                     {{"StorageConfiguration", storage}, {"DataFreshnessInSeconds", freshness}}}},
                   expected);
    if (expected != Expected::kSuccess) return;
    const auto& described = answer.json.at("ChannelDescription");
    world.reference.NameChannel(channel, described.at("ChannelARN").as_string().c_str());
  }

  static void Delete(World& world) {
    const std::string arn = LikelyChannel(world);
    const Expected expected = world.reference.DeleteChannel(arn);
    world.Call("DeleteChannel", {{"ChannelARN", arn}}, expected);
  }

  static void Update(World& world) {
    const std::string arn = LikelyChannel(world);
    const int freshness = DrawFreshness(world.dice);
    world.Call("UpdateChannel",
               {{"ChannelARN", arn},
                {"S3DestinationConfiguration", {{"DataFreshnessInSeconds", freshness}}}},
               world.reference.UpdateChannel(arn, freshness));
  }

  static void Describe(World& world) {
    const std::string arn = LikelyChannel(world);
    Expected expected = world.reference.Count("DescribeChannel", {});
    const ReferenceChannel* found = nullptr;
    for (const auto& [name, channel] : world.reference.channels()) {
      if (channel.arn == arn) found = &channel;
    }
    if (expected == Expected::kSuccess && found == nullptr) expected = Expected::kChannelNotFound;
    const Answer answer = world.Call("DescribeChannel", {{"ChannelARN", arn}}, expected);
    if (expected != Expected::kSuccess) return;
    const auto& got = answer.json.at("ChannelDescription");
    const char* const status = kStatus[static_cast<int>(found->status)];
    world.Check(got.at("ChannelStatus").as_string() == status,
                std::string("the channel was to be ") + status);
  }

  static void List(World& world) {
    const Expected expected = world.reference.Count("ListChannels", {});
    const Answer answer = world.Call("ListChannels", object(), expected);
    if (expected != Expected::kSuccess) return;
    world.Check(
        answer.json.at("ChannelSummaries").as_array().size() == world.reference.channels().size(),
        "there are other channels");
  }
};

}  // namespace

std::unique_ptr<Workload> MakeChannels() { return std::make_unique<Channels>(); }

}  // namespace runnel::simulation
