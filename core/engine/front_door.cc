#include "core/engine/front_door.h"

#include "core/api/errors.h"
#include "core/api/function_errors.h"
#include "core/api/request_bytes.h"
#include "core/api/request_headers.h"
#include "core/api/validation.h"
#include "core/base/base64.h"
#include "core/base/uuid.h"
#include "core/base/web_origin.h"
#include "core/engine/authentication.h"
#include "core/engine/query_door.h"
#include "core/engine/rest_door.h"
#include "core/integrations/events/event_operations.h"
#include "core/integrations/logs/log_operations.h"
#include "core/model/limits.h"
#include "core/operations/operation_table.h"
#include "core/wire/cbor.h"
#include "core/wire/event_stream.h"
#include "core/wire/json.h"

namespace runnel {
namespace {

constexpr std::string_view kJsonType = "application/x-amz-json-1.1";
constexpr std::string_view kCborType = "application/x-amz-cbor-1.1";
constexpr std::string_view kPlainJsonType = "application/json";
constexpr std::string_view kSigningName = "kinesis";
constexpr std::string_view kLambdaSigningName = "lambda";
constexpr std::string_view kPipesSigningName = "pipes";
constexpr std::string_view kLogsSigningName = "logs";
constexpr std::string_view kEventsSigningName = "events";
constexpr std::string_view kStacksSigningName = "cloudformation";
constexpr std::string_view kXmlType = "text/xml";
// Holds most answers.
constexpr std::size_t kSmallBodyBytes = 512;
constexpr std::string_view kEventStreamType = "application/vnd.amazon.eventstream";

bool IsRest(Codec codec) { return codec == Codec::kRestJson || codec == Codec::kPipesJson; }

std::string_view TypeOf(Codec codec) {
  if (IsRest(codec)) return kPlainJsonType;
  if (codec == Codec::kQuery) return kXmlType;
  return codec == Codec::kJson ? kJsonType : kCborType;
}

// The content type without parameters and surrounding spaces.
std::string_view MediaType(std::string_view value) {
  value = value.substr(0, value.find(';'));
  while (value.starts_with(' ')) value.remove_prefix(1);
  while (value.ends_with(' ')) value.remove_suffix(1);
  return value;
}

// The two halves of X-Amz-Target.
struct Target {
  std::string_view service;
  std::string_view operation;
};

Target SplitTarget(std::string_view header) {
  const std::size_t dot = header.find('.');
  if (dot == std::string_view::npos) return {header, {}};
  const std::string_view rest = header.substr(dot + 1);
  return {header.substr(0, dot), rest.substr(0, rest.find('.'))};
}

Reply Bare(int status, std::string body = {}) {
  Reply reply;
  reply.status = status;
  reply.body = std::move(body);
  return reply;
}

Reply AccessDenied() {
  Reply reply = Bare(403,
                     "<AccessDeniedException>\n  <Message>Unable to determine service/operation "
                     "name to be authorized</Message>\n</AccessDeniedException>\n");
  reply.error_code = "AccessDeniedException";
  return reply;
}

// An answer in the old form of `application/json` requests.
Reply LegacyJson(int status, std::string_view code) {
  Reply reply = Bare(status, "{\"Output\":{\"__type\":\"com.amazon.coral.service#" +
                                 std::string(code) + "\"},\"Version\":\"1.0\"}");
  reply.headers.push_back({"Content-Type", std::string(kPlainJsonType)});
  reply.error_code = code;
  return reply;
}

// AWS: type conversions capitalise the key (kinesis-api 1.4).
std::string_view MessageKey(const Error& error) {
  return error.code() == "SerializationException" ? "Message" : "message";
}

}  // namespace

Reply EncodeError(Codec codec, const Error& error) {
  if (IsRest(codec)) return EncodeRestError(error, codec == Codec::kPipesJson);
  if (codec == Codec::kQuery) return EncodeQueryError(error, {});
  Reply reply;
  reply.status = error.http_status();
  reply.headers.push_back({"Content-Type", std::string(TypeOf(codec))});
  reply.headers.push_back({"x-amzn-ErrorType", error.code()});
  const bool with_message = !error.message().empty();
  if (codec == Codec::kCbor) {
    cbor::WriteMapHeader(with_message ? 2 : 1, reply.body);
    cbor::WriteText("__type", reply.body);
    cbor::WriteText(error.code(), reply.body);
    if (with_message) {
      cbor::WriteText(MessageKey(error), reply.body);
      cbor::WriteText(error.message(), reply.body);
    }
  } else {
    reply.body = "{\"__type\":";
    json::WriteString(error.code(), reply.body);
    if (with_message) {
      reply.body.append(",\"").append(MessageKey(error)).append("\":");
      json::WriteString(error.message(), reply.body);
    }
    reply.body += '}';
  }
  reply.error_code = error.code();
  reply.error_message = error.message();
  return reply;
}

namespace {

// In the protocol of the service that was meant.
Reply EncodeBystanderError(BystanderCall call, const Error& error) {
  if (call == BystanderCall::kPutMetricDataJson) return EncodeError(Codec::kJson, error);
  if (call == BystanderCall::kPutMetricDataCbor) return EncodeError(Codec::kCbor, error);
  return QueryError(error);
}

// Check 3: what browsers ask before they ask.
Reply Preflight(const RequestHeaders& headers) {
  Reply reply;
  reply.headers.push_back({"Access-Control-Max-Age", "172800"});
  if (!headers.requested_headers.empty()) {
    reply.headers.push_back(
        {"Access-Control-Allow-Headers", std::string(headers.requested_headers)});
  }
  if (!headers.requested_method.empty()) {
    reply.headers.push_back(
        {"Access-Control-Allow-Methods", std::string(headers.requested_method)});
  }
  return reply;
}

// Check 9. Operations that are switched off are as unknown as those that never were.
const Operation* Find(const Target& target, const Settings& settings) {
  if (target.service == kLogsTarget) return FindLogOperation(target.operation);
  if (target.service == kEventsTarget) return FindEventOperation(target.operation);
  const Operation* const operation = FindOperation(target.service, target.operation);
  const bool off = !settings.control_operations && target.service == kControlTarget;
  return off ? nullptr : operation;
}

// Check 5: an empty body. AWS: JSON only if that is exactly what was asked for.
Reply EmptyBody(const RequestHeaders& headers, bool known_operation) {
  const Codec codec = headers.content_type == kJsonType ? Codec::kJson : Codec::kCbor;
  return EncodeError(codec, known_operation ? error::Serialization() : error::UnknownOperation());
}

bool ReadBody(Codec codec, std::string_view body, ShapeReader& reader) {
  const bool parsed = codec == Codec::kJson ? json::Read(body, reader) : cbor::Read(body, reader);
  return parsed && reader.is_map();
}

// Checks 6 to 8. Nullopt: the request goes on with its codec.
std::optional<Reply> CheckMediaType(std::string_view media, const Target& target,
                                    std::string_view body) {
  if (media == kJsonType || media == kCborType) return std::nullopt;
  if (media == kPlainJsonType) {
    ShapeReader skip(nullptr, nullptr);
    return ReadBody(Codec::kJson, body, skip) ? LegacyJson(404, "UnknownOperationException")
                                              : LegacyJson(400, "SerializationException");
  }
  if (target.service.empty() || target.operation.empty()) return AccessDenied();
  Reply reply = Bare(404, "<UnknownOperationException/>\n");
  reply.error_code = "UnknownOperationException";
  return reply;
}

// The stream or other resource that a call is about, as the caller put it.
std::string ResourceOf(const Shape& input_shape, const void* input) {
  for (const Member& member : input_shape.members) {
    const bool names_resource = member.name == "StreamName" || member.name == "StreamARN" ||
                                member.name == "ConsumerARN" || member.name == "ResourceARN" ||
                                member.name == "ChannelARN" || member.name == "ChannelName" ||
                                member.name == "FunctionName" || member.name == "UUID" ||
                                member.name == "StackName";
    if (!names_resource) continue;
    const std::string_view text = member.access.text(input);
    if (text.data() != nullptr) return std::string(text);
  }
  return {};
}

// Checks 11 and 12, once the body is known to be well-formed.
void CheckInput(std::optional<Error> conversion, DecodedRequest& decoded) {
  if (conversion) {
    decoded.answered = EncodeError(decoded.codec, *conversion);
    return;
  }
  const Shape& shape = decoded.operation->input;
  const void* const input = decoded.invocation->input();
  decoded.resource = ResourceOf(shape, input);
  decoded.invalid = Validate(shape, input, PartitionKeyRule::kRequired);
  if (decoded.invalid && decoded.service == Service::kLogs) {
    // AWS: Logs has a name of its own for what does not hold.
    decoded.invalid = Error("InvalidParameterException", decoded.invalid->message());
  }
  if (decoded.invalid) {
    decoded.invalid_under_auto = Validate(shape, input, PartitionKeyRule::kOptional);
  }
}

// The part of the checks of access that needs neither time nor state.
Result<void> PrepareAccess(const Request& request, const RequestHeaders& headers,
                           const Settings& settings, std::string_view service,
                           DecodedRequest& decoded) {
  auto facts = std::make_unique<AccessFacts>();
  if (settings.identities) {
    auto check = CheckSignature(request, headers, *settings.identities, service);
    if (!check) return check.error();
    facts->signature = *std::move(check);
  }
  if (settings.enforce_policies) {
    facts->peer_address = request.peer_address;
    facts->user_agent = FindHeader(request.headers, "user-agent");
    facts->over_tls = request.over_tls;
  }
  decoded.access = std::move(facts);
  return {};
}

// Check 10, and what of it belongs to the signature.
Result<void> ReadCaller(const Request& request, const RequestHeaders& headers,
                        const Settings& settings, std::string_view service,
                        DecodedRequest& decoded) {
  auto credentials = ReadCredentials(headers, request.target);
  if (!credentials) return credentials.error();
  decoded.credentials = *std::move(credentials);
  if (!settings.identities && !settings.enforce_policies) return {};
  return PrepareAccess(request, headers, settings, service, decoded);
}

// Of the services that are called by a target.
std::string_view SigningName(Service service) {
  if (service == Service::kLogs) return kLogsSigningName;
  return service == Service::kEvents ? kEventsSigningName : kSigningName;
}

// AWS leaves out members that it does not know. Of the emulator's own operations one that is
// misspelt is told: a fault rule would strike more than it is to.
Error UnknownMember(const std::string& name, const Shape& structure) {
  std::string names;
  for (const Member& member : structure.members) {
    names.append(names.empty() ? "" : ", ").append(member.name);
  }
  return {"ValidationException",
          "There is no member '" + name + "'. " +
              (names.empty() ? "There are none." : "Members: " + names + ".")};
}

// Checks 7 and 9 to 12 for a request in one of the two protocols.
void DecodeInput(const Request& request, const RequestHeaders& headers, const Target& target,
                 const Settings& settings, DecodedRequest& decoded) {
  decoded.operation = Find(target, settings);
  if (target.service == kControlTarget) decoded.service = Service::kControl;
  if (target.service == kLogsTarget) decoded.service = Service::kLogs;
  if (target.service == kEventsTarget) decoded.service = Service::kEvents;
  if (decoded.operation != nullptr) decoded.invocation = decoded.operation->make();
  const bool known = decoded.operation != nullptr;
  ShapeReader reader(known ? &decoded.operation->input : nullptr,
                     known ? decoded.invocation->input() : nullptr);
  if (!ReadBody(decoded.codec, request.body, reader)) {
    decoded.answered = EncodeError(decoded.codec, error::Serialization());
    return;
  }
  if (!known) {
    decoded.answered = EncodeError(decoded.codec, error::UnknownOperation());
    return;
  }
  const std::string_view service = SigningName(decoded.service);
  if (const auto read = ReadCaller(request, headers, settings, service, decoded); !read) {
    decoded.answered = EncodeError(decoded.codec, read.error());
    return;
  }
  if (decoded.service == Service::kControl && !reader.unknown_member().empty()) {
    const auto unknown = UnknownMember(reader.unknown_member(), decoded.operation->input);
    decoded.answered = EncodeError(decoded.codec, unknown);
    return;
  }
  CheckInput(reader.TakeError(), decoded);
}

// What Invoke is told by headers and by its body, as members of its input.
void AddPayload(const Request& request, RestParameters& parameters) {
  constexpr std::pair<std::string_view, const char*> kHeaders[] = {
      {"x-amz-invocation-type", "InvocationType"},
      {"x-amz-log-type", "LogType"},
      {"x-amz-client-context", "ClientContext"},
  };
  for (const auto& [header, member] : kHeaders) {
    const std::string_view value = FindHeader(request.headers, header);
    if (!value.empty()) parameters.emplace_back(member, value);
  }
  if (!request.body.empty()) parameters.emplace_back("Payload", request.body);
}

// A request to Lambda or to Pipes.
void DecodeRest(const Request& request, const RequestHeaders& headers, const Settings& settings,
                DecodedRequest& decoded) {
  decoded.codec = IsPipesPath(request.target) ? Codec::kPipesJson : Codec::kRestJson;
  const bool is_pipes = decoded.codec == Codec::kPipesJson;
  decoded.service = is_pipes ? Service::kPipes : Service::kLambda;
  const auto refuse = [&decoded](const Error& error) {
    decoded.answered = EncodeError(decoded.codec, error);
  };
  // A page from elsewhere that somebody happens to look at must not run programs here. Browsers say
  // where it is from with every call that changes something, even if the page's name was made to
  // lead to this machine; and no client but a browser says so.
  if (decoded.cross_origin && !IsLoopbackOrigin(headers.origin)) {
    return refuse(error::FunctionsNotForPage(headers.origin));
  }
  auto routed = FindRestRoute(request.method, request.target);
  if (!routed) return refuse(RestPathUnknown(request.method, request.target));
  decoded.operation = routed->route->operation;
  decoded.success_status = routed->route->status;
  decoded.invocation = decoded.operation->make();
  const auto caller = ReadCaller(request, headers, settings,
                                 is_pipes ? kPipesSigningName : kLambdaSigningName, decoded);
  if (!caller) return refuse(caller.error());
  const bool takes_payload = routed->route->takes_payload;
  if (takes_payload) AddPayload(request, routed->parameters);
  const auto read = ReadRestInput(*routed, takes_payload ? std::string_view() : request.body,
                                  decoded.invocation->input());
  if (!read) return refuse(read.error());
  CheckInput(std::nullopt, decoded);
}

// A request to CloudFormation.
void DecodeQuery(std::string_view form, const Request& request, const RequestHeaders& headers,
                 const Settings& settings, DecodedRequest& decoded) {
  decoded.codec = Codec::kQuery;
  decoded.service = Service::kStacks;
  const auto refuse = [&decoded](const Error& error) {
    decoded.answered = EncodeQueryError(error, {});
  };
  // Stacks make functions.
  if (decoded.cross_origin && !IsLoopbackOrigin(headers.origin)) {
    return refuse(error::FunctionsNotForPage(headers.origin));
  }
  const auto sound = CheckStackForm(form, request.method);
  if (!sound) return refuse(sound.error());
  const auto operation = FindQueryOperation(form);
  if (!operation) return refuse(operation.error());
  decoded.operation = *operation;
  decoded.invocation = decoded.operation->make();
  const auto caller = ReadCaller(request, headers, settings, kStacksSigningName, decoded);
  if (!caller) return refuse(caller.error());
  const auto read = ReadQueryInput(*decoded.operation, form, decoded.invocation->input());
  if (!read) return refuse(read.error());
  CheckInput(std::nullopt, decoded);
}

}  // namespace

DecodedRequest DecodeRequest(const Request& request, const Settings& settings) {
  DecodedRequest decoded;
  const RequestHeaders headers = ReadHeaders(request.headers);
  decoded.cross_origin = !headers.origin.empty();
  if (request.body.size() > RequestBytesMax(request.target)) {
    decoded.answered = Bare(413);
    return decoded;
  }
  if (request.method == "OPTIONS" && decoded.cross_origin) {
    decoded.is_preflight = true;
    decoded.answered = Preflight(headers);
    return decoded;
  }
  if ((decoded.bystander = RecognizeBystander(request, headers))) {
    // Who calls matters to one of them only, and none of them minds not knowing, unless nobody is
    // to be answered whose signature is not right.
    const auto read = ReadCaller(request, headers, settings, {}, decoded);
    if (!read && settings.identities) {
      decoded.answered = EncodeBystanderError(*decoded.bystander, read.error());
    }
    return decoded;
  }
  if (const auto form = StackForm(request, headers)) {
    DecodeQuery(*form, request, headers, settings, decoded);
    return decoded;
  }
  if (IsLambdaPath(request.target) || IsPipesPath(request.target)) {
    DecodeRest(request, headers, settings, decoded);
    return decoded;
  }
  if (request.method != "POST") {
    decoded.answered = AccessDenied();
    return decoded;
  }
  const Target target = SplitTarget(headers.target);
  if (request.body.empty()) {
    const bool known = Find(target, settings) != nullptr;
    decoded.answered = EmptyBody(headers, known);
    return decoded;
  }
  const std::string_view media = MediaType(headers.content_type);
  if (auto reply = CheckMediaType(media, target, request.body)) {
    decoded.answered = std::move(reply);
    return decoded;
  }
  decoded.codec = media == kJsonType ? Codec::kJson : Codec::kCbor;
  DecodeInput(request, headers, target, settings, decoded);
  return decoded;
}

void Authenticate(DecodedRequest& request, Timestamp now) {
  if (!request.access->signature) return;
  const SignatureCheck& check = *request.access->signature;
  const auto judged = JudgeSignature(check, now);
  if (judged) {
    request.credentials.identity = check.identity;
  } else if (request.bystander) {
    request.answered = EncodeBystanderError(*request.bystander, judged.error());
  } else {
    // AWS: who is not known is not told either what is wrong with the rest of the request.
    request.answered = EncodeError(request.codec, judged.error());
  }
}

std::string ReplyIds::RequestId() const { return UuidOf(words[0], words[1]); }

void AddCommonHeaders(const DecodedRequest& request, const ReplyIds& ids, Reply& reply) {
  if (reply.status == 413) return;  // AWS: answered before there is an id
  reply.headers.reserve(4);
  reply.headers.push_back({"x-amzn-RequestId", ids.RequestId()});
  if (!request.is_preflight && !IsRest(request.codec) && request.codec != Codec::kQuery) {
    std::string extended;
    AppendBase64(std::string_view(reinterpret_cast<const char*>(ids.words + 2),
                                  sizeof ids.words - 2 * sizeof ids.words[0]),
                 extended);
    reply.headers.push_back({"x-amz-id-2", std::move(extended)});
  }
  if (!request.cross_origin) return;
  reply.headers.push_back({"Access-Control-Allow-Origin", "*"});
  if (request.is_preflight) return;
  reply.headers.push_back({"Access-Control-Expose-Headers",
                           "x-amzn-RequestId,x-amzn-ErrorType,x-amz-request-id,x-amz-id-2,"
                           "x-amzn-ErrorMessage,Date"});
}

Reply EncodeResult(const DecodedRequest& request, const ReplyIds& ids, const Result<void>& result,
                   SubscriptionId subscription) {
  Reply reply;
  if (!result) {
    reply = request.codec == Codec::kQuery ? EncodeQueryError(result.error(), ids.RequestId())
                                           : EncodeError(request.codec, result.error());
  } else if (subscription) {
    reply.headers.push_back({"Content-Type", std::string(kEventStreamType)});
    event_stream::AppendInitialResponse(reply.body);
    reply.subscription = subscription;
  } else {
    reply.status = request.success_status;
    const Operation& operation = *request.operation;
    const bool has_type = operation.has_output || !IsRest(request.codec);
    if (has_type) {
      reply.headers.push_back({"Content-Type", std::string(TypeOf(request.codec))});
    }
    const void* const output = request.invocation->output();
    if (request.codec == Codec::kQuery) {
      WriteQueryAnswer(operation, operation.has_output ? output : nullptr, ids.RequestId(),
                       reply.body);
    } else if (operation.has_output && request.codec == Codec::kCbor) {
      reply.body.reserve(kSmallBodyBytes);
      cbor::Write(operation.output, output, reply.body);
    } else if (operation.has_output) {
      reply.body.reserve(kSmallBodyBytes);
      json::Write(operation.output, output, reply.body);
    }
  }
  AddCommonHeaders(request, ids, reply);
  return reply;
}

}  // namespace runnel
