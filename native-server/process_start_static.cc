#include <nss.h>
#include <openssl/crypto.h>

#include "native-server/process_start.h"

namespace runnel {

// Code of this machine's libraries, which may be older or younger, is not to be loaded into a
// process that has its own: names are looked up in files and by DNS, which are built in, whatever
// nsswitch.conf says; and OpenSSL does not read a configuration that could name modules.
void PrepareProcess() {
  for (const char* database : {"hosts", "passwd", "group"}) {
    __nss_configure_lookup(database, database[0] == 'h' ? "files dns" : "files");
  }
  OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr);
}

std::string_view Linkage() { return "static"; }

}  // namespace runnel
