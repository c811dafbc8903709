#include "native-server/tls/trusted_roots.h"

namespace runnel {

void TrustRoots(boost::asio::ssl::context& context) {
  constexpr const char* kBundles[] = {
      "/etc/ssl/certs/ca-certificates.crt",
      "/etc/pki/tls/certs/ca-bundle.crt",
      "/etc/ssl/ca-bundle.pem",
      "/etc/ssl/cert.pem",
  };
  boost::system::error_code ignored;
  context.set_default_verify_paths(ignored);
  for (const char* const bundle : kBundles) context.load_verify_file(bundle, ignored);
}

}  // namespace runnel
