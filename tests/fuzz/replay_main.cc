// fuzz_TARGET CORPUS [--unpack FOLDER | --pack FOLDER]
//
// Tries every input of the corpus, then damaged forms of each: cut short, and with a byte changed,
// at every place of small inputs and at some of large ones. With --unpack it writes the inputs into
// FOLDER instead, a file each, for libFuzzer; with --pack it prints the files of FOLDER as lines
// for the corpus.
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "tests/fuzz/corpus_file.h"
#include "tests/fuzz/fuzz_target.h"

namespace runnel::fuzz {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPlacesMax = 64;  // of an input that are damaged

std::string ReadFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string_view tried_now;

// What was tried when a promise was broken, as a line for the corpus.
void PrintTriedInput(int) {
  std::fprintf(stderr, "tried: %s\n", CorpusLine(tried_now).c_str());
  std::fflush(stderr);
  std::_Exit(1);
}

void TryOne(std::string_view input) {
  tried_now = input;
  TryInput(input);
}

std::size_t Try(const std::string& input) {
  TryOne(input);
  const std::size_t step = std::max<std::size_t>(input.size() / kPlacesMax, 1);
  std::size_t tried = 1;
  for (std::size_t place = 0; place < input.size(); place += step) {
    TryOne(std::string_view(input).substr(0, place));
    for (const char change : {'\x01', '\x80', '\x20'}) {
      std::string damaged = input;
      damaged[place] = static_cast<char>(damaged[place] ^ change);
      TryOne(damaged);
    }
    tried += 4;
  }
  return tried;
}

void Unpack(const std::vector<std::string>& inputs, const fs::path& folder) {
  fs::create_directories(folder);
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    std::ofstream(folder / ("kept-" + std::to_string(i)), std::ios::binary) << inputs[i];
  }
}

void Pack(const fs::path& folder) {
  for (const auto& entry : fs::directory_iterator(folder)) {
    std::puts(CorpusLine(ReadFile(entry.path())).c_str());
  }
}

int Run(const std::vector<std::string>& arguments) {
  if (arguments.empty()) throw std::runtime_error("a corpus is needed");
  const std::vector<std::string> inputs = ParseCorpus(ReadFile(arguments[0]));
  const bool has_folder = arguments.size() == 3;
  if (has_folder && arguments[1] == "--pack") {
    Pack(arguments[2]);
  } else if (has_folder && arguments[1] == "--unpack") {
    Unpack(inputs, arguments[2]);
  } else {
    std::signal(SIGABRT, PrintTriedInput);
    std::size_t tried = 0;
    for (const std::string& input : inputs) {
      if (ParseCorpus(CorpusLine(input)) != std::vector<std::string>{input} && !input.empty()) {
        throw std::runtime_error("not the same after writing and reading: " + CorpusLine(input));
      }
      tried += Try(input);
    }
    std::printf("%zu inputs kept, %zu tried\n", inputs.size(), tried);
  }
  return inputs.empty() ? 1 : 0;
}

}  // namespace
}  // namespace runnel::fuzz

int main(int argc, char** argv) {
  try {
    return runnel::fuzz::Run({argv + 1, argv + argc});
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s: %s\n", argv[0], error.what());
    return 1;
  }
}
