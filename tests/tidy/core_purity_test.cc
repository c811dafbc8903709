// What keeps the core portable: no clock, thread, file, socket or exception of its own.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

#include "tests/tidy/cpp_text.h"
#include "tests/tidy/findings.h"
#include "tests/tidy/source_tree.h"

namespace runnel::tidy {
namespace {

constexpr std::array<std::string_view, 21> kImpureHeaders = {
    "atomic",     "barrier",    "chrono", "condition_variable", "csignal",      "ctime",
    "filesystem", "fstream",    "future", "iostream",           "istream",      "latch",
    "mutex",      "ostream",    "random", "semaphore",          "shared_mutex", "sstream",
    "stop_token", "syncstream", "thread"};

// Beside headers of the standard library, which have neither a dot nor a slash in their names.
constexpr std::array<std::string_view, 4> kPureLibraries = {"boost/json", "boost/system/",
                                                            "immintrin.h", "boost/container/"};

constexpr std::array<std::string_view, 60> kImpureSymbols = {
    "accept",   "accept4",       "bind",      "chdir",       "clock",        "clock_gettime",
    "close",    "connect",       "creat",     "dup",         "dup2",         "exec",
    "execve",   "execvp",        "exit",      "fcntl",       "fdopen",       "fopen",
    "fopen64",  "fork",          "freopen",   "fsync",       "getaddrinfo",  "getentropy",
    "getenv",   "gethostbyname", "getpid",    "getrandom",   "gettimeofday", "ioctl",
    "kill",     "listen",        "localtime", "localtime_r", "mkdir",        "mkstemp",
    "mmap",     "nanosleep",     "open",      "open64",      "pipe",         "poll",
    "popen",    "posix_spawn",   "rand",      "random",      "read",         "recv",
    "recvfrom", "rename",        "select",    "send",        "sendto",       "signal",
    "sleep",    "socket",        "system",    "time",        "unlink",       "usleep"};

// Threads, clocks, files and the random device of the C++ library, as the compiler spells them.
constexpr std::array<std::string_view, 11> kImpureSymbolPrefixes = {"pthread_",
                                                                    "epoll_",
                                                                    "_ZNSt6thread",
                                                                    "_ZNSt6chrono",
                                                                    "_ZNSt13random_device",
                                                                    "_ZNSt10filesystem",
                                                                    "_ZNSt18condition_variable",
                                                                    "_ZNSt13basic_fstream",
                                                                    "_ZNSt14basic_ifstream",
                                                                    "_ZNSt14basic_ofstream",
                                                                    "_ZNSt8ios_base4Init"};

bool Contains(const auto& list, std::string_view item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

bool StartsWithOneOf(const auto& prefixes, std::string_view text) {
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [&](std::string_view prefix) { return text.starts_with(prefix); });
}

bool MayCoreInclude(std::string_view header) {
  if (StartsWithOneOf(kPureLibraries, header)) return true;
  return header.find_first_of("./") == std::string_view::npos && !Contains(kImpureHeaders, header);
}

bool MayCoreUse(std::string_view symbol) {
  return !Contains(kImpureSymbols, symbol) && !StartsWithOneOf(kImpureSymbolPrefixes, symbol);
}

// What `nm -u` prints for the archive of the core.
std::string UndefinedSymbols() {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> nm(
      popen(RUNNEL_NM " -u '" RUNNEL_CORE_ARCHIVE "'", "r"), pclose);
  REQUIRE(nm != nullptr);
  std::string output;
  std::array<char, 4096> buffer;
  while (const std::size_t n = std::fread(buffer.data(), 1, buffer.size(), nm.get())) {
    output.append(buffer.data(), n);
  }
  return output;
}

TEST_CASE("the core includes the standard library and Boost.JSON, and no clock, thread or file") {
  Findings findings;
  for (const SourceFile& file : ReadSourceTree().files) {
    if (!file.IsUnder("core") || !file.IsCpp()) continue;
    for (const Include& include : IncludesOf(file.lines)) {
      if (include.quoted || MayCoreInclude(include.path)) continue;
      findings.Add(file, include.line, "<" + include.path + ">");
    }
  }
  findings.Report();
}

TEST_CASE("errors in the core are values: nothing throws, nothing catches") {
  constexpr std::array<std::string_view, 3> kExceptions = {"throw", "try", "catch"};
  Findings findings;
  for (const SourceFile& file : ReadSourceTree().files) {
    if (!file.IsUnder("core") || !file.IsCpp()) continue;
    for (const Identifier& identifier : IdentifiersOf(CodeOnly(file.text))) {
      if (Contains(kExceptions, identifier.text)) {
        findings.Add(file, identifier.line, identifier.text);
      }
    }
  }
  findings.Report();
}

TEST_CASE("no code asks which platform it is compiled for") {
  constexpr std::array<std::string_view, 4> kPlatforms = {"__EMSCRIPTEN__", "__wasm__",
                                                          "__wasm32__", "EMSCRIPTEN"};
  Findings findings;
  for (const SourceFile& file : ReadSourceTree().files) {
    if (!file.IsCpp()) continue;
    for (const Identifier& identifier : IdentifiersOf(CodeOnly(file.text))) {
      if (Contains(kPlatforms, identifier.text)) {
        findings.Add(file, identifier.line, identifier.text + ": let CMake choose the source");
      }
    }
  }
  findings.Report();
}

TEST_SUITE("symbols") {
  TEST_CASE("the compiled core refers to no clock, thread, file, socket or environment") {
    const SourceFile symbols = MakeSourceFile(RUNNEL_CORE_ARCHIVE, UndefinedSymbols());
    CHECK(symbols.lines.size() > 10);  // the archive was there and was read
    Findings findings;
    std::string object;
    for (const std::string& line : symbols.lines) {
      if (line.ends_with(":")) object = line;
      const auto name = line.rfind(' ');
      if (name == std::string::npos || MayCoreUse(line.substr(name + 1))) continue;
      findings.Add(symbols, 0, object + " " + line.substr(name + 1));
    }
    findings.Report();
  }

  TEST_CASE("the symbol check knows what is forbidden") {
    CHECK_FALSE(MayCoreUse("clock_gettime"));
    CHECK_FALSE(MayCoreUse("pthread_create"));
    CHECK_FALSE(MayCoreUse("_ZNSt13random_device7_M_finiEv"));
    CHECK(MayCoreUse("memcpy"));
    CHECK(MayCoreUse("fprintf"));  // of a failed check
  }
}

}  // namespace
}  // namespace runnel::tidy
