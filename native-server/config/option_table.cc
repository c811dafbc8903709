#include "native-server/config/option_table.h"

#include <algorithm>
#include <array>

#include "native-server/config/option_field.h"

namespace runnel {
namespace {

constexpr auto kLogLevels = std::to_array<Choice<LogLevel>>({
    {"off", LogLevel::kOff},
    {"error", LogLevel::kError},
    {"warn", LogLevel::kWarn},
    {"warning", LogLevel::kWarn},
    {"info", LogLevel::kInfo},
    {"debug", LogLevel::kDebug},
    {"trace", LogLevel::kTrace},
});
constexpr auto kLogFormats = std::to_array<Choice<LogFormat>>({
    {"text", LogFormat::kText},
    {"json", LogFormat::kJson},
});
constexpr auto kMetrics = std::to_array<Choice<MetricsAccess>>({
    {"auto", MetricsAccess::kAuto},
    {"on", MetricsAccess::kOn},
    {"off", MetricsAccess::kOff},
});
constexpr auto kPrograms = std::to_array<Choice<FunctionPrograms>>({
    {"auto", FunctionPrograms::kAuto},
    {"on", FunctionPrograms::kOn},
    {"off", FunctionPrograms::kOff},
});
constexpr auto kDurabilities = std::to_array<Choice<Durability>>({
    {"full", Durability::kFull},
    {"normal", Durability::kNormal},
});
constexpr auto kUnknownTypes = std::to_array<Choice<bool>>({{"refuse", false}, {"skip", true}});
constexpr auto kSeparators = std::to_array<Choice<bool>>({{"newline", true}, {"none", false}});
constexpr auto kLimits = std::to_array<Choice<bool>>({{"off", false}, {"aws", true}});

template <class F>
constexpr ServeOption Option(std::string_view name, std::string_view group,
                             std::string_view placeholder, std::string_view help) {
  return {.name = name,
          .group = group,
          .placeholder = placeholder,
          .help = help,
          .repeatable = false,
          .may_stand_alone = false,
          .parse = F::Parse,
          .format = F::Format};
}

constexpr ServeOption Repeatable(ServeOption option) {
  option.repeatable = true;
  return option;
}

constexpr ServeOption MayStandAlone(ServeOption option) {
  option.may_stand_alone = true;
  return option;
}

constexpr std::string_view kServer = "Server";
constexpr std::string_view kData = "Data that outlives the server";
constexpr std::string_view kTls = "TLS, on every port";
constexpr std::string_view kAccess = "Who may call";
constexpr std::string_view kFunctions = "Functions";
constexpr std::string_view kLog = "Log";
constexpr std::string_view kContents = "Accounts and streams";
constexpr std::string_view kQuotas = "Quotas";
constexpr std::string_view kDelays = "How long changes take";
constexpr std::string_view kLifetimes = "How long things last";
constexpr std::string_view kTesting = "For tests";

constexpr auto kOptions = std::to_array<ServeOption>({
    Option<HostField>("host", kServer, "ADDRESS",
                      "Address to listen on. 0.0.0.0 lets other machines in; see Who may call."),
    Repeatable(Option<PortsField>("port", kServer, "PORT",
                                  "Port to listen on; 0 picks a free one. May be repeated.")),
    Option<IntegerField<&Config::threads, 1, 64>>("threads", kServer, "COUNT",
                                                  "Threads that move bytes."),
    MayStandAlone(Option<SwitchField<&Config::detach>>(
        "detach", kServer, "on|off",
        "Go to the background once ready; see runnel status, restart and stop.")),

    Option<DataFolderField>(
        "data", kData, "FOLDER",
        "Keep everything in this folder across restarts; on: in runnel/data in the user's data "
        "folder. off, or not given: everything is in memory."),
    Option<ChoiceField<&Config::durability, kDurabilities>>(
        "durability", kData, "full|normal",
        "When an answer is given. full: once the disk has what it changed, so that not even a "
        "power failure loses it. normal: once the system has it."),
    Option<RecordMemoryField>(
        "record-memory", kData, "SIZE",
        "Memory for records, such as 512MiB. Beyond it, the older ones are read from the folder of "
        "--data; without that, puts are refused. auto: 512MiB with --data, else half of the "
        "machine's memory."),
    Option<PathField<&Config::key_file>>(
        "key-file", kData, "FILE",
        "32 bytes in base64: the key under which records of encrypted streams are kept. Without "
        "it: master.key in the folder of --data, made when it is first needed."),

    Option<PathField<&Config::tls_folder>>(
        "tls-dir", kTls, "FOLDER",
        "Where the authority that signs this server's certificates is kept. Without it: "
        "runnel/tls in the user's data folder."),
    Option<PathField<&Config::tls_certificate>>("tls-cert", kTls, "FILE",
                                                "A certificate of one's own, PEM, with its chain."),
    Option<PathField<&Config::tls_key>>("tls-key", kTls, "FILE",
                                        "The key that belongs to it, PEM."),

    Option<PathField<&Config::credentials_file>>(
        "credentials", kAccess, "FILE",
        "Whose signatures are accepted, in the form of ~/.aws/credentials. Without it: anybody's."),
    MayStandAlone(Option<SwitchField<&Settings::enforce_policies>>(
        "enforce-policies", kAccess, "on|off",
        "Refuse what resource policies, or those of the credentials file, do not allow.")),
    MayStandAlone(Option<SwitchField<&Config::allow_anyone>>(
        "allow-anyone", kAccess, "on|off",
        "Listen on addresses that other machines reach, although there is no credentials file.")),
    Repeatable(Option<TextListField<&Config::web_pages, ReadWebPages>>(
        "web-pages", kAccess, "ORIGIN",
        "Web pages that may call from a browser beside those of this machine, such as "
        "https://app.example.com; any: all. May be repeated.")),
    Option<SwitchField<&Settings::control_operations>>(
        "control-operations", kAccess, "on|off",
        "Answer the emulator's own operations, such as changing its clock."),

    Option<ChoiceField<&Config::metrics, kMetrics>>(
        "metrics", kAccess, "auto|on|off",
        "Whether /metrics is answered, in the format of Prometheus and to everybody. auto: unless "
        "--credentials are given, or --control-operations is off."),

    Option<ChoiceField<&Config::function_programs, kPrograms>>(
        "function-programs", kFunctions, "auto|on|off",
        "Run programs that callers give as functions: zip files and commands. auto: unless other "
        "machines can reach the server. Functions that are URLs are called in any case."),
    Option<UrlField<&Config::function_endpoint>>(
        "function-endpoint", kFunctions, "URL",
        "What AWS_ENDPOINT_URL is for functions that run here. Without it: this server on "
        "127.0.0.1."),

    Option<PathField<&Config::capture_file>>(
        "capture", kLog, "FILE",
        "Write down every call as it comes, with its answer, for runnel replay. Holds what is put; "
        "only its owner may read it."),
    Option<ChoiceField<&Config::log_level, kLogLevels>>(
        "log-level", kLog, "LEVEL", "off, error, warn, info, debug or trace. info: each request."),
    Option<ChoiceField<&Config::log_format, kLogFormats>>("log-format", kLog, "text|json",
                                                          "How a line of the log is written."),

    Repeatable(Option<InitialStreamsField>(
        "initialize-streams", kContents, "NAME:SHARDS:REGION",
        "Streams to create at start, separated by commas. Without SHARDS: 4; without REGION: the "
        "default region. May be repeated.")),
    Option<AccountField>("account", kContents, "DIGITS",
                         "Account of callers whose access key is not itself 12 digits."),
    Option<RegionField>("region", kContents, "REGION",
                        "Region of callers whose signature names none."),
    Repeatable(Option<TextListField<&Config::failure_destinations, ReadFailureDestinations>>(
        "failure-destination", kContents, "ARN=PLACE",
        "Where messages for an on-failure destination go: file:PATH, file:FOLDER/ or http://…; "
        "`runnel failures` lists them in any case. May be repeated.")),

    Option<BucketsField>(
        "buckets", kContents, "FOLDER",
        "Where channels write their objects: FOLDER/BUCKET/KEY. The folder must be there. Without "
        "it, records count as delivered and no object is written."),
    Option<ChoiceField<&Settings::channel_line_feeds, kSeparators>>(
        "channel-record-separator", kContents, "newline|none",
        "What channels put after each JSON or STRING record that does not end in a line feed."),
    Option<ObjectSizeField>(
        "channel-object-size", kContents, "SIZE",
        "How much a channel gathers at most before it writes an object, such as 64MiB; sooner, "
        "when its oldest record is as old as DataFreshnessInSeconds says."),
    Option<IntegerField<&Settings::channel_write_attempts, 1, 1000>>(
        "channel-write-attempts", kContents, "COUNT",
        "How often a channel tries to write an object, up to a minute apart, before it is FAILED."),

    Option<ChoiceField<&Settings::skip_unknown_resource_types, kUnknownTypes>>(
        "unknown-resource-types", kContents, "refuse|skip",
        "What becomes of a stack with resources of types that nobody knows here. skip: they count "
        "as made, and nothing is."),
    Repeatable(Option<ApiDestinationField>(
        "api-destination", kContents, "NAME=URL",
        "Where pipes send to whose target is the API destination of that name: http://…, or a "
        "method and a space before it; without one, POST. May be repeated.")),

    Option<QuotaField<&Settings::shard_limit>>(
        "shard-limit", kQuotas, "COUNT",
        "Open shards of provisioned streams, per account and region; or unlimited."),
    Option<QuotaField<&Settings::on_demand_stream_limit>>(
        "on-demand-stream-limit", kQuotas, "COUNT",
        "On-demand streams, per account and region; or unlimited."),
    Option<QuotaField<&Settings::channel_limit>>("channel-limit", kQuotas, "COUNT",
                                                 "Channels, per account and region; or unlimited."),
    Option<ChoiceField<&Settings::enforce_rate_quotas, kLimits>>(
        "limits", kQuotas, "off|aws",
        "aws: calls and bytes per second, and changes per day, are limited as AWS limits them."),

    Option<DurationField<&Settings::create_stream_delay, 0>>(
        "create-stream-delay", kDelays, "DURATION", "How long a stream stays CREATING."),
    Option<DurationField<&Settings::delete_stream_delay, 0>>(
        "delete-stream-delay", kDelays, "DURATION", "How long a stream stays DELETING."),
    Option<DurationField<&Settings::update_stream_delay, 0>>(
        "update-stream-delay", kDelays, "DURATION",
        "How long a stream stays UPDATING, whatever is changed."),
    Option<DurationField<&Settings::register_consumer_delay, 0>>(
        "register-consumer-delay", kDelays, "DURATION", "How long a consumer stays CREATING."),
    Option<DurationField<&Settings::deregister_consumer_delay, 0>>(
        "deregister-consumer-delay", kDelays, "DURATION", "How long a consumer stays DELETING."),
    Option<DurationField<&Settings::event_source_mapping_delay, 0>>(
        "event-source-mapping-delay", kDelays, "DURATION",
        "How long an event source mapping stays Creating, Updating, Deleting and so on."),
    Option<DurationField<&Settings::event_source_retry_delay, 1>>(
        "event-source-retry-delay", kDelays, "DURATION",
        "How long an event source mapping waits to try a failed batch again; twice as long after "
        "each further failure."),
    Option<DurationField<&Settings::event_source_retry_delay_max, 1>>(
        "event-source-retry-delay-max", kDelays, "DURATION", "The longest wait before such a try."),

    Option<DurationField<&Settings::shard_iterator_lifetime, 1>>(
        "shard-iterator-lifetime", kLifetimes, "DURATION",
        "How long a shard iterator can be used."),
    Option<DurationField<&Settings::next_token_lifetime, 1>>(
        "next-token-lifetime", kLifetimes, "DURATION", "How long a NextToken can be used."),
    Option<DurationField<&Settings::subscription_lifetime, 100>>(
        "subscription-lifetime", kLifetimes, "DURATION", "How long one SubscribeToShard lasts."),
    Option<DurationField<&Settings::subscription_heartbeat, 10>>(
        "subscription-heartbeat", kLifetimes, "DURATION", "Longest silence in a SubscribeToShard."),

    Repeatable(Option<TextListField<&Config::fault_rules, ReadFaultRules>>(
        "fault", kTesting, "RULE",
        "A fault rule, such as 'ERROR error-code=InternalFailure operations=Put* probability=0.1' "
        "or JSON; see runnel faults add --help. May be repeated.")),
    Repeatable(Option<TextListField<&Config::scenarios, ReadScenarios>>(
        "scenario", kTesting, "NAME|FILE",
        "A scenario of fault rules; runnel faults scenario lists them. May be repeated.")),
    Option<ErrorProbabilityField>(
        "error-probability", kTesting, "0.0..1.0",
        "How often puts fail with ProvisionedThroughputExceededException."),
    Option<SeedField>("seed", kTesting, "NUMBER",
                      "Makes every random choice repeatable; random: another one each time."),
});

}  // namespace

std::span<const ServeOption> ServeOptions() { return kOptions; }

const ServeOption* FindServeOption(std::string_view name) {
  const auto found = std::find_if(kOptions.begin(), kOptions.end(),
                                  [&](const ServeOption& option) { return option.name == name; });
  return found == kOptions.end() ? nullptr : &*found;
}

std::vector<std::string_view> ServeOptionNames() {
  std::vector<std::string_view> names;
  for (const ServeOption& option : kOptions) names.push_back(option.name);
  return names;
}

std::string VariableName(std::string_view option_name) {
  std::string name = "RUNNEL_";
  for (const char c : option_name) {
    name += c == '-' ? '_' : (c >= 'a' && c <= 'z') ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return name;
}

}  // namespace runnel
