#include "tests/fuzz/codec_exchange.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <utility>

#include "core/base/check.h"

namespace runnel::fuzz {
namespace {

class Conversation {
 public:
  explicit Conversation(Codec& codec) : codec_(codec) {}

  Exchange Hold(std::string_view bytes, std::size_t piece_max) {
    while (!bytes.empty() && codec_.WantsInput()) {
      const std::span<char> room = codec_.Prepare();
      RUNNEL_CHECK(!room.empty());
      const std::size_t count = std::min({room.size(), bytes.size(), piece_max});
      std::memcpy(room.data(), bytes.data(), count);
      codec_.Commit(count);
      bytes.remove_prefix(count);
      AnswerAll();
    }
    seen_.read_all = bytes.empty();
    if (open_) End();
    codec_.Stop();
    AnswerAll();
    return std::move(seen_);
  }

 private:
  void AnswerAll() {
    while (true) {
      for (const ExchangeId cancelled : codec_.TakeCancelled()) {
        if (open_ == cancelled) open_.reset();
      }
      const std::optional<IncomingRequest> incoming = codec_.Next();
      if (incoming) Answer(*incoming);
      Drain();
      if (incoming) continue;
      if (!open_) return;
      // What comes behind an open answer has to wait for its end.
      End();
    }
  }

  void Answer(const IncomingRequest& incoming) {
    const Request& request = incoming.request;
    std::string text;
    text.append(request.method).append(" ").append(request.target).append("\n");
    for (const Header& header : request.headers) {
      text.append(header.name).append(": ").append(header.value).append("\n");
    }
    text.append(request.body);
    Reply reply;
    reply.body = text.substr(0, 100);
    if (!open_ && request.target.find("open") != request.target.npos) {
      reply.subscription = {1};
      open_ = incoming.exchange;
    }
    seen_.requests.push_back(std::move(text));
    if (request.target.find("held") != request.target.npos) codec_.Hold(incoming.exchange);
    codec_.Answer(incoming.exchange, std::move(reply));
  }

  void End() {
    codec_.Send(*open_, "more");
    Drain();
    // It may have been given up in the meantime.
    for (const ExchangeId cancelled : codec_.TakeCancelled()) {
      if (open_ == cancelled) open_.reset();
    }
    if (open_) codec_.End(*open_);
    open_.reset();
    Drain();
  }

  void Drain() {
    while (!codec_.Output().empty()) {
      OutputQueue& output = codec_.Output();
      std::array<std::string_view, 4> views;
      std::size_t count = 0;
      for (std::size_t i = 0, used = output.Gather(views); i < used; ++i) count += views[i].size();
      output.Consume(count);
      seen_.sent_bytes += count;
    }
  }

  Codec& codec_;
  Exchange seen_;
  std::optional<ExchangeId> open_;
};

}  // namespace

Exchange Converse(Codec& codec, std::string_view bytes, std::size_t piece_max) {
  return Conversation(codec).Hold(bytes, piece_max);
}

}  // namespace runnel::fuzz
