// A server asked without waiting and without a thread: as a page asks.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "inspector-ui/snapshot_source.h"
#include "inspector-ui/view_models/observation.h"

namespace runnel {

class AsyncSource final : public SnapshotSource {
 public:
  // `status` 0: there was no answer, for the reason that `body` gives.
  using Answered = std::function<void(int status, std::string body)>;
  // Makes a POST to "/" and calls back, later, once.
  using Send = std::function<void(const HeaderTexts& headers, const std::string& body, Answered)>;

  // `host` as the headers are to name it; `now` for their date; `changed` is called when there is
  // something new to draw.
  AsyncSource(std::string host, Caller caller, Send send, std::function<Timestamp()> now,
              std::function<void()> changed);

  std::shared_ptr<const World> Latest() override { return latest_; }
  std::int64_t NowMillis() override { return seen_.world().now_millis; }
  void Call(OutgoingCall call, Done done) override;
  void CallAs(Caller caller) override { caller_ = std::move(caller); }
  void RunDone() override;

  // Asks for what is new, unless it still waits for the answers of the last time. To be called
  // again after the milliseconds that it returns.
  int Look();

 private:
  void Post(const OutgoingCall& call, std::function<void(AnswerText)> done);
  void Ask(std::size_t question);
  void FinishLook();

  const std::string host_;
  Caller caller_;
  const Send send_;
  const std::function<Timestamp()> now_;
  const std::function<void()> changed_;
  std::shared_ptr<const World> latest_ = std::make_shared<World>();
  std::vector<std::function<void()>> answered_;
  Observation seen_;
  std::array<OutgoingCall, Observation::kQuestions> questions_;
  std::array<AnswerText, Observation::kQuestions> answers_;
  bool looking_ = false;
  bool quiet_ = false;
};

}  // namespace runnel
