// The head of an HTTP/1.1 request as nearly every client writes it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "native-server/http/extent.h"

namespace runnel {

struct PlainHead {
  Extent method;
  Extent target;
  std::uint64_t body_bytes = 0;
  std::size_t head_bytes = 0;
};

// Reads the head at the front of `input`. False says nothing but that a real parser is to look at
// it, from the start: it is not whole, or something about it is unusual or wrong. What is read is
// of HTTP/1.1, keeps its connection, and has at most a Content-Length to tell of its body. `fields`
// receives the header fields.
bool ReadPlainHead(std::string_view input, PlainHead& head, std::vector<FieldExtents>& fields);

}  // namespace runnel
