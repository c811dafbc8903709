#include "native-server/command_line/aws_model.h"

#include <unistd.h>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>

#include "core/api/operation_catalog.h"

namespace runnel {
namespace {

namespace bj = boost::json;

constexpr std::string_view kTarget = "Kinesis_20131202";
constexpr std::string_view kVersion = "2013-12-02";

const char* TypeOf(ShapeKind kind) {
  switch (kind) {
    case ShapeKind::kString:
      return "string";
    case ShapeKind::kInteger:
      return "integer";
    case ShapeKind::kLong:
      return "long";
    case ShapeKind::kDouble:
      return "double";
    case ShapeKind::kBoolean:
      return "boolean";
    case ShapeKind::kBlob:
      return "blob";
    case ShapeKind::kTimestamp:
      return "timestamp";
    case ShapeKind::kList:
      return "list";
    case ShapeKind::kMap:
      return "map";
    case ShapeKind::kStructure:
      return "structure";
  }
  return "";
}

// Collects the shapes of a model, each once, under names of its own making.
class Shapes {
 public:
  bj::object Reference(const Shape& shape) { return {{"shape", NameOf(shape, "")}}; }
  bj::object Reference(const Shape& shape, std::string_view name) {
    return {{"shape", NameOf(shape, name)}};
  }
  void Add(std::string_view name, bj::object shape) { shapes_[name] = std::move(shape); }
  bj::object Take() { return std::move(shapes_); }

 private:
  std::string NameOf(const Shape& shape, std::string_view wanted) {
    const auto known = names_.find(&shape);
    if (known != names_.end()) return known->second;
    const std::string name = wanted.empty()
                                 ? "Shape" + std::to_string(names_.size()) + TypeOf(shape.kind)
                                 : std::string(wanted);
    names_[&shape] = name;
    bj::object described = {{"type", TypeOf(shape.kind)}};
    if (!shape.enum_values.empty()) {
      bj::array& values = (described["enum"] = bj::array()).get_array();
      for (const std::string_view value : shape.enum_values) values.emplace_back(value);
    }
    if (shape.kind == ShapeKind::kList) described["member"] = Reference(*shape.element);
    if (shape.kind == ShapeKind::kMap) {
      described["key"] = Reference(*shape.key);
      described["value"] = Reference(*shape.element);
    }
    if (shape.kind == ShapeKind::kStructure) DescribeMembers(shape, described);
    shapes_[name] = std::move(described);
    return name;
  }

  void DescribeMembers(const Shape& shape, bj::object& described) {
    bj::object members;
    bj::array required;
    for (const Member& member : shape.members) {
      members[member.name] = Reference(*member.shape);
      if (member.presence == Presence::kRequired) required.emplace_back(member.name);
    }
    described["members"] = std::move(members);
    if (!required.empty()) described["required"] = std::move(required);
  }

  std::map<const Shape*, std::string> names_;
  bj::object shapes_;
};

// The answer of SubscribeToShard is not described by members: it is a stream of events.
bj::object EventStream(Shapes& shapes) {
  shapes.Add("SubscribeToShardEvent",
             {{"type", "structure"}, {"members", bj::object()}, {"event", true}});
  shapes.Add("SubscribeToShardEventStream",
             {{"type", "structure"},
              {"members", {{"SubscribeToShardEvent", {{"shape", "SubscribeToShardEvent"}}}}},
              {"eventstream", true}});
  shapes.Add("SubscribeToShardOutput",
             {{"type", "structure"},
              {"members", {{"EventStream", {{"shape", "SubscribeToShardEventStream"}}}}}});
  return {{"shape", "SubscribeToShardOutput"}};
}

}  // namespace

std::string KinesisServiceModel() {
  Shapes shapes;
  bj::object operations;
  for (const OperationEntry& entry : OperationCatalog()) {
    if (entry.target != kTarget) continue;
    const std::string name(entry.name);
    bj::object operation = {{"name", name},
                            {"http", {{"method", "POST"}, {"requestUri", "/"}}},
                            {"input", shapes.Reference(*entry.input, name + "Input")}};
    if (!entry.output->members.empty()) {
      operation["output"] = shapes.Reference(*entry.output, name + "Output");
    } else if (name == "SubscribeToShard") {
      operation["output"] = EventStream(shapes);
    }
    operations[name] = std::move(operation);
  }
  const bj::object model = {{"version", "2.0"},
                            {"metadata",
                             {{"apiVersion", kVersion},
                              {"endpointPrefix", "kinesis"},
                              {"jsonVersion", "1.1"},
                              {"protocol", "json"},
                              {"protocols", {"json"}},
                              {"serviceAbbreviation", "Kinesis"},
                              {"serviceFullName", "Amazon Kinesis"},
                              {"serviceId", "Kinesis"},
                              {"signatureVersion", "v4"},
                              {"targetPrefix", kTarget},
                              {"uid", "kinesis-2013-12-02"}}},
                            {"operations", std::move(operations)},
                            {"shapes", shapes.Take()}};
  return bj::serialize(model);
}

bool WriteKinesisServiceModel(const std::string& folder) {
  namespace fs = std::filesystem;
  const fs::path target = fs::path(folder) / "kinesis" / kVersion / "service-2.json";
  std::error_code error;
  fs::create_directories(target.parent_path(), error);
  if (error) return false;
  // Written whole or not at all: others may be reading it.
  const fs::path draft = target.string() + "." + std::to_string(getpid());
  std::ofstream file(draft, std::ios::binary);
  file << KinesisServiceModel();
  file.close();
  if (!file) return false;
  fs::rename(draft, target, error);
  return !error;
}

}  // namespace runnel
