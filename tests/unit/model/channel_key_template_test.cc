#include "core/model/channel_key_template.h"

#include <doctest/doctest.h>

namespace runnel {
namespace {

const ChannelKeyNames kNames{"c", "id", "s"};

bool Fits(std::string_view key_template, std::string_view compression_type = "NONE") {
  return FindKeyTemplateFault(key_template, kNames, compression_type).empty();
}

TEST_CASE("Key template: the default and the documented examples fit") {
  CHECK(Fits(kDefaultChannelKeyTemplate, "GZIP"));
  CHECK(Fits("!{channel-name}/!{channel-id}"));
  CHECK(Fits("data/stream=!{stream-name}/!{yyyy}-!{MM}-!{dd}/!{HH}!{mm}!{extension:.json}"));
}

TEST_CASE("Key template: the documented counter-examples do not") {
  CHECK_FALSE(Fits("/data/!{channel-name}!{extension}"));
  CHECK_FALSE(Fits("data//x!{extension}"));
  CHECK_FALSE(Fits("!{channel-name}!{extension}/!{yyyy}"));
  CHECK_FALSE(Fits("data/!{partition-id}!{extension}"));
  CHECK_FALSE(Fits("data/!{channel-name}", "GZIP"));
  CHECK_FALSE(Fits("data/!{channel-name}", "ZSTD"));
}

TEST_CASE("Key template: paths stay where they are, and placeholders are closed") {
  CHECK_FALSE(Fits("a/../b"));
  CHECK_FALSE(Fits("./b"));
  CHECK_FALSE(Fits("a/!{channel-name"));
  CHECK_FALSE(Fits("a{b}"));
  CHECK_FALSE(Fits("!{extension:JSON}"));
}

TEST_CASE("Key template: what it expands to has a bound") {
  CHECK(Fits(std::string(986, 'a')));
  CHECK_FALSE(Fits(std::string(987, 'a')));
  const ChannelKeyNames long_names{std::string(128, 'c'), "id", "s"};
  CHECK_FALSE(
      FindKeyTemplateFault(std::string(900, 'a') + "!{channel-name}", long_names, "NONE").empty());
}

TEST_CASE("Key template: the bound counts the extension that the compression gives") {
  const auto with_extension = [](std::size_t length) {
    return std::string(length, 'a') + "!{extension}";
  };
  CHECK(Fits(with_extension(986), "NONE"));
  CHECK_FALSE(Fits(with_extension(987), "NONE"));
  CHECK(Fits(with_extension(983), "GZIP"));
  CHECK_FALSE(Fits(with_extension(984), "GZIP"));
  CHECK(Fits(with_extension(982), "ZSTD"));
  CHECK_FALSE(Fits(with_extension(983), "ZSTD"));
}

}  // namespace
}  // namespace runnel
