// What is kept of a request for the questions who sent it and whether he may.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/engine/signature_check.h"

namespace runnel {

struct AccessFacts {
  std::optional<SignatureCheck> signature;  // if signatures are verified
  // The rest if policies are enforced.
  std::string peer_address;
  std::string user_agent;
  bool over_tls = false;
};

}  // namespace runnel
