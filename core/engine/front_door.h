// From an HTTP request to a checked invocation, and from its result to an HTTP answer: the order of
// checks and the exact bodies of kinesis-api 1.3 to 1.9.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/api/request.h"
#include "core/api/settings.h"
#include "core/base/result.h"
#include "core/engine/access.h"
#include "core/engine/authentication.h"
#include "core/integrations/bystanders.h"
#include "core/model/names.h"
#include "core/operations/operation.h"

namespace runnel {

// The last but one as Pipes tells its errors.
enum class Codec : std::uint8_t { kJson, kCbor, kRestJson, kPipesJson, kQuery };

// Whose operation is called.
enum class Service : std::uint8_t {
  kKinesis,
  kControl,  // the emulator's own
  kLambda,
  kLogs,
  kStacks,  // CloudFormation
  kEvents,  // EventBridge
  kPipes,
};

// A request between its phases.
struct DecodedRequest {
  // Set when the answer is known without looking at the state.
  std::optional<Reply> answered;

  // Set when the call is to another service.
  std::optional<BystanderCall> bystander;

  const Operation* operation = nullptr;
  Service service = Service::kKinesis;
  int success_status = 200;
  Codec codec = Codec::kJson;
  bool cross_origin = false;  // the request has an Origin header
  bool is_preflight = false;
  Credentials credentials;
  // Null unless signatures are verified or policies enforced.
  std::unique_ptr<AccessFacts> access;
  std::unique_ptr<Invocation> invocation;
  // The stream or resource that the input names, for the log.
  std::string resource;
  // A constraint does not hold. With `valid_under_auto`, it would hold for a stream that
  // distributes records by itself, so the state decides.
  std::optional<Error> invalid;
  std::optional<Error> invalid_under_auto;
};

// Checks 1 to 12 of kinesis-api 1.5.
DecodedRequest DecodeRequest(const Request& request, const Settings& settings);

// The rest of the checks of a signature, which need the time. `now` is the host's.
// REQUIRES: `request.access` is there.
void Authenticate(DecodedRequest& request, Timestamp now);

// Request ids are made while the state is locked, because they come from its random numbers.
struct ReplyIds {
  std::uint64_t words[11];  // two for x-amzn-RequestId, nine for x-amz-id-2
  std::string RequestId() const;
};

// An error as the protocol tells it, without the headers that every answer has.
Reply EncodeError(Codec codec, const Error& error);

// The answer of an operation that ran.
Reply EncodeResult(const DecodedRequest& request, const ReplyIds& ids, const Result<void>& result,
                   SubscriptionId subscription);

// Completes an answer that was known early with the headers that every answer has.
void AddCommonHeaders(const DecodedRequest& request, const ReplyIds& ids, Reply& reply);

}  // namespace runnel
