// The server's side of TLS: versions, ALPN, and which certificate a client is shown.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "native-server/server_log.h"
#include "native-server/tls/certificates.h"
#include "native-server/tls/openssl_handles.h"

namespace runnel {

struct TlsSettings {
  // Where the authority is kept. Empty, or not to be used: a new one is made, and kept nowhere.
  std::filesystem::path folder;
  // One's own certificate (with its chain) and key, PEM files. Empty: certificates are made.
  std::filesystem::path certificate;
  std::filesystem::path key;
};

// Makes nothing before the first client asks for TLS. Certificates are made for whatever host name
// a client asks for: whoever redirects an AWS host name to this machine gets one for that name.
// Not thread-safe: every event loop has its own.
class TlsContext {
 public:
  // `log` must outlive the context.
  TlsContext(TlsSettings settings, ServerLog& log) : settings_(std::move(settings)), log_(log) {}
  TlsContext(const TlsContext&) = delete;
  TlsContext& operator=(const TlsContext&) = delete;

  // Whether the files of the settings, if any, can be used; throws Failure if not.
  void Check();

  // The TLS of one connection, which reads and writes the socket `file` itself. Throws Failure as
  // Check would have done.
  TlsHandle Accept(int file);

 private:
  void Prepare();
  void UseFiles(SSL_CTX& context);
  void MakeCertificates(SSL_CTX& context);
  bool ShowCertificate(SSL& tls);

  const TlsSettings settings_;
  ServerLog& log_;
  TlsContextHandle context_;
  KeyAndCertificate authority_;
  KeyHandle key_;
  std::map<std::string, CertificateHandle> made_;  // by host name and local address
};

}  // namespace runnel
