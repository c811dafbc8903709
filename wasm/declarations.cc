// declarations - prints operations.d.ts: the inputs and outputs of all operations as TypeScript,
// from the same descriptions that the emulator reads and writes them by.
#include <cstdio>
#include <string>
#include <string_view>

#include "core/api/operation_catalog.h"
#include "core/api/shape.h"

namespace runnel {
namespace {

enum class Direction { kInput, kOutput };

std::string TypeOf(const Shape& shape, Direction direction, int depth);

std::string TypeOfText(const Shape& shape) {
  if (shape.enum_values.empty()) return "string";
  std::string type;
  for (const std::string_view value : shape.enum_values) {
    type.append(type.empty() ? "'" : " | '").append(value).append("'");
  }
  return type;
}

std::string TypeOfStructure(const Shape& shape, Direction direction, int depth) {
  if (shape.members.empty()) return "{}";
  const std::string indent(2 * static_cast<std::size_t>(depth), ' ');
  std::string type = "{\n";
  for (const Member& member : shape.members) {
    const bool required = member.presence == Presence::kRequired;
    type.append(indent).append("  ").append(member.name).append(required ? ": " : "?: ");
    type.append(TypeOf(*member.shape, direction, depth + 1)).append(";\n");
  }
  return type.append(indent).append("}");
}

std::string TypeOf(const Shape& shape, Direction direction, int depth) {
  switch (shape.kind) {
    case ShapeKind::kString:
      return TypeOfText(shape);
    case ShapeKind::kInteger:
    case ShapeKind::kLong:
    case ShapeKind::kDouble:
      return "number";
    case ShapeKind::kBoolean:
      return "boolean";
    case ShapeKind::kBlob:
      return "Uint8Array";
    case ShapeKind::kTimestamp:
      return direction == Direction::kInput ? "Date | number" : "Date";
    case ShapeKind::kList:
      return "Array<" + TypeOf(*shape.element, direction, depth) + ">";
    case ShapeKind::kMap:
      return "Record<string, string>";
    case ShapeKind::kStructure:
      return TypeOfStructure(shape, direction, depth);
  }
  return "unknown";
}

// As runnel.call takes it: the emulator's own operations with their prefix.
std::string NameOf(const OperationEntry& operation) {
  const std::string name(operation.name);
  return operation.target == "Runnel" ? "Runnel." + name : name;
}

void Print() {
  std::string text =
      "// Made by the build from the descriptions of the operations' structures.\n"
      "// Data is a Uint8Array and a time a Date, as runnel.call takes and gives them.\n\n"
      "export interface Operations {\n";
  for (const OperationEntry& operation : OperationCatalog()) {
    text.append("  '").append(NameOf(operation)).append("': {\n    input: ");
    text.append(TypeOf(*operation.input, Direction::kInput, 2)).append(";\n    output: ");
    text.append(TypeOf(*operation.output, Direction::kOutput, 2)).append(";\n  };\n");
  }
  text.append("}\n");
  std::fputs(text.c_str(), stdout);
}

}  // namespace
}  // namespace runnel

int main() { runnel::Print(); }
