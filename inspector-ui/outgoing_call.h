// A call that the inspector makes, and what an HTTP request says about who makes it.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <utility>
#include <vector>

#include "core/base/time.h"

namespace runnel {

// Whom the inspector calls as. Without a secret key it names itself and proves nothing: servers
// that do not verify signatures ask for no more.
struct Caller {
  std::string access_key;  // empty: that of the account that a call is for
  std::string secret_key;
  std::string session_token;
  std::string region = "us-east-1";  // of calls that are about no stream
  std::string account = "000000000000";
};

struct OutgoingCall {
  std::string target;  // "Kinesis_20131202.PutRecord", "Runnel.UpdateClock"
  boost::json::object input;
  // Of the stream that it is about; empty: the caller's own.
  std::string account = {};
  std::string region = {};
};

// The answer of a server as it came.
struct AnswerText {
  std::string body;
  std::string refusal;  // empty: it succeeded
};

using HeaderTexts = std::vector<std::pair<std::string, std::string>>;

// The headers of a POST of `body` to "/" but those that every client sets by itself. `host` is the
// authority that the request goes to, "127.0.0.1:4566".
HeaderTexts HeadersOf(const OutgoingCall& call, const std::string& body, const Caller& caller,
                      const std::string& host, Timestamp now);

// `status` 0: there was no answer, for the reason that `body` gives.
AnswerText ReadAnswer(int status, std::string body);

// Empty for what is no JSON object.
boost::json::object ObjectOf(const std::string& body);

}  // namespace runnel
