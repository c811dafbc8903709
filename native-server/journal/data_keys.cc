#include "native-server/journal/data_keys.h"

#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>

#include "core/base/base64.h"
#include "core/base/check.h"
#include "native-server/failure.h"

namespace runnel {
namespace {

constexpr std::size_t kNonceBytes = 12;
constexpr std::size_t kTagBytes = 16;

struct FreeCipher {
  void operator()(EVP_CIPHER_CTX* cipher) const { EVP_CIPHER_CTX_free(cipher); }
};
using Cipher = std::unique_ptr<EVP_CIPHER_CTX, FreeCipher>;

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* Bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

// Nonce, ciphertext, tag.
std::string SealWith(const unsigned char* key, std::string_view context, std::string_view bytes) {
  std::string sealed(kNonceBytes + bytes.size() + kTagBytes, '\0');
  RUNNEL_CHECK(RAND_bytes(Bytes(sealed), kNonceBytes) == 1);
  const Cipher cipher(EVP_CIPHER_CTX_new());
  int size = 0;
  bool done = EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key, Bytes(sealed)) == 1;
  done = done && EVP_EncryptUpdate(cipher.get(), nullptr, &size, Bytes(context),
                                   static_cast<int>(context.size())) == 1;
  done = done && EVP_EncryptUpdate(cipher.get(), Bytes(sealed) + kNonceBytes, &size, Bytes(bytes),
                                   static_cast<int>(bytes.size())) == 1;
  done = done && EVP_EncryptFinal_ex(cipher.get(), Bytes(sealed) + kNonceBytes + size, &size) == 1;
  done = done && EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, kTagBytes,
                                     Bytes(sealed) + kNonceBytes + bytes.size()) == 1;
  RUNNEL_CHECK(done);
  return sealed;
}

std::optional<std::string> OpenWith(const unsigned char* key, std::string_view context,
                                    std::string_view sealed) {
  if (sealed.size() < kNonceBytes + kTagBytes) return std::nullopt;
  const std::string_view body = sealed.substr(kNonceBytes, sealed.size() - kNonceBytes - kTagBytes);
  std::string tag(sealed.substr(sealed.size() - kTagBytes));
  std::string bytes(body.size(), '\0');
  const Cipher cipher(EVP_CIPHER_CTX_new());
  int size = 0;
  bool done = EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key, Bytes(sealed)) == 1;
  done = done && EVP_DecryptUpdate(cipher.get(), nullptr, &size, Bytes(context),
                                   static_cast<int>(context.size())) == 1;
  done = done && EVP_DecryptUpdate(cipher.get(), Bytes(bytes), &size, Bytes(body),
                                   static_cast<int>(body.size())) == 1;
  done =
      done && EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, kTagBytes, Bytes(tag)) == 1;
  done = done && EVP_DecryptFinal_ex(cipher.get(), Bytes(bytes) + size, &size) == 1;
  if (!done) return std::nullopt;
  return bytes;
}

[[noreturn]] void Fail(const std::filesystem::path& file, const std::string& why) {
  throw Failure(kExitFailed, "the key file " + file.string() + " cannot be used: " + why);
}

// Empty: there is no such file.
std::string ReadKeyFile(const std::filesystem::path& file) {
  const int descriptor = open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    if (errno != ENOENT) Fail(file, std::strerror(errno));
    return {};
  }
  std::string text(256, '\0');
  const ssize_t count = read(descriptor, text.data(), text.size());
  close(descriptor);
  text.resize(count < 0 ? 0 : static_cast<std::size_t>(count));
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  return text;
}

void WriteKeyFile(const std::filesystem::path& file, const std::string& text) {
  const int descriptor = open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) Fail(file, std::strerror(errno));
  const bool written =
      write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
      fsync(descriptor) == 0;
  close(descriptor);
  if (!written) {
    unlink(file.c_str());
    Fail(file, "it could not be written");
  }
}

std::string WrapContext(const std::string& key_id) { return "data key of " + key_id; }

}  // namespace

DataKeys::~DataKeys() {
  if (master_) OPENSSL_cleanse(master_->data(), master_->size());
  for (auto& [id, key] : keys_) OPENSSL_cleanse(key.data(), key.size());
}

const DataKeys::Key& DataKeys::Master() {
  if (master_) return *master_;
  Key key{};
  std::string text = ReadKeyFile(key_file_);
  if (text.empty()) {
    RUNNEL_CHECK(RAND_bytes(key.data(), key.size()) == 1);
    AppendBase64(std::string_view(reinterpret_cast<const char*>(key.data()), key.size()), text);
    WriteKeyFile(key_file_, text + "\n");
  } else {
    std::string bytes;
    if (DecodeBase64(text, bytes) || bytes.size() != key.size()) {
      Fail(key_file_, "it should hold 32 bytes in base64 (`openssl rand -base64 32` makes such)");
    }
    std::memcpy(key.data(), bytes.data(), key.size());
  }
  return master_.emplace(key);
}

void DataKeys::Add(const std::string& key_id, std::string_view wrapped) {
  if (ReadKeyFile(key_file_).empty()) {
    Fail(key_file_,
         "it is not there, and records are encrypted under it; bring it back, or name the right "
         "one with --key-file");
  }
  const auto bytes = OpenWith(Master().data(), WrapContext(key_id), wrapped);
  if (!bytes || bytes->size() != Key().size()) {
    Fail(key_file_,
         "it is not the one that records are encrypted under; name that with "
         "--key-file");
  }
  std::memcpy(keys_[key_id].data(), bytes->data(), bytes->size());
}

std::optional<std::string> DataKeys::Make(const std::string& key_id) {
  if (keys_.contains(key_id)) return std::nullopt;
  const Key& master = Master();
  Key& key = keys_[key_id];
  RUNNEL_CHECK(RAND_bytes(key.data(), key.size()) == 1);
  return SealWith(master.data(), WrapContext(key_id),
                  {reinterpret_cast<const char*>(key.data()), key.size()});
}

std::string DataKeys::Seal(const std::string& key_id, std::string_view context,
                           std::string_view bytes) {
  return SealWith(keys_.at(key_id).data(), context, bytes);
}

std::optional<std::string> DataKeys::Open(const std::string& key_id, std::string_view context,
                                          std::string_view sealed) const {
  const auto key = keys_.find(key_id);
  if (key == keys_.end()) return std::nullopt;
  return OpenWith(key->second.data(), context, sealed);
}

}  // namespace runnel
