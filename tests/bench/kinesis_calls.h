// The calls that benchmarks make, as whole requests, with the same bytes in every run.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace runnel::bench {

inline constexpr int kRecordsOfPut = 500;  // as many as PutRecords takes

// The value of the first member of that name in a JSON text. Throws std::runtime_error if there is
// none.
std::string TextMember(const std::string& json, const std::string& name);

// Creates a stream; with no delay it can be used at once.
void MakeStream(std::uint16_t port, const std::string& name, int shards);

// `count` different PutRecords of one record of `bytes` random bytes each, or of kRecordsOfPut.
std::vector<std::string> PutRecordTexts(const std::string& stream, std::size_t bytes, int count);
std::vector<std::string> PutRecordsTexts(const std::string& stream, std::size_t bytes, int count);
// The body of one PutRecords.
std::string PutRecordsBody(const std::string& stream, std::size_t bytes, int seed);

// GetRecords of the stream's first shard, of at most `limit` records, by an iterator that `type`
// (TRIM_HORIZON, LATEST) gives now.
std::string GetRecordsText(std::uint16_t port, const std::string& stream, const std::string& type,
                           int limit);

}  // namespace runnel::bench
