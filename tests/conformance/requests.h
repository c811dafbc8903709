// The requests that a case's steps stand for.
#pragma once

#include <boost/json.hpp>
#include <string>
#include <string_view>

#include "tests/conformance/encoding.h"
#include "tests/conformance/endpoint.h"

namespace runnel::conformance {

// When every case begins, in milliseconds since the epoch: 2033-05-18T03:33:20Z. In the
// future, because a clock does not go back: an endpoint may be a server with the wall clock.
inline constexpr std::int64_t kStartMillis = 2'000'000'000'000;

// The header that says who calls which service; `as` is the member of that name of a step.
std::string AuthorizationFor(const boost::json::object& as, std::string_view service);

// `operation` with its target prefix, e.g. "Kinesis_20131202.PutRecord". `as` is the member of that
// name of a step: "account" and "region" of the caller.
RawRequest MakeRequest(const Encoding& encoding, std::string_view operation,
                       const boost::json::value& input, const boost::json::object& as);

// A request to Lambda. `line` is its method and path, with a query if there is one:
// "GET /2015-03-31/functions/fn". A null `input` is no body.
RawRequest MakeRestRequest(std::string_view line, const boost::json::value& input,
                           const boost::json::object& as);

// A well-formed ListStreams request, changed as the member "raw" of a step says.
RawRequest MakeRawRequest(const boost::json::object& raw);

}  // namespace runnel::conformance
