// The input of a call, from flags to JSON. What may be said follows from the shapes of the API.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/shape.h"
#include "native-server/config/load_config.h"

namespace runnel {

// "StreamARN" is "stream-arn", as in the AWS CLI.
std::string FlagNameOf(std::string_view member);

// The JSON object to send: `base`, a JSON object or empty, with the members that the flags name put
// in or replaced. A flag is named as FlagNameOf says, or as the API spells the member. Flags that
// name no member of `input` are left out. Throws Failure (kExitUsage) for a value that cannot be of
// the member's kind; whether it keeps to the constraints is for the server to say.
std::string BuildCallInput(const Shape& input, std::span<const GivenFlag> flags,
                           const std::string& base);

// The bytes of a blob as it is written on the command line: "fileb://PATH" and "file://PATH" are
// the file, "base64:TEXT" is what the text stands for, anything else is itself. Throws Failure
// (kExitUsage).
std::string ReadBlob(std::string_view text);

// Seconds since the epoch, from a number of them or from "2026-11-05T12:00:00.5Z". nullopt:
// neither.
std::optional<Timestamp> ReadTimestamp(std::string_view text);

}  // namespace runnel
