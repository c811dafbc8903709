// Any value of the state as bytes, and back. Structs are described once, by a list of their
// members in kFields (core/state/binary_fields.h), which both directions follow, so they cannot
// drift apart.
//
// A struct is written with its length in front. What an older version wrote lacks the members that
// were added since: those keep their defaults. So members are only ever added at the end of a list,
// and alternatives at the end of a variant.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/byte_stream.h"
#include "core/base/uint128.h"
#include "core/model/names.h"

namespace runnel {

// The members of a struct in the order in which they are written: a std::tuple of member pointers.
template <class T>
inline constexpr auto kFields = nullptr;

namespace binary {

template <class T>
concept Described = !std::is_same_v<decltype(kFields<T>), const std::nullptr_t>;

template <class T>
concept Number = std::is_integral_v<T> || std::is_enum_v<T>;

// What is written and read by its own two functions, below.
template <class T>
void Write(ByteWriter& out, const T& value);
template <class T>
void Read(ByteReader& in, T& value);

template <class T>
struct Form;

template <Number T>
struct Form<T> {
  static void Write(ByteWriter& out, T value) {
    if constexpr (std::is_integral_v<T> && std::is_signed_v<T>) {
      out.Signed(value);
    } else {
      out.Unsigned(static_cast<std::uint64_t>(value));
    }
  }
  static void Read(ByteReader& in, T& value) {
    if constexpr (std::is_integral_v<T> && std::is_signed_v<T>) {
      const std::int64_t read = in.Signed();
      value = static_cast<T>(read);
      if (value != read) in.Fail();
    } else if constexpr (std::is_same_v<T, bool>) {
      value = in.Unsigned() != 0;
    } else {
      const std::uint64_t read = in.Unsigned();
      value = static_cast<T>(read);
      if (static_cast<std::uint64_t>(value) != read) in.Fail();
    }
  }
};

template <>
struct Form<double> {
  static void Write(ByteWriter& out, double value);
  static void Read(ByteReader& in, double& value);
};

template <>
struct Form<Uint128> {
  static void Write(ByteWriter& out, Uint128 value) {
    out.Unsigned(static_cast<std::uint64_t>(value >> 64));
    out.Unsigned(static_cast<std::uint64_t>(value));
  }
  static void Read(ByteReader& in, Uint128& value) {
    const Uint128 high = in.Unsigned();
    value = high << 64 | in.Unsigned();
  }
};

template <>
struct Form<std::string> {
  static void Write(ByteWriter& out, const std::string& value) { out.Text(value); }
  static void Read(ByteReader& in, std::string& value) { value = in.Text(); }
};

template <class Tag>
struct Form<Name<Tag>> {
  static void Write(ByteWriter& out, const Name<Tag>& value) { out.Text(value.text()); }
  static void Read(ByteReader& in, Name<Tag>& value) { value = Name<Tag>(in.Text()); }
};

template <class T>
struct Form<std::optional<T>> {
  static void Write(ByteWriter& out, const std::optional<T>& value) {
    out.Unsigned(value ? 1 : 0);
    if (value) binary::Write(out, *value);
  }
  static void Read(ByteReader& in, std::optional<T>& value) {
    value.reset();
    if (in.Unsigned() != 0) binary::Read(in, value.emplace());
  }
};

template <class T>
struct Form<std::vector<T>> {
  static void Write(ByteWriter& out, const std::vector<T>& value) {
    out.Unsigned(value.size());
    for (const T& element : value) binary::Write(out, element);
  }
  static void Read(ByteReader& in, std::vector<T>& value) {
    value.clear();
    // No element is shorter than a byte, so a false count ends with the bytes.
    for (std::uint64_t left = in.Unsigned(); left > 0 && in.ok(); --left) {
      binary::Read(in, value.emplace_back());
    }
  }
};

template <class T, std::size_t size>
struct Form<std::array<T, size>> {
  static void Write(ByteWriter& out, const std::array<T, size>& value) {
    for (const T& element : value) binary::Write(out, element);
  }
  static void Read(ByteReader& in, std::array<T, size>& value) {
    for (T& element : value) binary::Read(in, element);
  }
};

template <class Key, class T>
struct Form<std::map<Key, T>> {
  static void Write(ByteWriter& out, const std::map<Key, T>& value) {
    out.Unsigned(value.size());
    for (const auto& [key, element] : value) {
      binary::Write(out, key);
      binary::Write(out, element);
    }
  }
  static void Read(ByteReader& in, std::map<Key, T>& value) {
    value.clear();
    for (std::uint64_t left = in.Unsigned(); left > 0 && in.ok(); --left) {
      Key key;
      binary::Read(in, key);
      binary::Read(in, value[key]);
    }
  }
};

template <class First, class Second>
struct Form<std::pair<First, Second>> {
  static void Write(ByteWriter& out, const std::pair<First, Second>& value) {
    binary::Write(out, value.first);
    binary::Write(out, value.second);
  }
  static void Read(ByteReader& in, std::pair<First, Second>& value) {
    binary::Read(in, value.first);
    binary::Read(in, value.second);
  }
};

template <class... Ts>
struct Form<std::variant<Ts...>> {
  static void Write(ByteWriter& out, const std::variant<Ts...>& value) {
    out.Unsigned(value.index());
    std::visit([&](const auto& held) { binary::Write(out, held); }, value);
  }
  static void Read(ByteReader& in, std::variant<Ts...>& value) {
    const std::uint64_t index = in.Unsigned();
    std::uint64_t candidate = 0;
    const bool found =
        ((candidate++ == index && (binary::Read(in, value.template emplace<Ts>()), true)) || ...);
    if (!found) in.Fail();
  }
};

template <Described T>
struct Form<T> {
  static void Write(ByteWriter& out, const T& value) {
    ByteWriter members;
    std::apply([&](auto... member) { (binary::Write(members, value.*member), ...); }, kFields<T>);
    out.Text(members.bytes());
  }
  static void Read(ByteReader& in, T& value) {
    ByteReader members(in.Text());
    std::apply(
        [&](auto... member) {
          // Members at the end that the writer did not know keep their defaults.
          ((members.remaining() > 0 ? binary::Read(members, value.*member) : void()), ...);
        },
        kFields<T>);
    if (!members.ok()) in.Fail();
  }
};

template <class T>
void Write(ByteWriter& out, const T& value) {
  Form<T>::Write(out, value);
}

template <class T>
void Read(ByteReader& in, T& value) {
  Form<T>::Read(in, value);
}

inline void Form<double>::Write(ByteWriter& out, double value) {
  std::uint64_t bits = 0;
  static_assert(sizeof bits == sizeof value);
  __builtin_memcpy(&bits, &value, sizeof bits);
  out.Unsigned(bits);
}
inline void Form<double>::Read(ByteReader& in, double& value) {
  const std::uint64_t bits = in.Unsigned();
  __builtin_memcpy(&value, &bits, sizeof bits);
}

}  // namespace binary
}  // namespace runnel
