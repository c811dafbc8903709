#include "core/integrations/cloudformation/pipe_resource.h"

#include <boost/json/array.hpp>

#include "core/integrations/cloudformation/resource_tags.h"
#include "core/integrations/cloudformation/template_text.h"

namespace runnel::cloudformation {
namespace {

namespace bj = boost::json;
using Kind = PropertyKind;

constexpr std::size_t kNameSizeMax = 64;
constexpr TagCalls kPipeTags = {"pipes:ListTagsForResource",
                                "pipes:TagResource",
                                "pipes:UntagResource",
                                "resourceArn",
                                "tags",
                                "tagKeys"};

constexpr PropertyRule kProperties[] = {{"Name", Kind::kText, true},
                                        {"Source", Kind::kText, true, true},
                                        {"RoleArn", Kind::kText, false, true},
                                        {"Target", Kind::kText, false, true},
                                        {"Description", Kind::kText},
                                        {"DesiredState", Kind::kText},
                                        {"Enrichment", Kind::kText},
                                        {"EnrichmentParameters", Kind::kObject},
                                        {"SourceParameters", Kind::kObject},
                                        {"TargetParameters", Kind::kObject},
                                        {"LogConfiguration", Kind::kObject},
                                        {"KmsKeyIdentifier", Kind::kText},
                                        {"Tags", Kind::kObject}};

// Where the source begins is said once, when the pipe is created.
constexpr std::string_view kStart[] = {"StartingPosition", "StartingPositionTimestamp"};

bj::string_view Key(std::string_view text) { return {text.data(), text.size()}; }

bj::object NamedBy(const ResourceTask& task) { return {{"Name", task.resource.physical_id}}; }

// What both CreatePipe and UpdatePipe take.
bj::object Settings(const ResourceTask& task) {
  bj::object input;
  for (const PropertyRule& rule : kProperties) {
    const bj::value* const value = task.Find(rule.name);
    const bool here =
        value != nullptr && rule.name != "Name" && rule.name != "Source" && rule.name != "Tags";
    if (here) input[Key(rule.name)] = *value;
  }
  return input;
}

const bj::object* StreamParameters(const bj::object& properties) {
  const bj::value* const source = properties.if_contains("SourceParameters");
  if (source == nullptr || !source->is_object()) return nullptr;
  const bj::value* const stream = source->get_object().if_contains("KinesisStreamParameters");
  return stream == nullptr ? nullptr : stream->if_object();
}

bool BeginsElsewhere(const bj::object& before, const bj::object& after) {
  for (const std::string_view name : kStart) {
    const bj::object* const was = StreamParameters(before);
    const bj::object* const is = StreamParameters(after);
    const bj::value* const old = was == nullptr ? nullptr : was->if_contains(Key(name));
    const bj::value* const now = is == nullptr ? nullptr : is->if_contains(Key(name));
    if (old == nullptr || now == nullptr ? old != now : *old != *now) return true;
  }
  return false;
}

Result<Progress> Create(ResourceTask& task) {
  bj::object input = Settings(task);
  std::string name = task.Text("Name");
  if (name.empty()) name = task.GeneratedName(kNameSizeMax);
  input["Name"] = name;
  input["Source"] = task.Text("Source");
  input["Tags"] = TagsToCreateWith(task);
  const auto created = task.services.Call("CreatePipe", input);
  if (!created) return created.error();
  task.resource.physical_id = name;
  return Progress::kAgain;
}

// What the template says no more goes back to its default.
Result<Progress> Update(ResourceTask& task) {
  bj::object input = Settings(task);
  input["Name"] = task.resource.physical_id;
  for (const char* const name : {"Description", "Enrichment", "KmsKeyIdentifier"}) {
    if (task.before.contains(name)) input.emplace(name, "");
  }
  if (task.before.contains("DesiredState")) input.emplace("DesiredState", "RUNNING");
  for (const char* const block : {"EnrichmentParameters", "TargetParameters"}) {
    if (!task.before.contains(block)) continue;
    bj::value& given = input.emplace(block, bj::object()).first->value();
    if (given.is_object()) given.get_object().emplace("InputTemplate", "");
  }
  bj::value& source = input.emplace("SourceParameters", bj::object()).first->value();
  if (source.is_object()) {
    bj::object& parameters = source.get_object();
    parameters.emplace("FilterCriteria", bj::object{{"Filters", bj::array()}});
    bj::value& stream = parameters.emplace("KinesisStreamParameters", bj::object()).first->value();
    if (stream.is_object()) {
      for (const std::string_view name : kStart) stream.get_object().erase(Key(name));
    }
  }
  const auto updated = task.services.Call("UpdatePipe", input);
  if (!updated) return updated.error();
  return Progress::kAgain;
}

Result<bj::object> Describe(ResourceTask& task) {
  return task.services.Call("DescribePipe", NamedBy(task));
}

bool IsSettled(const bj::object& pipe) {
  const bj::value& state = *pipe.if_contains("CurrentState");
  return state == "RUNNING" || state == "STOPPED";
}

Result<Progress> Settle(ResourceTask& task) {
  const auto pipe = Describe(task);
  if (!pipe) return pipe.error();
  if (!IsSettled(*pipe)) return Progress::kWait;
  if (task.before.empty()) return Progress::kDone;
  bool changed = false;
  for (const PropertyRule& rule : kProperties) {
    changed = changed || (rule.name != "Tags" && task.Changed(rule.name));
  }
  if (changed && task.resource.calls == 0) return Update(task);
  if (!task.Changed("Tags")) return Progress::kDone;
  return SettleTags(task, std::string(View(pipe->if_contains("Arn")->get_string())), kPipeTags);
}

Result<Progress> Remove(ResourceTask& task) {
  const auto pipe = Describe(task);
  if (!pipe) {
    if (pipe.error().code() == "NotFoundException") return Progress::kDone;
    return pipe.error();
  }
  if (!IsSettled(*pipe)) return Progress::kWait;
  const auto deleted = task.services.Call("DeletePipe", NamedBy(task));
  if (!deleted) return deleted.error();
  return Progress::kAgain;
}

Result<bj::object> Attributes(ResourceTask& task) {
  const auto pipe = Describe(task);
  if (!pipe) return pipe.error();
  bj::object attributes;
  for (const char* const name :
       {"Arn", "CreationTime", "CurrentState", "LastModifiedTime", "StateReason"}) {
    const bj::value* const value = pipe->if_contains(name);
    attributes[name] = value == nullptr ? bj::value("") : *value;
  }
  return attributes;
}

constexpr ResourceType kTypes[] = {
    {"AWS::Pipes::Pipe", kProperties, Create, Settle, Remove, Attributes, true, BeginsElsewhere}};

}  // namespace

std::span<const ResourceType> PipeResourceTypes() { return kTypes; }

}  // namespace runnel::cloudformation
