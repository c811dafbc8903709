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

// A name for a version, or for two of them.
struct FunctionAlias {
  std::string version;
  std::string description;
  std::map<std::string, double> weights;  // of other versions: the part of invocations they get
  std::string revision_id;
};

// A statement of a function's policy.
struct FunctionPermission {
  std::string qualifier;  // of a version or an alias; empty: of the function
  std::string statement_id;
  std::string statement;  // JSON
};

// What becomes of invocations that nobody waits for.
struct EventInvokeConfiguration {
  std::optional<std::int32_t> retries_max;
  std::optional<std::int32_t> age_seconds_max;
  std::string on_success;  // ARNs; empty: none
  std::string on_failure;
  Timestamp last_modified;
};

struct Function {
  Scope scope;
  std::string name;
  FunctionVersion latest;
  // Until then it is Pending after its creation, and being updated after a change.
  Timestamp active_at;
  Timestamp updated_at;
  TagMap tags;
  std::map<std::int32_t, FunctionVersion> versions;
  std::int32_t last_version = 0;  // the number that was given last
  std::map<std::string, FunctionAlias> aliases;
  std::vector<FunctionPermission> permissions;
  std::string policy_revision_id;
  std::optional<std::int32_t> reserved_concurrency;
  std::map<std::string, EventInvokeConfiguration> event_invoke;  // by qualifier

  // "arn:aws:lambda:us-east-1:000000000000:function:fn"
  std::string Arn() const;
  // Who runs it: nobody, it is answered by calls of Runnel.TakeInvocation.
  bool answered_by_calls() const;
};

// What `ImageUri` of such a function is.
inline constexpr char kAnsweredByCalls[] = "runnel:by-calls";

}  // namespace runnel
