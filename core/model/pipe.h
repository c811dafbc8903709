// Pipes of EventBridge as values: what one has beside the event source mapping that it is.
// Source: integrations 3.1.
#pragma once

#include <optional>
#include <string>

#include "core/base/time.h"

namespace runnel {

// What can be chosen about a pipe, and no mapping has. Blocks of parameters are kept as JSON, as
// the API tells them; empty: they were never given.
struct PipeSettings {
  std::string name;
  std::string role_arn;
  std::string target;      // an ARN
  std::string enrichment;  // an ARN; empty: there is none
  std::optional<std::string> description;
  std::string source_parameters;
  std::string enrichment_parameters;
  std::string target_parameters;
  std::string log_configuration;
  std::optional<std::string> kms_key_identifier;
  Timestamp created_at;
};

}  // namespace runnel
