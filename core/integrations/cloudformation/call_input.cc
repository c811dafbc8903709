#include "core/integrations/cloudformation/call_input.h"

#include <boost/json/parse.hpp>
#include <string>

#include "core/base/calendar.h"
#include "core/integrations/cloudformation/template_text.h"

namespace runnel::cloudformation {
namespace {

namespace bj = boost::json;

void FitNumber(bj::value& value) {
  const bj::string* const text = value.if_string();
  if (text == nullptr) return;
  bj::error_code error;
  const bj::value read = bj::parse(*text, error);
  if (!error && read.is_number()) value = read;
}

// "2026-01-31T12:00:00Z" as the seconds since the epoch that calls take.
void FitTime(bj::value& value) {
  const bj::string* const text = value.if_string();
  const auto time = text == nullptr ? std::nullopt : ReadExtendedTime(View(*text));
  if (time) value = static_cast<double>(time->milliseconds) / 1000.0;
}

void FitMembers(const Shape& shape, bj::value& value) {
  if (!value.is_object()) return;
  for (auto& entry : value.get_object()) {
    for (const Member& member : shape.members) {
      if (member.name == View(entry.key())) FitToShape(*member.shape, entry.value());
    }
  }
}

}  // namespace

void FitToShape(const Shape& shape, bj::value& value) {
  std::string text;
  switch (shape.kind) {
    case ShapeKind::kString:
      if (!value.is_string() && ScalarText(value, text)) value = text;
      break;
    case ShapeKind::kInteger:
    case ShapeKind::kLong:
    case ShapeKind::kDouble:
      FitNumber(value);
      break;
    case ShapeKind::kTimestamp:
      FitNumber(value);
      FitTime(value);
      break;
    case ShapeKind::kBoolean:
      if (value == "true") value = true;
      if (value == "false") value = false;
      break;
    case ShapeKind::kBlob:
      break;
    case ShapeKind::kList:
      if (!value.is_array()) break;
      for (bj::value& element : value.get_array()) FitToShape(*shape.element, element);
      break;
    case ShapeKind::kMap:
      if (!value.is_object()) break;
      for (auto& entry : value.get_object()) FitToShape(*shape.element, entry.value());
      break;
    case ShapeKind::kStructure:
      FitMembers(shape, value);
      break;
  }
}

}  // namespace runnel::cloudformation
