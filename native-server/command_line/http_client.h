// The HTTP client of the command line: one request, one connection, one answer.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/time.h"
#include "native-server/failure.h"

namespace runnel {

// Where a server is: "http://127.0.0.1:4566".
struct Endpoint {
  std::string host;
  std::uint16_t port = 80;

  std::string Url() const;
  // By its name: "localhost" or "127.0.0.1".
  bool IsThisMachine() const;
  // The Host header: "127.0.0.1:4566".
  std::string Authority() const;
};

// Throws Failure (kExitUsage) for what is not an http:// address. Without a scheme, http is meant.
// `source` says where the text came from, for the message.
Endpoint ReadEndpoint(std::string_view text, std::string_view source);

struct HttpRequest {
  std::string method = "GET";
  std::string target = "/";
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

struct HttpAnswer {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;

  // Empty: there is no such header. Case does not matter.
  std::string_view Header(std::string_view name) const;
};

// There is no whole answer.
class NoAnswer : public Failure {
 public:
  enum class Why {
    kNothingListens,
    kUnreachable,  // there is no such host, or no way to it
    kSilent,       // it was connected to, and said nothing for too long
    kCutOff,       // it ended the connection
    kNoHttp,       // what it said is no HTTP
  };

  NoAnswer(Why why, const std::string& text) : Failure(kExitFailed, text), why_(why) {}
  Why why() const { return why_; }

 private:
  Why why_;
};

// Takes a part of a body as it arrives.
using BodySink = std::function<void(std::string_view part)>;

// Sends the request and waits for the whole answer. `silence_max` is the longest the server may say
// nothing. With `sink`, the body of an answer of status 200 goes there piece by piece instead of
// into the answer. Throws NoAnswer if there is no whole answer.
HttpAnswer SendHttp(const Endpoint& endpoint, const HttpRequest& request, Duration silence_max,
                    const BodySink& sink = {});

}  // namespace runnel
