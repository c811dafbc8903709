// Mutations as bytes, for journals and snapshots: which of them outlive the process, under which
// name and number.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/state/mutation.h"

namespace runnel {

// One durable change as a journal keeps it.
struct EncodedMutation {
  std::string_view name;  // "StreamCreated", for people who look into the journal
  std::string bytes;
};

// Whether the mutation outlives the process.
bool IsDurable(const Mutation& mutation);

// Nullopt for a mutation that does not outlive the process, and for records, which have a form of
// their own (core/state/record_block.h).
std::optional<EncodedMutation> EncodeMutation(const Mutation& mutation);

// Nullopt for bytes that EncodeMutation of this or an older version did not write.
std::optional<Mutation> DecodeMutation(std::string_view bytes);

}  // namespace runnel
