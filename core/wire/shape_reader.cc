#include "core/wire/shape_reader.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/api/errors.h"
#include "core/base/base64.h"

namespace runnel {
namespace {

constexpr const char* kJavaBoolean = "class java.lang.Boolean";
constexpr const char* kJavaString = "class java.lang.String";
// Not observed: JSON has no bytes.
constexpr const char* kJavaBytes = "class java.nio.HeapByteBuffer";
constexpr const char* kJavaNumber = "class com.amazon.coral.value.json.numbers.TruncatingBigNumber";
constexpr const char* kListNotExpected = "Start of list found where not expected";
constexpr const char* kMapNotExpected = "Start of structure or map found where not expected.";

// How messages name what a scalar should have been. AWS: the articles are the service's own.
const char* TargetName(ShapeKind kind) {
  switch (kind) {
    case ShapeKind::kString:
      return "an String";
    case ShapeKind::kInteger:
      return "an Integer";
    case ShapeKind::kLong:
      return "an Long";
    case ShapeKind::kDouble:
      return "a Double";
    case ShapeKind::kBoolean:
      return "an Boolean";
    case ShapeKind::kBlob:
      return "a Blob";
    default:
      return "milliseconds since epoch";
  }
}

template <class Integer>
Integer Clamp(double number) {
  // The largest Integer may not be a double; compare with one that is.
  if (number >= std::ldexp(1.0, std::numeric_limits<Integer>::digits)) {
    return std::numeric_limits<Integer>::max();
  }
  if (number <= static_cast<double>(std::numeric_limits<Integer>::min())) {
    return std::numeric_limits<Integer>::min();
  }
  return static_cast<Integer>(number);
}

std::string UpperCase(std::string_view text) {
  std::string upper(text);
  for (char& c : upper) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return upper;
}

std::string BlobRefusal(std::string_view text, const Base64Error& error) {
  std::string message = "'" + std::string(text) + "' can not be converted to a Blob: ";
  switch (error.kind) {
    case Base64Error::Kind::kLength:
      return message + "Base64 encoded length is expected a multiple of 4 bytes but found: " +
             std::to_string(text.size());
    case Base64Error::Kind::kCharacter:
      return message + "Invalid Base64 character: '" + std::string(error.character) + "'";
    case Base64Error::Kind::kTail:
      // AWS: "dectected" is the service's own spelling.
      return message + "Invalid last non-pad Base64 character dectected";
  }
  return message;
}

}  // namespace

ShapeReader::ShapeReader(const Shape* structure, void* object)
    : structure_(structure), object_(object) {
  frames_.reserve(4);
}

ShapeReader::Target ShapeReader::NextTarget() {
  Target target;
  if (skipped_depth_ > 0 || frames_.empty()) return target;
  Frame& frame = frames_.back();
  switch (frame.shape->kind) {
    case ShapeKind::kStructure:
      if (frame.member != nullptr) {
        target = {frame.member->shape, frame.member->access.set, frame.object};
      }
      break;
    case ShapeKind::kList:
      ++frame.position;
      target = {frame.shape->element, frame.shape->list->append, frame.object};
      break;
    default:
      target = {frame.shape->element, nullptr, frame.object};
      break;
  }
  return target;
}

void* ShapeReader::Place(const Target& target) {
  if (target.set != nullptr) return target.set(target.owner);
  return &(*static_cast<TagMap*>(target.owner))[frames_.back().key];
}

void ShapeReader::Open(const Target& target) {
  frames_.push_back({target.shape, Place(target), 0, nullptr, {}});
}

void ShapeReader::Close() {
  if (skipped_depth_ > 0) {
    --skipped_depth_;
  } else if (!frames_.empty()) {
    frames_.pop_back();
  }
}

void ShapeReader::BeginMap() {
  if (!started_) {
    started_ = true;
    is_map_ = true;
    if (structure_ == nullptr) {
      skipped_depth_ = 1;
    } else {
      frames_.push_back({structure_, object_, 0, nullptr, {}});
    }
    return;
  }
  const Target target = NextTarget();
  if (target.shape == nullptr) {
    ++skipped_depth_;
  } else if (target.shape->kind == ShapeKind::kStructure || target.shape->kind == ShapeKind::kMap) {
    Open(target);
  } else {
    Refuse(kMapNotExpected);
    ++skipped_depth_;
  }
}

void ShapeReader::Key(std::string_view name) {
  if (skipped_depth_ > 0 || frames_.empty()) return;
  Frame& frame = frames_.back();
  if (frame.shape->kind == ShapeKind::kMap) {
    frame.key = name;
    return;
  }
  const auto members = frame.shape->members;
  const auto found = std::find_if(members.begin(), members.end(),
                                  [&](const Member& member) { return member.name == name; });
  frame.member = found == members.end() ? nullptr : &*found;
  frame.position = static_cast<std::uint32_t>(found - members.begin());
  const bool first_unknown = frame.member == nullptr && unknown_member_.empty();
  if (first_unknown && frames_.size() == 1) unknown_member_ = name;
}

void ShapeReader::EndMap() { Close(); }

void ShapeReader::BeginList() {
  if (!started_) {
    started_ = true;
    ++skipped_depth_;
    return;
  }
  const Target target = NextTarget();
  if (target.shape == nullptr) {
    ++skipped_depth_;
  } else if (target.shape->kind == ShapeKind::kList) {
    Open(target);
  } else {
    Refuse(kListNotExpected);
    ++skipped_depth_;
  }
}

void ShapeReader::EndList() { Close(); }

void ShapeReader::Refuse(std::string message) {
  // Only the error that comes first in the order of the shapes is told.
  std::vector<std::uint32_t> path;
  for (const Frame& frame : frames_) path.push_back(frame.position);
  if (!error_.empty() && error_path_ <= path) return;
  error_ = std::move(message);
  error_path_ = std::move(path);
}

void ShapeReader::RefuseScalar(const Shape& shape, const char* java_class) {
  switch (shape.kind) {
    case ShapeKind::kList:
      Refuse("Expected list or null");
      break;
    case ShapeKind::kMap:
      Refuse("Expected map or null");
      break;
    case ShapeKind::kStructure:
      Refuse("Expected null");
      break;
    default:
      Refuse(std::string(java_class) + " can not be converted to " + TargetName(shape.kind));
  }
}

void ShapeReader::String(std::string_view text) {
  started_ = true;
  const Target target = NextTarget();
  if (target.shape == nullptr) return;
  switch (target.shape->kind) {
    case ShapeKind::kString:
      static_cast<std::string*>(Place(target))->assign(text);
      break;
    case ShapeKind::kBlob:
      StoreBlob(target, text);
      break;
    case ShapeKind::kBoolean: {
      const std::string upper = UpperCase(text);
      const bool yes = upper == "TRUE" || upper == "1" || upper == "YES";
      if (yes || upper == "FALSE" || upper == "0" || upper == "NO") {
        *static_cast<bool*>(Place(target)) = yes;
      } else {
        Refuse("'" + upper + "' can not be converted to an Boolean");
      }
      break;
    }
    default:
      RefuseScalar(*target.shape, kJavaString);
  }
}

void ShapeReader::StoreBlob(const Target& target, std::string_view text) {
  auto& bytes = *static_cast<std::string*>(Place(target));
  bytes.clear();
  if (const auto error = DecodeBase64(text, bytes)) Refuse(BlobRefusal(text, *error));
}

void ShapeReader::Bytes(std::string_view bytes) {
  started_ = true;
  const Target target = NextTarget();
  if (target.shape == nullptr) return;
  if (target.shape->kind == ShapeKind::kBlob) {
    static_cast<std::string*>(Place(target))->assign(bytes);
  } else {
    // Nor are they a string: those are UTF-8 everywhere behind the reader.
    RefuseScalar(*target.shape, kJavaBytes);
  }
}

void ShapeReader::StoreNumber(const Target& target, double floored, double exact) {
  switch (target.shape->kind) {
    case ShapeKind::kInteger:
      *static_cast<std::int32_t*>(Place(target)) = Clamp<std::int32_t>(floored);
      break;
    case ShapeKind::kLong:
      *static_cast<std::int64_t*>(Place(target)) = Clamp<std::int64_t>(floored);
      break;
    case ShapeKind::kDouble:
      // JSON has no infinity: what is written must be finite, as what is read should have been.
      *static_cast<double*>(Place(target)) = std::clamp(
          exact, std::numeric_limits<double>::lowest(), std::numeric_limits<double>::max());
      break;
    case ShapeKind::kTimestamp:
      static_cast<Timestamp*>(Place(target))->milliseconds =
          Clamp<std::int64_t>(std::round(exact * 1000));
      break;
    default:
      RefuseScalar(*target.shape, kJavaNumber);
  }
}

void ShapeReader::Integer(std::int64_t number) {
  started_ = true;
  const Target target = NextTarget();
  if (target.shape == nullptr) return;
  if (target.shape->kind == ShapeKind::kLong) {
    *static_cast<std::int64_t*>(Place(target)) = number;
  } else {
    StoreNumber(target, static_cast<double>(number), static_cast<double>(number));
  }
}

void ShapeReader::Number(double number) {
  started_ = true;
  const Target target = NextTarget();
  if (target.shape != nullptr) StoreNumber(target, std::floor(number), number);
}

void ShapeReader::Boolean(bool value) {
  started_ = true;
  const Target target = NextTarget();
  if (target.shape == nullptr) return;
  if (target.shape->kind == ShapeKind::kBoolean) {
    *static_cast<bool*>(Place(target)) = value;
  } else {
    RefuseScalar(*target.shape, kJavaBoolean);
  }
}

void ShapeReader::Null() {
  started_ = true;
  // AWS: a null member counts as absent. A null element takes its place in the count only.
  NextTarget();
}

void ShapeReader::Time(Timestamp time) {
  started_ = true;
  const Target target = NextTarget();
  if (target.shape == nullptr) return;
  if (target.shape->kind == ShapeKind::kTimestamp) {
    *static_cast<Timestamp*>(Place(target)) = time;
  } else {
    RefuseScalar(*target.shape, kJavaNumber);
  }
}

bool ShapeReader::ExpectsTimestamp() const {
  if (skipped_depth_ > 0 || frames_.empty()) return false;
  const Frame& frame = frames_.back();
  return frame.shape->kind == ShapeKind::kStructure && frame.member != nullptr &&
         frame.member->shape->kind == ShapeKind::kTimestamp;
}

std::optional<Error> ShapeReader::TakeError() {
  if (error_.empty()) return std::nullopt;
  return error::Serialization(error_);
}

}  // namespace runnel
