#include "core/api/validation.h"

#include "core/api/errors.h"
#include "core/api/shape_walk.h"
#include "core/base/utf16_length.h"

namespace runnel {
namespace {

constexpr int kErrorsMax = 10;  // AWS: checking stops at ten (kinesis-api 3.1)

// The text of a value in a message. Structures never stand in one.
std::string Render(const Shape& shape, const void* value, std::string_view text) {
  switch (shape.kind) {
    case ShapeKind::kInteger:
      return std::to_string(*static_cast<const std::int32_t*>(value));
    case ShapeKind::kLong:
      return std::to_string(*static_cast<const std::int64_t*>(value));
    case ShapeKind::kList: {
      std::string out = "[";
      if (shape.element->kind == ShapeKind::kString) {
        ForEachElement(shape, value, [&](const void* element) {
          if (out.size() > 1) out += ", ";
          out += *static_cast<const std::string*>(element);
        });
      }
      return out + "]";
    }
    case ShapeKind::kMap: {
      std::string out = "{";
      for (const auto& [key, mapped] : *static_cast<const TagMap*>(value)) {
        if (out.size() > 1) out += ", ";
        out.append(key).append("=").append(mapped);
      }
      return out + "}";
    }
    default:
      return std::string(text);
  }
}

std::string EnumSet(const Shape& shape) {
  std::string out = "Member must satisfy enum value set: [";
  for (std::size_t i = 0; i < shape.enum_values.size(); ++i) {
    if (i > 0) out += ", ";
    out += shape.enum_values[i];
  }
  return out + "]";
}

bool InEnum(const Shape& shape, std::string_view text) {
  for (std::string_view value : shape.enum_values) {
    if (value == text) return true;
  }
  return shape.enum_values.empty();
}

bool LengthInBounds(const Shape& shape, std::string_view text) {
  const auto length = static_cast<std::int64_t>(Utf16Length(text));
  return !(shape.minimum && length < *shape.minimum) && !(shape.maximum && length > *shape.maximum);
}

// "[Member must have length less than or equal to 128, …greater than or equal to 1]".
std::string LengthConstraints(const Shape& shape) {
  return "[Member must have length less than or equal to " + std::to_string(*shape.maximum) +
         ", Member must have length greater than or equal to " + std::to_string(*shape.minimum) +
         "]";
}

class Validator {
 public:
  explicit Validator(PartitionKeyRule rule) : rule_(rule) {}

  void CheckStructure(const Shape& structure, const void* object, const std::string& prefix) {
    for (const Member& member : structure.members) {
      if (full()) return;
      CheckMember(member, object, prefix);
    }
  }

  std::optional<Error> TakeError() {
    if (count_ == 0) return std::nullopt;
    return error::Validation(count_, errors_);
  }

 private:
  bool full() const { return count_ >= kErrorsMax; }

  void Add(const std::string& path, const std::string& value, const std::string& constraint) {
    if (full()) return;
    if (count_++ > 0) errors_ += "; ";
    errors_ += "Value " + value + (value.empty() ? "" : " ") + "at '" + path +
               "' failed to satisfy constraint: " + constraint;
  }

  bool Required(const Member& member) const {
    return member.presence == Presence::kRequired ||
           (member.presence == Presence::kRequiredWithoutAutoDistribution &&
            rule_ == PartitionKeyRule::kRequired);
  }

  void CheckMember(const Member& member, const void* owner, const std::string& prefix) {
    const MemberValue held = ValueOf(member, owner);
    if (held.present()) {
      CheckValue(member, held.value, held.text, prefix);
    } else if (Required(member)) {
      Add(prefix + MemberPath(member.name), "null", "Member must not be null");
    }
  }

  void CheckValue(const Member& member, const void* value, std::string_view text,
                  const std::string& prefix) {
    const Shape& shape = *member.shape;
    switch (shape.kind) {
      case ShapeKind::kString:
        if (!InEnum(shape, text)) AddFor(member, value, text, prefix, EnumSet(shape));
        if (shape.pattern != nullptr && !shape.pattern->Matches(text)) {
          AddFor(member, value, text, prefix,
                 "Member must satisfy regular expression pattern: " +
                     std::string(shape.pattern->text()));
        }
        CheckBounds(member, value, text, prefix, "length",
                    static_cast<std::int64_t>(Utf16Length(text)));
        break;
      case ShapeKind::kBlob:
        CheckBounds(member, value, text, prefix, "length", static_cast<std::int64_t>(text.size()));
        break;
      case ShapeKind::kInteger:
        CheckBounds(member, value, text, prefix, "value", *static_cast<const std::int32_t*>(value));
        break;
      case ShapeKind::kLong:
        CheckBounds(member, value, text, prefix, "value", *static_cast<const std::int64_t*>(value));
        break;
      case ShapeKind::kStructure:
        CheckStructure(shape, value, prefix + MemberPath(member.name) + ".");
        break;
      case ShapeKind::kList:
        CheckList(member, value, prefix);
        break;
      case ShapeKind::kMap:
        CheckMap(member, *static_cast<const TagMap*>(value), prefix);
        break;
      case ShapeKind::kBoolean:
      case ShapeKind::kDouble:
      case ShapeKind::kTimestamp:
        break;
    }
  }

