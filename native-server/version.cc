#include "native-server/version.h"

#include <nghttp2/nghttp2.h>
#include <openssl/crypto.h>
#include <sqlite3.h>
#include <zlib.h>

#include "native-server/inspector_page_files.h"

namespace runnel {

std::string_view Version() { return RUNNEL_VERSION; }

std::string VersionText(const Build& build) {
  const bool has_page = !InspectorPageFiles().empty();
  return "runnel " + std::string(Version()) + "\nrevision   " + std::string(build.revision) +
         "\nserves     HTTP/1.1 and HTTP/2, plain and by TLS, with JSON and CBOR; SubscribeToShard "
         "as an event stream" +
         "\ninspector  " + (has_page ? "at /_runnel/" : "not built in") + "\nlibraries  " +
         std::string(build.linkage) + ": OpenSSL " + OpenSSL_version(OPENSSL_VERSION_STRING) +
         ", nghttp2 " + nghttp2_version(0)->version_str + ", SQLite " + sqlite3_libversion() +
         ", zlib " + zlibVersion() + "\n";
}

}  // namespace runnel
