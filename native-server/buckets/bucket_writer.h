// Writes the objects of channels into folders, on a thread of its own.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "core/api/channel_delivery.h"

namespace runnel {

class BucketWriter {
 public:
  // Told of each delivery once, on the writer's thread: `failure` as Emulator::CompleteDelivery
  // takes it.
  using Report = std::function<void(const ChannelDelivery& delivery, const ChannelTally& tally,
                                    const std::string& failure)>;

  // `root` holds a folder for each bucket.
  BucketWriter(std::string root, Report report);
  // Ends what is being written; what has not been begun is not.
  ~BucketWriter();

  // From any thread.
  void Write(ChannelDelivery delivery);

 private:
  void Run();
  // Gives what went wrong.
  std::string WriteAll(const ChannelDelivery& delivery, ChannelTally& tally) const;

  const std::string root_;
  const Report report_;
  std::mutex mutex_;  // guards the following two
  std::deque<ChannelDelivery> deliveries_;
  bool stopping_ = false;
  std::condition_variable wakes_;
  std::thread thread_;
};

}  // namespace runnel
