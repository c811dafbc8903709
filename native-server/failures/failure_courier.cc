#include "native-server/failures/failure_courier.h"

#include <algorithm>
#include <utility>

namespace runnel {
namespace {

constexpr std::chrono::seconds kDelayMax{60};

}  // namespace

FailureCourier::FailureCourier(const std::vector<std::string>& destinations, Report report)
    : report_(std::move(report)) {
  for (const std::string& text : destinations) {
    ReadFailureDestination(text, destinations_.emplace_back());
  }
  thread_ = std::thread([this] { Run(); });
}

FailureCourier::~FailureCourier() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wakes_.notify_one();
  thread_.join();
}

void FailureCourier::Deliver(FailureDelivery delivery) {
  {
    const std::lock_guard lock(mutex_);
    parcels_.push_back({std::move(delivery), std::chrono::steady_clock::now()});
  }
  wakes_.notify_one();
}

const FailureDestination* FailureCourier::DestinationOf(const std::string& arn) const {
  const auto found = std::find_if(destinations_.begin(), destinations_.end(),
                                  [&](const auto& destination) { return destination.arn == arn; });
  return found == destinations_.end() ? nullptr : &*found;
}

std::list<FailureCourier::Parcel>::iterator FailureCourier::Next() {
  return std::min_element(parcels_.begin(), parcels_.end(),
                          [](const Parcel& a, const Parcel& b) { return a.next_try < b.next_try; });
}

void FailureCourier::Run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    const auto next = Next();
    if (next == parcels_.end()) {
      wakes_.wait(lock);
      continue;
    }
    if (const Time due = next->next_try; due > std::chrono::steady_clock::now()) {
      wakes_.wait_until(lock, due);
      continue;
    }
    // Only this thread takes parcels away.
    lock.unlock();
    const FailureDestination* const destination = DestinationOf(next->delivery.destination);
    const std::string failure =
        destination == nullptr ? std::string() : DeliverFailure(*destination, next->delivery);
    if (failure.empty()) {
      report_(next->delivery.id, destination == nullptr
                                     ? "kept here: no --failure-destination is given for it"
                                     : "delivered to " + destination->place);
    }
    lock.lock();
    if (failure.empty()) {
      parcels_.erase(next);
    } else {
      next->next_try = std::chrono::steady_clock::now() + next->delay;
      next->delay = std::min(next->delay * 2, kDelayMax);
    }
  }
}

}  // namespace runnel
