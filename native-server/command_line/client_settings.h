// Whom the commands that make calls talk to, and as whom.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/api/identity.h"
#include "native-server/command_line/http_client.h"
#include "native-server/config/load_config.h"
#include "native-server/failure.h"

namespace runnel {

// Several servers run, and nothing says which is meant.
class SeveralServers : public Failure {
 public:
  explicit SeveralServers(const std::string& text) : Failure(kExitUsage, text) {}
};

// What the flag --endpoint gives, if anything, else RUNNEL_ENDPOINT, else the port of RUNNEL_PORT,
// else the server that runs on this machine, else the port of other emulators' variables, else
// port 4566. Throws Failure (kExitUsage) for what is no address, and SeveralServers if they run,
// none of them on 4566.
Endpoint FindEndpoint(const Environment& environment, std::string_view given = {});

// The first port of RUNNEL_PORT. Nullopt: it is not set, or is 0, and the server has picked one.
// Throws Failure (kExitUsage) for what is no port.
std::optional<std::uint16_t> PortOfVariable(const Environment& environment);

// AWS_REGION, AWS_DEFAULT_REGION, RUNNEL_REGION, or us-east-1.
std::string FindRegion(const Environment& environment);

// The access key chooses the account if it is 12 digits. Any other key of the person's is a real
// one, of no use here: "test" goes in its place.
std::string FindAccessKey(const Environment& environment);

// Who calls where signatures are verified: the profile of that name in the credentials file of
// RUNNEL_CREDENTIALS. Without a name: RUNNEL_PROFILE, else the profile "default", else the first.
// Nullopt without such a file. Throws Failure (kExitUsage) for a bad file or an unknown profile.
std::optional<Identity> FindIdentity(const Environment& environment, std::string_view profile);

}  // namespace runnel
