// Objects of buckets as files, and how they are compressed.
#include "native-server/buckets/object_file.h"

#include <doctest/doctest.h>
#include <zlib.h>
#include <zstd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "native-server/buckets/compression.h"
#include "tests/unit/native_server/temporary_folder.h"

namespace runnel {
namespace {

namespace fs = std::filesystem;
using test::ModeOf;

std::string Read(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

TEST_CASE("no key leads out of the bucket, and different keys lead to different files") {
  const std::pair<const char*, const char*> keys[] = {
      {"a/b.json", "a/b.json"}, {"../x", "%2E%2E/x"},   {"a/../../x", "a/%2E%2E/%2E%2E/x"},
      {"./x", "%2E/x"},         {"/etc/x", "%2Fetc/x"}, {"a//x", "a/%2Fx"},
      {"a///x", "a/%2F%2Fx"},   {"..", "%2E%2E"},       {"a..b/...", "a..b/..."},
  };
  std::set<std::string> paths;
  for (const auto& [key, path] : keys) {
    const std::string found = PathOfKey(key);
    CHECK(found == path);
    CHECK(paths.insert(found).second);
    const fs::path normal = (fs::path("place/bucket") / found).lexically_normal();
    CHECK(normal.string().starts_with("place/bucket/"));
  }
}

TEST_CASE("an object is a file of its owner's, whole, in folders that are made for it") {
  const TemporaryFolder folder;
  std::string root = folder.path();
  SUBCASE("beneath a folder") {}
  SUBCASE("beneath a folder that is given with a slash") { root += '/'; }
  CHECK(TryBucket(root, "lake") == "");
  CHECK(WriteObject(root, "lake", "a/../b//c.txt", "one") == "");
  const fs::path file = folder.path() / "lake/a/%2E%2E/b/%2Fc.txt";
  CHECK(Read(file) == "one");
  CHECK(ModeOf(file) == 0600);
  CHECK(ModeOf(file.parent_path()) == 0700);
  CHECK(ModeOf(folder.path() / "lake") == 0700);
  // What a process that ended in the middle has left.
  std::ofstream(file.parent_path() / ".%2Fc.txt.part") << "unfinished, and longer than what comes";
  CHECK(WriteObject(root, "lake", "a/../b//c.txt", "two") == "");
  CHECK(Read(file) == "two");
  std::size_t files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(root)) files += entry.is_regular_file();
  CHECK(files == 1);
  const std::string long_name(255, 'x');
  CHECK(WriteObject(root, "lake", long_name, "x") == "");
  CHECK(Read(folder.path() / "lake" / long_name) == "x");
}

TEST_CASE("what cannot be written is said in words") {
  const TemporaryFolder folder;
  const std::string missing = folder.path() / "missing";
  CHECK(TryBucket(missing, "lake") ==
        "the folder of --buckets, " + missing + ", does not exist or is no folder");
  CHECK(WriteObject(missing, "lake", "k", "x") == TryBucket(missing, "lake"));
  CHECK_FALSE(fs::exists(missing));
  folder.Write("lake", "no folder");
  const std::string root = folder.path();
  CHECK(WriteObject(root, "lake", "k", "x").ends_with("Not a directory"));
  CHECK(WriteObject(root, "b", std::string(300, 'x'), "x").ends_with("File name too long"));
  CHECK(WriteObject(root, "b", "a", "x") == "");
  CHECK(WriteObject(root, "b", "a/b", "x").ends_with("Not a directory"));
}

TEST_CASE("what is compressed is what it was, and the same each time") {
  std::string text;
  for (int i = 0; i < 10'000; ++i) text += std::to_string(i * 7919 % 1000);
  CHECK(Compress("NONE", text) == text);

  const std::string gzip = Compress("GZIP", text);
  CHECK(gzip == Compress("GZIP", text));
  CHECK(gzip.size() < text.size() / 2);
  CHECK(gzip.substr(4, 4) == std::string(4, '\0'));  // no time
  z_stream stream{};
  REQUIRE(::inflateInit2(&stream, 15 + 16) == Z_OK);
  std::string plain(text.size() + 1, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(gzip.data()));
  stream.avail_in = static_cast<uInt>(gzip.size());
  stream.next_out = reinterpret_cast<Bytef*>(plain.data());
  stream.avail_out = static_cast<uInt>(plain.size());
  CHECK(::inflate(&stream, Z_FINISH) == Z_STREAM_END);
  plain.resize(stream.total_out);
  ::inflateEnd(&stream);
  CHECK(plain == text);

  const std::string zstd = Compress("ZSTD", text);
  CHECK(zstd.size() < text.size() / 2);
  plain.assign(text.size() + 1, '\0');
  plain.resize(::ZSTD_decompress(plain.data(), plain.size(), zstd.data(), zstd.size()));
  CHECK(plain == text);
}

}  // namespace
}  // namespace runnel
