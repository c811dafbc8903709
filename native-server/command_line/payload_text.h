// What is in a record, for the eyes of a person: unpacked, uncompressed, as text.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace runnel {

struct Payload {
  std::string partition_key;
  std::optional<std::string> explicit_hash_key;  // known of packed records only
  std::string data;                              // as it was put, once uncompressed
  bool gzip = false;
  std::optional<std::size_t> packed_index;  // its place in the aggregate that it came in
};

// The records within a record: those that a producer library packed into it, else itself. What is
// compressed by gzip is uncompressed, up to 64 MiB.
std::vector<Payload> Unpack(std::string_view partition_key, std::string_view data);

// The data on one line: text with its control characters escaped, "\x1b"; what is no text as
// "base64:…".
std::string PayloadText(std::string_view data);

}  // namespace runnel
