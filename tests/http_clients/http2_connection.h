// An HTTP/2 client on a channel: calls that wait for their answer, and answers that stay open.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "tests/http_clients/channel.h"
#include "tests/http_clients/http2_client.h"

namespace runnel::test {

// Used by one thread. Errors, among them whatever breaks the protocol, are std::runtime_error.
class Http2Connection {
 public:
  // Begins with the client's preface: prior knowledge, whatever the channel.
  explicit Http2Connection(std::unique_ptr<Channel> channel);

  // Sends a request; `body` must stay until it is answered. The id of its stream.
  std::int32_t Begin(std::string_view method, std::string_view path, std::string_view body,
                     const Http2Client::Fields& fields);
  // The answer to a stream once it has ended. Throws if nothing comes for `patience`.
  Http2Answer Finish(std::int32_t stream, std::chrono::milliseconds patience);
  // What is there of an answer. The caller may take what he has seen of its body.
  Http2Answer& Answer(std::int32_t stream) { return client_->answers[stream]; }
  // Gives a stream up.
  void Cancel(std::int32_t stream);
  // Sends what is to be sent and takes in what comes next. False: nothing did, for `patience`, or
  // the server has ended the connection.
  bool Advance(std::chrono::milliseconds patience);

 private:
  std::unique_ptr<Channel> channel_;
  std::unique_ptr<Http2Client> client_;
};

}  // namespace runnel::test
