// How the commands that make calls say who calls.
#pragma once

#include <string>
#include <string_view>

#include "core/api/identity.h"
#include "core/base/time.h"
#include "native-server/command_line/http_client.h"

namespace runnel {

// Signs the request, for the service of that signing name in `region`. To be done last: whatever
// changes later is not what was signed.
void Sign(HttpRequest& request, const Endpoint& endpoint, const Identity& identity,
          std::string_view region, Timestamp now, std::string_view service = "kinesis");

// Says who calls without proving it, for servers that do not verify signatures.
void NameCaller(HttpRequest& request, std::string_view access_key, std::string_view region,
                Timestamp now, std::string_view service = "kinesis");

}  // namespace runnel
