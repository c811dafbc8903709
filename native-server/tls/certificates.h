// Certificates for a server on one's own machine, and the authority that vouches for them.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "native-server/tls/openssl_handles.h"

namespace runnel {

struct KeyAndCertificate {
  KeyHandle key;
  CertificateHandle certificate;
};

// A new authority: a person trusts its certificate, and with it those made by
// MakeServerCertificate. Valid for ten years.
KeyAndCertificate MakeAuthority();

KeyHandle MakeKey();

// A certificate for a server that is reached under `names`: host names and addresses. What is
// neither is left out. Valid for a year; `key` is the server's.
CertificateHandle MakeServerCertificate(const KeyAndCertificate& authority, EVP_PKEY& key,
                                        std::span<const std::string> names);

std::string CertificateText(X509& certificate);
std::string KeyText(EVP_PKEY& key);
// Null if the text is not PEM of that kind.
CertificateHandle ReadCertificate(std::string_view text);
KeyHandle ReadKey(std::string_view text);
// Whether the certificate is for that key and valid today.
bool IsUsable(const KeyAndCertificate& pair);

}  // namespace runnel
