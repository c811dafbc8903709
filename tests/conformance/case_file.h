// The cases as they stand in cases/*.json, read and checked for form.
#pragma once

#include <boost/json.hpp>
#include <filesystem>
#include <string>
#include <vector>

namespace runnel::conformance {

struct Case {
  std::string file;  // "PutRecord.json"
  std::string name;
  boost::json::object settings;  // for Runnel.UpdateSettings, on top of the runner's own
  boost::json::array steps;
};

// All cases of a folder, by file name and then in the order of the file. Throws std::runtime_error,
// naming the file, if one is not as README.md says: a member nobody knows would never be looked at.
std::vector<Case> LoadCases(const std::filesystem::path& folder);

// The cases of one file's text; `file` stands for it in messages.
std::vector<Case> ParseCases(const std::string& file, std::string_view text);

}  // namespace runnel::conformance
