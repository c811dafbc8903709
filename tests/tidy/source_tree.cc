#include "tests/tidy/source_tree.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

namespace runnel::tidy {
namespace {

namespace fs = std::filesystem;

const fs::path kRoot = RUNNEL_REPOSITORY;

constexpr std::array kFoldersLeftOut = {".git", "build", "node_modules", "__pycache__"};

constexpr std::array<std::string_view, 15> kWrittenExtensions = {
    ".cc", ".h",   ".def",  ".cmake", ".py", ".sh",   ".js", ".mjs",
    ".ts", ".css", ".html", ".go",    ".rs", ".java", ".cjs"};
constexpr std::array<std::string_view, 3> kWrittenNames = {"CMakeLists.txt", "dev", "run"};

bool Contains(const auto& list, std::string_view item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

std::string ReadText(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace

std::string_view SourceFile::name() const {
  return std::string_view(path).substr(path.rfind('/') + 1);
}

std::string_view SourceFile::stem() const { return name().substr(0, name().rfind('.')); }

std::string_view SourceFile::extension() const {
  const auto dot = name().rfind('.');
  return dot == std::string_view::npos ? std::string_view() : name().substr(dot);
}

bool SourceFile::IsUnder(std::string_view folder) const {
  return path.starts_with(folder) && path.size() > folder.size() && path[folder.size()] == '/';
}

bool SourceFile::IsCpp() const {
  return extension() == ".cc" || extension() == ".h" || extension() == ".def";
}

bool SourceFile::IsCMake() const { return name() == "CMakeLists.txt" || extension() == ".cmake"; }

bool SourceFile::IsMarkdown() const { return extension() == ".md"; }

bool SourceFile::IsWritten() const {
  return Contains(kWrittenExtensions, extension()) || Contains(kWrittenNames, name());
}

const SourceFile* SourceTree::Find(std::string_view path) const {
  const auto found = std::find_if(files.begin(), files.end(),
                                  [&](const SourceFile& file) { return file.path == path; });
  return found == files.end() ? nullptr : &*found;
}

SourceFile MakeSourceFile(std::string path, std::string text) {
  SourceFile file{std::move(path), std::move(text), {}};
  for (std::size_t begin = 0; begin < file.text.size();) {
    const std::size_t end = std::min(file.text.find('\n', begin), file.text.size());
    file.lines.push_back(file.text.substr(begin, end - begin));
    begin = end + 1;
  }
  return file;
}

SourceTree ReadSourceTree() {
  SourceTree tree;
  for (auto entry = fs::recursive_directory_iterator(kRoot); entry != fs::end(entry); ++entry) {
    if (entry->is_directory() && Contains(kFoldersLeftOut, entry->path().filename().string())) {
      entry.disable_recursion_pending();
    }
    if (!entry->is_regular_file()) continue;
    std::string text = ReadText(entry->path());
    const bool is_text = text.find('\0') == std::string::npos;
    const std::string path = entry->path().lexically_relative(kRoot).generic_string();
    if (is_text && path != ".git") tree.files.push_back(MakeSourceFile(path, std::move(text)));
  }
  std::sort(tree.files.begin(), tree.files.end(),
            [](const SourceFile& a, const SourceFile& b) { return a.path < b.path; });
  return tree;
}

bool ExistsInRepository(const std::string& path) { return fs::exists(kRoot / path); }

}  // namespace runnel::tidy
