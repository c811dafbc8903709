// How the API's structures are described, once. A description names each member, says where the C++
// struct holds it and which constraints it has; from it follow JSON and CBOR in both directions,
// the validation messages, the command line's form of a call and the list of members in help texts.
//
// A C++ struct that is described holds its members as
//   std::optional<std::string>            string, blob
//   std::optional<std::int32_t / int64_t / double / bool / Timestamp>
//   std::optional<Struct>, std::optional<std::vector<Struct or std::string>>, std::optional<TagMap>
//   std::string_view                      string, blob; output only; absent when data() is null
//   any of these without the optional: always there; output only
//   a type with `static constexpr bool kRecordSequence = true`, size, EncodedBytes and ForEach: a
//     list; output only
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "core/base/pattern.h"
#include "core/base/time.h"
#include "core/model/tag_map.h"

namespace runnel {

enum class ShapeKind : std::uint8_t {
  kString,
  kInteger,  // 32 bits
  kLong,     // 64 bits
  kDouble,   // the own operations of the emulator only
  kBoolean,
  kBlob,       // base64 in JSON, a byte string in CBOR
  kTimestamp,  // seconds in JSON, tagged milliseconds in CBOR
  kList,
  kMap,  // string to string
  kStructure,
};

struct Member;

// Calls `visit(context, element)` for each element of a list.
using ElementVisitor = void (*)(void* context, const void* element);

// How a C++ list is read and built. `append` gives the new, empty element; null for output-only
// lists. `encoded_bytes` is about what the list takes in the longest format; null: it is not known
// beforehand.
struct ListAccess {
  std::size_t (*size)(const void* list);
  void* (*append)(void* list);
  void (*for_each)(const void* list, void* context, ElementVisitor visit);
  std::size_t (*encoded_bytes)(const void* list);
};

// One shape of the API model. Lengths are UTF-16 code units for strings, bytes for blobs, elements
// for lists and maps. Shapes are constants; they refer to each other by pointer.
struct Shape {
  ShapeKind kind = ShapeKind::kString;
  std::optional<std::int64_t> minimum;  // value of a number, length of anything else
  std::optional<std::int64_t> maximum;
  const Pattern* pattern = nullptr;
  std::span<const std::string_view> enum_values;  // in the order in which messages print them
  const Shape* element = nullptr;                 // of a list; value of a map
  const Shape* key = nullptr;                     // of a map
  std::span<const Member> members;                // of a structure
  const ListAccess* list = nullptr;
};

// How a member of a C++ struct is reached.
struct MemberAccess {
  // The value, or null when absent. Strings and blobs are reached by `text` instead.
  const void* (*get)(const void* owner);
  // Makes the member present and empty, and gives it; null for output-only members.
  void* (*set)(void* owner);
  // Strings and blobs: the text, or a null view when absent.
  std::string_view (*text)(const void* owner);
};

enum class Presence : std::uint8_t {
  kOptional,
  kRequired,
  // Required unless the addressed stream distributes records by itself (kinesis-api-45 6.1).
  kRequiredWithoutAutoDistribution,
};

struct Member {
  std::string_view name;  // as the API spells it, "StreamName"
  const Shape* shape;
  MemberAccess access;
  Presence presence = Presence::kOptional;
  // Validation messages leave the value out (kinesis-api 3.1, "Redacted values").
  bool redacted = false;

