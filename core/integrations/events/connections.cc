// CreateConnection, DescribeConnection, ListConnections, UpdateConnection, DeleteConnection.
// Source: integrations 3.5.
#include "core/base/uuid.h"
#include "core/integrations/events/connection_shapes.h"
#include "core/integrations/events/event_errors.h"
#include "core/operations/name_page.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

// Tokens are got when they are first needed, so a connection never waits for one here.
constexpr const char* kAuthorized = "AUTHORIZED";

struct ConnectionInput {
  std::optional<std::string> name;
  std::optional<std::string> description;
  std::optional<std::string> authorization_type;
  std::optional<AuthParametersInput> auth;
};
constexpr Member kCreateInput[] = {
    Field<&ConnectionInput::name>("Name", event_shapes::kName).Required(),
    Field<&ConnectionInput::description>("Description", event_shapes::kDescription),
    Field<&ConnectionInput::authorization_type>("AuthorizationType", event_shapes::kType)
        .Required(),
    Field<&ConnectionInput::auth>("AuthParameters", event_shapes::kAuth).Required(),
};
constexpr Member kUpdateInput[] = {
    Field<&ConnectionInput::name>("Name", event_shapes::kName).Required(),
    Field<&ConnectionInput::description>("Description", event_shapes::kDescription),
    Field<&ConnectionInput::authorization_type>("AuthorizationType", event_shapes::kType),
    Field<&ConnectionInput::auth>("AuthParameters", event_shapes::kAuth),
};

struct ConnectionOutput {
  std::string arn;
  std::string state = kAuthorized;
  Timestamp created_at;
  Timestamp modified_at;

  static ConnectionOutput Of(const Connection& connection) {
    return {connection.arn, kAuthorized, connection.created_at, connection.modified_at};
  }
};
constexpr Member kOutput[] = {
    Field<&ConnectionOutput::arn>("ConnectionArn", shapes::kText),
    Field<&ConnectionOutput::state>("ConnectionState", shapes::kText),
    Field<&ConnectionOutput::created_at>("CreationTime", shapes::kTimestamp),
    Field<&ConnectionOutput::modified_at>("LastModifiedTime", shapes::kTimestamp),
};

AuthorizationType TypeOf(std::string_view name) {
  for (std::size_t i = 0; i < event_shapes::kTypes.size(); ++i) {
    if (event_shapes::kTypes[i] == name) return static_cast<AuthorizationType>(i);
  }
  return AuthorizationType::kBasic;
}

Result<const Connection*> FindNamed(const Context& context, const std::string& name) {
  const auto& connections = context.state.AccountIn(context.caller).connections;
  const auto found = connections.find(name);
  if (found == connections.end()) return error::ConnectionNotFound(name);
  return &found->second;
}

Result<ConnectionOutput> CreateConnection(Context& context, const ConnectionInput& input) {
  if (FindNamed(context, *input.name)) return error::ConnectionExists(*input.name);
  Connection connection;
  connection.scope = context.caller;
  connection.name = *input.name;
  connection.arn = "arn:aws:events:" + context.caller.region.text() + ":" +
                   context.caller.account.text() + ":connection/" + *input.name + "/" +
                   RandomUuid(context.random);
  connection.description = input.description;
  connection.type = TypeOf(*input.authorization_type);
  connection.created_at = connection.modified_at = context.now;
  if (const auto applied = ApplyAuth(*input.auth, connection); !applied) return applied.error();
  const ConnectionOutput output = ConnectionOutput::Of(connection);
  context.Emit(ConnectionPut{std::move(connection)});
  return output;
}

Result<ConnectionOutput> UpdateConnection(Context& context, const ConnectionInput& input) {
  const auto found = FindNamed(context, *input.name);
  if (!found) return found.error();
  Connection connection = **found;
  if (input.description) connection.description = input.description;
  if (input.authorization_type && TypeOf(*input.authorization_type) != connection.type) {
    connection.type = TypeOf(*input.authorization_type);
    connection.principal.clear();
    connection.secret.clear();
  }
  const auto applied = ApplyAuth(input.auth.value_or(AuthParametersInput()), connection);
  if (!applied) return applied.error();
  connection.modified_at = context.now;
  const ConnectionOutput output = ConnectionOutput::Of(connection);
  context.Emit(ConnectionPut{std::move(connection)});
  return output;
}

struct NamedConnectionInput {
  std::optional<std::string> name;
};
constexpr Member kNamedInput[] = {
    Field<&NamedConnectionInput::name>("Name", event_shapes::kName).Required(),
};

