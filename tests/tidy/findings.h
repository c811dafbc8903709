// What a tidy rule found. Each rule collects all of its findings and reports them together.
#pragma once

#include <doctest/doctest.h>

#include <string>

#include "tests/tidy/source_tree.h"

namespace runnel::tidy {

class Findings {
 public:
  // `line` counts from 1; 0 stands for the file as a whole.
  void Add(const SourceFile& file, int line, const std::string& what) {
    text_ += "\n  " + file.path + ":" + (line > 0 ? std::to_string(line) + ": " : " ") + what;
  }

  // Fails the test case, listing every finding, unless there is none.
  void Report() const { CHECK_MESSAGE(text_.empty(), text_); }

 private:
  std::string text_;
};

}  // namespace runnel::tidy
