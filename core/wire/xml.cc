#include "core/wire/xml.h"

#include "core/api/shape_walk.h"
#include "core/base/base64.h"
#include "core/base/calendar.h"

namespace runnel::xml {
namespace {

void WriteValue(const Shape& shape, const void* value, std::string& out);

void Element(std::string_view name, std::string& out, auto write) {
  out.append("<").append(name).append(">");
  write();
  out.append("</").append(name).append(">");
}

void WriteMap(const TagMap& map, std::string& out) {
  for (const auto& [key, value] : map) {
    Element("entry", out, [&, &k = key, &v = value] {
      Element("key", out, [&] { WriteText(k, out); });
      Element("value", out, [&] { WriteText(v, out); });
    });
  }
}

void WriteValue(const Shape& shape, const void* value, std::string& out) {
  switch (shape.kind) {
    case ShapeKind::kString:
      WriteText(*static_cast<const std::string*>(value), out);
      break;
    case ShapeKind::kBlob:
      AppendBase64(*static_cast<const std::string*>(value), out);
      break;
    case ShapeKind::kInteger:
      out += std::to_string(*static_cast<const std::int32_t*>(value));
      break;
    case ShapeKind::kLong:
      out += std::to_string(*static_cast<const std::int64_t*>(value));
      break;
    case ShapeKind::kDouble:
      out += std::to_string(*static_cast<const double*>(value));
      break;
    case ShapeKind::kBoolean:
      out += *static_cast<const bool*>(value) ? "true" : "false";
      break;
    case ShapeKind::kTimestamp:
      out += MillisecondTimeText(*static_cast<const Timestamp*>(value));
      break;
    case ShapeKind::kList:
      ForEachElement(shape, value, [&](const void* element) {
        Element("member", out, [&] { WriteValue(*shape.element, element, out); });
      });
      break;
    case ShapeKind::kMap:
      WriteMap(*static_cast<const TagMap*>(value), out);
      break;
    case ShapeKind::kStructure:
      Write(shape, value, out);
      break;
  }
}

}  // namespace

void WriteText(std::string_view text, std::string& out) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '\r') {
      out += "&#xD;";
    } else if (byte < 0x20 && c != '\t' && c != '\n') {
      out += "\xEF\xBF\xBD";  // U+FFFD
    } else {
      out += c;
    }
  }
}

void Write(const Shape& structure, const void* object, std::string& out) {
  ForEachPresentMember(structure, object, [&](const Member& member, const MemberValue& held) {
    Element(member.name, out, [&] {
      if (held.value != nullptr) {
        WriteValue(*member.shape, held.value, out);
      } else if (member.shape->kind == ShapeKind::kBlob) {
        AppendBase64(held.text, out);
      } else {
        WriteText(held.text, out);
      }
    });
  });
}

}  // namespace runnel::xml
