// A server, by HTTP.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "inspector-ui/snapshot_source.h"
#include "inspector-ui/view_models/observation.h"

namespace httplib {
class Client;
}

namespace runnel {

class HttpSource final : public SnapshotSource {
 public:
  // `endpoint`: "http://127.0.0.1:4566". `changed` is called, by a thread of the source, when there
  // is something new to draw.
  HttpSource(std::string endpoint, Caller caller, std::function<void()> changed);
  ~HttpSource() override;

  std::shared_ptr<const World> Latest() override;
  std::int64_t NowMillis() override;
  void Call(OutgoingCall call, Done done) override;
  void CallAs(Caller caller) override;
  void RunDone() override;

 private:
  struct Pending {
    OutgoingCall call;
    Done done;
    CallAnswer answer;
  };

  void Work();
  // With the lock released. Whether there was anything new.
  bool Look(httplib::Client& client);
  AnswerText Send(httplib::Client& client, const OutgoingCall& call);

  const std::string endpoint_;
  const std::function<void()> changed_;
  Observation seen_;  // the thread's own

  std::mutex mutex_;  // guards all that follows
  std::condition_variable wakes_;
  Caller caller_;
  std::shared_ptr<const World> latest_ = std::make_shared<World>();
  std::int64_t now_millis_ = 0;
  std::deque<Pending> wanted_;
  std::vector<Pending> answered_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace runnel
