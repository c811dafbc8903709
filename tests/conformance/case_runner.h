// Plays one case against an endpoint.
#pragma once

#include <boost/json.hpp>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tests/conformance/case_file.h"
#include "tests/conformance/encoding.h"
#include "tests/conformance/endpoint.h"
#include "tests/conformance/event_stream.h"
#include "tests/conformance/expansion.h"

namespace runnel::conformance {

struct Failure {
  std::string step;        // "step 3, PutRecord"
  std::string difference;  // what was expected and what came
  std::string reply;       // the reply it was found in, shortened; may be empty
};

// For one case: holds what it captured and the subscriptions it opened.
class CaseRunner {
 public:
  CaseRunner(Endpoint& endpoint, const Encoding& encoding)
      : endpoint_(endpoint), encoding_(encoding) {}

  // Brings the endpoint to the state in which every case starts, then plays the steps. Ends at the
  // first failure, except that calls expected to be refused are all played: they change nothing.
  std::vector<Failure> Run(const Case& test);

 private:
  struct Subscription {
    std::unique_ptr<ByteStream> stream;
    EventStreamReader reader;
  };

  void Prepare(const Case& test);
  // False if the case cannot go on.
  bool PlaySteps(const boost::json::array& steps, const std::string& prefix);
  bool PlayStep(const boost::json::object& step, const std::string& label);
  void Call(const boost::json::object& step);
  void Rest(const boost::json::object& step);
  void Query(const boost::json::object& step);
  void Raw(const boost::json::object& step);
  void Subscribe(const boost::json::object& step);
  void Frames(const boost::json::object& step);
  bool Repeat(const boost::json::object& step, const std::string& label);

  // A Runnel.* operation, which must succeed.
  void Control(std::string_view operation, const boost::json::object& input);
  RawReply Send(const RawRequest& request);
  // The next message of the subscription, the text "end", or the text "nothing".
  boost::json::value NextFrame(Subscription& subscription);
  void CompareBody(const boost::json::value& pattern, const Encoding& encoding,
                   const std::string& body);
  void Expect(const boost::json::value& pattern, const boost::json::value& actual);
  void Fail(std::string difference);

  Endpoint& endpoint_;
  const Encoding& encoding_;  // of calls; raw requests have their own, event streams are JSON
  Captures captures_;
  std::map<std::string, Subscription, std::less<>> subscriptions_;
  std::vector<Failure> failures_;
  std::string label_;  // of the step being played
  std::string reply_;  // of the step being played, for messages
};

}  // namespace runnel::conformance
