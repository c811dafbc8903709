#include "inspector-ui/http_source.h"

#include <httplib.h>

#include <boost/json.hpp>
#include <chrono>
#include <utility>

namespace runnel {
namespace {

namespace json = boost::json;

constexpr auto kInterval = std::chrono::milliseconds(500);

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

CallAnswer HttpSource::Send(httplib::Client& client, const std::string& target,
                            const json::object& input) const {
  const httplib::Headers headers = {
      {"X-Amz-Target", target},
      {"X-Amz-Date", "20260101T000000Z"},
      {"Authorization", "AWS4-HMAC-SHA256 Credential=test/20260101/" + region_ +
                            "/kinesis/aws4_request, SignedHeaders=host, Signature=0"}};
  const auto result =
      client.Post("/", headers, json::serialize(input), "application/x-amz-json-1.1");
  CallAnswer answer;
  if (!result) {
    answer.refusal =
        "no answer from " + endpoint_ + " (" + httplib::to_string(result.error()) + ")";
    return answer;
  }
  json::error_code error;
  const json::value body = result->body.empty() ? json::object() : json::parse(result->body, error);
  if (!error && body.is_object()) answer.output = body.get_object();
  if (result->status == 200) return answer;
  answer.refusal = "HTTP status " + std::to_string(result->status);
  for (const char* const name : {"__type", "message", "Message"}) {
    const json::value* const member = answer.output.if_contains(name);
    if (member == nullptr || !member->is_string()) continue;
    const std::string text(member->get_string());
    answer.refusal = name[0] == '_' ? text : answer.refusal + ": " + text;
  }
  return answer;
}

void HttpSource::Publish(World world) {
  {
    const std::lock_guard lock(mutex_);
    latest_ = std::make_shared<const World>(std::move(world));
  }
  changed_();
}

void HttpSource::Look(httplib::Client& client) {
  CallAnswer streams = Send(client, "Runnel.InspectStreams", {{"HotKeys", true}});
  const CallAnswer rules = Send(client, "Runnel.ListFaultRules", {});
  const CallAnswer calls =
      Send(client, "Runnel.InspectActivity", {{"AfterNumber", last_number_}, {"Limit", 1000}});
  const std::string trouble = !streams.refusal.empty() ? streams.refusal
                              : !rules.refusal.empty() ? rules.refusal
                                                       : calls.refusal;
  bool changed = trouble != seen_.trouble;
  seen_.trouble = trouble;
  if (trouble.empty()) {
    const json::object whole = streams.output;
    streams.output.erase("NowMillis");  // that time passes is no news
    const std::string streams_now = json::serialize(streams.output);
    const std::string rules_now = json::serialize(rules.output);
    const auto number = calls.output.at("LastNumber").to_number<std::int64_t>();
    if (number < last_number_) seen_.calls.clear();  // another server, or the same one again
    changed |= streams_now != streams_seen_ || rules_now != rules_seen_ || number != last_number_;
    streams_seen_ = streams_now;
    rules_seen_ = rules_now;
    last_number_ = number;
    TakeStreams(whole, seen_);
    TakeFaultRules(rules.output, seen_);
    TakeCalls(calls.output, seen_);
  }
  if (changed) Publish(seen_);
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
      call.answer = Send(client, call.target, call.input);
      lock.lock();
      answered_.push_back(std::move(call));
    }
    const bool called_back = !answered_.empty();
    lock.unlock();
    if (called_back) changed_();
    Look(client);
    lock.lock();
    wakes_.wait_for(lock, kInterval, [this] { return stopping_ || !wanted_.empty(); });
  }
}

}  // namespace runnel
