// Records that the inspector puts by itself: so many a second, with keys drawn as one chooses.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <string>

#include "core/base/prng.h"

namespace runnel {

enum class KeyDistribution { kUniform, kSkewed, kOneKey };
inline constexpr const char* kKeyDistributions[] = {"even", "few keys have most", "one key"};

struct GeneratorSettings {
  int records_per_second = 100;
  int data_bytes = 100;
  int keys = 1000;
  KeyDistribution distribution = KeyDistribution::kUniform;
};

class Generator {
 public:
  // Of one PutRecords.
  static constexpr int kRecordsMax = 500;

  // How many records are due since the last time that was asked, at most those of one second: who
  // was away does not catch up. `seconds` is a clock that never goes back.
  int Due(double seconds, const GeneratorSettings& settings);
  // From now on. Nothing is due for what has passed.
  void Restart(double seconds);
  // The input of a PutRecords. REQUIRES: 1 <= `count` <= kRecordsMax.
  boost::json::object Batch(const std::string& stream_arn, int count,
                            const GeneratorSettings& settings);

 private:
  std::string Key(const GeneratorSettings& settings);

  double last_ = 0;
  double owed_ = 0;
  std::uint64_t number_ = 0;
  Prng random_{1};
};

}  // namespace runnel
