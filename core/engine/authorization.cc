#include "core/engine/authorization.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/api/errors.h"
#include "core/base/ascii_case.h"
#include "core/base/calendar.h"
#include "core/model/byte_fields.h"
#include "core/model/shard_iterator.h"
#include "core/operations/next_token.h"
#include "core/policy/evaluation.h"

namespace runnel {
namespace {

// What a call is about, and what is to be known of it. It need not exist.
struct Target {
  std::string arn = "*";
  AccountId account;
  const std::optional<std::string>* policy = nullptr;
  const TagMap* tags = nullptr;
};

template <class Existing>
void Describe(const Existing* existing, Target& target) {
  if (existing == nullptr) return;
  target.tags = &existing->tags;
  if constexpr (requires { existing->policy; }) target.policy = &existing->policy;
}

Target TargetOf(const Context& context, const StreamArn& arn) {
  Target target{arn.ToString(), arn.scope.account};
  Describe(context.state.FindStream(arn.scope, arn.stream.text()), target);
  return target;
}

Target TargetOf(const Context& context, const ConsumerArn& arn) {
  Target target{arn.ToString(), arn.stream.scope.account};
  Describe(context.state.FindConsumer(arn), target);
  return target;
}

Target TargetOf(const Context& context, const ChannelArn& arn) {
  Target target{arn.ToString(), arn.scope.account};
  Describe(context.state.FindChannel(arn), target);
  return target;
}

class InputReader {
 public:
  explicit InputReader(const DecodedRequest& request)
      : InputReader(request.operation->input, request.invocation->input()) {}
  InputReader(const Shape& shape, const void* input) : shape_(shape), input_(input) {}

  // A null view for a member that is absent, or that the operation does not have.
  std::string_view Text(std::string_view name) const {
    const Member* const member = Find(name);
    return member == nullptr || member->access.text == nullptr ? std::string_view()
                                                               : member->access.text(input_);
  }
  // Null likewise.
  const void* Value(std::string_view name, ShapeKind kind) const {
    const Member* const member = Find(name);
    const bool fits = member != nullptr && member->shape->kind == kind;
    return fits ? member->access.get(input_) : nullptr;
  }
  const Member* Find(std::string_view name) const {
    for (const Member& member : shape_.members) {
      if (member.name == name) return &member;
    }
    return nullptr;
  }

