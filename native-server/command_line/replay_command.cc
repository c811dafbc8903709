#include <algorithm>
#include <boost/json.hpp>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "native-server/command_line/answer_comparison.h"
#include "native-server/command_line/arguments.h"
#include "native-server/command_line/capture_reader.h"
#include "native-server/command_line/commands.h"
#include "native-server/command_line/json_members.h"
#include "native-server/command_line/service_client.h"
#include "native-server/config/option_value.h"
#include "native-server/failure.h"

namespace runnel {
namespace {

namespace json = boost::json;
using std::chrono::steady_clock;

constexpr const char* kHelp =
    "usage: runnel replay FILE [--endpoint URL] [--speed original|full|FACTOR]\n"
    "       runnel replay FILE --compare URL URL [--ignore MEMBER,...]\n\n"
    "Makes the calls again that `runnel serve --capture FILE` wrote down: one after the other, by "
    "the\n"
    "same accounts, to a server, or to two of them to compare their answers. Iterators, tokens "
    "and\n"
    "sequence numbers that the calls name are replaced by those that the server gave. What "
    "succeeded\n"
    "before and fails now because a stream is still changing is tried again for ten seconds.\n"
    "SubscribeToShard, and calls to Lambda, Pipes and CloudFormation, are left out. Streams that "
    "were\n"
    "there before the first call, as by --initialize-streams, have to be there again.\n\n"
    "  runnel replay calls.jsonl --speed full\n"
    "  runnel replay calls.jsonl --compare http://127.0.0.1:4566 http://127.0.0.1:4567\n\n"
    "Calls that now fail where they succeeded, or the other way, are printed; a connection that "
    "the\n"
    "server ends without an answer is such a failure. With --compare, every difference of two "
    "answers\n"
    "is printed, but for members that differ by nature: iterators, tokens, sequence numbers, times "
    "and\n"
    "what is named by one, such as ConsumerARN. Exit status 1: there were any.\n\n"
    "  --speed             original (the default): in the rhythm in which they came; full: as fast "
    "as\n"
    "                      possible; 10: ten times as fast\n"
    "  --ignore MEMBERS    further members that may differ\n"
    "  --profile NAME      who calls, where signatures are verified\n";

// In place of an error's code: the server ended the connection.
constexpr const char* kNoAnswer = "(no answer)";
constexpr std::string_view kInUse = "ResourceInUseException";
constexpr std::string_view kNotFound = "ResourceNotFoundException";
constexpr auto kPatience = std::chrono::seconds(10);
constexpr auto kSilence = std::chrono::seconds(1);  // no longer is a person left to wonder
constexpr auto kPause = std::chrono::milliseconds(20);

// What came of a call.
struct Answer {
  json::object output;
  std::string error;  // empty: it succeeded
  std::string message;
};

// One endpoint that the calls are played to.
class Player {
 public:
  explicit Player(ServiceClient client) : client_(std::move(client)) {}

  Answer Play(const CapturedCall& call) {
    const auto began = steady_clock::now();
    bool told = false;
    for (bool last = false;;) {
      Answer answer = Try(call);
      const auto waited = steady_clock::now() - began;
      if (last || waited > kPatience || !call.error.empty() || !MayBeForNow(answer)) {
        if (call.output && answer.error.empty()) tokens_.Learn(*call.output, answer.output);
        return answer;
      }
      // The change may have ended since the call: once more, then.
      last = !IsChanging(call, answer);
      if (last) continue;
      if (waited > kSilence && !std::exchange(told, true)) {
        std::fprintf(stderr, "call %zu, %s: %s, as the stream is changing; tried again for %d s\n",
                     call.number, call.operation.c_str(), answer.error.c_str(),
                     static_cast<int>(kPatience.count()));
      }
      std::this_thread::sleep_for(kPause);
    }
  }

  std::string Url() const { return client_.endpoint().Url(); }

 private:
  static bool MayBeForNow(const Answer& answer) {
    return answer.error == kInUse || answer.error == kNotFound;
  }

  // Whether waiting can help: what the call is about is there, and not yet as it will be.
  bool IsChanging(const CapturedCall& call, const Answer& answer) const {
    const bool in_use = answer.error == kInUse;
    json::object stream;
    for (const auto& member : tokens_.Translate(call.input)) {
      if (member.key() == "StreamName" || member.key() == "StreamARN") stream.insert(member);
    }
    if (stream.empty()) return in_use;
    try {
      const json::object output = client_.CallAs(call.account, call.region,
                                                 "Kinesis_20131202.DescribeStreamSummary", stream);
      const json::object& summary = output.at("StreamDescriptionSummary").as_object();
      if (TextMember(summary, "StreamStatus") != "ACTIVE") return true;
      return in_use && call.operation != "CreateStream";  // a consumer may be DELETING
    } catch (const ServiceRefusal& refusal) {
      return in_use || refusal.code() != kNotFound;
    } catch (const NoAnswer& failure) {
      if (failure.why() != NoAnswer::Why::kCutOff) throw;
      return true;
    }
  }

  Answer Try(const CapturedCall& call) const {
    const bool named = call.operation.find('.') != std::string::npos;
    try {
      return {client_.CallAs(call.account, call.region,
                             (named ? "" : "Kinesis_20131202.") + call.operation,
                             tokens_.Translate(call.input)),
              {},
              {}};
    } catch (const ServiceRefusal& refusal) {
      if (refusal.code().empty()) throw;
      return {{}, refusal.code(), refusal.message()};
    } catch (const NoAnswer& failure) {
      if (failure.why() != NoAnswer::Why::kCutOff) throw;
      return {{}, kNoAnswer, {}};
    }
  }

