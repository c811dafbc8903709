#include <boost/json.hpp>
#include <cstdio>
#include <string>

#include "native-server/command_line/arguments.h"
#include "native-server/command_line/commands.h"
#include "native-server/command_line/json_members.h"
#include "native-server/command_line/service_client.h"
#include "native-server/failure.h"

namespace runnel {
namespace {

namespace json = boost::json;

constexpr const char* kHelp =
    "usage: runnel failures [--json]\n\n"
    "Lists the records that event source mappings and pipes have given up, the oldest first: when\n"
    "and why, which records, and what became of the message for their on-failure destination or\n"
    "dead letters. The latest thousand are kept. --json prints them whole, one a line, with the\n"
    "message.\n\n"
    "Messages are delivered where the server is told to by --failure-destination, such as\n"
    "  runnel serve --failure-destination "
    "arn:aws:sqs:us-east-1:000000000000:dlq=file:failures.jsonl\n"
    "and to nowhere else; without it they are kept all the same.\n\n"
    "  --endpoint URL, --profile NAME   the server, and who calls\n";

// What the message says of the records: "from … to …".
std::string Numbers(const json::object& failure) {
  boost::json::error_code failed;
  const json::value message = json::parse(TextMember(failure, "Message"), failed);
  const json::object* const object = message.if_object();
  const json::value* const batch =
      failed || object == nullptr ? nullptr : object->if_contains("KinesisBatchInfo");
  if (batch == nullptr || !batch->is_object()) return {};
  const std::string first = TextMember(batch->as_object(), "startSequenceNumber");
  const std::string last = TextMember(batch->as_object(), "endSequenceNumber");
  return first == last ? first : first + " to " + last;
}

// "fn:live" of a function's ARN, "pipe/orders" of a pipe's.
std::string NameOf(const std::string& arn) {
  constexpr std::string_view kFunction = ":function:";
  const std::size_t function = arn.find(kFunction);
  return arn.substr(function == std::string::npos ? arn.rfind(':') + 1
                                                  : function + kFunction.size());
}

void Print(const json::object& failure) {
  const std::string arn = TextMember(failure, "FunctionArn");
  const std::string stream = TextMember(failure, "StreamARN");
  std::printf("%s: %lld records of %s %s not processed by %s\n",
              TextMember(failure, "Condition").c_str(),
              static_cast<long long>(failure.at("RecordCount").to_number<std::int64_t>()),
              stream.substr(stream.rfind('/') + 1).c_str(), TextMember(failure, "ShardId").c_str(),
              NameOf(arn).c_str());
  std::printf("  sequence number %s\n", Numbers(failure).c_str());
  const std::string destination = TextMember(failure, "Destination");
  if (destination.empty()) {
    std::printf("  no on-failure destination\n");
  } else {
    const std::string delivery = TextMember(failure, "Delivery");
    std::printf("  %s: %s\n", destination.c_str(),
                delivery.empty() ? "not delivered yet" : delivery.c_str());
  }
}

}  // namespace

int FailuresCommand(const CommandLine& command_line) {
  using enum FlagSpec::Value;
  const FlagSpec specs[] = {
      {.name = "json", .value = kNone}, {.name = "endpoint"}, {.name = "profile"}};
  const Arguments arguments = ParseArguments("failures", specs, command_line.arguments);
  if (arguments.help) {
    std::fputs(kHelp, stdout);
    return 0;
  }
  const bool whole = !arguments.Last("json").empty();
  const ServiceClient client(command_line.environment, arguments.Last("endpoint"),
                             arguments.Last("profile"));
  std::int64_t after = 0;
  std::size_t count = 0;
  while (true) {
    const json::object page = client.Call("Runnel.ListFailures", {{"After", after}});
    const json::array& failures = page.at("Failures").as_array();
    if (failures.empty()) break;
    for (const json::value& failure : failures) {
      if (whole) {
        std::printf("%s\n", json::serialize(failure).c_str());
      } else {
        Print(failure.as_object());
      }
      after = failure.as_object().at("Id").to_number<std::int64_t>();
      ++count;
    }
  }
  if (count == 0 && !whole) std::printf("no records have been given up\n");
  return 0;
}

}  // namespace runnel
