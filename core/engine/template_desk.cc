#include "core/engine/template_desk.h"

#include <string>
#include <utility>

#include "core/base/check.h"
#include "core/wire/json.h"

namespace runnel {

void TemplateDesk::Keep(std::uint64_t ticket, const DecodedRequest& decoded, const ReplyIds& ids,
                        const Scope& caller) {
  AwaitingCall call{{}, ids, caller};
  call.decoded.operation = decoded.operation;
  call.decoded.service = decoded.service;
  call.decoded.success_status = decoded.success_status;
  call.decoded.codec = decoded.codec;
  call.decoded.cross_origin = decoded.cross_origin;
  call.decoded.resource = decoded.resource;
  call.decoded.invocation = decoded.operation->make();
  std::string input;
  json::Write(decoded.operation->input, decoded.invocation->input(), input);
  ShapeReader reader(&decoded.operation->input, call.decoded.invocation->input());
  RUNNEL_CHECK(json::Read(input, reader));
  calls_.emplace(ticket, std::move(call));
}

std::optional<AwaitingCall> TemplateDesk::Take(std::uint64_t ticket) {
  auto found = calls_.extract(ticket);
  return found ? std::optional(std::move(found.mapped())) : std::nullopt;
}

FetchedTemplate FetchedFrom(const InvocationOutcome& outcome) {
  using Kind = InvocationOutcome::Kind;
  if (outcome.kind == Kind::kReturned) return {outcome.payload, {}};
  if (outcome.kind == Kind::kThrottled) return {{}, "the server answered with status 429"};
  return {{}, outcome.payload};
}

}  // namespace runnel
