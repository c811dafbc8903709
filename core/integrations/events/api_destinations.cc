// CreateApiDestination, DescribeApiDestination, ListApiDestinations, UpdateApiDestination,
// DeleteApiDestination.
// Source: integrations 3.5.
#include "core/base/uuid.h"
#include "core/integrations/events/connection_shapes.h"
#include "core/integrations/events/event_errors.h"
#include "core/operations/name_page.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

constexpr std::array<std::string_view, 7> kMethods = {"POST", "GET",   "HEAD",  "OPTIONS",
                                                      "PUT",  "PATCH", "DELETE"};
constexpr Shape kMethod = EnumShape(kMethods);

struct DestinationInput {
  std::optional<std::string> name;
  std::optional<std::string> description;
  std::optional<std::string> connection_arn;
  std::optional<std::string> url;
  std::optional<std::string> method;
  std::optional<std::int32_t> rate;
};
constexpr Member kCreateInput[] = {
    Field<&DestinationInput::name>("Name", event_shapes::kName).Required(),
    Field<&DestinationInput::description>("Description", event_shapes::kDescription),
    Field<&DestinationInput::connection_arn>("ConnectionArn", event_shapes::kUrl).Required(),
    Field<&DestinationInput::url>("InvocationEndpoint", event_shapes::kUrl).Required(),
    Field<&DestinationInput::method>("HttpMethod", kMethod).Required(),
    Field<&DestinationInput::rate>("InvocationRateLimitPerSecond", shapes::kPositiveInteger),
};
constexpr Member kUpdateInput[] = {
    Field<&DestinationInput::name>("Name", event_shapes::kName).Required(),
    Field<&DestinationInput::description>("Description", event_shapes::kDescription),
    Field<&DestinationInput::connection_arn>("ConnectionArn", event_shapes::kUrl),
    Field<&DestinationInput::url>("InvocationEndpoint", event_shapes::kUrl),
    Field<&DestinationInput::method>("HttpMethod", kMethod),
    Field<&DestinationInput::rate>("InvocationRateLimitPerSecond", shapes::kPositiveInteger),
};

// What is told of one; the operations that change it tell less.
struct DestinationOutput {
  std::string arn;
  std::string name;
  std::string state = "ACTIVE";
  std::optional<std::string> description;
  std::string connection_arn;
  std::string url;
  std::string method;
  std::int32_t rate = 0;
  Timestamp created_at;
  Timestamp modified_at;
};
constexpr Member kChangedMembers[] = {
    Field<&DestinationOutput::arn>("ApiDestinationArn", shapes::kText),
    Field<&DestinationOutput::state>("ApiDestinationState", shapes::kText),
    Field<&DestinationOutput::created_at>("CreationTime", shapes::kTimestamp),
    Field<&DestinationOutput::modified_at>("LastModifiedTime", shapes::kTimestamp),
};
constexpr Member kListedMembers[] = {
    Field<&DestinationOutput::name>("Name", shapes::kText),
    Field<&DestinationOutput::connection_arn>("ConnectionArn", shapes::kText),
    Field<&DestinationOutput::url>("InvocationEndpoint", shapes::kText),
    Field<&DestinationOutput::method>("HttpMethod", shapes::kText),
    Field<&DestinationOutput::rate>("InvocationRateLimitPerSecond", shapes::kInteger),
};
constexpr auto kListed = JoinMembers(kChangedMembers, kListedMembers);
constexpr Member kDescribedMembers[] = {
    Field<&DestinationOutput::arn>("ApiDestinationArn", shapes::kText),
    Field<&DestinationOutput::state>("ApiDestinationState", shapes::kText),
    Field<&DestinationOutput::created_at>("CreationTime", shapes::kTimestamp),
    Field<&DestinationOutput::modified_at>("LastModifiedTime", shapes::kTimestamp),
    Field<&DestinationOutput::description>("Description", shapes::kText),
};
constexpr auto kDescription = JoinMembers(kDescribedMembers, kListedMembers);
constexpr Shape kListedOne = StructureShape(kListed);
constexpr Shape kListedAll = ListShape<DestinationOutput>(kListedOne);

DestinationOutput Describe(const ApiDestination& destination) {
  return {destination.arn,         destination.name,           "ACTIVE",
          destination.description, destination.connection_arn, destination.url,
          destination.method,      destination.rate,           destination.created_at,
          destination.modified_at};
}

Result<const ApiDestination*> FindNamed(const Context& context, const std::string& name) {
  const auto& destinations = context.state.AccountIn(context.caller).api_destinations;
  const auto found = destinations.find(name);
  if (found == destinations.end()) return error::ApiDestinationNotFound(name);
  return &found->second;
}