Result<ConnectionOutput> DeleteConnection(Context& context, const NamedConnectionInput& input) {
  const auto found = FindNamed(context, *input.name);
  if (!found) return found.error();
  ConnectionOutput output = ConnectionOutput::Of(**found);
  output.state = "DELETING";
  context.Emit(ConnectionDeleted{context.caller, *input.name});
  return output;
}

struct ConnectionDescription {
  std::string arn;
  std::string name;
  std::optional<std::string> description;
  std::string state = kAuthorized;
  std::string authorization_type;
  std::optional<AuthParametersInput> auth;
  Timestamp created_at;
  Timestamp modified_at;
};
constexpr Member kListedMembers[] = {
    Field<&ConnectionDescription::arn>("ConnectionArn", shapes::kText),
    Field<&ConnectionDescription::name>("Name", shapes::kText),
    Field<&ConnectionDescription::state>("ConnectionState", shapes::kText),
    Field<&ConnectionDescription::authorization_type>("AuthorizationType", shapes::kText),
    Field<&ConnectionDescription::created_at>("CreationTime", shapes::kTimestamp),
    Field<&ConnectionDescription::modified_at>("LastModifiedTime", shapes::kTimestamp),
    Field<&ConnectionDescription::modified_at>("LastAuthorizedTime", shapes::kTimestamp),
};
constexpr Member kDescribedMembers[] = {
    Field<&ConnectionDescription::description>("Description", shapes::kText),
    Field<&ConnectionDescription::auth>("AuthParameters", event_shapes::kAuth),
};
constexpr auto kDescription = JoinMembers(kListedMembers, kDescribedMembers);
constexpr Shape kListed = StructureShape(kListedMembers);
constexpr Shape kListedAll = ListShape<ConnectionDescription>(kListed);

ConnectionDescription Describe(const Connection& connection) {
  return {connection.arn,
          connection.name,
          connection.description,
          kAuthorized,
          std::string(NameOf(connection.type)),
          ShownAuth(connection),
          connection.created_at,
          connection.modified_at};
}

Result<ConnectionDescription> DescribeConnection(Context& context,
                                                 const NamedConnectionInput& input) {
  const auto found = FindNamed(context, *input.name);
  if (!found) return found.error();
  return Describe(**found);
}

struct ListConnectionsInput {
  std::optional<std::string> prefix;
  std::optional<std::string> state;
  std::optional<std::string> next_token;
  std::optional<std::int32_t> limit;
};
constexpr Member kListInput[] = {
    Field<&ListConnectionsInput::prefix>("NamePrefix", event_shapes::kName),
    Field<&ListConnectionsInput::state>("ConnectionState", shapes::kText),
    Field<&ListConnectionsInput::next_token>("NextToken", event_shapes::kUrl),
    Field<&ListConnectionsInput::limit>("Limit", event_shapes::kLimit),
};
struct ListConnectionsOutput {
  std::vector<ConnectionDescription> connections;
  std::optional<std::string> next_token;
};
constexpr Member kListOutput[] = {
    Field<&ListConnectionsOutput::connections>("Connections", kListedAll),
    Field<&ListConnectionsOutput::next_token>("NextToken", shapes::kText),
};

Result<ListConnectionsOutput> ListConnections(Context& context, const ListConnectionsInput& input) {
  const auto limit = static_cast<std::size_t>(input.limit.value_or(event_shapes::kPageDefault));
  ListConnectionsOutput output;
  if (input.state && *input.state != kAuthorized) return output;
  const auto show = [&](const std::string& name,
                        const Connection& listed) -> std::optional<ConnectionDescription> {
    if (!name.starts_with(input.prefix.value_or(""))) return std::nullopt;
    return Describe(listed);
  };
  output.next_token = FillPage(context.state.AccountIn(context.caller).connections,
                               input.next_token, limit, show, output.connections);
  return output;
}

}  // namespace

extern constexpr Operation kCreateConnection =
    DefineOperation<ConnectionInput, ConnectionOutput, CreateConnection>("CreateConnection",
                                                                         kCreateInput, kOutput);
extern constexpr Operation kUpdateConnection =
    DefineOperation<ConnectionInput, ConnectionOutput, UpdateConnection>("UpdateConnection",
                                                                         kUpdateInput, kOutput);
extern constexpr Operation kDeleteConnection =
    DefineOperation<NamedConnectionInput, ConnectionOutput, DeleteConnection>("DeleteConnection",
                                                                              kNamedInput, kOutput);
extern constexpr Operation kDescribeConnection =
    DefineOperation<NamedConnectionInput, ConnectionDescription, DescribeConnection>(
        "DescribeConnection", kNamedInput, kDescription);
extern constexpr Operation kListConnections =
    DefineOperation<ListConnectionsInput, ListConnectionsOutput, ListConnections>(
        "ListConnections", kListInput, kListOutput);

}  // namespace runnel
