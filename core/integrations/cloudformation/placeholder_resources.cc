#include "core/integrations/cloudformation/placeholder_resources.h"

namespace runnel::cloudformation {
namespace {

namespace bj = boost::json;

constexpr std::size_t kRoleNameSizeMax = 64;
constexpr std::size_t kNameSizeMax = 128;

// Without a list of properties, anything is taken and nothing needs a replacement.
constexpr std::span<const PropertyRule> kAnyProperties;

std::string NameOr(ResourceTask& task, std::string_view property, std::size_t size_max) {
  const std::string name = task.Text(property);
  return name.empty() ? task.GeneratedName(size_max) : name;
}

Result<Progress> CreateRole(ResourceTask& task) {
  task.resource.physical_id = NameOr(task, "RoleName", kRoleNameSizeMax);
  return Progress::kAgain;
}
Result<bj::object> RoleAttributes(ResourceTask& task) {
  const std::string& name = task.resource.physical_id;
  return bj::object{{"Arn", task.Arn("iam", "role/" + name, false)},
                    {"RoleId", "AROA" + task.services.RandomSuffix()}};
}

Result<Progress> CreatePolicy(ResourceTask& task) {
  task.resource.physical_id = NameOr(task, "PolicyName", kNameSizeMax);
  return Progress::kAgain;
}

Result<Progress> CreateManagedPolicy(ResourceTask& task) {
  const std::string name = NameOr(task, "ManagedPolicyName", kNameSizeMax);
  task.resource.physical_id = task.Arn("iam", "policy/" + name, false);
  return Progress::kAgain;
}
Result<bj::object> ManagedPolicyAttributes(ResourceTask& task) {
  return bj::object{{"PolicyArn", task.resource.physical_id}};
}

Result<Progress> CreateKey(ResourceTask& task) {
  task.resource.physical_id = task.services.RandomUuid();
  return Progress::kAgain;
}
Result<bj::object> KeyAttributes(ResourceTask& task) {
  return bj::object{{"Arn", task.Arn("kms", "key/" + task.resource.physical_id)},
                    {"KeyId", task.resource.physical_id}};
}
Result<Progress> CreateAlias(ResourceTask& task) {
  task.resource.physical_id = task.Text("AliasName");
  return Progress::kAgain;
}

Result<Progress> CreateNamed(ResourceTask& task) {
  task.resource.physical_id = task.GeneratedName(kNameSizeMax);
  return Progress::kAgain;
}

Result<Progress> CreateSkipped(ResourceTask& task) {
  const std::string name = task.GeneratedName(kNameSizeMax);
  // AWS: a reference to a topic is its ARN.
  const bool is_sns = task.resource.type == "AWS::SNS::Topic";
  task.resource.physical_id = is_sns ? task.Arn("sns", name) : name;
  return Progress::kAgain;
}

Result<Progress> Forget(ResourceTask&) { return Progress::kDone; }

const ResourceType kTypes[] = {
    {"AWS::IAM::Role", kAnyProperties, CreateRole, NothingToSettle, Forget, RoleAttributes},
    {"AWS::IAM::Policy", kAnyProperties, CreatePolicy, NothingToSettle, Forget, NoAttributes},
    {"AWS::IAM::ManagedPolicy", kAnyProperties, CreateManagedPolicy, NothingToSettle, Forget,
     ManagedPolicyAttributes},
    {"AWS::KMS::Key", kAnyProperties, CreateKey, NothingToSettle, Forget, KeyAttributes},
    {"AWS::KMS::Alias", kAnyProperties, CreateAlias, NothingToSettle, Forget, NoAttributes},
    {"AWS::CDK::Metadata", kAnyProperties, CreateNamed, NothingToSettle, Forget, NoAttributes},
    {"AWS::CloudFormation::WaitConditionHandle", kAnyProperties, CreateNamed, NothingToSettle,
     Forget, NoAttributes},
};

}  // namespace

std::span<const ResourceType> PlaceholderResourceTypes() { return kTypes; }

const ResourceType& SkippedResourceType() {
  static constexpr ResourceType kSkipped = {"",     kAnyProperties, CreateSkipped, NothingToSettle,
                                            Forget, NoAttributes};
  return kSkipped;
}

}  // namespace runnel::cloudformation