  ServiceClient client_;
  TokenMap tokens_;
};

// Waits until it is a call's turn.
class Rhythm {
 public:
  explicit Rhythm(double speed) : speed_(speed) {}  // 0: no waiting

  void Await(Timestamp at) {
    if (speed_ == 0) return;
    if (!begun_) first_ = at;
    begun_ = true;
    const auto since = static_cast<double>((at - first_).milliseconds) / speed_;
    std::this_thread::sleep_until(began_ + std::chrono::milliseconds(std::llround(since)));
  }

 private:
  const double speed_;
  const steady_clock::time_point began_ = steady_clock::now();
  bool begun_ = false;
  Timestamp first_;
};

double ReadSpeed(std::string_view text) {
  if (text.empty() || text == "original") return 1;
  if (text == "full") return 0;
  const auto factor = ReadDecimal(text);
  if (!factor || *factor <= 0) {
    throw Failure(kExitUsage, "--speed: '" + std::string(text) +
                                  "' is none of original, full, and a factor such as 10");
  }
  return *factor;
}

std::string Outcome(const std::string& error) { return error.empty() ? "succeeds" : error; }

void PrintDifference(const CapturedCall& call, const std::string& text) {
  std::printf("call %zu, %s: %s\n", call.number, call.operation.c_str(), text.c_str());
}

bool IsFrom(const CapturedCall& call, const Answer& answer) {
  const std::string captured = call.hung_up ? kNoAnswer : call.error;
  if (captured == answer.error) return true;
  PrintDifference(call, Outcome(answer.error) + ", was: " + Outcome(captured) +
                            (answer.message.empty() ? "" : "; " + answer.message));
  return false;
}

bool Agree(const CapturedCall& call, const Answer& a, const Answer& b,
           const std::set<std::string, std::less<>>& ignored) {
  if (a.error != b.error) {
    PrintDifference(call, Outcome(a.error) + ", not " + Outcome(b.error));
    return false;
  }
  if (SteadyText(a.message) != SteadyText(b.message)) {
    PrintDifference(call, a.error + ": \"" + a.message + "\", not \"" + b.message + "\"");
    return false;
  }
  const std::vector<std::string> differences = Differences(a.output, b.output, ignored);
  for (const std::string& difference : differences) PrintDifference(call, difference);
  return differences.empty();
}

struct Choices {
  std::string file;
  double speed = 1;
  std::vector<std::string> endpoints;  // two: to compare
  std::set<std::string, std::less<>> ignored;
};

// The two endpoints to compare are the flag's value and a further word.
Choices ReadChoices(const Arguments& arguments) {
  Choices choices;
  choices.speed = ReadSpeed(arguments.Last("speed"));
  std::vector<std::string> words = arguments.words;
  const std::string_view first = arguments.Last("compare");
  if (first.empty()) {
    choices.endpoints = {std::string(arguments.Last("endpoint"))};
  } else {
    const auto second = std::find_if(words.begin(), words.end(), [](const std::string& word) {
      return word.find("://") != std::string::npos;
    });
    if (second == words.end() || !arguments.Last("endpoint").empty()) {
      throw Failure(kExitUsage,
                    "--compare needs two addresses and no --endpoint: runnel replay FILE --compare "
                    "http://127.0.0.1:4566 http://127.0.0.1:4567");
    }
    choices.endpoints = {std::string(first), *second};
    words.erase(second);
  }
  if (words.size() != 1) {
    throw Failure(kExitUsage,
                  "which capture? runnel replay FILE; `runnel replay --help` tells more");
  }
  choices.file = words.front();
  if (const std::string_view list = arguments.Last("ignore"); !list.empty()) {
    for (const std::string_view name : SplitList(list)) choices.ignored.emplace(name);
  }
  return choices;
}

int Replay(const Choices& choices, std::vector<Player>& players) {
  CaptureReader reader(choices.file);
  Rhythm rhythm(choices.speed);
  std::size_t calls = 0;
  std::size_t different = 0;
  const auto began = steady_clock::now();
  while (const std::optional<CapturedCall> call = reader.Next()) {
    rhythm.Await(call->at);
    const Answer answer = players.front().Play(*call);
    const bool same = players.size() == 1
                          ? IsFrom(*call, answer)
                          : Agree(*call, answer, players.back().Play(*call), choices.ignored);
    ++calls;
    different += same ? 0 : 1;
  }
  const std::chrono::duration<double> took = steady_clock::now() - began;
  std::printf("%zu calls in %.1f s, %zu answered differently", calls, took.count(), different);
  if (reader.skipped() > 0) std::printf(", %zu left out", reader.skipped());
  if (reader.left_out() > 0) std::printf(", %zu missing from the capture", reader.left_out());
  std::printf("\n");
  return different == 0 ? 0 : kExitFailed;
}

}  // namespace

int ReplayCommand(const CommandLine& command_line) {
  const FlagSpec specs[] = {{.name = "endpoint"},
                            {.name = "speed"},
                            {.name = "compare"},
                            {.name = "ignore"},
                            {.name = "profile"}};
  const Arguments arguments = ParseArguments("replay", specs, command_line.arguments, true);
  if (arguments.help) {
    std::fputs(kHelp, stdout);
    return 0;
  }
  const Choices choices = ReadChoices(arguments);
  std::vector<Player> players;
  for (const std::string& endpoint : choices.endpoints) {
    players.emplace_back(
        ServiceClient(command_line.environment, endpoint, arguments.Last("profile")));
  }
  return Replay(choices, players);
}

}  // namespace runnel
