#include "native-server/version.h"

namespace runnel {

std::string_view Version() { return RUNNEL_VERSION; }

std::string VersionText() {
  return "runnel " + std::string(Version()) +
         "\nServes HTTP/1.1 and HTTP/2, plain and by TLS, with JSON and CBOR; SubscribeToShard as "
         "an event stream.\n";
}

}  // namespace runnel
