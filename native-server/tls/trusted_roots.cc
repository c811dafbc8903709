#include "native-server/tls/trusted_roots.h"

namespace runnel {
namespace {

namespace ssl = boost::asio::ssl;

ssl::context MakeContext() {
  constexpr const char* kBundles[] = {
      "/etc/ssl/certs/ca-certificates.crt",
      "/etc/pki/tls/certs/ca-bundle.crt",
      "/etc/ssl/ca-bundle.pem",
      "/etc/ssl/cert.pem",
  };
  ssl::context context(ssl::context::tls_client);
  boost::system::error_code ignored;
  context.set_default_verify_paths(ignored);
  for (const char* const bundle : kBundles) context.load_verify_file(bundle, ignored);
  context.set_verify_mode(ssl::verify_peer);
  return context;
}

}  // namespace

ssl::context& TrustingContext() {
  static ssl::context context = MakeContext();
  return context;
}

}  // namespace runnel
