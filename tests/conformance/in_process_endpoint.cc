#include "tests/conformance/in_process_endpoint.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/engine/emulator.h"

namespace runnel::conformance {
namespace {

// The cases move the emulator's own clock by Runnel.UpdateClock, which takes it far beyond this.
class StillClock : public Clock {
 public:
  Timestamp Now() override { return Timestamp{1'600'000'000'000}; }
};

// An emulator as a host drives it: a subscription is polled only if the emulator has named it ready
// or has said that there is more, so that a subscription nobody would wake up is found out.
class Host {
 public:
  Host() : emulator_(Settings(), clock_, kSeed) {}

  Reply Handle(const Request& request) {
    Reply reply = emulator_.Handle(request);
    TakeReady();
    return reply;
  }

  SubscriptionOutput PollIfReady(SubscriptionId id) {
    emulator_.Tick();
    TakeReady();
    const auto named = std::find(ready_.begin(), ready_.end(), id);
    if (named == ready_.end()) return SubscriptionOutput();
    ready_.erase(named);
    SubscriptionOutput output = emulator_.Poll(id);
    if (output.more) ready_.push_back(id);
    return output;
  }

  void Unsubscribe(SubscriptionId id) { emulator_.Unsubscribe(id); }

 private:
  static constexpr std::uint64_t kSeed = 1;

  void TakeReady() {
    for (const SubscriptionId id : emulator_.TakeReady()) {
      if (std::find(ready_.begin(), ready_.end(), id) == ready_.end()) ready_.push_back(id);
    }
  }

  StillClock clock_;
  Emulator emulator_;
  std::vector<SubscriptionId> ready_;
};

class InProcessStream : public ByteStream {
 public:
  InProcessStream(std::shared_ptr<Host> host, SubscriptionId id, std::string first_bytes)
      : host_(std::move(host)), id_(id), bytes_(std::move(first_bytes)) {}
  ~InProcessStream() override { host_->Unsubscribe(id_); }

  StreamRead Read() override {
    if (bytes_.empty() && !ended_) {
      SubscriptionOutput output = host_->PollIfReady(id_);
      output.Encode(bytes_);
      ended_ = output.ended;
    }
    if (!bytes_.empty()) return {StreamRead::Kind::kBytes, std::exchange(bytes_, {})};
    return {ended_ ? StreamRead::Kind::kEnd : StreamRead::Kind::kNothing, {}};
  }

 private:
  std::shared_ptr<Host> host_;
  SubscriptionId id_;
  std::string bytes_;
  bool ended_ = false;
};

class InProcessEndpoint : public Endpoint {
 public:
  RawReply Send(const RawRequest& raw) override {
    std::vector<Header> headers;
    for (const auto& [name, value] : raw.headers) headers.push_back({name, value});
    Reply reply = host_->Handle({raw.method, raw.target, headers, raw.body});

    RawReply answer;
    answer.status = reply.status;
    for (const ReplyHeader& header : reply.headers) {
      answer.headers.emplace_back(header.name, header.value);
    }
    if (reply.subscription) {
      answer.stream =
          std::make_unique<InProcessStream>(host_, reply.subscription, std::move(reply.body));
    } else {
      answer.body = std::move(reply.body);
    }
    return answer;
  }

 private:
  std::shared_ptr<Host> host_ = std::make_shared<Host>();
};

}  // namespace

std::unique_ptr<Endpoint> MakeInProcessEndpoint() { return std::make_unique<InProcessEndpoint>(); }

}  // namespace runnel::conformance
