// A structure with a member of every kind, for the tests of the codecs.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/api/shape.h"

namespace runnel {

struct SamplePart {
  std::optional<std::string> word;
  std::optional<std::int32_t> count;
};
inline constexpr Shape kSampleText = StringShape();
inline constexpr Shape kSampleInteger = NumberShape(ShapeKind::kInteger);
inline constexpr Shape kSampleLong = NumberShape(ShapeKind::kLong);
inline constexpr Shape kSampleDouble = NumberShape(ShapeKind::kDouble);
inline constexpr Shape kSampleBoolean = NumberShape(ShapeKind::kBoolean);
inline constexpr Shape kSampleBlob = NumberShape(ShapeKind::kBlob);
inline constexpr Shape kSampleTimestamp = NumberShape(ShapeKind::kTimestamp);
inline constexpr Member kSamplePartMembers[] = {
    Field<&SamplePart::word>("Word", kSampleText),
    Field<&SamplePart::count>("Count", kSampleInteger),
};
inline constexpr Shape kSamplePart = StructureShape(kSamplePartMembers);
inline constexpr Shape kSampleParts = ListShape<SamplePart>(kSamplePart);
inline constexpr Shape kSampleWords = ListShape<std::string>(kSampleText);
inline constexpr Shape kSampleMap = MapShape(kSampleText, kSampleText, 0, 50);

struct Sample {
  std::optional<std::string> text;
  std::optional<std::int32_t> integer;
  std::optional<std::int64_t> large;
  std::optional<double> fraction;
  std::optional<bool> flag;
  std::optional<std::string> blob;
  std::optional<Timestamp> time;
  std::optional<SamplePart> part;
  std::optional<std::vector<SamplePart>> parts;
  std::optional<std::vector<std::string>> words;
  std::optional<TagMap> map;
};
inline constexpr Member kSampleMembers[] = {
    Field<&Sample::text>("Text", kSampleText),
    Field<&Sample::integer>("Integer", kSampleInteger),
    Field<&Sample::large>("Long", kSampleLong),
    Field<&Sample::fraction>("Double", kSampleDouble),
    Field<&Sample::flag>("Boolean", kSampleBoolean),
    Field<&Sample::blob>("Blob", kSampleBlob),
    Field<&Sample::time>("Time", kSampleTimestamp),
    Field<&Sample::part>("Part", kSamplePart),
    Field<&Sample::parts>("Parts", kSampleParts),
    Field<&Sample::words>("Words", kSampleWords),
    Field<&Sample::map>("Map", kSampleMap),
};
inline constexpr Shape kSample = StructureShape(kSampleMembers);

}  // namespace runnel
