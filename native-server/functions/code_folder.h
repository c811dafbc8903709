// The unpacked code of functions, as their processes see it.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace runnel {

// A folder that goes when nobody needs it any more.
class CodeFolder {
 public:
  explicit CodeFolder(std::filesystem::path path) : path_(std::move(path)) {}
  ~CodeFolder();
  CodeFolder(const CodeFolder&) = delete;
  CodeFolder& operator=(const CodeFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  const std::filesystem::path path_;
};

struct UnpackedCode {
  std::shared_ptr<const CodeFolder> folder;
  std::string failure;  // why there is none, in words
};

class CodeFolders {
 public:
  // A folder for code that `sha256` names; the same one as long as somebody has it.
  UnpackedCode Unpack(const std::string& zip, const std::string& sha256);
  // The file of a program that comes with the server, made when it is first wanted.
  std::filesystem::path ProgramFile(const std::string& name, std::string_view text);

 private:
  // Where everything is.
  const std::filesystem::path& Root();

  std::shared_ptr<const CodeFolder> root_;
  std::map<std::string, std::weak_ptr<const CodeFolder>> folders_;
  int made_ = 0;
};

}  // namespace runnel
