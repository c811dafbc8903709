// DescribeType, DescribeStackResourceDrifts and ListStackSets: what can be said of types, and that
// there are no drifts and no sets.
// Source: integrations 6.2.
#include "core/api/stack_errors.h"
#include "core/integrations/cloudformation/resource_type.h"
#include "core/integrations/cloudformation/stack_input.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

namespace cf = cloudformation;

struct DescribeTypeInput {
  std::optional<std::string> type;
  std::optional<std::string> type_name;
  std::optional<std::string> arn;
};
constexpr Member kTypeInput[] = {
    Field<&DescribeTypeInput::type>("Type", shapes::kText),
    Field<&DescribeTypeInput::type_name>("TypeName", shapes::kText),
    Field<&DescribeTypeInput::arn>("Arn", shapes::kText),
};
struct TypeDescription {
  std::string arn;
  std::string type = "RESOURCE";
  std::string type_name;
  bool is_default_version = true;
  std::string provisioning_type = "FULLY_MUTABLE";
  std::string deprecated_status = "LIVE";
  std::string visibility = "PUBLIC";
};
constexpr Member kTypeOutput[] = {
    Field<&TypeDescription::arn>("Arn", shapes::kText),
    Field<&TypeDescription::type>("Type", shapes::kText),
    Field<&TypeDescription::type_name>("TypeName", shapes::kText),
    Field<&TypeDescription::is_default_version>("IsDefaultVersion", shapes::kBoolean),
    Field<&TypeDescription::provisioning_type>("ProvisioningType", shapes::kText),
    Field<&TypeDescription::deprecated_status>("DeprecatedStatus", shapes::kText),
    Field<&TypeDescription::visibility>("Visibility", shapes::kText),
};

// "AWS::Kinesis::Stream" of "arn:aws:cloudformation:…:type/resource/AWS-Kinesis-Stream".
std::string TypeNameOf(const std::string& arn) {
  std::string name;
  for (const char c : arn.substr(arn.rfind('/') + 1)) {
    if (c == '-') {
      name += "::";
    } else {
      name += c;
    }
  }
  return name;
}

Result<TypeDescription> DescribeType(Context& context, const DescribeTypeInput& input) {
  if (!input.arn && !(input.type && input.type_name)) return error::TypeNotNamed();
  TypeDescription output;
  output.type_name = input.arn ? TypeNameOf(*input.arn) : *input.type_name;
  if (input.type.value_or("RESOURCE") != "RESOURCE" || !cf::IsResourceType(output.type_name)) {
    return error::TypeMissing(output.type_name);
  }
  output.arn = "arn:aws:cloudformation:" + context.caller.region.text() + "::type/resource/";
  const std::string& name = output.type_name;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] == ':') continue;
    if (i > 0 && name[i - 1] == ':') output.arn += '-';
    output.arn += name[i];
  }
  return output;
}

struct NamedStackInput {
  std::optional<std::string> stack_name;
};
constexpr Member kDriftsInput[] = {
    Field<&NamedStackInput::stack_name>("StackName", cf::stack_shapes::kName).Required(),
};
struct NoDrifts {
  std::vector<std::string> drifts;
};
constexpr Member kDriftsOutput[] = {
    Field<&NoDrifts::drifts>("StackResourceDrifts", cf::stack_shapes::kTexts),
};

// AWS: of resources that drift detection has looked at, and here it never does.
Result<NoDrifts> DescribeStackResourceDrifts(Context& context, const NamedStackInput& input) {
  if (cf::FindStack(context, *input.stack_name) == nullptr) {
    return error::StackMissing(*input.stack_name);
  }
  return NoDrifts();
}

struct ListStackSetsInput {
  std::optional<std::string> next_token;
};
constexpr Member kSetsInput[] = {
    Field<&ListStackSetsInput::next_token>("NextToken", shapes::kText),
};
struct NoStackSets {
  std::vector<std::string> summaries;
};
constexpr Member kSetsOutput[] = {
    Field<&NoStackSets::summaries>("Summaries", cf::stack_shapes::kTexts),
};

Result<NoStackSets> ListStackSets(Context&, const ListStackSetsInput&) { return NoStackSets(); }

}  // namespace

extern constexpr Operation kDescribeType =
    DefineOperation<DescribeTypeInput, TypeDescription, DescribeType>("DescribeType", kTypeInput,
                                                                      kTypeOutput);
extern constexpr Operation kDescribeStackResourceDrifts =
    DefineOperation<NamedStackInput, NoDrifts, DescribeStackResourceDrifts>(
        "DescribeStackResourceDrifts", kDriftsInput, kDriftsOutput);
extern constexpr Operation kListStackSets =
    DefineOperation<ListStackSetsInput, NoStackSets, ListStackSets>("ListStackSets", kSetsInput,
                                                                    kSetsOutput);

}  // namespace runnel
