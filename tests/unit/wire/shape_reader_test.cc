#include "core/wire/shape_reader.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "tests/unit/wire/sample.h"

namespace runnel {
namespace {

std::string MessageOf(ShapeReader& reader) {
  const auto error = reader.TakeError();
  return error ? error->message() : "none";
}

TEST_CASE("without a shape everything is skipped") {
  ShapeReader reader(nullptr, nullptr);
  reader.BeginMap();
  reader.Key("Text");
  reader.BeginList();
  reader.Integer(1);
  reader.BeginMap();
  reader.Key("a");
  reader.Time({1});
  reader.EndMap();
  reader.EndList();
  reader.EndMap();
  CHECK(reader.is_map());
  CHECK(MessageOf(reader) == "none");
}

TEST_CASE("of several wrong values, the one whose member comes first is told") {
  Sample sample;
  ShapeReader reader(&kSample, &sample);
  reader.BeginMap();
  reader.Key("Map");
  reader.Integer(1);
  reader.Key("Text");
  reader.Boolean(true);
  reader.Key("Integer");
  reader.String("x");
  reader.EndMap();
  CHECK(MessageOf(reader) == "class java.lang.Boolean can not be converted to an String");
}

TEST_CASE("of several wrong elements, the first one's first member is told") {
  Sample sample;
  ShapeReader reader(&kSample, &sample);
  reader.BeginMap();
  reader.Key("Parts");
  reader.BeginList();
  reader.BeginMap();
  reader.Key("Count");
  reader.String("x");
  reader.EndMap();
  reader.BeginMap();
  reader.Key("Word");
  reader.Boolean(true);
  reader.EndMap();
  reader.EndList();
  reader.EndMap();
  CHECK(MessageOf(reader) == "class java.lang.String can not be converted to an Integer");
}

TEST_CASE("a wrong container is skipped with all it holds") {
  Sample sample;
  ShapeReader reader(&kSample, &sample);
  reader.BeginMap();
  reader.Key("Words");
  reader.BeginMap();
  reader.Key("Text");
  reader.String("inner");
  reader.EndMap();
  reader.Key("Text");
  reader.String("outer");
  reader.EndMap();
  CHECK(sample.text == "outer");
  CHECK_FALSE(sample.words.has_value());
  CHECK(MessageOf(reader) == "Start of structure or map found where not expected.");
}

TEST_CASE("a null element is left out of its list, a null value out of its map") {
  Sample sample;
  ShapeReader reader(&kSample, &sample);
  reader.BeginMap();
  reader.Key("Words");
  reader.BeginList();
  reader.String("a");
  reader.Null();
  reader.EndList();
  reader.Key("Map");
  reader.BeginMap();
  reader.Key("k");
  reader.Null();
  reader.EndMap();
  reader.EndMap();
  CHECK(MessageOf(reader) == "none");
  REQUIRE(sample.words.has_value());
  CHECK(sample.words->size() == 1);
  REQUIRE(sample.map.has_value());
  CHECK(sample.map->empty());
}

TEST_CASE("elements and map values are converted as members are") {
  Sample sample;
  ShapeReader reader(&kSample, &sample);
  reader.BeginMap();
  reader.Key("Map");
  reader.BeginMap();
  reader.Key("k");
  reader.Integer(1);
  reader.EndMap();
  CHECK(MessageOf(reader) ==
        "class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to an "
        "String");
}

TEST_CASE("of a member that is given twice the last value counts") {
  Sample sample;
  ShapeReader reader(&kSample, &sample);
  reader.BeginMap();
  for (const char* word : {"first", "second"}) {
    reader.Key("Words");
    reader.BeginList();
    reader.String(word);
    reader.EndList();
  }
  reader.EndMap();
  REQUIRE(sample.words.has_value());
  CHECK(*sample.words == std::vector<std::string>{"second"});
}

TEST_CASE("the reader tells where it expects a timestamp") {
  Sample sample;
  ShapeReader reader(&kSample, &sample);
  CHECK_FALSE(reader.ExpectsTimestamp());
  reader.BeginMap();
  CHECK_FALSE(reader.ExpectsTimestamp());
  reader.Key("Time");
  CHECK(reader.ExpectsTimestamp());
  reader.Time({1500});
  reader.Key("Long");
  CHECK_FALSE(reader.ExpectsTimestamp());
  reader.Key("Unknown");
  CHECK_FALSE(reader.ExpectsTimestamp());
  reader.BeginMap();
  reader.Key("Time");
  CHECK_FALSE(reader.ExpectsTimestamp());
  reader.EndMap();
  reader.EndMap();
  CHECK(sample.time == Timestamp{1500});
}

TEST_CASE("numbers that are not finite become the nearest that fits") {
  Sample sample;
  ShapeReader reader(&kSample, &sample);
  reader.BeginMap();
  reader.Key("Integer");
  reader.Number(HUGE_VAL);
  reader.Key("Long");
  reader.Number(-HUGE_VAL);
  reader.Key("Time");
  reader.Number(HUGE_VAL);
  reader.EndMap();
  CHECK(sample.integer == 2'147'483'647);
  CHECK(sample.large == std::numeric_limits<std::int64_t>::min());
  CHECK(sample.time == Timestamp::Max());
}

TEST_CASE("a body that is not a map fills nothing") {
  Sample sample;
  ShapeReader reader(&kSample, &sample);
  reader.BeginList();
  reader.BeginMap();
  reader.Key("Text");
  reader.String("x");
  reader.EndMap();
  reader.EndList();
  CHECK_FALSE(reader.is_map());
  CHECK_FALSE(sample.text.has_value());
}

}  // namespace
}  // namespace runnel
