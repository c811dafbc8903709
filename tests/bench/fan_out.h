// Consumers of one shard that wait for its events, each on a connection of its own.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace runnel::bench {

enum class Version { kHttp1, kHttp2 };

// Creates the stream, of one shard. Its ARN.
std::string CreateStream(std::uint16_t port, const std::string& name);
// Registers a consumer. Its ARN.
std::string RegisterConsumer(std::uint16_t port, const std::string& stream_arn,
                             const std::string& name);

// An open subscription. Errors are std::runtime_error.
class Subscription {
 public:
  virtual ~Subscription() = default;
  // Reads until `text` has come.
  virtual void ReadThrough(std::string_view text) = 0;
};

// Returns once the initial response has come. `from`: LATEST or TRIM_HORIZON.
std::unique_ptr<Subscription> Subscribe(std::uint16_t port, Version version,
                                        const std::string& consumer_arn,
                                        const std::string& from = "LATEST");

}  // namespace runnel::bench
