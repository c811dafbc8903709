#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "tests/simulation/workload.h"
#include "tests/simulation/workloads/resources.h"

namespace runnel::simulation {
namespace {

using boost::json::object;

class TagChanges : public Workload {
 public:
  std::string_view name() const override { return "tags"; }

  void Step(World& world) override {
    switch (world.dice.Below(6)) {
      case 0:
        return AddToStream(world);
      case 1:
        return RemoveFromStream(world);
      case 2:
        return ListOfStream(world);
      case 3:
        return Tag(world);
      case 4:
        return Untag(world);
      default:
        return List(world);
    }
  }

 private:
  static std::string DrawKey(Dice& dice) {
    if (dice.OneIn(12)) {
      constexpr const char* kOdd[] = {"aws:x", "50%", "a;b", "tab\t", "a:b"};
      return dice.Pick(kOdd);
    }
    return "key " + std::to_string(dice.Below(90));
  }

  static Tags Draw(Dice& dice) {
    Tags tags;
    const bool many = dice.OneIn(4);
    const std::size_t count = 1 + dice.Below(many ? 45 : 3);
    while (tags.size() < count) {
      const std::string key = many ? "key " + std::to_string(dice.Below(90)) : DrawKey(dice);
      tags[key] = !many && dice.OneIn(30) ? "a%" : "v" + std::to_string(dice.Below(9));
    }
    return tags;
  }

  static object JsonOf(const Tags& tags) {
    object json;
    for (const auto& [key, value] : tags) json[key] = value;
    return json;
  }

  static std::vector<std::string> DrawKeys(Dice& dice) {
    std::vector<std::string> keys = {DrawKey(dice)};
    const std::string second = DrawKey(dice);
    if (second != keys.front()) keys.push_back(second);
    return keys;
  }

  static boost::json::array JsonOf(const std::vector<std::string>& keys) {
    boost::json::array json;
    for (const std::string& key : keys) json.push_back(boost::json::value(key));
    return json;
  }

  static void AddToStream(World& world) {
    const std::string name = LikelyName(world);
    const Tags tags = Draw(world.dice);
    world.Call("AddTagsToStream", {{"StreamName", name}, {"Tags", JsonOf(tags)}},
               world.reference.AddStreamTags(name, tags));
  }

  static void RemoveFromStream(World& world) {
    const std::string name = LikelyName(world);
    const std::vector<std::string> keys = DrawKeys(world.dice);
    world.Call("RemoveTagsFromStream", {{"StreamName", name}, {"TagKeys", JsonOf(keys)}},
               world.reference.RemoveStreamTags(name, keys));
  }

  static void ListOfStream(World& world) {
    const std::string name = LikelyName(world);
    Expected expected = world.reference.Count("ListTagsForStream", name);
    const ReferenceStream* const stream = world.reference.Find(name);
    if (expected == Expected::kSuccess && stream == nullptr) expected = Expected::kStreamNotFound;
    if (expected == Expected::kSuccess) {
      expected = world.reference.Strike("ListTagsForStream", name);
    }
    object input = {{"StreamName", name}};
    std::size_t limit = 50;
    std::string after;
    if (world.dice.OneIn(2)) input["Limit"] = limit = 1 + world.dice.Below(5);
    if (world.dice.OneIn(2)) input["ExclusiveStartTagKey"] = after = "key 3";
    const Answer answer = world.Call("ListTagsForStream", input, expected);
    if (expected != Expected::kSuccess) return;
    Tags tags;
    bool more = false;
    for (const auto& tag : stream->tags) {
      if (tag.first <= after) continue;
      more = tags.size() == limit;
      if (more) break;
      tags.insert(tag);
    }
    Compare(world, tags, answer.json.at("Tags").as_array());
    world.Check(answer.json.at("HasMoreTags").as_bool() == more, "HasMoreTags is wrong");
  }

  static void Compare(const World& world, const Tags& tags, const boost::json::array& got) {
    world.Check(got.size() == tags.size(), std::to_string(tags.size()) + " tags were to be there");
    std::size_t at = 0;
    for (const auto& [key, value] : tags) {
      world.Check(got[at].at("Key").as_string() == key && got[at].at("Value").as_string() == value,
                  "the tag " + key + " is missing");
      ++at;
    }
  }

  static void Tag(World& world) {
    const std::string arn = LikelyResource(world);
    const Tags tags = Draw(world.dice);
    world.Call("TagResource", {{"ResourceARN", arn}, {"Tags", JsonOf(tags)}},
               world.reference.TagResource(arn, tags));
  }

  static void Untag(World& world) {
    const std::string arn = LikelyResource(world);
    const std::vector<std::string> keys = DrawKeys(world.dice);
    world.Call("UntagResource", {{"ResourceARN", arn}, {"TagKeys", JsonOf(keys)}},
               world.reference.UntagResource(arn, keys));
  }

  static void List(World& world) {
    const std::string arn = LikelyResource(world);
    Tags* tags = nullptr;
    std::optional<std::string>* policy = nullptr;
    const Expected expected = world.reference.FindResource(arn, &tags, &policy);
    const Answer answer = world.Call("ListTagsForResource", {{"ResourceARN", arn}}, expected);
    if (expected == Expected::kSuccess) {
      Compare(world, *tags, answer.json.at("Tags").as_array());
    }
  }
};

}  // namespace

std::unique_ptr<Workload> MakeTagChanges() { return std::make_unique<TagChanges>(); }

}  // namespace runnel::simulation
