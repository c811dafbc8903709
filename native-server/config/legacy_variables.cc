#include "native-server/config/legacy_variables.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "native-server/config/option_value.h"

namespace runnel {
namespace {

enum class Treatment {
  kMapped,     // set an option; a bad value stops the start
  kShared,     // set an option; other programs use the name too, so a bad value is a warning
  kAddedPort,  // one more port
  kAnswered,   // log the line
  kRefused,    // log the line if the variable says no
  kWhereIf,    // set an option, if the switch that `answer` names is on
};

struct LegacyVariable {
  std::string_view name;
  Treatment treatment;
  std::string_view option = {};
  std::string_view answer = {};
  // From their way of writing the value to ours. Null: they are the same. An empty result sets
  // nothing.
  std::string (*translate)(std::string_view value) = nullptr;
};

using enum Treatment;

// ---- values ----

std::string RateQuotas(std::string_view value) {
  const std::optional<bool> enforced = ReadSwitch(value);
  if (!enforced) return std::string(value);
  return *enforced ? "aws" : "off";
}

std::string Seconds(std::string_view value) { return std::string(value) + "s"; }

// "0.0.0.0:4566,0.0.0.0:443" is one host and two ports. Without a host: whatever it is otherwise.
std::string ListenHost(std::string_view value) {
  const std::string_view first = SplitList(value).front();
  const std::size_t colon = first.rfind(':');
  return std::string(colon == std::string_view::npos ? std::string_view() : first.substr(0, colon));
}

std::string ListenPorts(std::string_view value) {
  std::string ports;
  for (const std::string_view entry : SplitList(value)) {
    const std::size_t colon = entry.rfind(':');
    if (!ports.empty()) ports += ',';
    ports += colon == std::string_view::npos ? entry : entry.substr(colon + 1);
  }
  return ports;
}

// ---- answers ----

constexpr std::string_view kTlsEverywhere =
    "every port answers TLS as well as plain HTTP; `runnel cert` prints what clients have to trust";
constexpr std::string_view kPemFiles =
    "a PKCS#12 store is not read; give PEM files to --tls-cert and --tls-key, or neither: "
    "certificates are then made";
constexpr std::string_view kAtOnce =
    "with --data every change is kept before it is answered; see --durability";
constexpr std::string_view kOwnFile = "the folder of --data holds one file, runnel.db";
constexpr std::string_view kAlwaysLoaded =
    "what the folder of --data holds is always loaded; name another folder to start with nothing";
constexpr std::string_view kOneEngine = "there is one engine, built in; remove the variable";

constexpr auto kVariables = std::to_array<LegacyVariable>({
    // kinesis-mock
    {"KINESIS_MOCK_TLS_PORT", kAddedPort, "port"},
    {"KINESIS_MOCK_PLAIN_PORT", kAddedPort, "port"},
    {"INITIALIZE_STREAMS", kMapped, "initialize-streams"},
    {"SHARD_LIMIT", kMapped, "shard-limit"},
    {"ON_DEMAND_STREAM_COUNT_LIMIT", kMapped, "on-demand-stream-limit"},
    {"AWS_ACCOUNT_ID", kShared, "account"},
    {"AWS_REGION", kShared, "region"},
    {"AWS_DEFAULT_REGION", kShared, "region"},
    {"CREATE_STREAM_DURATION", kMapped, "create-stream-delay"},
    {"DELETE_STREAM_DURATION", kMapped, "delete-stream-delay"},
    {"REGISTER_STREAM_CONSUMER_DURATION", kMapped, "register-consumer-delay"},
    {"DEREGISTER_STREAM_CONSUMER_DURATION", kMapped, "deregister-consumer-delay"},
    {"UPDATE_SHARD_COUNT_DURATION", kMapped, "update-stream-delay"},
    {"SPLIT_SHARD_DURATION", kMapped, "update-stream-delay"},
    {"MERGE_SHARDS_DURATION", kMapped, "update-stream-delay"},
    {"UPDATE_STREAM_MODE_DURATION", kMapped, "update-stream-delay"},
    {"START_STREAM_ENCRYPTION_DURATION", kMapped, "update-stream-delay"},
    {"STOP_STREAM_ENCRYPTION_DURATION", kMapped, "update-stream-delay"},
    {"PERSIST_PATH", kWhereIf, "data", "SHOULD_PERSIST_DATA"},
    {"SHOULD_PERSIST_DATA", kMapped, "data"},
    {"LOAD_DATA_IF_EXISTS", kRefused, {}, kAlwaysLoaded},
    {"PERSIST_FILE_NAME", kAnswered, {}, kOwnFile},
    {"PERSIST_INTERVAL", kAnswered, {}, kAtOnce},
    {"KINESIS_MOCK_CERT_PATH", kAnswered, {}, kPemFiles},
    {"KINESIS_MOCK_CERT_PASSWORD", kAnswered, {}, kPemFiles},
    {"KINESIS_MOCK_KEYSTORE_PASSWORD", kAnswered, {}, kPemFiles},
    {"KINESIS_MOCK_KEYMANAGER_PASSWORD", kAnswered, {}, kPemFiles},

    // LocalStack
    {"GATEWAY_LISTEN", kShared, "host", {}, ListenHost},
    {"GATEWAY_LISTEN", kShared, "port", {}, ListenPorts},
    {"EDGE_BIND_HOST", kShared, "host"},
    {"EDGE_PORT", kShared, "port"},
    {"KINESIS_ERROR_PROBABILITY", kMapped, "error-probability"},
    {"KINESIS_SHARD_LIMIT", kMapped, "shard-limit"},
    {"KINESIS_ON_DEMAND_STREAM_COUNT_LIMIT", kMapped, "on-demand-stream-limit"},
    {"KINESIS_LATENCY", kMapped, "create-stream-delay"},
    {"KINESIS_LATENCY", kMapped, "delete-stream-delay"},
    {"KINESIS_LATENCY", kMapped, "update-stream-delay"},
    {"KINESIS_LATENCY", kMapped, "register-consumer-delay"},
    {"KINESIS_LATENCY", kMapped, "deregister-consumer-delay"},
    {"KINESIS_MOCK_ENFORCE_RATE_LIMITS", kMapped, "limits", {}, RateQuotas},
    {"KINESIS_PERSISTENCE", kMapped, "data"},
    {"PERSISTENCE", kShared, "data"},
    {"KINESIS_MOCK_PERSIST_INTERVAL", kAnswered, {}, kAtOnce},
    {"KINESIS_MOCK_PROVIDER_ENGINE", kAnswered, {}, kOneEngine},
    {"KINESIS_MOCK_INITIAL_HEAP_SIZE", kAnswered, {}, "there is no heap to size; remove it"},
    {"KINESIS_MOCK_MAXIMUM_HEAP_SIZE", kAnswered, {}, "there is no heap to size; remove it"},
    {"KINESIS_INITIALIZE_STREAMS", kMapped, "initialize-streams"},
    {"KINESIS_PROVIDER", kAnswered, {}, kOneEngine},
    {"SYNCHRONOUS_KINESIS_EVENTS",
     kAnswered,
     {},
     "event source mappings run beside the call that puts; wait for what the function does"},
    {"LOCALSTACK_HOST", kAnswered, {}, "no answer names the server's own address"},
    {"IAM_ENFORCEMENT", kAnswered, {}, "use --enforce-policies or RUNNEL_ENFORCE_POLICIES"},

    // moto
    {"MOTO_ACCOUNT_ID", kMapped, "account"},
    {"MOTO_PORT", kMapped, "port"},

    // ferrokinesis
    {"FERROKINESIS_PORT", kMapped, "port"},
    {"FERROKINESIS_CREATE_STREAM_MS", kMapped, "create-stream-delay"},
    {"FERROKINESIS_DELETE_STREAM_MS", kMapped, "delete-stream-delay"},
    {"FERROKINESIS_UPDATE_STREAM_MS", kMapped, "update-stream-delay"},
    {"FERROKINESIS_SHARD_LIMIT", kMapped, "shard-limit"},
    {"FERROKINESIS_ITERATOR_TTL_SECONDS", kMapped, "shard-iterator-lifetime", {}, Seconds},
    {"FERROKINESIS_ENFORCE_LIMITS", kMapped, "limits", {}, RateQuotas},
    {"FERROKINESIS_LOG_LEVEL", kMapped, "log-level"},
    {"FERROKINESIS_CONFIG", kAnswered, {}, "write the options as YAML and use --config"},
    {"FERROKINESIS_STATE_DIR", kMapped, "data"},
    {"FERROKINESIS_SNAPSHOT_INTERVAL_SECS", kAnswered, {}, kAtOnce},
    {"FERROKINESIS_TLS_CERT", kMapped, "tls-cert"},
    {"FERROKINESIS_TLS_KEY", kMapped, "tls-key"},

    // The log's level has many names; the more particular one goes first.
    {"KINESIS_MOCK_LOG_LEVEL", kShared, "log-level"},
    {"LOG_LEVEL", kShared, "log-level"},
    {"ROOT_LOG_LEVEL", kShared, "log-level"},
    {"LS_LOG", kShared, "log-level"},
});

// Families of names that only another emulator would give a meaning to.
constexpr std::string_view kForeignFamilies[] = {"KINESIS_MOCK_", "FERROKINESIS_", "LOCALSTACK_",
                                                 "LOCALEMU_", "MOTO_"};

constexpr auto kFlags = std::to_array<LegacyFlag>({
    {"createStreamMs", "create-stream-delay", {}, true},
    {"deleteStreamMs", "delete-stream-delay", {}, true},
    {"updateStreamMs", "update-stream-delay", {}, true},
    {"shardLimit", "shard-limit", {}, true},
    {"path", "data", {}, true},
    {"ssl", {}, kTlsEverywhere, false},
});

// ---- taking them ----

class LegacyTaker {
 public:
  LegacyTaker(const Environment& environment, ConfigBuilder& builder)
      : environment_(environment), builder_(builder) {}

