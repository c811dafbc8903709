#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <thread>

#include "native-server/command_line/arguments.h"
#include "native-server/command_line/commands.h"
#include "native-server/command_line/service_client.h"
#include "native-server/command_line/xml_text.h"
#include "native-server/failure.h"

namespace runnel {
namespace {

constexpr const char* kHelp =
    "usage: runnel deploy TEMPLATE [--stack NAME] [--parameter KEY=VALUE]... [--tag KEY=VALUE]...\n"
    "       runnel deploy --delete NAME\n\n"
    "Creates the stack, or updates it to what the template says, and shows each resource as it\n"
    "goes. TEMPLATE is a template of CloudFormation, JSON or YAML: what `cdk synth` prints, for\n"
    "example. Without --stack the stack is named after the file. Parameters that are not given\n"
    "keep their value in an update. The exit status is 0 if the stack is as the template says.\n\n"
    "  --delete NAME    delete the stack and what it made\n"
    "  --endpoint URL, --profile NAME   which server, and as whom\n\n"
    "For example:\n\n"
    "  runnel deploy orders.yaml --parameter Shards=2\n";

constexpr FlagSpec kFlags[] = {{"stack"},  {"parameter"}, {"tag"},
                               {"delete"}, {"endpoint"},  {"profile"}};
constexpr auto kPollEvery = std::chrono::milliseconds(100);

using Fields = std::vector<std::pair<std::string, std::string>>;

// AWS: a longer one has to be at a URL.
constexpr std::size_t kTemplateBytesMax = 51'200;

std::string ReadTemplateFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text(kTemplateBytesMax + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!file.is_open() || file.bad()) throw Failure(kExitUsage, path + ": cannot be read");
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (text.size() > kTemplateBytesMax) {
    throw Failure(kExitUsage, path + ": a template may have up to " +
                                  std::to_string(kTemplateBytesMax) + " bytes, as on AWS");
  }
  return text;
}

// "my_orders.template.json" becomes "my-orders".
std::string StackNameOf(const std::string& path) {
  std::string name = std::filesystem::path(path).filename().string();
  name.resize(std::min(name.size(), name.find('.')));
  for (char& c : name) {
    const bool kept = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!kept) c = '-';
  }
  const bool fits = !name.empty() && name.front() != '-' && !(name[0] >= '0' && name[0] <= '9');
  if (!fits) throw Failure(kExitUsage, path + ": give the stack a name by --stack");
  return name;
}

std::pair<std::string, std::string> Pair(const GivenFlag& flag) {
  const std::size_t equals = flag.value.find('=');
  if (equals == std::string::npos || equals == 0) {
    throw Failure(kExitUsage, "--" + flag.name + " " + flag.value + ": KEY=VALUE is wanted");
  }
  return {flag.value.substr(0, equals), flag.value.substr(equals + 1)};
}

class Deployment {
 public:
  Deployment(const ServiceClient& client, std::string stack)
      : client_(client), stack_(std::move(stack)) {}

  int Apply(const std::string& text, const Arguments& arguments) {
    const std::string present = Describe();
    const std::string status = XmlText(present, "StackStatus");
    if (status == "ROLLBACK_COMPLETE") {
      throw Failure(kExitFailed, stack_ + " failed to be created; runnel deploy --delete " +
                                     stack_ + " makes room for another try");
    }
    const bool exists = !present.empty();
    if (exists) SeeEvents();
    Fields fields = {{"Action", exists ? "UpdateStack" : "CreateStack"},
                     {"StackName", stack_},
                     {"TemplateBody", text},
                     {"Capabilities.member.1", "CAPABILITY_IAM"},
                     {"Capabilities.member.2", "CAPABILITY_NAMED_IAM"},
                     {"Capabilities.member.3", "CAPABILITY_AUTO_EXPAND"}};
    AddParameters(arguments, present, text, fields);
    AddTags(arguments, fields);
    try {
      client_.CallStacks(fields);
    } catch (const ServiceRefusal& refusal) {
      if (refusal.message() != "No updates are to be performed.") throw;
      std::printf("%s is as the template says: nothing to do\n", stack_.c_str());
      return 0;
    }
    const std::string end = Follow(stack_);
    PrintOutputs();
    return end == "CREATE_COMPLETE" || end == "UPDATE_COMPLETE" ? 0 : kExitFailed;
  }

  int Delete() {
    const std::string present = Describe();
    if (present.empty()) throw Failure(kExitFailed, "there is no stack " + stack_);
    const std::string id = XmlText(present, "StackId");
    SeeEvents();
    client_.CallStacks({{"Action", "DeleteStack"}, {"StackName", stack_}});
    return Follow(id) == "DELETE_COMPLETE" ? 0 : kExitFailed;
  }

