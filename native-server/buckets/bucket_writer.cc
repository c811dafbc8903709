#include "native-server/buckets/bucket_writer.h"

#include <utility>

#include "native-server/buckets/compression.h"
#include "native-server/buckets/object_file.h"

namespace runnel {

BucketWriter::BucketWriter(std::string root, Report report)
    : root_(std::move(root)), report_(std::move(report)) {
  thread_ = std::thread([this] { Run(); });
}

BucketWriter::~BucketWriter() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wakes_.notify_one();
  thread_.join();
}

void BucketWriter::Write(ChannelDelivery delivery) {
  {
    const std::lock_guard lock(mutex_);
    deliveries_.push_back(std::move(delivery));
  }
  wakes_.notify_one();
}

std::string BucketWriter::WriteAll(const ChannelDelivery& delivery, ChannelTally& tally) const {
  if (!delivery.make) return TryBucket(root_, delivery.bucket);
  ChannelObjects made = delivery.make();
  tally = made.tally;
  for (ChannelObject& object : made.objects) {
    std::string failure = WriteObject(root_, object.bucket, object.key,
                                      Compress(object.compression, std::move(object.bytes)));
    if (!failure.empty()) return failure;
  }
  return made.failure;
}

void BucketWriter::Run() {
  std::unique_lock lock(mutex_);
  while (true) {
    wakes_.wait(lock, [this] { return stopping_ || !deliveries_.empty(); });
    if (stopping_) return;
    const ChannelDelivery delivery = std::move(deliveries_.front());
    deliveries_.pop_front();
    lock.unlock();
    ChannelTally tally;
    const std::string failure = WriteAll(delivery, tally);
    report_(delivery, tally, failure);
    lock.lock();
  }
}

}  // namespace runnel
