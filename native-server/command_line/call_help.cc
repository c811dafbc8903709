#include "native-server/command_line/call_help.h"

#include <algorithm>

#include "native-server/command_line/call_input.h"

namespace runnel {
namespace {

constexpr const char* kHowToCall =
    "usage: runnel call OPERATION [--MEMBER VALUE...] [--input JSON|-]\n\n"
    "Calls an operation and prints its answer as JSON. Members are named as in the AWS CLI:\n\n"
    "  runnel call PutRecord --stream-name events --partition-key user-42 --data hello\n\n";

constexpr const char* kHowToWrite =
    "  --input JSON|-          members as a JSON object, or - to read it from stdin\n"
    "  --account DIGITS        the caller's account\n"
    "  --profile NAME          who signs the call: a profile of the file in RUNNEL_CREDENTIALS\n"
    "  --region REGION         default: AWS_REGION, AWS_DEFAULT_REGION, RUNNEL_REGION, us-east-1\n"
    "  --endpoint URL          default: RUNNEL_ENDPOINT, RUNNEL_PORT, or the server on this "
    "machine\n\n"
    "BLOB       text as it is, fileb://PATH for a file, or base64:TEXT\n"
    "TIME       seconds since 1970, or 2026-11-05T12:00:00Z\n"
    "LIST       JSON, or words with commas between them\n"
    "STRUCTURE  JSON, or Name=Value,Name=Value; a MAP likewise\n"
    "JSON is sent as it is written: a blob inside it is base64.\n";

std::string_view KindName(const Shape& shape) {
  switch (shape.kind) {
    case ShapeKind::kString:
      return "TEXT";
    case ShapeKind::kInteger:
    case ShapeKind::kLong:
      return "INTEGER";
    case ShapeKind::kDouble:
      return "NUMBER";
    case ShapeKind::kBoolean:
      return "true|false";
    case ShapeKind::kBlob:
      return "BLOB";
    case ShapeKind::kTimestamp:
      return "TIME";
    case ShapeKind::kList:
      return "LIST";
    case ShapeKind::kMap:
      return "MAP";
    case ShapeKind::kStructure:
      return "STRUCTURE";
  }
  return "";
}

// How the JSON of a nested shape looks: [{"Data": BLOB, "PartitionKey": TEXT}].
std::string Sketch(const Shape& shape) {
  if (shape.kind == ShapeKind::kList) return "[" + Sketch(*shape.element) + ", ...]";
  if (shape.kind == ShapeKind::kMap) return "{TEXT: " + Sketch(*shape.element) + ", ...}";
  if (shape.kind != ShapeKind::kStructure) return std::string(KindName(shape));
  std::string text;
  for (const Member& member : shape.members) {
    text += (text.empty() ? "{\"" : ", \"") + std::string(member.name) + "\": ";
    text += Sketch(*member.shape);
  }
  return text + "}";
}

std::string UnitOf(const Shape& shape) {
  switch (shape.kind) {
    case ShapeKind::kString:
      return " characters";
    case ShapeKind::kBlob:
      return " bytes";
    case ShapeKind::kList:
    case ShapeKind::kMap:
      return " entries";
    default:
      return "";
  }
}

std::string Range(const Shape& shape) {
  const std::string unit = UnitOf(shape);
  if (shape.minimum && shape.maximum) {
    return std::to_string(*shape.minimum) + " to " + std::to_string(*shape.maximum) + unit;
  }
  if (shape.minimum) return "at least " + std::to_string(*shape.minimum) + unit;
  if (shape.maximum) return "at most " + std::to_string(*shape.maximum) + unit;
  return "";
}

std::string Constraints(const Shape& shape) {
  std::string text = Range(shape);
  const auto add = [&](const std::string& part) {
    if (!part.empty()) text += (text.empty() ? "" : "; ") + part;
  };
  if (shape.pattern != nullptr) add("pattern " + std::string(shape.pattern->text()));
  const Shape& of = shape.kind == ShapeKind::kList ? *shape.element : shape;
  std::string values;
  for (const std::string_view value : of.enum_values) {
    values += (values.empty() ? "" : ", ") + std::string(value);
  }
  if (!values.empty()) add("of " + values);
  const bool nested = shape.kind == ShapeKind::kStructure || shape.kind == ShapeKind::kMap ||
                      (shape.kind == ShapeKind::kList && of.kind == ShapeKind::kStructure);
  if (nested) add(Sketch(shape));
  return text;
}

std::string PresenceText(Presence presence) {
  switch (presence) {
    case Presence::kOptional:
      return "";
    case Presence::kRequired:
      return "required";
    case Presence::kRequiredWithoutAutoDistribution:
      return "required unless the stream distributes records by itself";
  }
  return "";
}

void AppendMember(std::string& out, const Member& member) {
  out += "  --" + FlagNameOf(member.name) + " " + std::string(KindName(*member.shape)) + "\n";
  std::string text = PresenceText(member.presence);
  const std::string constraints = Constraints(*member.shape);
  if (!text.empty() && !constraints.empty()) text += "; ";
  text += constraints;
  if (!text.empty()) out += "        " + text + "\n";
}

}  // namespace

std::string CallOverview(std::span<const OperationEntry> catalog) {
  std::string text = kHowToCall;
  std::string_view target;
  for (const OperationEntry& operation : catalog) {
    if (operation.target != target) {
      target = operation.target;
      text += target.starts_with("Kinesis") ? "Operations of Kinesis:\n"
                                            : "\nThe emulator's own operations:\n";
    }
    text += "  " + std::string(operation.name) + "\n";
  }
  return text + "\n`runnel call OPERATION --help` lists its members.\n";
}

std::string OperationHelp(const OperationEntry& operation) {
  const std::string name(operation.name);
  std::string text = "usage: runnel call " + name + " [--MEMBER VALUE...] [--input JSON|-]\n\n";
  for (const Member& member : operation.input->members) AppendMember(text, member);
  if (!operation.input->members.empty()) text += "\n";
  text += kHowToWrite;
  text += operation.output->members.empty() ? "\nThe answer is empty.\n"
                                            : "\nAnswer: " + Sketch(*operation.output) + "\n";
  return text;
}

}  // namespace runnel
