#include "core/integrations/cloudformation/version_resources.h"

#include <algorithm>
#include <boost/json/array.hpp>

#include "core/integrations/cloudformation/template_text.h"

namespace runnel::cloudformation {
namespace {

namespace bj = boost::json;
using Kind = PropertyKind;

constexpr std::string_view kNotFound = "ResourceNotFoundException";

std::string TextAt(const bj::object& object, bj::string_view key) {
  std::string text;
  if (const bj::value* const value = object.if_contains(key)) ScalarText(*value, text);
  return text;
}

// The properties of these names that are there.
bj::object Given(const ResourceTask& task, std::initializer_list<const char*> names) {
  bj::object input;
  for (const char* const name : names) {
    if (const bj::value* const value = task.Find(name)) input[name] = *value;
  }
  return input;
}

Result<Progress> DoneIfGone(const Result<bj::object>& answer) {
  if (answer || answer.error().code() == kNotFound) return Progress::kDone;
  return answer.error();
}

// --- AWS::Lambda::Version ------------------------------------------------------------------------

constexpr PropertyRule kVersionProperties[] = {{"FunctionName", Kind::kText, true, true},
                                               {"CodeSha256", Kind::kText, true},
                                               {"Description", Kind::kText, true},
                                               {"ProvisionedConcurrencyConfig", Kind::kObject},
                                               {"RuntimePolicy", Kind::kObject}};

bool IsAmong(const bj::value& versions, const std::string& arn) {
  const bj::array& list = versions.get_array();
  return std::any_of(list.begin(), list.end(), [&](const bj::value& version) {
    return TextAt(version.get_object(), "FunctionArn") == arn;
  });
}

Result<Progress> CreateVersion(ResourceTask& task) {
  constexpr int kVersionsMax = 10'000;
  bj::object listed = Given(task, {"FunctionName"});
  listed["MaxItems"] = kVersionsMax;
  const auto present = task.services.Call("ListVersionsByFunction", listed);
  if (!present) return present.error();
  const auto published = task.services.Call(
      "PublishVersion", Given(task, {"FunctionName", "CodeSha256", "Description"}));
  if (!published) return published.error();
  const std::string arn = TextAt(*published, "FunctionArn");
  // AWS: the call gives the version that there is, but a resource wants one of its own: whoever has
  // that one already would lose it with this.
  if (IsAmong(*present->if_contains("Versions"), arn)) {
    return Error("ResourceConflictException", "A version for this Lambda function exists ( " +
                                                  TextAt(*published, "Version") +
                                                  " ). Modify the function to create a new "
                                                  "version.");
  }
  task.resource.physical_id = arn;
  return Progress::kAgain;
}

Result<bj::object> VersionAttributes(ResourceTask& task) {
  const std::string& arn = task.resource.physical_id;
  return bj::object{{"FunctionArn", arn}, {"Version", arn.substr(arn.rfind(':') + 1)}};
}

Result<Progress> RemoveVersion(ResourceTask& task) {
  return DoneIfGone(
      task.services.Call("DeleteFunction", {{"FunctionName", task.resource.physical_id}}));
}

// --- AWS::Lambda::Alias --------------------------------------------------------------------------

constexpr PropertyRule kAliasProperties[] = {{"FunctionName", Kind::kText, true, true},
                                             {"Name", Kind::kText, true, true},
                                             {"FunctionVersion", Kind::kText, false, true},
                                             {"Description", Kind::kText},
                                             {"RoutingConfig", Kind::kObject},
                                             {"ProvisionedConcurrencyConfig", Kind::kObject}};

Result<Progress> CreateAlias(ResourceTask& task) {
  const auto created = task.services.Call(
      "CreateAlias", Given(task, {"FunctionName", "Name", "FunctionVersion", "Description"}));
  if (!created) return created.error();
  task.resource.physical_id = TextAt(*created, "AliasArn");
  return Progress::kAgain;
}

Result<Progress> SettleAlias(ResourceTask& task) {
  if (task.before.empty() || task.resource.calls > 0) return Progress::kDone;
  bj::object input = Given(task, {"FunctionName", "Name", "FunctionVersion", "Description"});
  input.emplace("Description", "");
  const auto updated = task.services.Call("UpdateAlias", input);
  if (!updated) return updated.error();
  return Progress::kAgain;
}

Result<Progress> RemoveAlias(ResourceTask& task) {
  return DoneIfGone(task.services.Call("DeleteAlias", Given(task, {"FunctionName", "Name"})));
}

Result<bj::object> AliasAttributes(ResourceTask& task) {
  return bj::object{{"AliasArn", task.resource.physical_id}};
}

// --- AWS::Lambda::Permission ---------------------------------------------------------------------

constexpr PropertyRule kPermissionProperties[] = {
    {"FunctionName", Kind::kText, true, true}, {"Action", Kind::kText, true, true},
    {"Principal", Kind::kText, true, true},    {"SourceArn", Kind::kText, true},
    {"SourceAccount", Kind::kText, true},      {"EventSourceToken", Kind::kText, true},
    {"PrincipalOrgID", Kind::kText, true},     {"FunctionUrlAuthType", Kind::kText, true}};

Result<Progress> CreatePermission(ResourceTask& task) {
  constexpr std::size_t kStatementIdSizeMax = 100;
  bj::object input =
      Given(task, {"FunctionName", "Action", "Principal", "SourceArn", "SourceAccount"});
  const std::string id = task.GeneratedName(kStatementIdSizeMax);
  input["StatementId"] = id;
  const auto added = task.services.Call("AddPermission", input);
  if (!added) return added.error();
  task.resource.physical_id = id;
  return Progress::kAgain;
}

Result<Progress> RemovePermission(ResourceTask& task) {
  return DoneIfGone(task.services.Call(
      "RemovePermission",
      {{"FunctionName", task.Text("FunctionName")}, {"StatementId", task.resource.physical_id}}));
}

Result<bj::object> PermissionAttributes(ResourceTask& task) {
  return bj::object{{"Id", task.resource.physical_id}};
}

constexpr ResourceType kTypes[] = {
    {"AWS::Lambda::Version", kVersionProperties, CreateVersion, NothingToSettle, RemoveVersion,
     VersionAttributes},
    {"AWS::Lambda::Alias", kAliasProperties, CreateAlias, SettleAlias, RemoveAlias,
     AliasAttributes},
    {"AWS::Lambda::Permission", kPermissionProperties, CreatePermission, NothingToSettle,
     RemovePermission, PermissionAttributes},
};

}  // namespace

std::span<const ResourceType> VersionResourceTypes() { return kTypes; }

}  // namespace runnel::cloudformation
