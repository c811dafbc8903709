#include "core/model/arn.h"

#include "core/base/whole_number.h"

namespace runnel {

std::string_view PartitionOf(const Region& region) {
  const std::string_view name = region.text();
  if (name.starts_with("cn-")) return "aws-cn";
  if (name.starts_with("us-gov-")) return "aws-us-gov";
  if (name.starts_with("us-iso-")) return "aws-iso";
  if (name.starts_with("us-isob-")) return "aws-iso-b";
  if (name.starts_with("eu-isoe-")) return "aws-iso-e";
  if (name.starts_with("us-isof-")) return "aws-iso-f";
  if (name.starts_with("eusc-")) return "aws-eusc";
  return "aws";
}

namespace {

std::string Prefix(const Scope& scope) {
  std::string text = "arn:";
  text += PartitionOf(scope.region);
  text += ":kinesis:" + scope.region.text() + ":" + scope.account.text() + ":";
  return text;
}

// Cuts `rest` at the first `separator`; the part before it, or nullopt when there is none.
std::optional<std::string_view> Cut(std::string_view& rest, char separator) {
  const std::size_t at = rest.find(separator);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view head = rest.substr(0, at);
  rest.remove_prefix(at + 1);
  return head;
}

struct Parts {
  Scope scope;
  std::string_view resource;  // "stream/events"
};

std::optional<Parts> Split(std::string_view text) {
  std::string_view fields[5];
  for (std::string_view& field : fields) {
    const auto head = Cut(text, ':');
    if (!head) return std::nullopt;
    field = *head;
  }
  const bool ours = fields[0] == "arn" && fields[1].starts_with("aws") && fields[2] == "kinesis";
  if (!ours || !IsAccountId(fields[4])) return std::nullopt;
  return Parts{{AccountId(fields[4]), Region(fields[3])}, text};
}

bool TakePrefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

}  // namespace

bool IsAccountId(std::string_view text) {
  return text.size() == 12 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::string StreamArn::ToString() const { return Prefix(scope) + "stream/" + stream.text(); }

std::optional<StreamArn> StreamArn::Parse(std::string_view text) {
  auto parts = Split(text);
  if (!parts || !TakePrefix(parts->resource, "stream/")) return std::nullopt;
  if (parts->resource.empty() || parts->resource.find('/') != std::string_view::npos) {
    return std::nullopt;
  }
  return StreamArn{parts->scope, StreamName(parts->resource)};
}

std::string ConsumerArn::ToString() const {
  return stream.ToString() + "/consumer/" + consumer.text() + ":" + std::to_string(created_seconds);
}

std::optional<ConsumerArn> ConsumerArn::Parse(std::string_view text) {
  auto parts = Split(text);
  if (!parts || !TakePrefix(parts->resource, "stream/")) return std::nullopt;
  const auto stream = Cut(parts->resource, '/');
  if (!stream || stream->empty() || !TakePrefix(parts->resource, "consumer/")) return std::nullopt;
  const auto consumer = Cut(parts->resource, ':');
  if (!consumer || consumer->empty()) return std::nullopt;
  ConsumerArn arn{{parts->scope, StreamName(*stream)}, ConsumerName(*consumer), 0};
  const auto created = ReadWholeNumber<decltype(arn.created_seconds)>(parts->resource);
  if (!created || parts->resource.starts_with('-')) return std::nullopt;
  arn.created_seconds = *created;
  return arn;
}

std::string ChannelArn::ToString() const { return Prefix(scope) + "channel/" + channel.text(); }

std::optional<ChannelArn> ChannelArn::Parse(std::string_view text) {
  auto parts = Split(text);
  if (!parts || !TakePrefix(parts->resource, "channel/") || parts->resource.empty()) {
    return std::nullopt;
  }
  return ChannelArn{parts->scope, ChannelId(parts->resource)};
}

std::optional<ResourceArn> ParseResourceArn(std::string_view text) {
  if (auto stream = StreamArn::Parse(text)) return *stream;
  if (auto consumer = ConsumerArn::Parse(text)) return *consumer;
  if (auto channel = ChannelArn::Parse(text)) return *channel;
  return std::nullopt;
}

}  // namespace runnel
