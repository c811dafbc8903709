// Which words may be used: those of Kinesis, each for the thing that Kinesis means by it.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <regex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/tidy/cpp_text.h"
#include "tests/tidy/findings.h"
#include "tests/tidy/source_tree.h"

namespace runnel::tidy {
namespace {

// A file named so holds whatever found no better place.
constexpr std::array<std::string_view, 9> kBannedInFileNames = {
    "util", "utils", "helper", "helpers", "manager", "managers", "common", "misc", "types"};

constexpr std::array<std::string_view, 12> kBannedWords = {
    "topic", "topics", "subscriber", "subscribers", "broker", "brokers",
    "util",  "utils",  "helper",     "helpers",     "misc",   "mgr"};

// Words that have a good use elsewhere: a queue of bytes to send, the offset of a byte.
constexpr std::array<std::pair<std::string_view, std::string_view>, 14> kBannedPairs = {{
    {"partition", "id"},
    {"partition", "ids"},
    {"partition", "index"},
    {"partition", "number"},
    {"partition", "count"},
    {"stream", "partition"},
    {"stream", "partitions"},
    {"record", "offset"},
    {"shard", "offset"},
    {"stream", "offset"},
    {"consumer", "offset"},
    {"record", "queue"},
    {"shard", "queue"},
    {"stream", "queue"},
}};

// The first banned word of the identifier, or an empty string.
std::string BannedIn(std::string_view identifier) {
  const std::vector<std::string> words = WordsOf(identifier);
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (std::find(kBannedWords.begin(), kBannedWords.end(), words[i]) != kBannedWords.end()) {
      return words[i];
    }
    if (i + 1 == words.size()) break;
    const std::pair<std::string_view, std::string_view> pair(words[i], words[i + 1]);
    if (std::find(kBannedPairs.begin(), kBannedPairs.end(), pair) != kBannedPairs.end()) {
      return words[i] + " " + words[i + 1];
    }
  }
  return {};
}

void AddLinesMatching(const SourceFile& file, const std::regex& pattern, const std::string& what,
                      Findings& findings) {
  for (std::size_t i = 0; i < file.lines.size(); ++i) {
    if (std::regex_search(file.lines[i], pattern)) {
      findings.Add(file, static_cast<int>(i) + 1, what);
    }
  }
}

TEST_CASE("no file is named after its being left over") {
  Findings findings;
  for (const SourceFile& file : ReadSourceTree().files) {
    for (const std::string& word : WordsOf(file.stem())) {
      if (std::find(kBannedInFileNames.begin(), kBannedInFileNames.end(), word) !=
          kBannedInFileNames.end()) {
        findings.Add(file, 0, "name it after the noun it holds, not '" + word + "'");
      }
    }
  }
  findings.Report();
}

TEST_CASE("identifiers use the words of Kinesis") {
  Findings findings;
  for (const SourceFile& file : ReadSourceTree().files) {
    if (!file.IsCpp()) continue;
    for (const Identifier& identifier : IdentifiersOf(CodeOnly(file.text))) {
      if (identifier.qualified) continue;
      const std::string banned = BannedIn(identifier.text);
      if (!banned.empty()) {
        findings.Add(file, identifier.line, identifier.text + " says '" + banned + "'");
      }
    }
  }
  findings.Report();
}

TEST_CASE("what is left to do has the number of its issue") {
  const std::regex unnumbered(R"(\bTO[D]O\b(?!\(#\d+\))|\b(FIX[M]E|X[X]X|HA[C]K)\b)");
  Findings findings;
  for (const SourceFile& file : ReadSourceTree().files) {
    if (file.IsWritten()) {
      AddLinesMatching(file, unnumbered, "file an issue and name it: (#12)", findings);
    }
  }
  findings.Report();
}

TEST_CASE("no file names a path of one machine") {
  const std::regex machine(R"((^|[^\w.\-])/(wor[k]|roo[t]|hom[e]|Use[r]s)/)");
  Findings findings;
  for (const SourceFile& file : ReadSourceTree().files) {
    AddLinesMatching(file, machine, "a path that other machines do not have", findings);
  }
  findings.Report();
}

TEST_CASE("the word check knows words inside identifiers") {
  CHECK(BannedIn("TopicName") == "topic");
  CHECK(BannedIn("open_subscribers_") == "subscribers");
  CHECK(BannedIn("kPartitionIdMax") == "partition id");
  CHECK(BannedIn("stream_queue_") == "stream queue");
  CHECK(BannedIn("partition_key").empty());
  CHECK(BannedIn("aws_partition").empty());
  CHECK(BannedIn("write_queue_").empty());
  CHECK(BannedIn("byte_offset").empty());
  CHECK(BannedIn("isotopic").empty());
}

}  // namespace
}  // namespace runnel::tidy
