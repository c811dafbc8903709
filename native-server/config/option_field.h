// The kinds of fields that options set: each reads the text of an option into a Config, or says
// what is wrong with it, and writes the field back. Only option_table.cc uses them.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/base/whole_number.h"
#include "native-server/config.h"
#include "native-server/config/fault_rules.h"
#include "native-server/config/initial_streams.h"
#include "native-server/config/option_value.h"
#include "native-server/failures/failure_destination.h"
#include "native-server/web_pages.h"

namespace runnel {

// The field of a Config that a member of Config or of Settings names.
template <auto kMember>
decltype(auto) Field(auto& config) {
  if constexpr (requires { config.*kMember; }) {
    return (config.*kMember);
  } else {
    return (config.settings.*kMember);
  }
}

inline std::string Quoted(std::string_view text) { return "'" + std::string(text) + "'"; }

template <auto kMember, std::int64_t kMinMilliseconds>
struct DurationField {
  static constexpr Duration kMin = Duration::Milliseconds(kMinMilliseconds);
  static constexpr Duration kMax = Duration::Hours(24 * 365);

  static std::string Parse(std::string_view text, Config& config) {
    const std::optional<Duration> duration = ReadDuration(text);
    if (!duration) {
      return Quoted(text) + " is not a duration; write a number with ms, s, m or h, such as 500ms";
    }
    if (*duration < kMin || *duration > kMax) {
      return Quoted(text) + " is out of range; it goes from " + DurationText(kMin) + " to " +
             DurationText(kMax);
    }
    Field<kMember>(config) = *duration;
    return {};
  }
  static std::string Format(const Config& config) { return DurationText(Field<kMember>(config)); }
};

template <auto kMember, std::int64_t kMin, std::int64_t kMax>
struct IntegerField {
  static std::string Parse(std::string_view text, Config& config) {
    const std::optional<std::int64_t> number = ReadInteger(text);
    if (!number || *number < kMin || *number > kMax) {
      return Quoted(text) + " is not a whole number from " + std::to_string(kMin) + " to " +
             std::to_string(kMax);
    }
    auto& field = Field<kMember>(config);
    field = static_cast<std::remove_reference_t<decltype(field)>>(*number);
    return {};
  }
  static std::string Format(const Config& config) { return std::to_string(Field<kMember>(config)); }
};

// A quota that can be lifted. "unlimited" is more than anybody has use for, yet not so much that
// one call could ask for more than the memory holds.
template <auto kMember>
struct QuotaField {
  static constexpr std::int32_t kUnlimited = 1'000'000;

  static std::string Parse(std::string_view text, Config& config) {
    const std::string word = LowerCase(WithoutBlanks(text));
    if (word == "unlimited" || word == "infinity") {
      Field<kMember>(config) = kUnlimited;
      return {};
    }
    const std::optional<std::int64_t> number = ReadInteger(text);
    if (!number || *number < 0 || *number > kUnlimited) {
      return Quoted(text) + " is not a quota; write a whole number up to " +
             std::to_string(kUnlimited) + ", or unlimited";
    }
    Field<kMember>(config) = static_cast<std::int32_t>(*number);
    return {};
  }
  static std::string Format(const Config& config) {
    const std::int32_t quota = Field<kMember>(config);
    return quota == kUnlimited ? "unlimited" : std::to_string(quota);
  }
};

template <auto kMember>
struct SwitchField {
  static std::string Parse(std::string_view text, Config& config) {
    const std::optional<bool> on = ReadSwitch(text);
    if (!on) return Quoted(text) + " is neither on nor off";
    Field<kMember>(config) = *on;
    return {};
  }
  static std::string Format(const Config& config) { return Field<kMember>(config) ? "on" : "off"; }
};

template <class T>
struct Choice {
  std::string_view word;
  T value;
};

// Where something is reached; empty: nothing was said.
template <auto kMember>
struct UrlField {
  static std::string Parse(std::string_view text, Config& config) {
    if (!text.empty() && !text.starts_with("http://") && !text.starts_with("https://")) {
      return Quoted(text) + " is not a URL; write http://HOST:PORT";
    }
    Field<kMember>(config) = std::string(text);
    return {};
  }
  static std::string Format(const Config& config) { return Field<kMember>(config); }
};

// One of a few words. Where two words have one value, the first is the one that is shown.
template <auto kMember, const auto& kChoices>
struct ChoiceField {
  static std::string Parse(std::string_view text, Config& config) {
    const std::string word = LowerCase(WithoutBlanks(text));
    std::string words;
    for (const auto& choice : kChoices) {
      if (choice.word == word) {
        Field<kMember>(config) = choice.value;
        return {};
      }
      words += (words.empty() ? "" : ", ") + std::string(choice.word);
    }
    return Quoted(text) + " is none of " + words;
  }
  static std::string Format(const Config& config) {
    const auto found = std::find_if(kChoices.begin(), kChoices.end(), [&](const auto& choice) {
      return choice.value == Field<kMember>(config);
    });
    return std::string(found->word);
  }
};

struct RecordMemoryField {
  static constexpr std::uint64_t kMin = 1024 * 1024;

