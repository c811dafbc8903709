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

namespace httplib {
class Client;
}

namespace runnel {

class HttpSource final : public SnapshotSource {
 public:
  // `endpoint`: "http://127.0.0.1:4566". `changed` is called, by a thread of the source, when there
  // is something new to draw.
  HttpSource(std::string endpoint, std::string region, std::function<void()> changed);
  ~HttpSource() override;

  std::shared_ptr<const World> Latest() override;
  void Call(std::string target, boost::json::object input, Done done) override;
  void RunDone() override;

 private:
  struct Pending {
    std::string target;
    boost::json::object input;
    Done done;
    CallAnswer answer;
  };

  void Work();
  // With the lock released. Whether there was anything new.
  bool Look(httplib::Client& client);
  struct Sent {
    std::string body;
    std::string refusal;  // empty: it succeeded
  };
  Sent Send(httplib::Client& client, const std::string& target,
            const boost::json::object& input) const;
  void Publish(World world);

  const std::string endpoint_;
  const std::string region_;
  const std::function<void()> changed_;
  // The thread's own.
  World seen_;
  std::string streams_seen_;
  std::string rules_seen_;
  std::int64_t last_number_ = 0;

  std::mutex mutex_;  // guards all that follows
  std::condition_variable wakes_;
  std::shared_ptr<const World> latest_ = std::make_shared<World>();
  std::deque<Pending> wanted_;
  std::vector<Pending> answered_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace runnel