 private:
  const Shape& shape_;
  const void* input_;
};

std::optional<Target> TargetOfArn(const Context& context, std::string_view text) {
  const auto arn = ParseResourceArn(text);
  if (!arn) return std::nullopt;
  return std::visit([&](const auto& parsed) { return TargetOf(context, parsed); }, *arn);
}

// A consumer that is named within its stream, or else the stream.
Target TargetWithin(const Context& context, const StreamArn& arn, std::string_view consumer_name) {
  const Stream* const stream = context.state.FindStream(arn.scope, arn.stream.text());
  if (stream != nullptr && !consumer_name.empty()) {
    const auto consumer = stream->consumers.find(consumer_name);
    if (consumer != stream->consumers.end()) return TargetOf(context, consumer->second->arn);
  }
  return TargetOf(context, arn);
}

std::optional<Target> TargetOfToken(const Context& context, const InputReader& input) {
  if (const std::string_view text = input.Text("ShardIterator"); !text.empty()) {
    const auto iterator = ShardIterator::Open(context.token_key, text);
    if (!iterator) return std::nullopt;
    return TargetOf(context, StreamArn{iterator->scope, iterator->stream});
  }
  if (const std::string_view text = input.Text("NextToken"); !text.empty()) {
    // The only list that goes on without naming its stream again; its tokens begin with it.
    const auto fields = OpenNextToken(context, ListKind::kShards, text);
    if (!fields) return std::nullopt;
    const Stream* const stream =
        context.state.FindStream(StreamUid{FieldReader(*fields).Unsigned()});
    if (stream != nullptr) return TargetOf(context, stream->arn);
  }
  return std::nullopt;
}

std::optional<Target> FindTarget(const Context& context, const InputReader& input) {
  for (const std::string_view name : {"ConsumerARN", "ResourceARN", "ChannelARN"}) {
    const std::string_view text = input.Text(name);
    if (!text.empty()) return TargetOfArn(context, text);
  }
  if (const std::string_view text = input.Text("StreamARN"); !text.empty()) {
    const auto arn = StreamArn::Parse(text);
    if (!arn) return std::nullopt;
    return TargetWithin(context, *arn, input.Text("ConsumerName"));
  }
  if (const std::string_view text = input.Text("StreamName"); !text.empty()) {
    return TargetOf(context, StreamArn{context.caller, StreamName(text)});
  }
  return TargetOfToken(context, input);
}

void AddTags(std::string_view prefix, const TagMap& tags, ConditionKeys& keys) {
  for (const auto& [key, value] : tags) {
    // AWS: tag keys in condition keys know no case either.
    keys[std::string(prefix) + LowerCased(key)].push_back(value);
  }
}

// What the request says about tags: those it sets, and the keys of all it is about.
void AddRequestTags(const InputReader& input, ConditionKeys& keys) {
  if (const void* value = input.Value("Tags", ShapeKind::kMap)) {
    const auto& tags = *static_cast<const TagMap*>(value);
    AddTags("aws:requesttag/", tags, keys);
    for (const auto& [key, unused] : tags) keys["aws:tagkeys"].push_back(key);
  }
  if (const void* list = input.Value("TagKeys", ShapeKind::kList)) {
    input.Find("TagKeys")->shape->list->for_each(
        list, &keys["aws:tagkeys"], [](void* values, const void* element) {
          static_cast<std::vector<std::string>*>(values)->push_back(
              *static_cast<const std::string*>(element));
        });
  }
}

// "User", "AssumedRole" or "Account", and the name of a user.
void AddPrincipal(const AccessRequest& request, const Identity* identity, ConditionKeys& keys) {
  keys["aws:principalarn"] = {request.principal_arn};
  keys["aws:principalaccount"] = {request.account.text()};
  keys["aws:principalisawsservice"] = {"false"};
  keys["aws:viaawsservice"] = {"false"};
  std::string type = "Account";
  const std::size_t user = request.principal_arn.find(":user/");
  if (user != std::string::npos) {
    type = "User";
    keys["aws:username"] = {request.principal_arn.substr(request.principal_arn.rfind('/') + 1)};
  } else if (request.principal_arn.find(":role/") != std::string::npos) {
    type = "AssumedRole";
  }
  keys["aws:principaltype"] = {type};
  if (identity != nullptr && !identity->organization.empty()) {
    keys["aws:principalorgid"] = {identity->organization};
  }
}

// aws:SourceAccount and aws:SourceArn are of calls that AWS's services make, of which there are
// none here: those keys are absent.
ConditionKeys KeysOf(const AccessRequest& access_request, const DecodedRequest& request,
                     const Context& context, const Target& target) {
  const AccessFacts& facts = *request.access;
  ConditionKeys keys;
  AddPrincipal(access_request, request.credentials.identity, keys);
  keys["aws:requestedregion"] = {context.caller.region.text()};
  keys["aws:resourceaccount"] = {target.account.text()};
  keys["aws:securetransport"] = {facts.over_tls ? "true" : "false"};
  keys["aws:currenttime"] = {ExtendedTimeText(context.now)};
  keys["aws:epochtime"] = {std::to_string(context.now.seconds())};
  if (!facts.peer_address.empty()) keys["aws:sourceip"] = {facts.peer_address};
  if (!facts.user_agent.empty()) keys["aws:useragent"] = {facts.user_agent};
  if (target.tags != nullptr) AddTags("aws:resourcetag/", *target.tags, keys);
  AddRequestTags(InputReader(request), keys);
  return keys;
}

std::string_view ActionPrefix(Service service) {
  switch (service) {
    case Service::kKinesis:
      return "kinesis:";
    case Service::kControl:
      return "runnel:";
    case Service::kLogs:
      return "logs:";
    case Service::kPipes:
      return "pipes:";
    case Service::kEvents:
      return "events:";
    case Service::kStacks:
      return "cloudformation:";
    case Service::kLambda:
      break;
  }
  return "lambda:";
}

// Whether the caller of the request may do this, which is what the request asks or a part of it.
Result<void> AuthorizeAction(const DecodedRequest& request, const Context& context,
                             std::string_view action, const Target& target) {
  const Identity* const identity = request.credentials.identity;
  AccessRequest access;
  access.account = context.caller.account;
  access.caller_arn = CallerArn(request.credentials, access.account);
  access.principal_arn = identity == nullptr ? access.caller_arn : identity->principal_arn;
  access.action = std::string(ActionPrefix(request.service)).append(action);
  access.resource = target.arn;
  access.resource_account = target.account;
  access.keys = KeysOf(access, request, context, target);
  AccessPolicies policies;
  if (identity != nullptr && !identity->policy.empty()) policies.identity = identity->policy;
  if (target.policy != nullptr && *target.policy) policies.resource = **target.policy;
  const auto refusal = FindRefusal(access, policies);
  if (!refusal) return {};
  return error::NotAuthorized(access.caller_arn, access.action, access.resource, *refusal);
}

// The streams of a CreateChannel.
std::vector<Target> StreamsOfChannel(const Context& context, const InputReader& input) {
  struct Visit {
    const Context& context;
    const Shape& element;
    std::vector<Target> targets;
  };
  constexpr std::string_view kList = "StreamConfigurationList";
  const void* const list = input.Value(kList, ShapeKind::kList);
  if (list == nullptr) return {};
  const Shape& shape = *input.Find(kList)->shape;
  Visit visit{context, *shape.element, {}};
  shape.list->for_each(list, &visit, [](void* visited, const void* element) {
    auto& into = *static_cast<Visit*>(visited);
    const auto arn = StreamArn::Parse(InputReader(into.element, element).Text("StreamARN"));
    if (arn) into.targets.push_back(TargetOf(into.context, *arn));
  });
  return std::move(visit.targets);
}

// What some calls ask for beside themselves (kinesis-api 4.2, 4.24; kinesis-api-45 2.4).
Result<void> AuthorizeParts(const DecodedRequest& request, const Context& context,
                            const Target& target) {
  const std::string_view operation = request.operation->name;
  const InputReader input(request);
  if (operation == "CreateChannel") {
    for (const Target& stream : StreamsOfChannel(context, input)) {
      const auto may = AuthorizeAction(request, context, "AssociateStreamsWithChannel", stream);
      if (!may) return may.error();
    }
    return {};
  }
  const std::string_view tagging = operation == "CreateStream"             ? "AddTagsToStream"
                                   : operation == "RegisterStreamConsumer" ? "TagResource"
                                                                           : "";
  if (tagging.empty()) return {};
  const auto* const tags = static_cast<const TagMap*>(input.Value("Tags", ShapeKind::kMap));
  if (tags == nullptr || tags->empty()) return {};
  return AuthorizeAction(request, context, tagging, target);
}

}  // namespace

Result<void> Authorize(const DecodedRequest& request, const Context& context) {
  const Target target =
      FindTarget(context, InputReader(request)).value_or(Target{.account = context.caller.account});
  auto may = AuthorizeAction(request, context, request.operation->name, target);
  if (!may || request.service != Service::kKinesis) return may;
  return AuthorizeParts(request, context, target);
}

}  // namespace runnel
