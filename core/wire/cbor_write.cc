#include <cstring>

#include "core/api/shape_walk.h"
#include "core/wire/cbor.h"
#include "core/wire/cbor_format.h"

namespace runnel::cbor {
namespace {

void AppendBigEndian(std::uint64_t value, int bytes, std::string& out) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
    out += static_cast<char>(value >> shift);
  }
}

// The first byte and the argument, in the shortest form.
void WriteHead(Major major, std::uint64_t argument, std::string& out) {
  const auto begin = [&](unsigned low) {
    out += static_cast<char>(static_cast<unsigned>(major) << 5 | low);
  };
  if (argument < kOneByte) {
    begin(static_cast<unsigned>(argument));
  } else if (argument <= 0xFF) {
    begin(kOneByte);
    AppendBigEndian(argument, 1, out);
  } else if (argument <= 0xFFFF) {
    begin(kTwoBytes);
    AppendBigEndian(argument, 2, out);
  } else if (argument <= 0xFFFF'FFFF) {
    begin(kFourBytes);
    AppendBigEndian(argument, 4, out);
  } else {
    begin(kEightBytes);
    AppendBigEndian(argument, 8, out);
  }
}

void WriteInteger(std::int64_t number, std::string& out) {
  if (number >= 0) {
    WriteHead(Major::kUnsigned, static_cast<std::uint64_t>(number), out);
  } else {
    WriteHead(Major::kNegative, ~static_cast<std::uint64_t>(number), out);
  }
}

void WriteDouble(double number, std::string& out) {
  out += static_cast<char>(static_cast<unsigned>(Major::kSimple) << 5 | kDouble);
  std::uint64_t bits = 0;  // libc++ 14 has no std::bit_cast
  std::memcpy(&bits, &number, sizeof bits);
  AppendBigEndian(bits, 8, out);
}

void WriteBytes(std::string_view bytes, std::string& out) {
  WriteHead(Major::kBytes, bytes.size(), out);
  out += bytes;
}

// A string or a blob.
void WriteTextOf(const Shape& shape, std::string_view text, std::string& out) {
  if (shape.kind == ShapeKind::kBlob) {
    WriteBytes(text, out);
  } else {
    WriteText(text, out);
  }
}

// A value that is not the text of a member: strings here are elements of lists.
void WriteValue(const Shape& shape, const void* value, std::string& out) {
  switch (shape.kind) {
    case ShapeKind::kString:
    case ShapeKind::kBlob:
      WriteTextOf(shape, *static_cast<const std::string*>(value), out);
      break;
    case ShapeKind::kInteger:
      WriteInteger(*static_cast<const std::int32_t*>(value), out);
      break;
    case ShapeKind::kLong:
      WriteInteger(*static_cast<const std::int64_t*>(value), out);
      break;
    case ShapeKind::kDouble:
      WriteDouble(*static_cast<const double*>(value), out);
      break;
    case ShapeKind::kBoolean:
      WriteHead(Major::kSimple, *static_cast<const bool*>(value) ? kTrue : kFalse, out);
      break;
    case ShapeKind::kTimestamp:
      // AWS: an integer always; clients refuse a float here.
      WriteHead(Major::kTag, kTagTime, out);
      WriteInteger(static_cast<const Timestamp*>(value)->milliseconds, out);
      break;
    case ShapeKind::kList:
      MakeRoom(shape, value, out);
      WriteHead(Major::kList, shape.list->size(value), out);
      ForEachElement(shape, value,
                     [&](const void* element) { WriteValue(*shape.element, element, out); });
      break;
    case ShapeKind::kMap: {
      const auto& map = *static_cast<const TagMap*>(value);
      WriteMapHeader(map.size(), out);
      for (const auto& [key, mapped] : map) {
        WriteText(key, out);
        WriteText(mapped, out);
      }
      break;
    }
    case ShapeKind::kStructure:
      Write(shape, value, out);
      break;
  }
}

}  // namespace

void Write(const Shape& structure, const void* object, std::string& out) {
  std::size_t present = 0;
  ForEachPresentMember(structure, object, [&](const Member&, const MemberValue&) { ++present; });
  WriteMapHeader(present, out);
  ForEachPresentMember(structure, object, [&](const Member& member, const MemberValue& held) {
    WriteText(member.name, out);
    if (held.value == nullptr) {
      WriteTextOf(*member.shape, held.text, out);
    } else {
      WriteValue(*member.shape, held.value, out);
    }
  });
}

void WriteText(std::string_view text, std::string& out) {
  WriteHead(Major::kText, text.size(), out);
  out += text;
}

void WriteMapHeader(std::size_t entries, std::string& out) { WriteHead(Major::kMap, entries, out); }

}  // namespace runnel::cbor
