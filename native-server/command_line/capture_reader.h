// Reads what `runnel serve --capture` wrote.
#pragma once

#include <boost/json/object.hpp>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <limits>
#include <optional>
#include <string>

#include "core/base/time.h"

namespace runnel {

struct CapturedCall {
  std::size_t number = 0;  // from 1 on
  Timestamp at;
  std::string account;
  std::string region;
  std::string operation;  // "PutRecord"; "Runnel.UpdateClock", "AWSEvents.CreateConnection"
  boost::json::object input;
  std::optional<boost::json::object> output;
  std::string error;     // empty: it succeeded
  bool hung_up = false;  // the client got neither
};

// Reads what a file holds when it is opened: a server may still write to it, even the calls that
// are made while it is read.
class CaptureReader {
 public:
  // Throws Failure if the file cannot be opened.
  explicit CaptureReader(const std::string& path);
  // The next call that can be made again; nullopt: there are no more. A line that was cut off, the
  // last one or the last before another server went on, is left out. Throws Failure for what cannot
  // be read and what is no capture.
  std::optional<CapturedCall> Next();
  // Calls that are not made again: those that never were any, SubscribeToShard, and those to
  // Lambda, Pipes and CloudFormation.
  std::size_t skipped() const { return skipped_; }
  // Calls that the server left out because its disk was too slow.
  std::size_t left_out() const { return left_out_; }

 private:
  bool ReadLine(std::string& line);
  // Whether what follows the line just read is the first line of a server, or nothing.
  bool WasCutOff();
  [[noreturn]] void Refuse() const;

  const std::string path_;
  std::ifstream file_;
  std::optional<std::string> ahead_;  // the line after the last that was read, if it was looked at
  // Of a file that can grow, what it held when it was opened and was not read yet, in bytes.
  std::uintmax_t unread_ = std::numeric_limits<std::uintmax_t>::max();
  std::size_t line_ = 0;
  std::size_t calls_ = 0;
  std::size_t skipped_ = 0;
  std::size_t left_out_ = 0;
};

}  // namespace runnel
