// Encryption at rest: what is put into a stream under StartStreamEncryption is sealed with a data
// key of the stream's KeyId before it reaches the disk. Data keys are kept beside the data, each
// wrapped by the master key, which is in a file of its own.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace runnel {

// AES-256-GCM throughout. Every function throws Failure if the key file cannot be used.
class DataKeys {
 public:
  // The master key is in `key_file` (0600), and made there when it is first needed.
  explicit DataKeys(std::filesystem::path key_file) : key_file_(std::move(key_file)) {}
  ~DataKeys();
  DataKeys(const DataKeys&) = delete;
  DataKeys& operator=(const DataKeys&) = delete;

  // Takes over a data key that Make gave. Throws Failure if this master key did not wrap it.
  void Add(const std::string& key_id, std::string_view wrapped);
  // A new data key, wrapped, to be kept; nullopt if there is one already.
  std::optional<std::string> Make(const std::string& key_id);
  bool Has(const std::string& key_id) const { return keys_.contains(key_id); }
  // What was made is not kept after all.
  void Forget(const std::string& key_id) { keys_.erase(key_id); }

  // `context` must be the same for both; it is not kept in the sealed bytes.
  // REQUIRES: there is a data key of that id.
  std::string Seal(const std::string& key_id, std::string_view context, std::string_view bytes);
  // Nullopt: there is no such key, or Seal did not make this with the key and context.
  std::optional<std::string> Open(const std::string& key_id, std::string_view context,
                                  std::string_view sealed) const;

 private:
  using Key = std::array<unsigned char, 32>;

  const Key& Master();

  const std::filesystem::path key_file_;
  std::optional<Key> master_;
  std::map<std::string, Key> keys_;
};

}  // namespace runnel
