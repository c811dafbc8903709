#include "core/base/pattern.h"

#include <doctest/doctest.h>

#include <regex>
#include <string>
#include <vector>

#include "core/base/prng.h"

namespace runnel {
namespace {

struct Case {
  Pattern pattern;
  std::vector<std::string> good;
  std::vector<std::string> bad;
};

std::string Repeated(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

std::vector<Case> NameAndNumberCases() {
  return {
      {"[a-zA-Z0-9_.-]+",
       {"a", "orders", "Orders_1.v-2", "shardId-000000000000", "-", ".", Repeated("z", 300)},
       {"", " ", "a b", "a/b", "a:b", "a\n", "stre\xc3\xa4m", "a\\", "a^b", "a]"}},
      {"[a-z0-9]{20}-[a-z0-9]{3}",
       {"abcdefghij0123456789-abc"},
       {"", "abcdefghij0123456789-ab", "abcdefghij012345678-abc", "ABCDEFGHIJ0123456789-abc",
        "abcdefghij0123456789abcd", "abcdefghij0123456789-abcd"}},
      {"0|([1-9]\\d{0,38})",
       {"0", "1", "9", "10", "340282366920938463463374607431768211455", Repeated("9", 39)},
       {"", "00", "01", "-1", "1a", "a", " 1", Repeated("9", 40), "\xd9\xa1"}},
      {"0|([1-9]\\d{0,128})",
       {"0", "7", "49590338271490256608559692538361571095921575989136588898", Repeated("8", 129)},
       {"", "00", "049590338271490256608559692538361571095921575989136588898", "LATEST",
        Repeated("8", 130)}},
      {"\\d{12}", {"123456789012"}, {"", "12345678901", "1234567890123", "12345678901a"}},
      {"^\\d{56}$", {Repeated("12345678", 7)}, {"", Repeated("1", 55), Repeated("1", 57)}},
      {"[0-9a-z_]+", {"a", "table_1"}, {"", "Table", "a-b", "a.b"}},
      {"[a-zA-Z0-9._]+", {"a", "A.b_9"}, {"", "a-b", "a b"}},
      {"[\\.\\-_/#A-Za-z0-9]+", {"/aws/kinesis/x#1", "-", "."}, {"", "a\\b", "a:b", "a b", "*"}},
      {"[^:*]+", {"a", "a b\n", "\xe2\x82\xac\\]^"}, {"", ":", "a:b", "*", "a*"}},
      {"[0-9A-Za-z!\\-_'.*()\\/=:{}]+",
       {"!{timestamp:yyyy}/a=b/(c)*'d'_.-x", "{}", "/", "-"},
       {"", "a b", "a\\b", "a+b", "\"", "$", "[", "a,b", "~"}},
      {"[0-9A-Za-z!\\-_'.*()\\/]+",
       {"errors/!(x)*'y'_.-", "/"},
       {"", "a=b", "a:b", "{a}", "a b", "\\"}},
  };
}

std::vector<Case> ArnCases() {
  return {
      {"arn:aws.*:kinesis:.*:\\d{12}:stream/\\S+",
       {"arn:aws:kinesis:us-east-1:123456789012:stream/s",
        "arn:aws-cn:kinesis:cn-north-1:123456789012:stream/a:b/c",
        "arn:aws:kinesis::123456789012:stream/\xc3\xbc"},
       {"", "arn:aws:kinesis:us-east-1:12345678901:stream/s",
        "arn:aws:kinesis:us-east-1:123456789012:stream/",
        "arn:aws:kinesis:us-east-1:123456789012:stream/a b",
        "arn:aws:kinesis:us-east-1:123456789012:/stream/s",
        "arn:aws:kinesis:us-\neast-1:123456789012:stream/s",
        " arn:aws:kinesis:us-east-1:123456789012:stream/s",
        "arn:aws:sqs:us-east-1:123456789012:stream/s"}},
      {"arn:aws.*:kinesis:.*:\\d{12}:.*stream/\\S+",
       {"arn:aws:kinesis:us-east-1:123456789012:stream/s",
        "arn:aws:kinesis:us-east-1:123456789012:any stream/s/consumer/c:1"},
       {"arn:aws:kinesis:us-east-1:123456789012:channel/s",
        "arn:aws:kinesis:us-east-1:123456789012:stream/"}},
      {"arn:aws.*:kinesis:.*:\\d{12}:channel/\\S+",
       {"arn:aws:kinesis:us-east-1:123456789012:channel/c"},
       {"arn:aws:kinesis:us-east-1:123456789012:stream/c", "channel/c"}},
      {"arn:aws.*:kinesis:.*:\\d{12}:.*(stream|channel)/\\S+",
       {"arn:aws:kinesis:us-east-1:123456789012:stream/s",
        "arn:aws:kinesis:us-east-1:123456789012:channel/c"},
       {"arn:aws:kinesis:us-east-1:123456789012:strchannel",
        "arn:aws:kinesis:us-east-1:123456789012:(stream|channel)", "stream", "channel/c"}},
      {"^(arn):aws.*:kinesis:.*:\\d{12}:.*stream\\/[a-zA-Z0-9_.-]+\\/consumer\\/"
       "[a-zA-Z0-9_.-]+:[0-9]+",
       {"arn:aws:kinesis:us-east-1:123456789012:stream/s/consumer/c:1718000000"},
       {"arn:aws:kinesis:us-east-1:123456789012:stream/s",
        "arn:aws:kinesis:us-east-1:123456789012:stream/s/consumer/c",
        "arn:aws:kinesis:us-east-1:123456789012:stream/s/consumer/c:",
        "arn:aws:kinesis:us-east-1:123456789012:stream/a b/consumer/c:1",
        "arn:aws:kinesis:us-east-1:123456789012:stream/s/consumer/c:1x"}},
      {"^arn:aws(?:-[a-z]+)*:kinesis:[a-z0-9-]+:\\d{12}:stream\\/[a-zA-Z0-9_.\\-]+$",
       {"arn:aws:kinesis:us-east-1:123456789012:stream/s",
        "arn:aws-us-gov:kinesis:us-gov-west-1:123456789012:stream/s"},
       {"arn:aws-:kinesis:us-east-1:123456789012:stream/s",
        "arn:aws:kinesis::123456789012:stream/s"}},
      {"$|kafka://([^.]([a-zA-Z0-9\\-_.]{0,248}))|arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\\-])+:"
       "((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1})?:(\\d{12})?:(.*)",
       {"", "kafka://" + Repeated("t", 249), "arn:aws:sqs:us-east-1:123456789012:q",
        "arn:aws-us-gov:sns:us-gov-west-1:123456789012:t", "arn:aws:s3:::bucket",
        "arn:aws:sqs:us-isob-east-1:123456789012:"},
       {"q", "kafka://", "kafka://" + Repeated("t", 250), "kafka://.t",
        "arn:aws:sqs:us-east-1:1234:q", "arn:aws:sqs:us-east:123456789012:q",
        "arn:aws::us-east-1:123456789012:q"}},
      {"arn:aws[-a-z0-9]*:iam::\\d{12}:role/[a-zA-Z_0-9+=,.@\\-_/]+",
       {"arn:aws:iam::123456789012:role/service-role/My+Role=1,2@x",
        "arn:aws-cn:iam::123456789012:role/r"},
       {"arn:aws:iam:us-east-1:123456789012:role/r", "arn:aws:iam::123456789012:role/",
        "arn:aws:iam::123456789012:user/u", "arn:AWS:iam::123456789012:role/r"}},
      {"arn:aws[-a-z0-9]*:glue:[-a-z0-9]+:\\d{12}:schema/[-a-zA-Z0-9_$#.]+/[-a-zA-Z0-9_$#.]+",
       {"arn:aws:glue:eu-west-1:123456789012:schema/reg-1/sch$#.ema"},
       {"arn:aws:glue:eu-west-1:123456789012:schema/reg", "arn:aws:glue::123456789012:schema/a/b",
        "arn:aws:glue:eu-west-1:123456789012:schema/a/b/c"}},
      {"arn:aws[-a-z0-9]*:s3:::[a-z0-9._-]{3,63}",
       {"arn:aws:s3:::abc", "arn:aws:s3:::" + Repeated("b", 63)},
       {"arn:aws:s3:::ab", "arn:aws:s3:::" + Repeated("b", 64), "arn:aws:s3:::Bucket"}},
      {"arn:aws[-a-z0-9]*:s3tables:[-a-z0-9]+:[0-9]{12}:bucket/[a-z0-9_-]{3,63}",
       {"arn:aws:s3tables:us-east-1:123456789012:bucket/my_bucket-1"},
       {"arn:aws:s3tables:us-east-1:123456789012:bucket/my.bucket",
        "arn:aws:s3tables:us-east-1:123456789012:bucket/ab"}},
  };
}

std::vector<Case> SyntaxCases() {
  return {
      {"", {""}, {"a"}},
      {"a|bc|", {"a", "bc", ""}, {"b", "abc", "ab", "c"}},
      {"(ab|a)(c|bcd)*", {"a", "ab", "abc", "abcd", "abcdc", "acbcd"}, {"", "b", "abd", "abcb"}},
      {"(a*)*b?", {"", "b", "aaab"}, {"ba", "c", "bb"}},
      {"(ab){2,3}", {"abab", "ababab"}, {"", "ab", "aba", "abababab"}},
      {"(a|bc){2,}x", {"aax", "abcx", "bcbcax"}, {"x", "ax", "bcx", "aabx"}},
      {"a{0,2}b{1}", {"b", "ab", "aab"}, {"", "a", "aaab", "bb"}},
      {"(a{0,}b){0,1}", {"", "b", "aab"}, {"a", "bb"}},
      {"\\w\\s\\d\\.\\S", {"a 1.x", "_\t0.\\"}, {"- 1.x", "a_1.x", "a 1x.", "a 1. "}},
      {"[\\d\\-a]+x", {"1-ax"}, {"x", "bx"}},
      {"[\\w-]{2}", {"a-", "__"}, {"a", "a.", "a-a"}},
      {"x.y", {"x-y", "x.y"}, {"xy", "x\ny", "x\ry", "x--y"}},
  };
}

std::vector<Case> AllCases() {
  std::vector<Case> cases = NameAndNumberCases();
  for (Case& item : ArnCases()) cases.push_back(std::move(item));
  for (Case& item : SyntaxCases()) cases.push_back(std::move(item));
  return cases;
}

TEST_CASE("each pattern matches what it describes, and nothing else") {
  for (const Case& item : AllCases()) {
    const std::string pattern(item.pattern.text());
    CAPTURE(pattern);
    for (const std::string& value : item.good) {
      CAPTURE(value);
      CHECK(item.pattern.Matches(value));
    }
    for (const std::string& value : item.bad) {
      CAPTURE(value);
      CHECK_FALSE(item.pattern.Matches(value));
    }
  }
}

// Deletes, doubles or replaces a few characters.
std::string Mutated(std::string value, Prng& prng) {
  constexpr std::string_view kCharacters = "ab0139zAZ-_./:*(){}\\\n \x7f=^$x";
  for (std::uint64_t edits = 1 + prng.Next() % 3; edits > 0 && !value.empty(); --edits) {
    const std::size_t at = prng.Next() % value.size();
    const char other = kCharacters[prng.Next() % kCharacters.size()];
    switch (prng.Next() % 4) {
      case 0:
        value.erase(at, 1);
        break;
      case 1:
        value.insert(at, 1, value[at]);
        break;
      case 2:
        value.insert(at, 1, other);
        break;
      default:
        value[at] = other;
    }
  }
  return value;
}

TEST_CASE("patterns agree with std::regex on values that nearly match") {
  Prng prng(1);
  for (const Case& item : AllCases()) {
    const std::string pattern(item.pattern.text());
    CAPTURE(pattern);
    const std::regex reference(pattern);
    for (const std::string& seed : item.good) {
      if (seed.size() > 100) continue;
      for (int i = 0; i < 50; ++i) {
        const std::string value = Mutated(seed, prng);
        CAPTURE(value);
        CHECK(item.pattern.Matches(value) == std::regex_match(value, reference));
      }
    }
  }
}

TEST_CASE("a character of several bytes counts once in a pattern") {
  CHECK(Pattern("x.y").Matches("x\xf0\x9f\x98\x80y"));
  CHECK(Pattern("[^a]{2}").Matches("\xc3\xbc\xe2\x82\xac"));
  CHECK_FALSE(Pattern("[^a]{2}").Matches("\xe2\x82\xac"));
  CHECK_FALSE(Pattern("\\w+x?").Matches("\xc3\xbc"));
}

TEST_CASE("a pattern is matched in time linear in the value") {
  // With backtracking this would not end.
  CHECK_FALSE(Pattern("(.*.*.*.*)*(a|a)*b").Matches(Repeated("a", 100'000)));
}

TEST_CASE("a pattern can be a constant made by the compiler, and keeps its text") {
  static constexpr Pattern kPattern("[a-zA-Z0-9_.-]+");
  static_assert(kPattern.text() == "[a-zA-Z0-9_.-]+");
  CHECK(kPattern.Matches("stream-1"));
}

}  // namespace
}  // namespace runnel
