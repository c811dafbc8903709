#include "inspector-ui/view_models/generator.h"

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <utility>

#include "core/base/base64.h"

namespace runnel {
namespace {

// A letter of data each: text that is easy to look at.
constexpr char kLetters[] = "abcdefghijklmnopqrstuvwxyz";

}  // namespace

void Generator::Restart(double seconds) {
  last_ = seconds;
  owed_ = 0;
}

int Generator::Due(double seconds, const GeneratorSettings& settings) {
  const double passed = std::clamp(seconds - last_, 0.0, 1.0);
  last_ = seconds;
  owed_ += passed * settings.records_per_second;
  const int due = static_cast<int>(owed_);
  owed_ -= due;
  return due;
}

std::string Generator::Key(const GeneratorSettings& settings) {
  const double keys = std::max(settings.keys, 1);
  double place = 0;
  switch (settings.distribution) {
    case KeyDistribution::kUniform:
      place = random_.NextUnit() * keys;
      break;
    case KeyDistribution::kSkewed:
      // Each key has about as much as all that follow within a factor of e.
      place = std::exp(random_.NextUnit() * std::log(keys + 1)) - 1;
      break;
    case KeyDistribution::kOneKey:
      break;
  }
  return "key-" + std::to_string(static_cast<int>(std::min(place, keys - 1)));
}

boost::json::object Generator::Batch(const std::string& stream_arn, int count,
                                     const GeneratorSettings& settings) {
  boost::json::array records;
  for (int i = 0; i < count; ++i) {
    std::string data = "{\"number\":" + std::to_string(++number_) + ",\"text\":\"";
    while (static_cast<int>(data.size()) + 2 < settings.data_bytes) {
      data += kLetters[data.size() % (sizeof kLetters - 1)];
    }
    data += "\"}";
    std::string encoded;
    AppendBase64(data, encoded);
    records.push_back(boost::json::object{{"PartitionKey", Key(settings)}, {"Data", encoded}});
  }
  return {{"StreamARN", stream_arn}, {"Records", std::move(records)}};
}

}  // namespace runnel