  static std::string Parse(std::string_view text, Config& config) {
    if (LowerCase(WithoutBlanks(text)) == "auto") {
      config.record_memory.reset();
      return {};
    }
    const std::optional<std::uint64_t> bytes = ReadSize(text);
    if (!bytes || *bytes < kMin) {
      return Quoted(text) +
             " is not a size of 1 MiB or more; write a number with MiB or GiB, such as 512MiB, or "
             "auto";
    }
    config.record_memory = *bytes;
    return {};
  }
  static std::string Format(const Config& config) {
    return config.record_memory ? SizeText(*config.record_memory) : "auto";
  }
};

struct ObjectSizeField {
  static constexpr std::uint64_t kMax = 1024 * 1024 * 1024;

  static std::string Parse(std::string_view text, Config& config) {
    const std::optional<std::uint64_t> bytes = ReadSize(text);
    if (!bytes || *bytes == 0 || *bytes > kMax) {
      return Quoted(text) +
             " is not a size of up to 1 GiB; write a number with KiB or MiB, such as 64MiB";
    }
    Field<&Settings::channel_object_bytes>(config) = *bytes;
    return {};
  }
  static std::string Format(const Config& config) {
    return SizeText(Field<&Settings::channel_object_bytes>(config));
  }
};

struct HostField {
  static std::string Parse(std::string_view text, Config& config) {
    text = WithoutBlanks(text);
    if (text.empty()) return "the host is empty; write an address such as 127.0.0.1 or 0.0.0.0";
    config.host = text;
    return {};
  }
  static std::string Format(const Config& config) { return config.host; }
};

struct PortsField {
  static std::string Parse(std::string_view text, Config& config) {
    std::vector<std::uint16_t> ports;
    for (const std::string_view part : SplitList(text)) {
      const std::optional<std::int64_t> port = ReadInteger(part);
      if (!port || *port < 0 || *port > 65535) {
        return Quoted(part) + " is not a port; write a number from 1 to 65535, or 0 for a free one";
      }
      const auto number = static_cast<std::uint16_t>(*port);
      if (number != 0 && std::find(ports.begin(), ports.end(), number) != ports.end()) {
        return "port " + std::to_string(number) + " is given twice";
      }
      ports.push_back(number);
    }
    config.ports = std::move(ports);
    return {};
  }
  static std::string Format(const Config& config) {
    std::string text;
    for (const std::uint16_t port : config.ports) {
      text += (text.empty() ? "" : ",") + std::to_string(port);
    }
    return text;
  }
};

// A file or folder; no blanks around it.
template <std::string Config::*kMember>
struct PathField {
  static std::string Parse(std::string_view text, Config& config) {
    config.*kMember = WithoutBlanks(text);
    return {};
  }
  static std::string Format(const Config& config) { return config.*kMember; }
};

// A folder, or a switch: on stands for the folder of the platform, which LoadConfig knows.
struct DataFolderField {
  static constexpr std::string_view kPlatformFolder = "on";

