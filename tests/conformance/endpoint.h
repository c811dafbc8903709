// What is judged: something that takes HTTP requests and answers as Kinesis does.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace runnel::conformance {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct RawRequest {
  std::string method = "POST";
  std::string target = "/";
  Headers headers;
  std::string body;
};

// The value of the first header of that name, without regard to case.
std::optional<std::string> FindHeader(const Headers& headers, std::string_view name);

// What came out of an open response at one reading.
struct StreamRead {
  enum class Kind {
    kBytes,
    kEnd,
    kNothing,  // nothing came although the reader was prepared to wait
  };
  Kind kind = Kind::kNothing;
  std::string bytes;
};

// The body of a response that stays open. Destroying it hangs up.
class ByteStream {
 public:
  virtual ~ByteStream() = default;
  // Waits until there is something to read, as far as the endpoint has anything to wait for.
  virtual StreamRead Read() = 0;
};

struct RawReply {
  int status = 0;
  Headers headers;
  std::string body;
  // Set if the response stays open; `body` is then empty and all bytes come from here.
  std::unique_ptr<ByteStream> stream;
};

// Used by one thread. Send throws std::runtime_error if no answer can be had at all.
class Endpoint {
 public:
  virtual ~Endpoint() = default;
  virtual RawReply Send(const RawRequest& request) = 0;
};

}  // namespace runnel::conformance
