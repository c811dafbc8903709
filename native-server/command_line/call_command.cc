#include <unistd.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cstdio>
#include <iostream>
#include <iterator>

#include "core/api/operation_catalog.h"
#include "native-server/command_line/arguments.h"
#include "native-server/command_line/call_help.h"
#include "native-server/command_line/call_input.h"
#include "native-server/command_line/client_settings.h"
#include "native-server/command_line/commands.h"
#include "native-server/command_line/event_stream_reader.h"
#include "native-server/command_line/http_client.h"
#include "native-server/command_line/json_layout.h"
#include "native-server/command_line/json_members.h"
#include "native-server/command_line/request_signing.h"
#include "native-server/config/nearest_name.h"
#include "native-server/config/option_table.h"
#include "native-server/failure.h"
#include "native-server/system_clock.h"
#include "native-server/version.h"

namespace runnel {
namespace {

namespace json = boost::json;

// A call may take as long as a person's patience; a subscription speaks every few seconds anyway.
constexpr Duration kSilenceMax = Duration::Seconds(300);

const OperationEntry& FindEntry(std::span<const OperationEntry> catalog, std::string_view name) {
  std::vector<std::string_view> names;
  for (const OperationEntry& operation : catalog) {
    if (operation.name == name || FlagNameOf(operation.name) == name) return operation;
    names.push_back(operation.name);
  }
  throw Failure(kExitUsage, "there is no operation '" + std::string(name) + "'" +
                                Suggestion(name, names) + "; `runnel call --help` lists them");
}

Arguments ParseCall(const OperationEntry& operation, std::span<const std::string> arguments) {
  using enum FlagSpec::Value;
  std::vector<FlagSpec> specs = {{.name = "input"},
                                 {.name = "account"},
                                 {.name = "region"},
                                 {.name = "endpoint"},
                                 {.name = "profile"}};
  std::vector<std::string> names;
  names.reserve(operation.input->members.size());
  for (const Member& member : operation.input->members) {
    const FlagSpec::Value value = member.shape->kind == ShapeKind::kBoolean ? kOptional : kRequired;
    specs.push_back({.name = names.emplace_back(FlagNameOf(member.name)), .value = value});
    specs.push_back({.name = member.name, .value = value, .hidden = true});
  }
  return ParseArguments("call " + std::string(operation.name), specs, arguments);
}

std::string InputText(std::string_view input) {
  if (input != "-") return std::string(input);
  return {std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>()};
}

std::string AccessKey(const Arguments& arguments, const Environment& environment) {
  const std::string account(arguments.Last("account"));
  if (account.empty()) return FindAccessKey(environment);
  Config config;
  const std::string complaint = FindServeOption("account")->parse(account, config);
  if (!complaint.empty()) throw Failure(kExitUsage, "--account: " + complaint);
  return account;
}

HttpRequest BuildRequest(const OperationEntry& operation, const Arguments& arguments,
                         const Environment& environment, const Endpoint& endpoint) {
  std::string region(arguments.Last("region"));
  if (region.empty()) region = FindRegion(environment);
  HttpRequest request{.method = "POST",
                      .target = "/",
                      .headers = {{"Content-Type", "application/x-amz-json-1.1"},
                                  {"X-Amz-Target", std::string(operation.target) + "." +
                                                       std::string(operation.name)},
                                  {"User-Agent", "runnel/" + std::string(Version())}},
                      .body = BuildCallInput(*operation.input, arguments.flags,
                                             InputText(arguments.Last("input")))};
  const Timestamp now = SystemClock().Now();
  const auto identity = FindIdentity(environment, arguments.Last("profile"));
  if (identity && !arguments.Last("account").empty()) {
    throw Failure(kExitUsage,
                  "--account: with RUNNEL_CREDENTIALS the caller is a profile of that "
                  "file; choose one with --profile");
  }
  if (identity) {
    Sign(request, endpoint, *identity, region, now);
  } else {
    NameCaller(request, AccessKey(arguments, environment), region, now);
  }
  return request;
}

void Print(const std::string& body) {
  if (body.empty()) return;
  const std::string text = isatty(STDOUT_FILENO) == 1 ? LayOutJson(body) : body;
  std::puts(text.c_str());
}

// The service said no. Told in the words of the AWS CLI, which scripts look for.
struct ServiceError {
  std::string text;
};

// The code and message of an error's body, spelt as the service does: one or the other way.
[[noreturn]] void FailWithBody(const OperationEntry& operation, const std::string& body,
                               const std::string& fallback_code) {
  json::error_code error;
  const json::value value = json::parse(body, error);
  const json::object said = value.is_object() ? value.get_object() : json::object();
  std::string code = TextMember(said, "__type");
  code = code.substr(code.find('#') + 1);
  if (code.empty()) code = fallback_code;
  std::string message = error ? body : TextMember(said, "message");
  if (message.empty()) message = TextMember(said, "Message");
  throw ServiceError{"An error occurred (" + code + ") when calling " +
                     std::string(operation.name) + ": " + message};
}

// Prints each event of a subscription as a line, as soon as it is there.
class EventPrinter {
 public:
  explicit EventPrinter(const OperationEntry& operation) : operation_(operation) {}

  void Take(std::string_view part) {
    reader_.Feed(part);
    while (std::optional<EventMessage> message = reader_.Next()) {
      if (message->headers[":message-type"] == "exception") {
        FailWithBody(operation_, message->payload, message->headers[":exception-type"]);
      }
      if (message->headers[":event-type"] == "initial-response") continue;
      std::puts(message->payload.c_str());
      std::fflush(stdout);
    }
  }

 private:
  const OperationEntry& operation_;
  EventStreamReader reader_;
};

int Call(const OperationEntry& operation, const Arguments& arguments,
         const Environment& environment) {
  const Endpoint endpoint = FindEndpoint(environment, arguments.Last("endpoint"));
  const HttpRequest request = BuildRequest(operation, arguments, environment, endpoint);
  BodySink sink;
  EventPrinter printer(operation);
  if (operation.name == "SubscribeToShard") {
    sink = [&](std::string_view part) { printer.Take(part); };
  }
  const HttpAnswer answer = SendHttp(endpoint, request, kSilenceMax, sink);
  if (answer.status != 200) {
    FailWithBody(operation, answer.body, "HTTP status " + std::to_string(answer.status));
  }
  Print(answer.body);
  return 0;
}

}  // namespace

int CallCommand(const CommandLine& command_line) {
  const std::vector<OperationEntry> catalog = OperationCatalog();
  const std::vector<std::string>& given = command_line.arguments;
  if (given.empty()) {
    throw Failure(kExitUsage, "which operation? `runnel call --help` lists them");
  }
  if (given.front() == "--help" || given.front() == "-h") {
    std::fputs(CallOverview(catalog).c_str(), stdout);
    return 0;
  }
  const OperationEntry& operation = FindEntry(catalog, given.front());
  const Arguments arguments = ParseCall(operation, std::span(given).subspan(1));
  if (arguments.help) {
    std::fputs(OperationHelp(operation).c_str(), stdout);
    return 0;
  }
  try {
    return Call(operation, arguments, command_line.environment);
  } catch (const ServiceError& error) {
    std::fprintf(stderr, "%s\n", error.text.c_str());
    return kExitFailed;
  }
}

}  // namespace runnel
