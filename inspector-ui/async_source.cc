#include "inspector-ui/async_source.h"

#include <boost/json.hpp>
#include <utility>

namespace runnel {

AsyncSource::AsyncSource(std::string host, Caller caller, Send send, std::function<Timestamp()> now,
                         std::function<void()> changed)
    : host_(std::move(host)),
      caller_(std::move(caller)),
      send_(std::move(send)),
      now_(std::move(now)),
      changed_(std::move(changed)) {}

void AsyncSource::Post(const OutgoingCall& call, std::function<void(AnswerText)> done) {
  const std::string body = boost::json::serialize(call.input);
  send_(HeadersOf(call, body, caller_, host_, now_()), body,
        [done = std::move(done)](int status, std::string answer) {
          done(ReadAnswer(status, std::move(answer)));
        });
}

void AsyncSource::Call(OutgoingCall call, Done done) {
  Post(call, [this, done = std::move(done)](const AnswerText& answer) {
    CallAnswer read{ObjectOf(answer.body), answer.refusal};
    answered_.push_back([done, read = std::move(read)] { done(read); });
    changed_();
    Look();
  });
}

void AsyncSource::RunDone() {
  std::vector<std::function<void()>> answered;
  answered.swap(answered_);
  for (const auto& done : answered) done();
}

int AsyncSource::Look() {
  if (!looking_) {
    looking_ = true;
    questions_ = seen_.Questions();
    answers_ = {};
    Ask(0);
  }
  return quiet_ ? Observation::kQuietIntervalMillis : Observation::kIntervalMillis;
}

// One after the other: the first that fails tells all there is to tell.
void AsyncSource::Ask(std::size_t question) {
  Post(questions_[question], [this, question](AnswerText answer) {
    answers_[question] = std::move(answer);
    if (!answers_[question].refusal.empty() || question + 1 == questions_.size()) {
      FinishLook();
    } else {
      Ask(question + 1);
    }
  });
}

void AsyncSource::FinishLook() {
  looking_ = false;
  quiet_ = !seen_.Take(answers_);
  if (quiet_) return;
  latest_ = std::make_shared<const World>(seen_.world());
  changed_();
}

}  // namespace runnel