// What is given takes the place of what was there.
Result<DestinationOutput> Put(Context& context, const DestinationInput& input,
                              ApiDestination destination) {
  if (input.description) destination.description = input.description;
  if (input.connection_arn) {
    const auto named = ParseEventResourceArn(*input.connection_arn);
    if (!named || named->kind != "connection") return error::ConnectionArnInvalid();
    if (context.state.FindConnection(*input.connection_arn) == nullptr) {
      return error::ConnectionNotFound(named->name);
    }
    destination.connection_arn = *input.connection_arn;
  }
  if (input.url) {
    if (!IsEndpoint(*input.url)) return error::EndpointInvalid(*input.url);
    destination.url = *input.url;
  }
  if (input.method) destination.method = *input.method;
  if (input.rate) destination.rate = *input.rate;
  destination.modified_at = context.now;
  DestinationOutput output = Describe(destination);
  context.Emit(ApiDestinationPut{std::move(destination)});
  return output;
}

Result<DestinationOutput> CreateApiDestination(Context& context, const DestinationInput& input) {
  if (FindNamed(context, *input.name)) return error::ApiDestinationExists(*input.name);
  ApiDestination destination;
  destination.scope = context.caller;
  destination.name = *input.name;
  destination.arn = "arn:aws:events:" + context.caller.region.text() + ":" +
                    context.caller.account.text() + ":api-destination/" + *input.name + "/" +
                    RandomUuid(context.random);
  destination.created_at = context.now;
  return Put(context, input, std::move(destination));
}

Result<DestinationOutput> UpdateApiDestination(Context& context, const DestinationInput& input) {
  const auto found = FindNamed(context, *input.name);
  if (!found) return found.error();
  return Put(context, input, **found);
}

struct NamedDestinationInput {
  std::optional<std::string> name;
};
constexpr Member kNamedInput[] = {
    Field<&NamedDestinationInput::name>("Name", event_shapes::kName).Required(),
};
struct NothingToTell {};

// AWS: an answer of its own, an empty structure.
Result<NothingToTell> DeleteApiDestination(Context& context, const NamedDestinationInput& input) {
  if (const auto found = FindNamed(context, *input.name); !found) return found.error();
  context.Emit(ApiDestinationDeleted{context.caller, *input.name});
  return NothingToTell{};
}

Result<DestinationOutput> DescribeApiDestination(Context& context,
                                                 const NamedDestinationInput& input) {
  const auto found = FindNamed(context, *input.name);
  if (!found) return found.error();
  return Describe(**found);
}

struct ListApiDestinationsInput {
  std::optional<std::string> prefix;
  std::optional<std::string> connection_arn;
  std::optional<std::string> next_token;
  std::optional<std::int32_t> limit;
};
constexpr Member kListInput[] = {
    Field<&ListApiDestinationsInput::prefix>("NamePrefix", event_shapes::kName),
    Field<&ListApiDestinationsInput::connection_arn>("ConnectionArn", event_shapes::kUrl),
    Field<&ListApiDestinationsInput::next_token>("NextToken", event_shapes::kUrl),
    Field<&ListApiDestinationsInput::limit>("Limit", event_shapes::kLimit),
};
struct ListApiDestinationsOutput {
  std::vector<DestinationOutput> destinations;
  std::optional<std::string> next_token;
};
constexpr Member kListOutput[] = {
    Field<&ListApiDestinationsOutput::destinations>("ApiDestinations", kListedAll),
    Field<&ListApiDestinationsOutput::next_token>("NextToken", shapes::kText),
};

Result<ListApiDestinationsOutput> ListApiDestinations(Context& context,
                                                      const ListApiDestinationsInput& input) {
  const auto limit = static_cast<std::size_t>(input.limit.value_or(event_shapes::kPageDefault));
  ListApiDestinationsOutput output;
  const auto show = [&](const std::string& name,
                        const ApiDestination& listed) -> std::optional<DestinationOutput> {
    if (!name.starts_with(input.prefix.value_or(""))) return std::nullopt;
    if (input.connection_arn && listed.connection_arn != *input.connection_arn) return std::nullopt;
    return Describe(listed);
  };
  output.next_token = FillPage(context.state.AccountIn(context.caller).api_destinations,
                               input.next_token, limit, show, output.destinations);
  return output;
}

}  // namespace

extern constexpr Operation kCreateApiDestination =
    DefineOperation<DestinationInput, DestinationOutput, CreateApiDestination>(
        "CreateApiDestination", kCreateInput, kChangedMembers);
extern constexpr Operation kUpdateApiDestination =
    DefineOperation<DestinationInput, DestinationOutput, UpdateApiDestination>(
        "UpdateApiDestination", kUpdateInput, kChangedMembers);
extern constexpr Operation kDeleteApiDestination =
    DefineOperation<NamedDestinationInput, NothingToTell, DeleteApiDestination>(
        "DeleteApiDestination", kNamedInput, {});
extern constexpr Operation kDescribeApiDestination =
    DefineOperation<NamedDestinationInput, DestinationOutput, DescribeApiDestination>(
        "DescribeApiDestination", kNamedInput, kDescription);
extern constexpr Operation kListApiDestinations =
    DefineOperation<ListApiDestinationsInput, ListApiDestinationsOutput, ListApiDestinations>(
        "ListApiDestinations", kListInput, kListOutput);

}  // namespace runnel
