#include "inspector-ui/view_models/payload.h"

#include <doctest/doctest.h>

#include "core/base/base64.h"
#include "core/base/md5.h"
#include "inspector-ui/view_models/gunzip.h"

namespace runnel {
namespace {

std::string FromBase64(const std::string& text) {
  std::string bytes;
  REQUIRE_FALSE(DecodeBase64(text, bytes));
  return bytes;
}

// By gzip -9, -1 and with stored blocks; the second has a file's name in its header.
const char* const kDynamic =
    "H4sIAAAAAAACA+2S2w0DIQwEe7kKAhwGUlQaOKX3KGImEkjp4L4sP3dt73W8jufjfX1NmuacZhCMaXOdtuCf5IPy"
    "TnehnPDZpm2ZOFVUB/5wOu1NSuQr8SG6JOVsnnilvwPD+AybTrxSnoHpLuUy9CX8DnxIgzmF/iQebGDVGdMY3/TL"
    "Zrc6+5wTK4qospCVLNO2hVu5pVt7Ba/ilbxaX2/qjX83T9tPYv2ZP/Sn/tifx6aJvCpGBamosupN/anHsulV/Y5F"
    "3DTfwr+Ffwv/v/A/QM/SYR4GAAA=";
const char* const kNamed = "H4sICAAAAAAC/25hbWUudHh0AMtIzcnJV8hAkACAiPnlEQAAAA==";
const char* const kStored = "H4sIAAAAAAAEAwEGAPn/c3RvcmVkC/lDVgYAAAA=";

TEST_CASE("Gunzip: codes made for the data, fixed codes and stored blocks") {
  std::string expected;
  for (int i = 0; i < 200; ++i) expected += "{\"n\":" + std::to_string(i * i % 97) + "}";
  CHECK(Gunzip(FromBase64(kDynamic), 1 << 20) == expected);
  CHECK(Gunzip(FromBase64(kDynamic), 10) == expected.substr(0, 10));
  CHECK(Gunzip(FromBase64(kNamed), 100) == "hello hello hello");
  CHECK(Gunzip(FromBase64(kStored), 100) == "stored");
}

TEST_CASE("Gunzip: what is no gzip or damaged is none, what was cut off is what is there") {
  CHECK_FALSE(Gunzip("", 10));
  CHECK_FALSE(Gunzip("hello", 10));
  CHECK_FALSE(Gunzip(std::string("\x1f\x8b\x08\0\0\0\0\0\0\3\xff\xff", 12), 10));
  const std::string whole = FromBase64(kDynamic);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto part = Gunzip(whole.substr(0, size), 1 << 20);
    if (part) CHECK(part->size() <= 1 << 20);
  }
  CHECK(Gunzip(whole.substr(0, whole.size() / 2), 1 << 20)->starts_with("{\"n\":0}{\"n\":1}"));
}

TEST_CASE("ReadPayload: says what it is") {
  CHECK(ReadPayload("").Kind() == "text");
  CHECK(ReadPayload("hello").Kind() == "text");
  CHECK(ReadPayload("12").Kind() == "text");
  CHECK(ReadPayload("{\"a\"").Kind() == "text");
  CHECK(ReadPayload(" {\"a\":[1]}").Kind() == "JSON");
  CHECK(ReadPayload("\xff\xfe").Kind() == "bytes");
  CHECK(ReadPayload(FromBase64(kNamed)).Kind() == "gzip, text");
  CHECK(ReadPayload(FromBase64(kNamed)).text == "hello hello hello");
}

TEST_CASE("ReadPayload: the records of an aggregate") {
  // Key table {"k"}, one record with key 0 and data "hi".
  const std::string message("\x0a\x01k\x1a\x06\x08\x00\x1a\x02hi", 11);
  const auto digest = Md5(message);
  const PayloadView view =
      ReadPayload("\xf3\x89\x9a\xc2" + message +
                  std::string(reinterpret_cast<const char*>(digest.data()), digest.size()));
  CHECK(view.Kind() == "aggregate of 1 records");
  REQUIRE(view.packed.size() == 1);
  CHECK(view.packed[0].partition_key == "k");
  CHECK(view.packed[0].data == "hi");
}

}  // namespace
}  // namespace runnel
