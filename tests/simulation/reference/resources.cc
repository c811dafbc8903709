// Tags and resource policies (kinesis-api 4.1, 4.22, 4.23, 9.5, 9.6). Texts are ASCII here.
#include <algorithm>
#include <cctype>

#include "tests/simulation/reference/reference.h"

namespace runnel::simulation {
namespace {

constexpr std::size_t kTagsMost = 50;
constexpr std::size_t kPolicyBytesMost = 20 * 1024;

bool Spelt(const std::string& text, std::string_view punctuation) {
  return std::all_of(text.begin(), text.end(), [punctuation](unsigned char letter) {
    return std::isalnum(letter) != 0 ||
           punctuation.find(static_cast<char>(letter)) != std::string_view::npos;
  });
}

Expected CheckTags(const Tags& tags, std::string_view punctuation) {
  for (const auto& [key, value] : tags) {
    if (key.starts_with("aws:")) return Expected::kTagReserved;
    if (!Spelt(key, punctuation) || !Spelt(value, punctuation)) return Expected::kTagCharacters;
  }
  return Expected::kSuccess;
}

bool HasPercent(const Tags& tags) {
  return std::any_of(tags.begin(), tags.end(), [](const auto& tag) {
    return (tag.first + tag.second).find('%') != std::string::npos;
  });
}

std::size_t CountAfter(Tags present, const Tags& added) {
  present.insert(added.begin(), added.end());
  return present.size();
}

bool Taggable(const ReferenceStream& stream) {
  return stream.status == ReferenceStream::Status::kActive ||
         stream.status == ReferenceStream::Status::kUpdating;
}

constexpr std::string_view kStreamPunctuation = " _./=+-%@";
constexpr std::string_view kResourcePunctuation = " _./=+-@:";

}  // namespace

Expected Reference::AddStreamTags(const std::string& name, const Tags& tags) {
  if (const auto e = Count("AddTagsToStream", name); e != Expected::kSuccess) return e;
  ReferenceStream* const stream = Find(name);
  if (stream == nullptr) return Expected::kStreamNotFound;
  if (const auto e = CheckTags(tags, kStreamPunctuation); e != Expected::kSuccess) return e;
  if (HasPercent(tags)) return Expected::kTagPercentAdded;
  if (CountAfter(stream->tags, tags) > kTagsMost) return Expected::kTagsOnStream;
  if (!Taggable(*stream)) return Expected::kStreamNotActive;
  if (const auto e = Strike("AddTagsToStream", name); e != Expected::kSuccess) return e;
  for (const auto& [key, value] : tags) stream->tags[key] = value;
  return Expected::kSuccess;
}

Expected Reference::RemoveStreamTags(const std::string& name,
                                     const std::vector<std::string>& keys) {
  if (const auto e = Count("RemoveTagsFromStream", name); e != Expected::kSuccess) return e;
  ReferenceStream* const stream = Find(name);
  if (stream == nullptr) return Expected::kStreamNotFound;
  bool percent = false;
  for (const std::string& key : keys) {
    if (!Spelt(key, kStreamPunctuation)) return Expected::kTagCharacters;
    percent = percent || key.find('%') != std::string::npos;
  }
  if (percent) return Expected::kTagPercentRemoved;
  if (!Taggable(*stream)) return Expected::kStreamNotActive;
  if (const auto e = Strike("RemoveTagsFromStream", name); e != Expected::kSuccess) return e;
  for (const std::string& key : keys) stream->tags.erase(key);
  return Expected::kSuccess;
}

Expected Reference::FindResource(const std::string& arn, Tags** tags,
                                 std::optional<std::string>** policy) {
  if (arn.find(":channel/") != std::string::npos) {
    for (auto& [name, channel] : channels_) {
      if (channel.arn != arn) continue;
      *tags = &channel.tags;
      return Expected::kSuccess;
    }
    return Expected::kChannelNotFound;
  }
  const std::size_t begin = arn.find("stream/") + 7;
  const std::size_t slash = arn.find('/', begin);
  ReferenceStream* const stream = Find(arn.substr(begin, slash - begin));
  if (stream == nullptr) return Expected::kStreamNotFound;
  if (slash == std::string::npos) {
    *tags = &stream->tags;
    *policy = &stream->policy;
    return Expected::kSuccess;
  }
  for (auto& [name, consumer] : stream->consumers) {
    if (consumer.arn != arn) continue;
    *tags = &consumer.tags;
    *policy = &consumer.policy;
    return Expected::kSuccess;
  }
  return Expected::kConsumerNotFound;
}

namespace {

std::string StreamNameIn(const std::string& arn) {
  const std::size_t begin = arn.find("stream/");
  if (begin == std::string::npos || arn.find('/', begin + 7) != std::string::npos) return {};
  return arn.substr(begin + 7);
}

}  // namespace

Expected Reference::RequireReady(const std::string& arn) const {
  if (arn.find("/consumer/") != std::string::npos) {
    return UseConsumer(arn) == Expected::kSuccess ? Expected::kSuccess
                                                  : Expected::kConsumerNotReady;
  }
  for (const auto& [name, channel] : channels_) {
    const bool ready = channel.status == ReferenceChannel::Status::kActive ||
                       channel.status == ReferenceChannel::Status::kUpdating;
    if (channel.arn == arn && !ready) return Expected::kChannelNotActive;
  }
  const ReferenceStream* const stream = Find(StreamNameIn(arn));
  const bool usable = stream == nullptr || Taggable(*stream);
  return usable ? Expected::kSuccess : Expected::kStreamNotActive;
}

Expected Reference::TagResource(const std::string& arn, const Tags& added) {
  Tags* tags = nullptr;
  std::optional<std::string>* policy = nullptr;
  if (const auto e = FindResource(arn, &tags, &policy); e != Expected::kSuccess) return e;
  if (const auto e = CheckTags(added, kResourcePunctuation); e != Expected::kSuccess) return e;
  if (CountAfter(*tags, added) > kTagsMost) return Expected::kTagsOnResource;
  if (const auto e = RequireReady(arn); e != Expected::kSuccess) return e;
  for (const auto& [key, value] : added) (*tags)[key] = value;
  return Expected::kSuccess;
}

Expected Reference::UntagResource(const std::string& arn, const std::vector<std::string>& keys) {
  Tags* tags = nullptr;
  std::optional<std::string>* policy = nullptr;
  if (const auto e = FindResource(arn, &tags, &policy); e != Expected::kSuccess) return e;
  for (const std::string& key : keys) {
    if (!Spelt(key, kResourcePunctuation)) return Expected::kTagCharacters;
  }
  if (const auto e = RequireReady(arn); e != Expected::kSuccess) return e;
  for (const std::string& key : keys) tags->erase(key);
  return Expected::kSuccess;
}

namespace {

// What all three policy operations look at first.
Expected CheckPolicyArn(const std::string& arn) {
  if (arn.find(":channel/") != std::string::npos) return Expected::kPolicyForChannel;
  if (arn.find(":000000000000:") == std::string::npos) return Expected::kForeignAccount;
  return Expected::kSuccess;
}

}  // namespace

Expected Reference::PutPolicy(const std::string& arn, const std::string& policy, bool well_formed) {
  if (const auto e = Count("PutResourcePolicy", {}); e != Expected::kSuccess) return e;
  if (const auto e = CheckPolicyArn(arn); e != Expected::kSuccess) return e;
  Tags* tags = nullptr;
  std::optional<std::string>* present = nullptr;
  if (const auto e = FindResource(arn, &tags, &present); e != Expected::kSuccess) return e;
  if (const auto e = RequireReady(arn); e != Expected::kSuccess) return e;
  if (policy.size() > kPolicyBytesMost) return Expected::kPolicyTooLarge;
  if (!well_formed) return Expected::kPolicyMalformed;
  *present = policy;
  return Expected::kSuccess;
}

Expected Reference::DeletePolicy(const std::string& arn) {
  if (const auto e = Count("DeleteResourcePolicy", {}); e != Expected::kSuccess) return e;
  if (const auto e = CheckPolicyArn(arn); e != Expected::kSuccess) return e;
  Tags* tags = nullptr;
  std::optional<std::string>* present = nullptr;
  if (const auto e = FindResource(arn, &tags, &present); e != Expected::kSuccess) return e;
  // A consumer may be in any state.
  if (arn.find("/consumer/") == std::string::npos) {
    if (const auto e = RequireReady(arn); e != Expected::kSuccess) return e;
  }
  if (!*present) return Expected::kPolicyNotFound;
  present->reset();
  return Expected::kSuccess;
}

Expected Reference::GetPolicy(const std::string& arn, std::string& policy) {
  if (const auto e = Count("GetResourcePolicy", {}); e != Expected::kSuccess) return e;
  if (const auto e = CheckPolicyArn(arn); e != Expected::kSuccess) return e;
  Tags* tags = nullptr;
  std::optional<std::string>* present = nullptr;
  if (const auto e = FindResource(arn, &tags, &present); e != Expected::kSuccess) return e;
  policy = present->value_or("{}");
  return Expected::kSuccess;
}

}  // namespace runnel::simulation
