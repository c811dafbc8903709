#include "inspector-ui/http_source.h"

#include <httplib.h>

#include <array>
#include <boost/json.hpp>
#include <chrono>
#include <utility>

namespace runnel {
namespace {

namespace json = boost::json;

std::string AuthorityOf(const std::string& endpoint) {
  const std::size_t scheme = endpoint.find("://");
  return endpoint.substr(scheme == std::string::npos ? 0 : scheme + 3);
}

Timestamp Now() {
  return {std::chrono::duration_cast<std::chrono::milliseconds>(
              std::chrono::system_clock::now().time_since_epoch())
              .count()};
}

}  // namespace

HttpSource::HttpSource(std::string endpoint, Caller caller, std::function<void()> changed)
    : endpoint_(std::move(endpoint)),
      changed_(std::move(changed)),
      caller_(std::move(caller)),
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

std::int64_t HttpSource::NowMillis() {
  const std::lock_guard lock(mutex_);
  return now_millis_;
}

void HttpSource::Call(OutgoingCall call, Done done) {
  {
    const std::lock_guard lock(mutex_);
    wanted_.push_back({std::move(call), std::move(done), {}});
  }
  wakes_.notify_one();
}

void HttpSource::CallAs(Caller caller) {
  const std::lock_guard lock(mutex_);
  caller_ = std::move(caller);
}

void HttpSource::RunDone() {
  std::vector<Pending> answered;
  {
    const std::lock_guard lock(mutex_);
    answered.swap(answered_);
  }
  for (const Pending& call : answered) call.done(call.answer);
}

AnswerText HttpSource::Send(httplib::Client& client, const OutgoingCall& call) {
  const std::string body = json::serialize(call.input);
  std::unique_lock lock(mutex_);
  const Caller caller = caller_;
  lock.unlock();
  httplib::Headers headers;
  for (auto& [name, value] : HeadersOf(call, body, caller, AuthorityOf(endpoint_), Now())) {
    headers.emplace(name, value);
  }
  const auto result = client.Post("/", headers, body, "application/x-amz-json-1.1");
  if (!result) {
    return ReadAnswer(
        0, "no answer from " + endpoint_ + " (" + httplib::to_string(result.error()) + ")");
  }
  return ReadAnswer(result->status, result->body);
}

bool HttpSource::Look(httplib::Client& client) {
  std::array<AnswerText, Observation::kQuestions> answers;
  const auto questions = seen_.Questions();
  for (std::size_t i = 0; i < questions.size(); ++i) {
    answers[i] = Send(client, questions[i]);
    if (!answers[i].refusal.empty()) break;
  }
  const bool changed = seen_.Take(answers);
  {
    const std::lock_guard lock(mutex_);
    now_millis_ = seen_.world().now_millis;
    if (!changed) return false;
    latest_ = std::make_shared<const World>(seen_.world());
  }
  changed_();
  return true;
}

void HttpSource::Work() {
  httplib::Client client(endpoint_);
  client.set_keep_alive(true);
  client.set_connection_timeout(std::chrono::seconds(2));
  client.set_read_timeout(std::chrono::seconds(10));
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    while (!wanted_.empty() && !stopping_) {
      Pending pending = std::move(wanted_.front());
      wanted_.pop_front();
      lock.unlock();
      const AnswerText answer = Send(client, pending.call);
      pending.answer = {ObjectOf(answer.body), answer.refusal};
      lock.lock();
      answered_.push_back(std::move(pending));
    }
    const bool called_back = !answered_.empty();
    lock.unlock();
    if (called_back) changed_();
    const int interval =
        Look(client) ? Observation::kIntervalMillis : Observation::kQuietIntervalMillis;
    lock.lock();
    wakes_.wait_for(lock, std::chrono::milliseconds(interval),
                    [this] { return stopping_ || !wanted_.empty(); });
  }
}

}  // namespace runnel
