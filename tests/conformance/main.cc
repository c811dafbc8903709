// conformance --cases FOLDER [--server PROGRAM [--over http1|http2|http2-tls]]
//             [--encoding json|cbor] [--only TEXT] [--list]
//
// Plays all cases, or those whose file or name contains TEXT, against an emulator in this process,
// or with --server against a `PROGRAM serve` that it starts and ends. Exit status 0: all as
// expected; 1: some case failed; 2: they could not be played.
#include <cstdio>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "tests/conformance/case_file.h"
#include "tests/conformance/case_runner.h"
#include "tests/conformance/encoding.h"
#include "tests/conformance/http2_endpoint.h"
#include "tests/conformance/http_endpoint.h"
#include "tests/conformance/in_process_endpoint.h"

namespace runnel::conformance {
namespace {

struct Options {
  std::string cases;
  std::string server;
  std::string over = "http1";
  std::string encoding = "json";
  std::string only;
  bool list = false;
};

Options ParseOptions(const std::vector<std::string>& arguments) {
  Options options;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& flag = arguments[i];
    if (flag == "--list") {
      options.list = true;
      continue;
    }
    std::string* value = flag == "--cases"      ? &options.cases
                         : flag == "--server"   ? &options.server
                         : flag == "--over"     ? &options.over
                         : flag == "--encoding" ? &options.encoding
                         : flag == "--only"     ? &options.only
                                                : nullptr;
    if (value == nullptr || i + 1 == arguments.size()) {
      throw std::runtime_error("no such option, or no value for it: " + flag);
    }
    *value = arguments[++i];
  }
  if (options.cases.empty()) throw std::runtime_error("--cases FOLDER is needed");
  return options;
}

bool IsChosen(const Case& test, const std::string& only) {
  return test.file.find(only) != std::string::npos || test.name.find(only) != std::string::npos;
}

void Print(const Case& test, const std::vector<Failure>& failures) {
  std::printf("FAILED  %s: %s\n", test.file.c_str(), test.name.c_str());
  for (const Failure& failure : failures) {
    std::printf("  %s\n    %s\n", failure.step.c_str(), failure.difference.c_str());
    if (!failure.reply.empty()) std::printf("    in %s\n", failure.reply.c_str());
  }
}

std::unique_ptr<Endpoint> MakeEndpoint(const Options& options) {
  if (options.server.empty()) return MakeInProcessEndpoint();
  if (options.over == "http1") return MakeHttpEndpoint(options.server);
  if (options.over == "http2") return MakeHttp2Endpoint(options.server, Http2Over::kPlain);
  if (options.over == "http2-tls") return MakeHttp2Endpoint(options.server, Http2Over::kTls);
  throw std::runtime_error("--over takes http1, http2 or http2-tls");
}

const Encoding& EncodingOf(const Options& options) {
  if (options.encoding == "json") return kJson;
  if (options.encoding == "cbor") return kCbor;
  throw std::runtime_error("--encoding takes json or cbor");
}

int Run(const Options& options) {
  const std::vector<Case> cases = LoadCases(options.cases);
  const Encoding& encoding = EncodingOf(options);
  const std::unique_ptr<Endpoint> endpoint = MakeEndpoint(options);
  int played = 0;
  int failed = 0;
  for (const Case& test : cases) {
    if (!IsChosen(test, options.only)) continue;
    ++played;
    if (options.list) {
      std::printf("%s: %s\n", test.file.c_str(), test.name.c_str());
      continue;
    }
    const std::vector<Failure> failures = CaseRunner(*endpoint, encoding).Run(test);
    if (failures.empty()) continue;
    ++failed;
    Print(test, failures);
  }
  std::printf("%d cases, %d failed\n", played, failed);
  return failed == 0 && played > 0 ? 0 : 1;
}

}  // namespace
}  // namespace runnel::conformance

int main(int argc, char** argv) {
  try {
    return runnel::conformance::Run(
        runnel::conformance::ParseOptions(std::vector<std::string>(argv + 1, argv + argc)));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "conformance: %s\n", error.what());
    return 2;
  }
}
