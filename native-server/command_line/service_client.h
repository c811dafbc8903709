// Calls to a server of the Kinesis API, for commands that are made of several.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "native-server/command_line/client_settings.h"
#include "native-server/failure.h"

namespace runnel {

// The service said no.
class ServiceRefusal : public Failure {
 public:
  ServiceRefusal(const std::string& text, std::string code, std::string message)
      : Failure(kExitFailed, text), code_(std::move(code)), message_(std::move(message)) {}
  // "ExpiredIteratorException"; empty if it was not told.
  const std::string& code() const { return code_; }
  // The service's own text.
  const std::string& message() const { return message_; }

 private:
  std::string code_;
  std::string message_;
};

class ServiceClient {
 public:
  // Without an endpoint, FindEndpoint finds one. Throws Failure as the functions of
  // client_settings.h do.
  ServiceClient(const Environment& environment, std::string_view endpoint = {},
                std::string_view profile = {});

  // One who signs with these keys, and waits no longer than that for an answer.
  ServiceClient(Endpoint endpoint, std::string region, Identity identity, Duration silence_max);

  // Calls `target`, such as "Kinesis_20131202.PutRecord" or "Runnel.Reset". Returns the answer,
  // empty for one without a body. Throws ServiceRefusal with the service's code and text if it
  // refuses, and NoAnswer if there is no answer.
  boost::json::object Call(std::string_view target, const boost::json::object& input) const;

  // The same as somebody else. Where signatures are verified, the caller is the profile all the
  // same.
  boost::json::object CallAs(const std::string& account, const std::string& region,
                             std::string_view target, const boost::json::object& input) const;

  // Calls CloudFormation: `fields` of a form, "Action" among them. Returns the XML of the answer.
  // Throws as Call does.
  std::string CallStacks(const std::vector<std::pair<std::string, std::string>>& fields) const;

  const Endpoint& endpoint() const { return endpoint_; }

 private:
  HttpAnswer Send(HttpRequest request, const std::string& account, const std::string& region,
                  std::string_view service) const;

  const Endpoint endpoint_;
  const std::string region_;
  const std::string access_key_;
  const std::optional<Identity> identity_;
  const Duration silence_max_;
};

}  // namespace runnel
