// What a host has to know of one version of a function to run it.
// Source: integrations 4.2, 4.4.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/model/names.h"

namespace runnel {

struct RunnableFunction {
  Scope scope;
  std::string name;
  std::string version;  // "$LATEST" or a number
  // Another one after every change of code or configuration: what ran before is out of date.
  std::string revision_id;
  std::string runtime;    // "python3.12"; empty: the code is not a zip file
  std::string handler;    // "index.handler"
  std::string image_uri;  // where the function is, unless it is a zip file
  std::int32_t timeout_seconds = 3;
  std::int32_t memory_mib = 128;
  std::map<std::string, std::string> environment;
  std::string log_group;                   // "/aws/lambda/fn"
  std::shared_ptr<const std::string> zip;  // null: there is none
  std::string code_sha256;                 // base64; of the zip file
};

// Lines of a function's output, in order, each ending with a newline.
struct FunctionLog {
  Scope scope;
  std::string log_group;
  std::string log_stream;  // "2025/11/25/[$LATEST]<32 hex digits>"
  std::vector<std::string> lines;
};

}  // namespace runnel