  constexpr Member Required() const {
    Member copy = *this;
    copy.presence = Presence::kRequired;
    return copy;
  }
  constexpr Member RequiredWithoutAutoDistribution() const {
    Member copy = *this;
    copy.presence = Presence::kRequiredWithoutAutoDistribution;
    return copy;
  }
  constexpr Member Redacted() const {
    Member copy = *this;
    copy.redacted = true;
    return copy;
  }
};

namespace shape_internal {

template <class M>
struct MemberPointer;
template <class S, class T>
struct MemberPointer<T S::*> {
  using Struct = S;
  using Type = T;
};

template <class T>
inline constexpr bool kIsOptional = false;
template <class T>
inline constexpr bool kIsOptional<std::optional<T>> = true;

template <auto M>
constexpr MemberAccess AccessOf() {
  using Struct = typename MemberPointer<decltype(M)>::Struct;
  using Type = typename MemberPointer<decltype(M)>::Type;
  MemberAccess access{nullptr, nullptr, nullptr};
  if constexpr (std::is_same_v<Type, std::string_view>) {
    access.text = [](const void* owner) { return static_cast<const Struct*>(owner)->*M; };
  } else if constexpr (requires { Type::kRecordSequence; }) {
    access.get = [](const void* owner) -> const void* {
      return &(static_cast<const Struct*>(owner)->*M);
    };
  } else if constexpr (!kIsOptional<Type>) {
    access.get = [](const void* owner) -> const void* {
      return &(static_cast<const Struct*>(owner)->*M);
    };
    if constexpr (std::is_same_v<Type, std::string>) {
      access.text = [](const void* owner) {
        return std::string_view(static_cast<const Struct*>(owner)->*M);
      };
    }
  } else {
    access.get = [](const void* owner) -> const void* {
      const auto& value = static_cast<const Struct*>(owner)->*M;
      return value ? &*value : nullptr;
    };
    access.set = [](void* owner) -> void* { return &(static_cast<Struct*>(owner)->*M).emplace(); };
    if constexpr (std::is_same_v<Type, std::optional<std::string>>) {
      access.text = [](const void* owner) {
        const auto& value = static_cast<const Struct*>(owner)->*M;
        return value ? std::string_view(*value) : std::string_view();
      };
    }
  }
  return access;
}

template <class T>
inline constexpr ListAccess kVectorAccess = {
    [](const void* list) { return static_cast<const std::vector<T>*>(list)->size(); },
    [](void* list) -> void* { return &static_cast<std::vector<T>*>(list)->emplace_back(); },
    [](const void* list, void* context, ElementVisitor visit) {
      for (const T& element : *static_cast<const std::vector<T>*>(list)) visit(context, &element);
    },
    nullptr};

template <class T>
inline constexpr ListAccess kSequenceAccess = {
    [](const void* list) { return static_cast<const T*>(list)->size(); }, nullptr,
    [](const void* list, void* context, ElementVisitor visit) {
      static_cast<const T*>(list)->ForEach([&](const auto& element) { visit(context, &element); });
    },
    [](const void* list) { return static_cast<const T*>(list)->EncodedBytes(); }};

}  // namespace shape_internal

// Describes one member: Field<&PutRecordInput::data>("Data", shapes::kData).
template <auto M>
constexpr Member Field(std::string_view name, const Shape& shape) {
  return Member{name, &shape, shape_internal::AccessOf<M>(), Presence::kOptional, false};
}

// The members of a struct that derives from another one, which must be its first and only base.
template <std::size_t A, std::size_t B>
constexpr std::array<Member, A + B> JoinMembers(const Member (&base)[A], const Member (&own)[B]) {
  std::array<Member, A + B> joined{};
  for (std::size_t i = 0; i < A; ++i) joined[i] = base[i];
  for (std::size_t i = 0; i < B; ++i) joined[A + i] = own[i];
  return joined;
}

constexpr Shape StringShape() { return Shape{}; }
constexpr Shape StringShape(std::int64_t minimum, std::int64_t maximum,
                            const Pattern* pattern = nullptr) {
  Shape shape;
  shape.minimum = minimum;
  shape.maximum = maximum;
  shape.pattern = pattern;
  return shape;
}
constexpr Shape PatternShape(const Pattern& pattern) {
  Shape shape;
  shape.pattern = &pattern;
  return shape;
}
constexpr Shape EnumShape(std::span<const std::string_view> values) {
  Shape shape;
  shape.enum_values = values;
  return shape;
}
constexpr Shape NumberShape(ShapeKind kind, std::optional<std::int64_t> minimum = std::nullopt,
                            std::optional<std::int64_t> maximum = std::nullopt) {
  Shape shape;
  shape.kind = kind;
  shape.minimum = minimum;
  shape.maximum = maximum;
  return shape;
}
constexpr Shape StructureShape(std::span<const Member> members) {
  Shape shape;
  shape.kind = ShapeKind::kStructure;
  shape.members = members;
  return shape;
}
// A list held as std::vector<T>.
template <class T>
constexpr Shape ListShape(const Shape& element, std::optional<std::int64_t> minimum = std::nullopt,
                          std::optional<std::int64_t> maximum = std::nullopt) {
  Shape shape;
  shape.kind = ShapeKind::kList;
  shape.element = &element;
  shape.minimum = minimum;
  shape.maximum = maximum;
  shape.list = &shape_internal::kVectorAccess<T>;
  return shape;
}
// A list that is produced on the fly by T::ForEach.
template <class T>
constexpr Shape SequenceShape(const Shape& element) {
  Shape shape;
  shape.kind = ShapeKind::kList;
  shape.element = &element;
  shape.list = &shape_internal::kSequenceAccess<T>;
  return shape;
}
constexpr Shape MapShape(const Shape& key, const Shape& value, std::int64_t minimum,
                         std::int64_t maximum) {
  Shape shape;
  shape.kind = ShapeKind::kMap;
  shape.key = &key;
  shape.element = &value;
  shape.minimum = minimum;
  shape.maximum = maximum;
  return shape;
}

}  // namespace runnel