  void Take(const LegacyVariable& variable, std::string_view value) {
    const std::string name(variable.name);
    switch (variable.treatment) {
      case kMapped:
      case kShared:
        SetOption(variable, value);
        return;
      case kAddedPort:
        AddPort(variable, value);
        return;
      case kWhereIf:
        if (ReadSwitch(Variable(environment_, variable.answer)) == true) SetOption(variable, value);
        return;
      case kRefused:
        if (ReadSwitch(value) != false) return;
        [[fallthrough]];
      case kAnswered:
        builder_.Warn(name + " is ignored: " + std::string(variable.answer));
        return;
    }
  }

 private:
  void SetOption(const LegacyVariable& variable, std::string_view value) {
    const std::string text =
        variable.translate == nullptr ? std::string(value) : variable.translate(value);
    if (text.empty()) return;
    const std::string name(variable.name);
    const auto earlier = taken_.find(variable.option);
    // Where the data goes says also that it is kept.
    if (earlier != taken_.end() && earlier->second == "PERSIST_PATH") return;
    if (earlier != taken_.end()) {
      WarnIfDifferent(variable, text, earlier->second);
      return;
    }
    if (variable.treatment == kMapped) {
      builder_.Set(variable.option, text, name);
    } else if (!builder_.SetOrWarn(variable.option, text, name)) {
      return;
    }
    taken_.emplace(variable.option, name);
  }