  void AddFor(const Member& member, const void* value, std::string_view text,
              const std::string& prefix, const std::string& constraint) {
    const std::string rendered =
        member.redacted ? std::string() : "'" + Render(*member.shape, value, text) + "'";
    Add(prefix + MemberPath(member.name), rendered, constraint);
  }

  void CheckBounds(const Member& member, const void* value, std::string_view text,
                   const std::string& prefix, const char* what, std::int64_t measure) {
    const Shape& shape = *member.shape;
    const bool low = shape.minimum && measure < *shape.minimum;
    const bool high = shape.maximum && measure > *shape.maximum;
    if (!low && !high) return;  // nearly always: no text is made for that
    const std::string must = std::string("Member must have ") + what;
    if (low) {
      AddFor(member, value, text, prefix,
             must + " greater than or equal to " + std::to_string(*shape.minimum));
    }
    if (high) {
      AddFor(member, value, text, prefix,
             must + " less than or equal to " + std::to_string(*shape.maximum));
    }
  }

  void CheckList(const Member& member, const void* value, const std::string& prefix) {
    const Shape& shape = *member.shape;
    const Shape& element = *shape.element;
    CheckBounds(member, value, {}, prefix, "length",
                static_cast<std::int64_t>(shape.list->size(value)));
    if (element.kind == ShapeKind::kStructure) {
      CheckElements(member, value, prefix);
      return;
    }
    bool enums = true;
    bool lengths = true;
    ForEachElement(shape, value, [&](const void* item) {
      const auto& text = *static_cast<const std::string*>(item);
      enums = enums && InEnum(element, text);
      lengths = lengths && LengthInBounds(element, text);
    });
    const std::string must = "Member must satisfy constraint: ";
    if (!enums) AddFor(member, value, {}, prefix, must + "[" + EnumSet(element) + "]");
    if (!lengths) AddFor(member, value, {}, prefix, must + LengthConstraints(element));
  }

  void CheckElements(const Member& member, const void* value, const std::string& prefix) {
    const Shape& element = *member.shape->element;
    const std::string path = prefix + MemberPath(member.name) + ".";
    std::size_t index = 0;
    ForEachElement(*member.shape, value, [&](const void* item) {
      ++index;
      if (full() || Passes(element, item)) return;
      CheckStructure(element, item, path + std::to_string(index) + ".member.");
    });
  }

  // Whether a structure has no violation. Keeps the paths of 500 good records from being written.
  bool Passes(const Shape& structure, const void* object) const {
    Validator probe(rule_);
    probe.CheckStructure(structure, object, std::string());
    return probe.count_ == 0;
  }

  void CheckMap(const Member& member, const TagMap& map, const std::string& prefix) {
    const Shape& shape = *member.shape;
    CheckBounds(member, &map, {}, prefix, "length", static_cast<std::int64_t>(map.size()));
    bool keys = true;
    bool values = true;
    for (const auto& [key, value] : map) {
      keys = keys && LengthInBounds(*shape.key, key);
      values = values && LengthInBounds(*shape.element, value);
    }
    if (!keys) {
      AddFor(member, &map, {}, prefix,
             "Map keys must satisfy constraint: " + LengthConstraints(*shape.key));
    }
    if (!values) {
      AddFor(member, &map, {}, prefix,
             "Map value must satisfy constraint: " + LengthConstraints(*shape.element));
    }
  }

  const PartitionKeyRule rule_;
  int count_ = 0;
  std::string errors_;
};

}  // namespace

std::string MemberPath(std::string_view member_name) {
  std::string path(member_name);
  if (path[0] >= 'A' && path[0] <= 'Z') path[0] = static_cast<char>(path[0] - 'A' + 'a');
  return path;
}

std::optional<Error> Validate(const Shape& structure, const void* object, PartitionKeyRule rule) {
  Validator validator(rule);
  validator.CheckStructure(structure, object, std::string());
  return validator.TakeError();
}

}  // namespace runnel
