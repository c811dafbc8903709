// Functions, as the registry of the emulator keeps them.
// Source: integrations 4.4.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/time.h"
#include "core/model/names.h"
#include "core/model/tag_map.h"

namespace runnel {

inline constexpr char kLatestVersion[] = "$LATEST";

// What was asked for about a function. Empty and absent: it was not said.
struct FunctionConfiguration {
  std::string runtime;
  std::string role;
  std::string handler;
  std::string description;
  std::int32_t timeout_seconds = 3;
  std::int32_t memory_mib = 128;
  std::string package_type = "Zip";
  std::string image_uri;
  std::string architecture = "x86_64";
  std::optional<std::map<std::string, std::string>> environment;
  std::int32_t ephemeral_storage_mib = 512;
  std::string tracing_mode = "PassThrough";
  std::string log_group;  // empty: "/aws/lambda/" and the name
  std::string log_format = "Text";

  friend bool operator==(const FunctionConfiguration&, const FunctionConfiguration&) = default;
};

// The code of a function, of a zip file as it came. Immutable and shared, for it is large.
struct FunctionCode {
  std::string zip;
  std::string sha256;  // base64; of the zip
  std::int64_t size() const { return static_cast<std::int64_t>(zip.size()); }
};

// One version of a function: what does not change any more, or "$LATEST", which does.
struct FunctionVersion {
  FunctionConfiguration configuration;
  std::shared_ptr<const FunctionCode> code;  // null: none, as with images
  Timestamp last_modified;
  std::string revision_id;  // a UUID, another one after every change
};

struct Function {
  Scope scope;
  std::string name;
  FunctionVersion latest;
  // Until then it is Pending after its creation, and being updated after a change.
  Timestamp active_at;
  Timestamp updated_at;
  TagMap tags;

  // "arn:aws:lambda:us-east-1:000000000000:function:fn"
  std::string Arn() const;
  // Who runs it: nobody, it is answered by calls of Runnel.TakeInvocation.
  bool answered_by_calls() const;
};

// What `ImageUri` of such a function is.
inline constexpr char kAnsweredByCalls[] = "runnel:by-calls";

}  // namespace runnel
