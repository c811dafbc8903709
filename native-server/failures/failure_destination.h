// Where the messages for an on-failure destination really go.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/api/failure_delivery.h"

namespace runnel {

struct FailureDestination {
  enum class Kind {
    kFile,    // a line is added for each message
    kFolder,  // a file is made for each message, named as the object in a bucket
    kUrl,     // POST; PUT of an object beneath it for a bucket
  };
  std::string arn;
  Kind kind = Kind::kFile;
  std::string place;  // a path, or "http://…"
};

// Reads "ARN=file:PATH", "ARN=file:FOLDER/" or "ARN=http://HOST:PORT/PATH". Returns what is wrong
// with it, or an empty string.
std::string ReadFailureDestination(std::string_view text, FailureDestination& destination);

// The same for the option: one or more, with commas between them, kept as they are written.
std::string ReadFailureDestinations(std::string_view text, std::vector<std::string>& destinations);

// Delivers, however long that takes. Returns what went wrong, in words; empty: it is there.
std::string DeliverFailure(const FailureDestination& destination, const FailureDelivery& delivery);

}  // namespace runnel
