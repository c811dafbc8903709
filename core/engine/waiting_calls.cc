#include "core/engine/waiting_calls.h"

#include <utility>

#include "core/api/function_errors.h"
#include "core/base/base64.h"
#include "core/engine/rest_door.h"

namespace runnel {
namespace {

void Refuse(Reply refusal, Reply& reply) {
  for (ReplyHeader& header : refusal.headers) reply.headers.push_back(std::move(header));
  reply.status = refusal.status;
  reply.body = std::move(refusal.body);
  reply.error_code = std::move(refusal.error_code);
  reply.error_message = std::move(refusal.error_message);
}

}  // namespace

std::uint64_t WaitingCalls::Open(bool with_log) {
  calls_[++last_ticket_].with_log = with_log;
  return last_ticket_;
}

void WaitingCalls::End(std::uint64_t ticket, EndedInvocation ended) {
  const auto call = calls_.find(ticket);
  if (call == calls_.end() || call->second.ended) return;
  call->second.ended = std::move(ended);
  answered_.push_back(ticket);
}

std::uint64_t WaitingCalls::OpenFlush(Codec codec) {
  calls_[++last_ticket_].flush_codec = codec;
  return last_ticket_;
}

void WaitingCalls::EndFlush(std::uint64_t ticket, const Result<void>& result) {
  const auto call = calls_.find(ticket);
  if (call != calls_.end()) call->second.flushed = result;
  End(ticket, {});
}

void WaitingCalls::EndWith(std::uint64_t ticket, Reply answer) {
  const auto call = calls_.find(ticket);
  if (call != calls_.end()) call->second.answer = std::move(answer);
  End(ticket, {});
}

void WaitingCalls::EndAll(std::string_view why) {
  for (auto& [ticket, call] : calls_) {
    call.answer.reset();
    call.flushed = error::FunctionNotRun(why);
    EndedInvocation ended;
    ended.outcome.kind = InvocationOutcome::Kind::kNotRun;
    ended.outcome.payload = why;
    End(ticket, std::move(ended));
  }
}

std::vector<std::uint64_t> WaitingCalls::TakeAnswered() { return std::exchange(answered_, {}); }

void WaitingCalls::Finish(Reply& reply) {
  const auto call = calls_.find(std::exchange(reply.waiting, 0));
  if (call == calls_.end() || !call->second.ended) return;
  const Waiting waiting = std::move(call->second);
  calls_.erase(call);
  if (waiting.answer) {
    reply.headers.clear();
    return Refuse(*waiting.answer, reply);
  }
  if (waiting.flush_codec) {
    if (waiting.flushed) return;
    // The body that was ready, and what says its type, are those of another answer.
    std::erase_if(reply.headers, [](const ReplyHeader& h) { return h.name == "Content-Type"; });
    return Refuse(EncodeError(*waiting.flush_codec, waiting.flushed.error()), reply);
  }
  const InvocationOutcome& outcome = waiting.ended->outcome;
  using Kind = InvocationOutcome::Kind;
  if (outcome.kind == Kind::kThrottled) {
    return Refuse(EncodeRestError(error::FunctionThrottled()), reply);
  }
  if (outcome.kind == Kind::kNotRun) {
    return Refuse(EncodeRestError(error::FunctionNotRun(outcome.payload)), reply);
  }
  reply.status = 200;
  reply.headers.push_back({"Content-Type", "application/json"});
  reply.headers.push_back({"X-Amz-Executed-Version", waiting.ended->invocation.version});
  if (outcome.kind == Kind::kFunctionError) {
    reply.headers.push_back({"X-Amz-Function-Error", "Unhandled"});
  }
  if (waiting.with_log) {
    std::string log;
    AppendBase64(outcome.log, log);
    reply.headers.push_back({"X-Amz-Log-Result", std::move(log)});
  }
  reply.body = outcome.payload;
}

}  // namespace runnel
