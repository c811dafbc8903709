#include "core/integrations/cloudformation/function_resources.h"

#include "core/base/base64.h"
#include "core/integrations/cloudformation/inline_code.h"
#include "core/integrations/cloudformation/mapping_resource.h"
#include "core/integrations/cloudformation/resource_tags.h"
#include "core/integrations/cloudformation/template_text.h"

namespace runnel::cloudformation {
namespace {

namespace bj = boost::json;
using Kind = PropertyKind;

constexpr std::size_t kNameSizeMax = 64;

constexpr PropertyRule kProperties[] = {{"FunctionName", Kind::kText, true},
                                        {"Code", Kind::kObject, false, true},
                                        {"Role", Kind::kText, false, true},
                                        {"Runtime", Kind::kText},
                                        {"Handler", Kind::kText},
                                        {"Timeout", Kind::kInteger},
                                        {"MemorySize", Kind::kInteger},
                                        {"Description", Kind::kText},
                                        {"Environment", Kind::kObject},
                                        {"PackageType", Kind::kText, true},
                                        {"Architectures", Kind::kList},
                                        {"EphemeralStorage", Kind::kObject},
                                        {"TracingConfig", Kind::kObject},
                                        {"LoggingConfig", Kind::kObject},
                                        {"ReservedConcurrentExecutions", Kind::kInteger},
                                        {"Tags", Kind::kList},
                                        // Taken, and without effect here.
                                        {"CodeSigningConfigArn", Kind::kText},
                                        {"DeadLetterConfig", Kind::kObject},
                                        {"FileSystemConfigs", Kind::kList},
                                        {"ImageConfig", Kind::kObject},
                                        {"KmsKeyArn", Kind::kText},
                                        {"Layers", Kind::kList},
                                        {"RecursiveLoop", Kind::kText},
                                        {"RuntimeManagementConfig", Kind::kObject},
                                        {"SnapStart", Kind::kObject},
                                        {"VpcConfig", Kind::kObject}};

// What goes by the same name in the calls, and how it is when the template does not say it.
constexpr std::string_view kConfiguration[] = {
    "Role",        "Runtime",     "Handler",          "Timeout",       "MemorySize",
    "Description", "Environment", "EphemeralStorage", "TracingConfig", "LoggingConfig"};

bj::object DefaultsOf() {
  return {{"Timeout", 3},
          {"MemorySize", 128},
          {"Description", ""},
          {"Environment", {{"Variables", bj::object()}}},
          {"EphemeralStorage", {{"Size", 512}}},
          {"TracingConfig", {{"Mode", "PassThrough"}}}};
}

bj::object ConfigurationOf(const ResourceTask& task) {
  bj::object input;
  for (const std::string_view name : kConfiguration) {
    const bj::value* const value = task.Find(name);
    if (value != nullptr) input.emplace(bj::string_view(name.data(), name.size()), *value);
  }
  return input;
}

// The code as calls take it: what stands in the template is the source of one file.
bj::object CodeOf(const ResourceTask& task) {
  bj::object code = task.Find("Code")->get_object();
  const bj::value* const source = code.if_contains("ZipFile");
  if (source == nullptr || !source->is_string()) return code;
  std::string encoded;
  AppendBase64(ZipOfOne(SourceFileName(task.Text("Runtime")), View(source->get_string())), encoded);
  code["ZipFile"] = encoded;
  return code;
}

Result<Progress> Create(ResourceTask& task) {
  bj::object input = ConfigurationOf(task);
  std::string name = task.Text("FunctionName");
  if (name.empty()) name = task.GeneratedName(kNameSizeMax);
  input["FunctionName"] = name;
  input["Code"] = CodeOf(task);
  for (const char* const key : {"PackageType", "Architectures"}) {
    if (const bj::value* const value = task.Find(key)) input[key] = *value;
  }
  if (input["Code"].get_object().contains("ImageUri")) input["PackageType"] = "Image";
  input["Tags"] = TagsToCreateWith(task);
  const auto created = task.services.Call("CreateFunction", input);
  if (!created) return created.error();
  task.resource.physical_id = name;
  return Progress::kAgain;
}

Result<bj::object> Describe(ResourceTask& task) {
  return task.services.Call("GetFunctionConfiguration",
                            {{"FunctionName", task.resource.physical_id}});
}

Result<Progress> UpdateCode(ResourceTask& task) {
  bj::object input = CodeOf(task);
  input["FunctionName"] = task.resource.physical_id;
  if (const bj::value* const value = task.Find("Architectures")) input["Architectures"] = *value;
  const auto updated = task.services.Call("UpdateFunctionCode", input);
  if (!updated) return updated.error();
  return Progress::kAgain;
}

// A property that is gone from the template goes back to its default.
Result<Progress> UpdateConfiguration(ResourceTask& task) {
  bj::object input = ConfigurationOf(task);
  const bj::object defaults = DefaultsOf();
  for (const auto& member : defaults) {
    if (task.before.contains(member.key())) input.emplace(member.key(), member.value());
  }
  input["FunctionName"] = task.resource.physical_id;
  const auto updated = task.services.Call("UpdateFunctionConfiguration", input);
  if (!updated) return updated.error();
  return Progress::kAgain;
}

// A limit that the stack has never said is not its own to take away.
Result<Progress> SettleConcurrency(ResourceTask& task) {
  constexpr const char kReserved[] = "ReservedConcurrentExecutions";
  const bj::value* const wanted = task.Find(kReserved);
  if (wanted == nullptr && !task.before.contains(kReserved)) return Progress::kDone;
  bj::object input = {{"FunctionName", task.resource.physical_id}};
  const auto present = task.services.Call("GetFunctionConcurrency", input);
  if (!present) return present.error();
  const bj::value* const reserved = present->if_contains(kReserved);
  const bool same =
      wanted == nullptr || reserved == nullptr ? wanted == reserved : *wanted == *reserved;
  if (same) return Progress::kDone;
  if (wanted != nullptr) input[kReserved] = *wanted;
  const auto changed = task.services.Call(
      wanted != nullptr ? "PutFunctionConcurrency" : "DeleteFunctionConcurrency", input);
  if (!changed) return changed.error();
  return Progress::kAgain;
}

Result<Progress> Settle(ResourceTask& task) {
  const auto function = Describe(task);
  if (!function) return function.error();
  const bj::value* const status = function->if_contains("LastUpdateStatus");
  const bool updating = status != nullptr && *status == "InProgress";
  if (*function->if_contains("State") == "Pending" || updating) return Progress::kWait;
  if (task.before.empty()) return SettleConcurrency(task);
  const bool code = task.Changed("Code") || task.Changed("Architectures");
  bool configuration = false;
  for (const std::string_view name : kConfiguration) {
    configuration = configuration || task.Changed(name);
  }
  // Which of the two calls are still to be made follows from how many were.
  const std::int32_t calls = task.resource.calls;
  if (code && calls == 0) return UpdateCode(task);
  if (configuration && calls == (code ? 1 : 0)) return UpdateConfiguration(task);
  const auto concurrency = SettleConcurrency(task);
  if (!concurrency || *concurrency != Progress::kDone) return concurrency;
  if (!task.Changed("Tags")) return Progress::kDone;
  return SettleTags(task, std::string(View(function->if_contains("FunctionArn")->get_string())),
                    kLambdaTags);
}

Result<Progress> Remove(ResourceTask& task) {
  const auto gone =
      task.services.Call("DeleteFunction", {{"FunctionName", task.resource.physical_id}});
  if (gone || gone.error().code() == "ResourceNotFoundException") return Progress::kDone;
  return gone.error();
}

Result<bj::object> Attributes(ResourceTask& task) {
  const auto function = Describe(task);
  if (!function) return function.error();
  return bj::object{{"Arn", *function->if_contains("FunctionArn")}};
}

const ResourceType kTypes[] = {
    {"AWS::Lambda::Function", kProperties, Create, Settle, Remove, Attributes, true},
    {"AWS::Lambda::EventSourceMapping", MappingProperties(), CreateMapping, SettleMapping,
     RemoveMapping, MappingAttributes, true},
};

}  // namespace

std::span<const ResourceType> FunctionResourceTypes() { return kTypes; }

}  // namespace runnel::cloudformation
