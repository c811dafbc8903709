// What pipes send to where no function runs: streams, log groups and API destinations.
// Source: integrations 3.5.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/api/function_invocation.h"
#include "core/api/settings.h"
#include "core/engine/service_calls.h"
#include "core/integrations/pipes/pipe_plan.h"

namespace runnel {

// A request to an API destination.
struct DestinationCall {
  HttpCall http;
  std::string payload;
  // The connection whose token the request lacks yet; null: it is authorized as it is.
  const Connection* lacks_token = nullptr;
};

// Where the settings have a URL for the destination's name, it goes there. Nullopt: neither they
// nor the state know the destination.
std::optional<DestinationCall> DestinationCallOf(const pipes::Sending& sending, const State& state,
                                                 const Settings& settings);

// Adds a parameter to the query of a URL, percent-encoded.
void AppendQuery(std::string_view name, std::string_view value, std::string& url);

// Puts the header in the place of one of that name.
void SetHeader(HttpCall& call, std::string_view name, std::string value);

// Sends to a stream or a log group, and says what came of it. Of what cannot be sent, why: a
// function is one that is not there.
InvocationOutcome OutcomeOf(const pipes::Sending& sending, const Scope& scope,
                            const ServiceCalls& calls, Timestamp now);

}  // namespace runnel
