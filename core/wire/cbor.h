// The CBOR 1.1 protocol: bodies to structs and back, without a document in between.
// AWS: a timestamp is tag 1 with *milliseconds*, where RFC 8949 means seconds (kinesis-api 1.11).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/api/shape.h"
#include "core/wire/shape_reader.h"

namespace runnel::cbor {

// Feeds `body` to `reader`. False when the body is not one complete CBOR item (nested deeper than
// 32, followed by more, text that is not UTF-8, …) or holds what no member can take: a bignum, a
// number that is not finite, a map key that is not text. What the reader was given so far is then
// meaningless. Nothing is allocated on the word of a length alone.
bool Read(std::string_view body, ShapeReader& reader);

// Appends `object`, a struct described by `structure`, as a CBOR map of definite length. Absent
// members are left out.
void Write(const Shape& structure, const void* object, std::string& out);

// Appends `text`, which is UTF-8, as a text string.
void WriteText(std::string_view text, std::string& out);

// Begins a map: `entries` times a key and a value must follow.
void WriteMapHeader(std::size_t entries, std::string& out);

}  // namespace runnel::cbor
