#include "core/wire/query_form.h"

#include <map>

#include "core/base/percent_encoding.h"
#include "core/base/utf8.h"
#include "core/base/whole_number.h"

namespace runnel::query_form {
namespace {

// A field by the parts of its name, which dots separate.
struct Node {
  std::optional<std::string> value;
  std::map<std::string, Node, std::less<>> children;

  const Node* Child(std::string_view name) const {
    const auto child = children.find(name);
    return child == children.end() ? nullptr : &child->second;
  }
};

std::string Decode(std::string_view text) {
  std::string spaced(text);
  for (char& c : spaced) {
    if (c == '+') c = ' ';
  }
  return PercentDecode(spaced);
}

template <class Visit>
void ForEachField(std::string_view form, Visit visit) {
  while (!form.empty()) {
    const std::size_t end = form.find('&');
    const std::string_view field = form.substr(0, end);
    form = end == std::string_view::npos ? std::string_view() : form.substr(end + 1);
    const std::size_t equals = field.find('=');
    const bool valued = equals != std::string_view::npos;
    visit(Decode(field.substr(0, equals)), valued ? field.substr(equals + 1) : std::string_view());
  }
}

Node TreeOf(std::string_view form) {
  // More parts than any structure has.
  constexpr int kPartsMax = 12;
  Node root;
  ForEachField(form, [&root](const std::string& name, std::string_view value) {
    Node* node = &root;
    std::string_view rest = name;
    for (int parts = 0; parts < kPartsMax && !rest.empty(); ++parts) {
      const std::size_t dot = rest.find('.');
      node = &node->children[std::string(rest.substr(0, dot))];
      rest = dot == std::string_view::npos ? std::string_view() : rest.substr(dot + 1);
    }
    node->value = Decode(value);
  });
  return root;
}

Error Malformed(std::string_view text, std::string_view kind) {
  return Error("MalformedInput",
               "The value '" + std::string(text) + "' is not " + std::string(kind) + ".");
}

Result<void> Fill(const Shape& shape, const Node& node, void* place);

Result<void> FillStructure(const Shape& shape, const Node& node, void* object) {
  for (const Member& member : shape.members) {
    const Node* const child = node.Child(member.name);
    if (child == nullptr) continue;
    if (auto filled = Fill(*member.shape, *child, member.access.set(object)); !filled) {
      return filled;
    }
  }
  return {};
}

Result<void> FillList(const Shape& shape, const Node& node, void* list) {
  const Node* const members = node.Child("member");
  if (members == nullptr) return {};
  // By number: "10" comes after "9".
  std::map<int, const Node*> in_order;
  for (const auto& [index, member] : members->children) {
    if (const auto number = ReadWholeNumber<int>(index)) in_order[*number] = &member;
  }
  for (const auto& [number, member] : in_order) {
    if (auto filled = Fill(*shape.element, *member, shape.list->append(list)); !filled) {
      return filled;
    }
  }
  return {};
}

template <class Number>
Result<void> FillNumber(const std::string& text, void* place) {
  const auto number = ReadWholeNumber<Number>(text);
  if (!number) return Malformed(text, "a number");
  *static_cast<Number*>(place) = *number;
  return {};
}

Result<void> Fill(const Shape& shape, const Node& node, void* place) {
  const std::string text = node.value.value_or("");
  switch (shape.kind) {
    case ShapeKind::kStructure:
      return FillStructure(shape, node, place);
    case ShapeKind::kList:
      return FillList(shape, node, place);
    case ShapeKind::kInteger:
      return FillNumber<std::int32_t>(text, place);
    case ShapeKind::kLong:
      return FillNumber<std::int64_t>(text, place);
    case ShapeKind::kBoolean:
      if (text != "true" && text != "false") return Malformed(text, "a boolean");
      *static_cast<bool*>(place) = text == "true";
      return {};
    case ShapeKind::kString:
      *static_cast<std::string*>(place) = text;
      return {};
    default:
      return Malformed(text, "of a kind that forms have");
  }
}

}  // namespace

bool IsText(std::string_view form) { return IsValidUtf8(Decode(form)); }

std::optional<std::string> Find(std::string_view form, std::string_view name) {
  std::optional<std::string> found;
  ForEachField(form, [&](const std::string& field, std::string_view value) {
    if (field == name && !found) found = Decode(value);
  });
  return found;
}

Result<void> Read(std::string_view form, const Shape& structure, void* object) {
  return FillStructure(structure, TreeOf(form), object);
}

}  // namespace runnel::query_form
