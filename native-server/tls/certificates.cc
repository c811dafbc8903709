#include "native-server/tls/certificates.h"

#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <array>

#include "core/base/check.h"

namespace runnel {
namespace {

constexpr long kDaySeconds = 24 * 60 * 60;
constexpr long kAuthorityDays = 3650;
// Some clients refuse the certificate of a server that is valid for longer.
constexpr long kServerDays = 397;
constexpr long kVersion3 = 2;

bool IsAddress(const std::string& name) {
  std::array<unsigned char, sizeof(in6_addr)> bytes;
  return inet_pton(AF_INET, name.c_str(), bytes.data()) == 1 ||
         inet_pton(AF_INET6, name.c_str(), bytes.data()) == 1;
}

// Names come from whoever connects: nothing but letters, digits, hyphens and dots gets into the
// text from which OpenSSL makes the extension.
bool IsHostName(std::string_view name) {
  constexpr std::string_view kAllowed =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._*";
  return !name.empty() && name.size() <= 253 &&
         name.find_first_not_of(kAllowed) == std::string_view::npos;
}

void AddExtension(X509& certificate, X509& issuer, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, &issuer, &certificate, nullptr, nullptr, 0);
  X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
  RUNNEL_CHECK(extension != nullptr);
  X509_add_ext(&certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

// Everything that an authority's certificate and a server's have in common.
CertificateHandle NewCertificate(EVP_PKEY& key, long days) {
  CertificateHandle certificate(X509_new());
  X509_set_version(certificate.get(), kVersion3);
  std::array<unsigned char, 16> serial;
  RAND_bytes(serial.data(), serial.size());
  serial[0] = (serial[0] & 0x7f) | 0x40;  // positive, and of full length
  BIGNUM* const number = BN_bin2bn(serial.data(), serial.size(), nullptr);
  BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate.get()));
  BN_free(number);
  // From yesterday: the clocks of containers and of their hosts differ.
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -kDaySeconds);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), days * kDaySeconds);
  X509_set_pubkey(certificate.get(), &key);
  return certificate;
}

void SetName(X509_NAME* name, const std::string& common_name) {
  const auto add = [name](const char* field, const std::string& text) {
    X509_NAME_add_entry_by_txt(name, field, MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>(text.data()),
                               static_cast<int>(text.size()), -1, 0);
  };
  add("O", "Runnel");
  add("CN", common_name);
}

std::string Contents(BIO& bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(&bio, &data);
  return {data, static_cast<std::size_t>(size)};
}

BioHandle Reader(std::string_view text) {
  return BioHandle(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

}  // namespace

std::string TakeOpensslError() {
  std::array<char, 256> text{};
  const unsigned long error = ERR_peek_last_error();
  ERR_clear_error();
  const char* const reason = ERR_reason_error_string(error);
  if (reason != nullptr) return reason;
  ERR_error_string_n(error, text.data(), text.size());
  return error == 0 ? "unknown error" : text.data();
}

KeyHandle MakeKey() { return KeyHandle(EVP_EC_gen("P-256")); }

KeyAndCertificate MakeAuthority() {
  KeyAndCertificate authority{MakeKey(), nullptr};
  authority.certificate = NewCertificate(*authority.key, kAuthorityDays);
  X509& certificate = *authority.certificate;
  // A number in the name keeps apart the authorities of several machines in one trust store.
  std::array<unsigned char, 4> number;
  RAND_bytes(number.data(), number.size());
  std::string name = "Runnel on this machine ";
  for (const unsigned char byte : number) {
    name += "0123456789abcdef"[byte >> 4];
    name += "0123456789abcdef"[byte & 15];
  }
  SetName(X509_get_subject_name(&certificate), name);
  X509_set_issuer_name(&certificate, X509_get_subject_name(&certificate));
  AddExtension(certificate, certificate, NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
  AddExtension(certificate, certificate, NID_key_usage, "critical,keyCertSign,cRLSign");
  AddExtension(certificate, certificate, NID_subject_key_identifier, "hash");
  X509_sign(&certificate, authority.key.get(), EVP_sha256());
  return authority;
}

CertificateHandle MakeServerCertificate(const KeyAndCertificate& authority, EVP_PKEY& key,
                                        std::span<const std::string> names) {
  CertificateHandle made = NewCertificate(key, kServerDays);
  X509& certificate = *made;
  X509& issuer = *authority.certificate;
  SetName(X509_get_subject_name(&certificate), "Runnel");
  X509_set_issuer_name(&certificate, X509_get_subject_name(&issuer));
  AddExtension(certificate, issuer, NID_basic_constraints, "critical,CA:FALSE");
  AddExtension(certificate, issuer, NID_key_usage, "critical,digitalSignature");
  AddExtension(certificate, issuer, NID_ext_key_usage, "serverAuth");
  AddExtension(certificate, issuer, NID_authority_key_identifier, "keyid");
  std::string alternatives;
  for (const std::string& name : names) {
    const bool is_address = IsAddress(name);
    if (!is_address && !IsHostName(name)) continue;
    alternatives += alternatives.empty() ? "" : ",";
    alternatives += (is_address ? "IP:" : "DNS:") + name;
  }
  if (!alternatives.empty()) {
    AddExtension(certificate, issuer, NID_subject_alt_name, alternatives);
  }
  X509_sign(&certificate, authority.key.get(), EVP_sha256());
  return made;
}

std::string CertificateText(X509& certificate) {
  const BioHandle bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(bio.get(), &certificate);
  return Contents(*bio);
}

std::string KeyText(EVP_PKEY& key) {
  const BioHandle bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_PrivateKey(bio.get(), &key, nullptr, nullptr, 0, nullptr, nullptr);
  return Contents(*bio);
}

CertificateHandle ReadCertificate(std::string_view text) {
  return CertificateHandle(PEM_read_bio_X509(Reader(text).get(), nullptr, nullptr, nullptr));
}

KeyHandle ReadKey(std::string_view text) {
  // No password is asked for: a server has nobody to ask.
  const auto no_password = [](char*, int, int, void*) { return 0; };
  return KeyHandle(PEM_read_bio_PrivateKey(Reader(text).get(), nullptr, no_password, nullptr));
}

bool IsUsable(const KeyAndCertificate& pair) {
  return pair.key && pair.certificate &&
         X509_check_private_key(pair.certificate.get(), pair.key.get()) == 1 &&
         X509_cmp_current_time(X509_get0_notAfter(pair.certificate.get())) > 0;
}

}  // namespace runnel
