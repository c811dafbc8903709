// Fills C++ structs from a stream of values, as their shapes say. A codec (JSON, CBOR) announces
// what it meets, in order; the reader finds the member, converts, and keeps what did not convert.
// Conversions and their texts: kinesis-api 1.8.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/shape.h"
#include "core/base/result.h"

namespace runnel {

class ShapeReader {
 public:
  // `object` is the struct that `structure` describes; both must outlive the reader. Without a
  // shape everything is skipped: a codec can be run just to see whether a body parses.
  ShapeReader(const Shape* structure, void* object);

  void BeginMap();
  void Key(std::string_view name);
  void EndMap();
  void BeginList();
  void EndList();
  // Text. For a blob it is base64.
  void String(std::string_view text);
  // Bytes as they are: only CBOR has them.
  void Bytes(std::string_view bytes);
  void Integer(std::int64_t number);
  void Number(double number);
  void Boolean(bool value);
  void Null();
  // A point in time that the codec knows to be one: CBOR's tag 1, and its plain integers where a
  // timestamp is expected.
  void Time(Timestamp time);
  // Whether the value that comes next goes into a timestamp.
  bool ExpectsTimestamp() const;

  // Whether the body as a whole was a map.
  bool is_map() const { return is_map_; }
  // The first member of the body that its structure does not have; empty: there is none.
  const std::string& unknown_member() const { return unknown_member_; }
  // The SerializationException of the member that comes first in the order of the shape, if any
  // value did not convert.
  std::optional<Error> TakeError();

 private:
  struct Frame {
    const Shape* shape;              // kStructure, kList or kMap
    void* object;                    // the struct, list or map
    std::uint32_t position;          // of the member in the structure, of the element in the list
    const Member* member = nullptr;  // structure: the member that the next value is for
    std::string key;                 // map: the key that the next value is for
  };
  // Where the next value goes: its shape (null: nowhere, skip it) and the place to put it.
  struct Target {
    const Shape* shape = nullptr;
    void* (*set)(void* owner) = nullptr;
    void* owner = nullptr;
  };

  Target NextTarget();
  void* Place(const Target& target);
  void Open(const Target& target);
  void Close();
  void Refuse(std::string message);
  void RefuseScalar(const Shape& shape, const char* java_class);
  void StoreNumber(const Target& target, double floored, double exact);
  void StoreBlob(const Target& target, std::string_view text);

  const Shape* const structure_;
  void* const object_;
  std::vector<Frame> frames_;
  int skipped_depth_ = 0;  // open maps and lists that go nowhere
  bool started_ = false;
  bool is_map_ = false;
  std::string unknown_member_;
  std::string error_;
  std::vector<std::uint32_t> error_path_;
};

}  // namespace runnel
