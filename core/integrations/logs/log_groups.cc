// CreateLogGroup, DeleteLogGroup, DescribeLogGroups, PutRetentionPolicy, DeleteRetentionPolicy.
// Source: integrations 5.1.
#include <algorithm>

#include "core/integrations/logs/log_errors.h"
#include "core/integrations/logs/log_shapes.h"
#include "core/operations/name_page.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

constexpr std::int32_t kPageDefault = 50;

struct CreateLogGroupInput {
  std::optional<std::string> name;
  std::optional<std::string> kms_key_id;
  std::optional<std::string> log_class;
  std::optional<bool> deletion_protected;
  std::optional<TagMap> tags;
};
constexpr std::array<std::string_view, 3> kClasses = {"STANDARD", "INFREQUENT_ACCESS", "DELIVERY"};
constexpr Shape kClass = EnumShape(kClasses);
constexpr Member kCreateInput[] = {
    Field<&CreateLogGroupInput::name>("logGroupName", log_shapes::kGroup).Required(),
    Field<&CreateLogGroupInput::kms_key_id>("kmsKeyId", shapes::kText),
    Field<&CreateLogGroupInput::log_class>("logGroupClass", kClass),
    Field<&CreateLogGroupInput::deletion_protected>("deletionProtectionEnabled", shapes::kBoolean),
    Field<&CreateLogGroupInput::tags>("tags", log_shapes::kTags),
};

Result<NoOutput> CreateLogGroup(Context& context, const CreateLogGroupInput& input) {
  if (context.logs->Find(context.caller, *input.name) != nullptr) return error::LogGroupExists();
  LogGroup& group = context.logs->Make(context.caller, *input.name, context.now);
  group.kms_key_id = input.kms_key_id.value_or("");
  group.log_class = input.log_class.value_or("STANDARD");
  group.deletion_protected = input.deletion_protected.value_or(false);
  group.tags = input.tags.value_or(TagMap());
  return NoOutput{};
}

struct NamedLogGroupInput {
  std::optional<std::string> name;
};
constexpr Member kNamedInput[] = {
    Field<&NamedLogGroupInput::name>("logGroupName", log_shapes::kGroup).Required(),
};

Result<NoOutput> DeleteLogGroup(Context& context, const NamedLogGroupInput& input) {
  const auto group = FindLogGroup(context, *input.name);
  if (!group) return group.error();
  if ((*group)->deletion_protected) return error::LogGroupProtected();
  context.logs->Delete(context.caller, *input.name);
  return NoOutput{};
}

struct PutRetentionInput {
  std::optional<std::string> name;
  std::optional<std::int32_t> days;
};
constexpr Member kRetentionInput[] = {
    Field<&PutRetentionInput::name>("logGroupName", log_shapes::kGroup).Required(),
    Field<&PutRetentionInput::days>("retentionInDays", shapes::kInteger).Required(),
};

Result<NoOutput> PutRetentionPolicy(Context& context, const PutRetentionInput& input) {
  constexpr std::int32_t kAllowed[] = {1,    3,    5,    7,    14,   30,  60,  90,
                                       120,  150,  180,  365,  400,  545, 731, 1096,
                                       1827, 2192, 2557, 2922, 3288, 3653};
  const auto group = FindLogGroup(context, *input.name);
  if (!group) return group.error();
  if (std::find(std::begin(kAllowed), std::end(kAllowed), *input.days) == std::end(kAllowed)) {
    return error::LogRetentionInvalid();
  }
  (*group)->retention_days = *input.days;
  return NoOutput{};
}

Result<NoOutput> DeleteRetentionPolicy(Context& context, const NamedLogGroupInput& input) {
  const auto group = FindLogGroup(context, *input.name);
  if (!group) return group.error();
  (*group)->retention_days.reset();
  return NoOutput{};
}

struct DescribeLogGroupsInput {
  std::optional<std::string> prefix;
  std::optional<std::string> pattern;
  std::optional<std::vector<std::string>> identifiers;
  std::optional<std::string> log_class;
  std::optional<std::int32_t> limit;
  std::optional<std::string> next_token;
};
constexpr Shape kIdentifiers = ListShape<std::string>(log_shapes::kIdentifier, 1, 50);
constexpr Member kDescribeInput[] = {
    Field<&DescribeLogGroupsInput::prefix>("logGroupNamePrefix", log_shapes::kGroup),
    Field<&DescribeLogGroupsInput::pattern>("logGroupNamePattern", log_shapes::kGroup),
    Field<&DescribeLogGroupsInput::identifiers>("logGroupIdentifiers", kIdentifiers),
    Field<&DescribeLogGroupsInput::log_class>("logGroupClass", kClass),
    Field<&DescribeLogGroupsInput::limit>("limit", log_shapes::kDescribeLimit),
    Field<&DescribeLogGroupsInput::next_token>("nextToken", shapes::kText),
};