  // A second name for one value is no news; for another value it is.
  void WarnIfDifferent(const LegacyVariable& variable, const std::string& text,
                       const std::string& earlier) {
    const std::string name(variable.name);
    const std::string option(variable.option);
    ConfigBuilder other;
    if (variable.treatment == kMapped) {
      other.Set(option, text, name);
    } else {
      other.SetOrWarn(option, text, name);
    }
    if (other.TextOf(option) == builder_.TextOf(option)) return;
    builder_.Warn(name + " is ignored: " + earlier + " has set --" + option + " to " +
                  builder_.TextOf(option) + " already");
  }

  void AddPort(const LegacyVariable& variable, std::string_view value) {
    std::string ports(value);
    if (!taken_.emplace(variable.option, variable.name).second) {
      const std::string present = builder_.TextOf("port");
      const std::vector<std::string_view> list = SplitList(present);
      if (std::find(list.begin(), list.end(), value) != list.end()) return;
      ports = present + "," + ports;
    }
    builder_.Set("port", ports, std::string(variable.name));
  }

  const Environment& environment_;
  ConfigBuilder& builder_;
  // Which variable set an option. The configuration file may have set it before: these beat it.
  std::map<std::string_view, std::string> taken_;
};

bool IsKnown(std::string_view name) {
  return std::any_of(kVariables.begin(), kVariables.end(),
                     [&](const LegacyVariable& variable) { return variable.name == name; });
}

}  // namespace

void TakeLegacyVariables(const Environment& environment, ConfigBuilder& builder) {
  LegacyTaker taker(environment, builder);
  for (const LegacyVariable& variable : kVariables) {
    const std::string value = Variable(environment, variable.name);
    if (!value.empty()) taker.Take(variable, value);
  }
  for (const auto& [name, value] : environment) {
    for (const std::string_view family : kForeignFamilies) {
      if (!value.empty() && name.starts_with(family) && !IsKnown(name)) {
        builder.Warn(name + " is ignored: there is nothing like it here");
      }
    }
  }
}

std::span<const LegacyFlag> LegacyFlags() { return kFlags; }

const LegacyFlag* FindLegacyFlag(std::string_view name) {
  const auto found = std::find_if(kFlags.begin(), kFlags.end(),
                                  [&](const LegacyFlag& flag) { return flag.name == name; });
  return found == kFlags.end() ? nullptr : &*found;
}

}  // namespace runnel
