// Calls to other services that Kinesis clients make on the side. They get the shortest true answer,
// so that a client that reports metrics or asks who it is can go on.
//   CloudWatch PutMetricData: accepted, and dropped.
//   STS GetCallerIdentity: the account of the credentials.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/api/request.h"
#include "core/api/request_headers.h"
#include "core/base/result.h"
#include "core/model/names.h"

namespace runnel {

enum class BystanderCall : std::uint8_t {
  kPutMetricDataQuery,
  kPutMetricDataJson,
  kPutMetricDataCbor,
  kGetCallerIdentity,
};

// Nullopt when the request is none of these.
std::optional<BystanderCall> RecognizeBystander(const Request& request,
                                                const RequestHeaders& headers);

// `caller` is the ARN of whoever calls.
Reply AnswerBystander(BystanderCall call, const AccountId& account, const std::string& caller,
                      const std::string& request_id);

// An error as the query protocol has it.
Reply QueryError(const Error& error);

}  // namespace runnel
