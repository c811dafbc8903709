#include "native-server/tls/tls_context.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include "native-server/failure.h"
#include "native-server/tls/authority_folder.h"

namespace runnel {
namespace {

// ALPN's own form: each name behind its length, the preferred one first.
constexpr std::string_view kProtocols = "\x02h2\x08http/1.1";

// Under which a server on this machine is reached, whatever the client says.
constexpr std::array<std::string_view, 6> kLocalNames = {
    "localhost", "*.localhost",          "127.0.0.1",
    "::1",       "host.docker.internal", "host.containers.internal"};

// Made certificates are kept for this many names; a client that asks for more gets them made anew.
constexpr std::size_t kKeptCertificates = 256;

constexpr std::size_t kReadBufferBytes = 64 * 1024;

int ChooseProtocol(SSL*, const unsigned char** chosen, unsigned char* chosen_size,
                   const unsigned char* offered, unsigned int offered_size, void*) {
  const auto* const ours = reinterpret_cast<const unsigned char*>(kProtocols.data());
  unsigned char* out = nullptr;
  const int result =
      SSL_select_next_proto(&out, chosen_size, ours, kProtocols.size(), offered, offered_size);
  *chosen = out;
  // Without agreement the connection goes on: its first bytes tell what it speaks.
  return result == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
}

// The address at which the client reached us, as text.
std::string LocalAddress(int file) {
  sockaddr_storage address{};
  socklen_t size = sizeof(address);
  if (getsockname(file, reinterpret_cast<sockaddr*>(&address), &size) != 0) return {};
  const bool is_v4 = address.ss_family == AF_INET;
  const void* const bytes =
      is_v4 ? static_cast<const void*>(&reinterpret_cast<sockaddr_in*>(&address)->sin_addr)
            : static_cast<const void*>(&reinterpret_cast<sockaddr_in6*>(&address)->sin6_addr);
  std::array<char, INET6_ADDRSTRLEN> text{};
  const char* const written = inet_ntop(address.ss_family, bytes, text.data(), text.size());
  return written == nullptr ? std::string() : written;
}

}  // namespace

void TlsContext::Check() {
  if (!settings_.certificate.empty() || !settings_.key.empty()) Prepare();
}

void TlsContext::Prepare() {
  if (context_) return;
  TlsContextHandle context(SSL_CTX_new(TLS_server_method()));
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  // A client that closes its socket without a farewell is a client that has closed its socket.
  SSL_CTX_set_options(context.get(), SSL_OP_IGNORE_UNEXPECTED_EOF | SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_set_mode(context.get(), SSL_MODE_ENABLE_PARTIAL_WRITE |
                                      SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                      SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);  // tickets do without
  SSL_CTX_set_num_tickets(context.get(), 1);
  // One system call for many records.
  SSL_CTX_set_read_ahead(context.get(), 1);
  SSL_CTX_set_default_read_buffer_len(context.get(), kReadBufferBytes);
  SSL_CTX_set_alpn_select_cb(context.get(), ChooseProtocol, nullptr);
  if (settings_.certificate.empty() && settings_.key.empty()) {
    MakeCertificates(*context);
  } else {
    UseFiles(*context);
  }
  context_ = std::move(context);
}

void TlsContext::UseFiles(SSL_CTX& context) {
  const auto fail = [](const std::string& what, const std::filesystem::path& path) {
    throw Failure(kExitUsage, "cannot use " + path.string() + " as the TLS " + what + ": " +
                                  TakeOpensslError());
  };
  if (settings_.certificate.empty() || settings_.key.empty()) {
    throw Failure(kExitUsage, "--tls-cert and --tls-key go together: give both or neither");
  }
  if (SSL_CTX_use_certificate_chain_file(&context, settings_.certificate.c_str()) != 1) {
    fail("certificate", settings_.certificate);
  }
  if (SSL_CTX_use_PrivateKey_file(&context, settings_.key.c_str(), SSL_FILETYPE_PEM) != 1 ||
      SSL_CTX_check_private_key(&context) != 1) {
    fail("key", settings_.key);
  }
}

void TlsContext::MakeCertificates(SSL_CTX& context) {
  try {
    if (!settings_.folder.empty()) authority_ = LoadOrMakeAuthority(settings_.folder);
  } catch (const Failure& failure) {
    log_.Say(LogLevel::kWarn, std::string(failure.what()) +
                                  ": until it stops, this server uses ones that nobody can trust");
  }
  if (!authority_.key) authority_ = MakeAuthority();
  key_ = MakeKey();
  SSL_CTX_set_cert_cb(
      &context,
      [](SSL* tls, void* self) {
        return static_cast<TlsContext*>(self)->ShowCertificate(*tls) ? 1 : 0;
      },
      this);
}

bool TlsContext::ShowCertificate(SSL& tls) {
  const char* const asked = SSL_get_servername(&tls, TLSEXT_NAMETYPE_host_name);
  const std::string host = asked == nullptr ? "" : asked;
  const std::string address = LocalAddress(SSL_get_fd(&tls));
  if (made_.size() >= kKeptCertificates) made_.clear();
  CertificateHandle& certificate = made_[host + ' ' + address];
  if (!certificate) {
    std::vector<std::string> names(kLocalNames.begin(), kLocalNames.end());
    names.push_back(host);
    names.push_back(address);
    certificate = MakeServerCertificate(authority_, *key_, names);
  }
  return SSL_use_certificate(&tls, certificate.get()) == 1 &&
         SSL_use_PrivateKey(&tls, key_.get()) == 1;
}

TlsHandle TlsContext::Accept(int file) {
  Prepare();
  TlsHandle tls(SSL_new(context_.get()));
  SSL_set_fd(tls.get(), file);
  SSL_set_accept_state(tls.get());
  return tls;
}

}  // namespace runnel
