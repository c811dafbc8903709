// State::Apply for connections and API destinations.
#include "core/state/state.h"

namespace runnel {

const Connection* State::FindConnection(std::string_view arn) const {
  const auto named = ParseEventResourceArn(arn);
  if (!named) return nullptr;
  const Account& account = AccountIn(named->scope);
  const auto found = account.connections.find(named->name);
  const bool is_it = found != account.connections.end() && found->second.arn == arn;
  return is_it ? &found->second : nullptr;
}

const ApiDestination* State::FindApiDestination(std::string_view arn) const {
  const auto named = ParseEventResourceArn(arn);
  if (!named) return nullptr;
  const Account& account = AccountIn(named->scope);
  const auto found = account.api_destinations.find(named->name);
  const bool is_it = found != account.api_destinations.end() && found->second.arn == arn;
  return is_it ? &found->second : nullptr;
}

void State::On(const ConnectionPut& m) {
  accounts_[m.connection.scope].connections.insert_or_assign(m.connection.name, m.connection);
}

void State::On(const ConnectionDeleted& m) { accounts_[m.scope].connections.erase(m.name); }

void State::On(const ApiDestinationPut& m) {
  accounts_[m.destination.scope].api_destinations.insert_or_assign(m.destination.name,
                                                                   m.destination);
}

void State::On(const ApiDestinationDeleted& m) {
  accounts_[m.scope].api_destinations.erase(m.name);
}

}  // namespace runnel
