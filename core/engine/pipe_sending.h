// What pipes send to where no function runs: streams, log groups and API destinations.
// Source: integrations 3.5.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "core/api/function_invocation.h"
#include "core/engine/service_calls.h"
#include "core/integrations/pipes/pipe_plan.h"

namespace runnel {

// The request to an API destination, which `destinations` has by its name (Settings). Nullopt: it
// does not.
std::optional<HttpCall> HttpCallOf(const pipes::Sending& sending,
                                   const std::map<std::string, std::string>& destinations);

// Sends to a stream or a log group, and says what came of it. Of what cannot be sent, why; of a
// function that need not be waited for, that it is done.
InvocationOutcome OutcomeOf(const pipes::Sending& sending, const Scope& scope,
                            const ServiceCalls& calls, Timestamp now);

}  // namespace runnel
