// Carries messages to on-failure destinations, on a thread of its own.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "core/api/failure_delivery.h"
#include "native-server/failures/failure_destination.h"

namespace runnel {

class FailureCourier {
 public:
  // Told of each message once, on the courier's thread: that it was delivered, or that there is no
  // place for it.
  using Report = std::function<void(std::uint64_t id, const std::string& delivery)>;

  // `destinations` as ReadFailureDestinations reads them.
  FailureCourier(const std::vector<std::string>& destinations, Report report);
  // What has not been delivered yet is not.
  ~FailureCourier();

  // Delivers as soon as that succeeds: what fails is tried again, at first after a second, at last
  // once a minute. From any thread.
  void Deliver(FailureDelivery delivery);

 private:
  using Time = std::chrono::steady_clock::time_point;
  struct Parcel {
    FailureDelivery delivery;
    Time next_try;
    std::chrono::seconds delay{1};
  };

  const FailureDestination* DestinationOf(const std::string& arn) const;
  void Run();
  // The one that is to be tried next.
  std::list<Parcel>::iterator Next();

  std::vector<FailureDestination> destinations_;
  const Report report_;
  std::mutex mutex_;  // guards the following two
  std::list<Parcel> parcels_;
  bool stopping_ = false;
  std::condition_variable wakes_;
  std::thread thread_;
};

}  // namespace runnel