  static std::string Parse(std::string_view text, Config& config) {
    text = WithoutBlanks(text);
    const std::optional<bool> on = ReadSwitch(text);
    config.data_folder = on ? std::string(*on ? kPlatformFolder : "") : std::string(text);
    return {};
  }
  static std::string Format(const Config& config) {
    return config.data_folder.empty() ? "off" : config.data_folder;
  }
};

// The folder, and with it that the server is who writes objects.
struct BucketsField {
  static std::string Parse(std::string_view text, Config& config) {
    config.buckets_folder = WithoutBlanks(text);
    config.settings.channel_deliveries =
        config.buckets_folder.empty() ? ChannelDeliveries::kNowhere : ChannelDeliveries::kHost;
    return {};
  }
  static std::string Format(const Config& config) { return config.buckets_folder; }
};

struct InitialStreamsField {
  static std::string Parse(std::string_view text, Config& config) {
    return ReadInitialStreams(text, config.initial_streams);
  }
  static std::string Format(const Config& config) {
    return InitialStreamsText(config.initial_streams);
  }
};

// Texts of which several can be given; kRead says what they may be.
template <std::vector<std::string> Config::*kMember, auto kRead>
struct TextListField {
  static std::string Parse(std::string_view text, Config& config) {
    return kRead(text, config.*kMember);
  }
  static std::string Format(const Config& config) { return ListText(config.*kMember); }
};

struct ApiDestinationField {
  static std::string Parse(std::string_view text, Config& config) {
    std::map<std::string, std::string> read;
    for (text = WithoutBlanks(text); !text.empty();) {
      // A comma within a URL is none between destinations.
      std::size_t comma = text.find(',');
      while (comma != std::string_view::npos && !BeginsOne(text.substr(comma + 1))) {
        comma = text.find(',', comma + 1);
      }
      const std::string_view one = text.substr(0, comma);
      text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
      const std::size_t equals = one.find('=');
      const std::string_view call = one.substr(std::min(equals, one.size() - 1) + 1);
      const std::string_view url = call.substr(call.rfind(' ') + 1);
      if (!BeginsOne(one) || call.starts_with(' ') || !url.starts_with("http://")) {
        return Quoted(one) + " is not an API destination; write NAME=http://HOST:PORT/PATH";
      }
      read.insert_or_assign(std::string(one.substr(0, equals)), std::string(call));
    }
    config.settings.api_destinations = std::move(read);
    return {};
  }
  static std::string Format(const Config& config) {
    std::vector<std::string> texts;
    for (const auto& [name, call] : config.settings.api_destinations) {
      texts.push_back(name + "=" + call);
    }
    return ListText(texts);
  }

 private:
  // "NAME=": AWS takes letters, digits and ".-_" in names.
  static bool BeginsOne(std::string_view text) {
    const std::string_view name = text.substr(0, text.find('='));
    return !name.empty() && name.size() < text.size() &&
           std::all_of(name.begin(), name.end(), [](char c) {
             return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                    c == '.' || c == '-' || c == '_';
           });
  }
};

struct AccountField {
  static std::string Parse(std::string_view text, Config& config) {
    text = WithoutBlanks(text);
    if (text.size() != 12 || text.find_first_not_of("0123456789") != std::string_view::npos) {
      return Quoted(text) + " is not an account; write its 12 digits, such as 000000000000";
    }
    config.settings.default_account = text;
    return {};
  }
  static std::string Format(const Config& config) { return config.settings.default_account; }
};

struct RegionField {
  static std::string Parse(std::string_view text, Config& config) {
    text = WithoutBlanks(text);
    constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz0123456789-";
    if (text.empty() || text.size() > 32 ||
        text.find_first_not_of(kLetters) != std::string_view::npos) {
      return Quoted(text) + " is not a region; write its code, such as us-east-1";
    }
    config.settings.default_region = text;
    return {};
  }
  static std::string Format(const Config& config) { return config.settings.default_region; }
};

struct ErrorProbabilityField {
  static std::string Parse(std::string_view text, Config& config) {
    const std::optional<double> probability = ReadDecimal(text);
    if (!probability || *probability < 0.0 || *probability > 1.0) {
      return Quoted(text) + " is not a probability; write a decimal from 0.0 to 1.0";
    }
    config.settings.put_error_probability = *probability;
    return {};
  }
  static std::string Format(const Config& config) {
    return DecimalText(config.settings.put_error_probability);
  }
};

struct SeedField {
  static std::string Parse(std::string_view text, Config& config) {
    text = WithoutBlanks(text);
    const auto seed = ReadWholeNumber<std::uint64_t>(text);
    if (!seed && text != "random") {
      return Quoted(text) + " is not a seed; write a whole number, or random";
    }
    config.seed = seed;
    return {};
  }
  static std::string Format(const Config& config) {
    return config.seed ? std::to_string(*config.seed) : "random";
  }
};

}  // namespace runnel