struct DescribedLogGroup {
  std::string name;
  std::int64_t created = 0;
  std::optional<std::int32_t> retention_days;
  std::int32_t metric_filters = 0;
  std::string arn;
  std::int64_t bytes = 0;
  std::optional<std::string> kms_key_id;
  std::string log_class;
  std::string plain_arn;
  bool deletion_protected = false;
};
constexpr Member kGroupMembers[] = {
    Field<&DescribedLogGroup::name>("logGroupName", shapes::kText),
    Field<&DescribedLogGroup::created>("creationTime", shapes::kLong),
    Field<&DescribedLogGroup::retention_days>("retentionInDays", shapes::kInteger),
    Field<&DescribedLogGroup::metric_filters>("metricFilterCount", shapes::kInteger),
    Field<&DescribedLogGroup::arn>("arn", shapes::kText),
    Field<&DescribedLogGroup::bytes>("storedBytes", shapes::kLong),
    Field<&DescribedLogGroup::kms_key_id>("kmsKeyId", shapes::kText),
    Field<&DescribedLogGroup::log_class>("logGroupClass", shapes::kText),
    Field<&DescribedLogGroup::plain_arn>("logGroupArn", shapes::kText),
    Field<&DescribedLogGroup::deletion_protected>("deletionProtectionEnabled", shapes::kBoolean),
};
constexpr Shape kGroup = StructureShape(kGroupMembers);
constexpr Shape kGroups = ListShape<DescribedLogGroup>(kGroup);

struct DescribeLogGroupsOutput {
  std::vector<DescribedLogGroup> groups;
  std::optional<std::string> next_token;
};
constexpr Member kDescribeOutput[] = {
    Field<&DescribeLogGroupsOutput::groups>("logGroups", kGroups),
    Field<&DescribeLogGroupsOutput::next_token>("nextToken", shapes::kText),
};

DescribedLogGroup Describe(const Scope& scope, const std::string& name, const LogGroup& group) {
  DescribedLogGroup described;
  described.name = name;
  described.created = group.created.milliseconds;
  described.retention_days = group.retention_days;
  described.plain_arn = LogGroupArn(scope, name);
  described.arn = described.plain_arn + ":*";
  described.bytes = static_cast<std::int64_t>(group.bytes());
  if (!group.kms_key_id.empty()) described.kms_key_id = group.kms_key_id;
  described.log_class = group.log_class;
  described.deletion_protected = group.deletion_protected;
  return described;
}

bool IsAsked(const DescribeLogGroupsInput& input, const std::string& name, const LogGroup& group) {
  if (input.prefix && !name.starts_with(*input.prefix)) return false;
  if (input.pattern && name.find(*input.pattern) == std::string::npos) return false;
  if (input.log_class && group.log_class != *input.log_class) return false;
  if (!input.identifiers) return true;
  return std::any_of(input.identifiers->begin(), input.identifiers->end(),
                     [&](const std::string& one) { return *LogGroupNameOf({}, one) == name; });
}

Result<DescribeLogGroupsOutput> DescribeLogGroups(Context& context,
                                                  const DescribeLogGroupsInput& input) {
  if (input.prefix && input.pattern) return error::LogPrefixAndPattern();
  const LogStore::Groups& groups = context.logs->GroupsIn(context.caller);
  const auto limit = static_cast<std::size_t>(input.limit.value_or(kPageDefault));
  DescribeLogGroupsOutput output;
  const auto show = [&](const std::string& name,
                        const LogGroup& listed) -> std::optional<DescribedLogGroup> {
    if (!IsAsked(input, name, listed)) return std::nullopt;
    return Describe(context.caller, name, listed);
  };
  output.next_token = FillPage(groups, input.next_token, limit, show, output.groups);
  return output;
}

}  // namespace

extern constexpr Operation kCreateLogGroup =
    DefineOperation<CreateLogGroupInput, CreateLogGroup>("CreateLogGroup", kCreateInput);
extern constexpr Operation kDeleteLogGroup =
    DefineOperation<NamedLogGroupInput, DeleteLogGroup>("DeleteLogGroup", kNamedInput);
extern constexpr Operation kPutRetentionPolicy =
    DefineOperation<PutRetentionInput, PutRetentionPolicy>("PutRetentionPolicy", kRetentionInput);
extern constexpr Operation kDeleteRetentionPolicy =
    DefineOperation<NamedLogGroupInput, DeleteRetentionPolicy>("DeleteRetentionPolicy",
                                                               kNamedInput);
extern constexpr Operation kDescribeLogGroups =
    DefineOperation<DescribeLogGroupsInput, DescribeLogGroupsOutput, DescribeLogGroups>(
        "DescribeLogGroups", kDescribeInput, kDescribeOutput);

}  // namespace runnel
