#include "inspector-ui/http_source.h"

#include <httplib.h>

#include <algorithm>
#include <boost/json.hpp>
#include <chrono>
#include <string_view>
#include <utility>

namespace runnel {
namespace {

namespace json = boost::json;

// Between two looks: as long as things change, and when nothing did.
constexpr auto kInterval = std::chrono::milliseconds(500);
constexpr auto kQuietInterval = std::chrono::milliseconds(1000);

// Empty for what is no JSON object.
json::object ObjectOf(const std::string& body) {
  json::error_code error;
  const json::value value = json::parse(body, error);
  return !error && value.is_object() ? value.get_object() : json::object();
}

std::string RefusalText(int status, const json::object& body) {
  const auto text = [&](const char* name) {
    const json::value* const member = body.if_contains(name);
    return member != nullptr && member->is_string() ? std::string(member->get_string()) : "";
  };
  const std::string code = text("__type");
  const std::string message = text("message") + text("Message");
  if (code.empty()) return "HTTP status " + std::to_string(status);
  return message.empty() ? code : code + ": " + message;
}

// The answer of InspectStreams but for the time at its beginning.
std::string WithoutTime(const std::string& body) {
  constexpr std::string_view kTime = "{\"NowMillis\":";
  if (!body.starts_with(kTime)) return body;
  return body.substr(std::min(body.find_first_not_of("0123456789", kTime.size()), body.size()));
}

}  // namespace

HttpSource::HttpSource(std::string endpoint, std::string region, std::function<void()> changed)
    : endpoint_(std::move(endpoint)),
      region_(std::move(region)),
      changed_(std::move(changed)),
      thread_([this] { Work(); }) {}

HttpSource::~HttpSource() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wakes_.notify_one();
  thread_.join();
}

std::shared_ptr<const World> HttpSource::Latest() {
  const std::lock_guard lock(mutex_);
  return latest_;
}

void HttpSource::Call(std::string target, json::object input, Done done) {
  {
    const std::lock_guard lock(mutex_);
    wanted_.push_back({std::move(target), std::move(input), std::move(done), {}});
  }
  wakes_.notify_one();
}

void HttpSource::RunDone() {
  std::vector<Pending> answered;
  {
    const std::lock_guard lock(mutex_);
    answered.swap(answered_);
  }
  for (const Pending& call : answered) call.done(call.answer);
}

HttpSource::Sent HttpSource::Send(httplib::Client& client, const std::string& target,
                                  const json::object& input) const {
  const httplib::Headers headers = {
      {"X-Amz-Target", target},
      {"X-Amz-Date", "20260101T000000Z"},
      {"Authorization", "AWS4-HMAC-SHA256 Credential=test/20260101/" + region_ +
                            "/kinesis/aws4_request, SignedHeaders=host, Signature=0"}};
  const auto result =
      client.Post("/", headers, json::serialize(input), "application/x-amz-json-1.1");
  if (!result) {
    return {{}, "no answer from " + endpoint_ + " (" + httplib::to_string(result.error()) + ")"};
  }
  if (result->status == 200) return {result->body, {}};
  return {{}, RefusalText(result->status, ObjectOf(result->body))};
}

void HttpSource::Publish(World world) {
  {
    const std::lock_guard lock(mutex_);
    latest_ = std::make_shared<const World>(std::move(world));
  }
  changed_();
}

bool HttpSource::Look(httplib::Client& client) {
  const Sent streams = Send(client, "Runnel.InspectStreams", {{"HotKeys", true}});
  const Sent rules = Send(client, "Runnel.ListFaultRules", {});
  const Sent calls =
      Send(client, "Runnel.InspectActivity", {{"AfterNumber", last_number_}, {"Limit", 1000}});
  const std::string trouble = !streams.refusal.empty() ? streams.refusal
                              : !rules.refusal.empty() ? rules.refusal
                                                       : calls.refusal;
  bool changed = trouble != seen_.trouble;
  seen_.trouble = trouble;
  if (trouble.empty()) {
    const json::object calls_now = ObjectOf(calls.body);
    const json::value* const last = calls_now.if_contains("LastNumber");
    const std::int64_t number = last == nullptr ? 0 : last->to_number<std::int64_t>();
    if (number < last_number_) seen_.calls.clear();  // another server, or the same one again
    // That time passes is no news. What is none is not even parsed.
    std::string streams_now = WithoutTime(streams.body);
    if (streams_now != streams_seen_) {
      TakeStreams(ObjectOf(streams.body), seen_);
      streams_seen_ = std::move(streams_now);
      changed = true;
    }
    if (rules.body != rules_seen_) TakeFaultRules(ObjectOf(rules.body), seen_);
    TakeCalls(calls_now, seen_);
    changed |= rules.body != rules_seen_ || number != last_number_;
    rules_seen_ = rules.body;
    last_number_ = number;
  }
  if (changed) Publish(seen_);
  return changed;
}

void HttpSource::Work() {
  httplib::Client client(endpoint_);
  client.set_keep_alive(true);
  client.set_connection_timeout(std::chrono::seconds(2));
  client.set_read_timeout(std::chrono::seconds(10));
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    while (!wanted_.empty() && !stopping_) {
      Pending call = std::move(wanted_.front());
      wanted_.pop_front();
      lock.unlock();
      const Sent sent = Send(client, call.target, call.input);
      call.answer = {ObjectOf(sent.body), sent.refusal};
      lock.lock();
      answered_.push_back(std::move(call));
    }
    const bool called_back = !answered_.empty();
    lock.unlock();
    if (called_back) changed_();
    const auto interval = Look(client) ? kInterval : kQuietInterval;
    lock.lock();
    wakes_.wait_for(lock, interval, [this] { return stopping_ || !wanted_.empty(); });
  }
}

}  // namespace runnel
