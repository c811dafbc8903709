// The requests that a case's steps stand for.
#pragma once

#include <boost/json.hpp>
#include <string_view>

#include "tests/conformance/endpoint.h"

namespace runnel::conformance {

// When every case begins, in milliseconds since the epoch: 2023-11-14T22:13:20Z.
inline constexpr std::int64_t kStartMillis = 1'700'000'000'000;

// `operation` with its target prefix, e.g. "Kinesis_20131202.PutRecord". `as` is the member of that
// name of a step: "account" and "region" of the caller.
RawRequest MakeRequest(std::string_view operation, const boost::json::value& input,
                       const boost::json::object& as);

// A well-formed ListStreams request, changed as the member "raw" of a step says.
RawRequest MakeRawRequest(const boost::json::object& raw);

}  // namespace runnel::conformance