 private:
  // Empty: there is none.
  std::string Describe() const {
    try {
      const std::string answer =
          client_.CallStacks({{"Action", "DescribeStacks"}, {"StackName", stack_}});
      return std::string(XmlMembers(XmlElement(answer, "Stacks")).at(0));
    } catch (const ServiceRefusal& refusal) {
      if (refusal.message() == "Stack with id " + stack_ + " does not exist") return {};
      throw;
    }
  }

  // What is not given keeps its value, if the template still has it.
  void AddParameters(const Arguments& arguments, const std::string& present,
                     const std::string& text, Fields& fields) const {
    std::size_t count = 0;
    std::set<std::string> given;
    for (const GivenFlag& flag : arguments.flags) {
      if (flag.name != "parameter") continue;
      const auto [key, value] = Pair(flag);
      given.insert(key);
      const std::string name = "Parameters.member." + std::to_string(++count);
      fields.emplace_back(name + ".ParameterKey", key);
      fields.emplace_back(name + ".ParameterValue", value);
    }
    if (present.empty()) return;
    const std::string summary =
        client_.CallStacks({{"Action", "ValidateTemplate"}, {"TemplateBody", text}});
    std::set<std::string> declared;
    for (const auto member : XmlMembers(XmlElement(summary, "Parameters"))) {
      declared.insert(XmlText(member, "ParameterKey"));
    }
    for (const auto member : XmlMembers(XmlElement(present, "Parameters"))) {
      const std::string key = XmlText(member, "ParameterKey");
      if (given.count(key) > 0 || declared.count(key) == 0) continue;
      const std::string name = "Parameters.member." + std::to_string(++count);
      fields.emplace_back(name + ".ParameterKey", key);
      fields.emplace_back(name + ".UsePreviousValue", "true");
    }
  }

  static void AddTags(const Arguments& arguments, Fields& fields) {
    std::size_t count = 0;
    for (const GivenFlag& flag : arguments.flags) {
      if (flag.name != "tag") continue;
      const auto [key, value] = Pair(flag);
      const std::string name = "Tags.member." + std::to_string(++count);
      fields.emplace_back(name + ".Key", key);
      fields.emplace_back(name + ".Value", value);
    }
  }

  // The events since the last time, the oldest first, as XML that `answer` keeps alive.
  std::vector<std::string_view> NewEvents(const std::string& answer) {
    std::vector<std::string_view> events;
    for (const auto event : XmlMembers(XmlElement(answer, "StackEvents"))) {
      if (seen_.insert(XmlText(event, "EventId")).second) events.push_back(event);
    }
    std::reverse(events.begin(), events.end());
    return events;
  }
  std::string Events(const std::string& stack) const {
    return client_.CallStacks({{"Action", "DescribeStackEvents"}, {"StackName", stack}});
  }
  void SeeEvents() {
    const std::string answer = Events(stack_);
    NewEvents(answer);
  }

  // Shows what happens until the stack has come to rest; its last status.
  std::string Follow(const std::string& stack) {
    while (true) {
      const std::string answer = Events(stack);
      for (const auto event : NewEvents(answer)) {
        const std::string status = XmlText(event, "ResourceStatus");
        const std::string reason = XmlText(event, "ResourceStatusReason");
        std::printf("%-42s %-30s %s%s%s\n", status.c_str(), XmlText(event, "ResourceType").c_str(),
                    XmlText(event, "LogicalResourceId").c_str(), reason.empty() ? "" : ": ",
                    reason.c_str());
        const bool of_stack = XmlText(event, "ResourceType") == "AWS::CloudFormation::Stack";
        if (of_stack && !status.ends_with("_IN_PROGRESS")) return status;
      }
      std::fflush(stdout);
      std::this_thread::sleep_for(kPollEvery);
    }
  }

  void PrintOutputs() const {
    const std::string present = Describe();
    for (const auto output : XmlMembers(XmlElement(present, "Outputs"))) {
      std::printf("%s = %s\n", XmlText(output, "OutputKey").c_str(),
                  XmlText(output, "OutputValue").c_str());
    }
  }

  const ServiceClient& client_;
  const std::string stack_;
  std::set<std::string> seen_;
};

}  // namespace

int DeployCommand(const CommandLine& command_line) {
  const Arguments arguments = ParseArguments("deploy", kFlags, command_line.arguments, true);
  if (arguments.help) {
    std::fputs(kHelp, stdout);
    return 0;
  }
  const ServiceClient client(command_line.environment, arguments.Last("endpoint"),
                             arguments.Last("profile"));
  const std::string doomed(arguments.Last("delete"));
  if (!doomed.empty()) return Deployment(client, doomed).Delete();
  if (arguments.words.size() != 1) {
    throw Failure(kExitUsage, "one template is wanted; see `runnel deploy --help`");
  }
  const std::string& path = arguments.words.front();
  std::string stack(arguments.Last("stack"));
  if (stack.empty()) stack = StackNameOf(path);
  return Deployment(client, stack).Apply(ReadTemplateFile(path), arguments);
}

}  // namespace runnel
