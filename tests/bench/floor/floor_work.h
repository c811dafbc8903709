// The least that PutRecord and PutRecords must do in memory.
#pragma once

#include <string>
#include <string_view>

namespace runnel::bench {

// Puts the records of `request`, the JSON of a PutRecord or PutRecords, into one of four shards
// each, which keep the latest 32 MiB, and sets `answer` to the JSON of the answer. May be used by
// any thread. Built for a processor with AVX2, it decodes base64 by that.
void DoWork(std::string_view request, std::string& answer);

}  // namespace runnel::bench
