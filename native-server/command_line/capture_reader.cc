#include "native-server/command_line/capture_reader.h"

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <iterator>
#include <system_error>
#include <utility>

#include "native-server/command_line/json_members.h"
#include "native-server/failure.h"

namespace runnel {
namespace {

namespace json = boost::json;

const json::object* Object(const json::object& object, const char* name) {
  const json::value* const member = object.if_contains(name);
  return member == nullptr ? nullptr : member->if_object();
}

// Whether it is the line with which a server begins; `line` may be null.
bool BeginsCapture(const json::object* line) {
  return line != nullptr && line->contains("runnel_capture");
}

// Those whose calls are not JSON to an operation that a header names.
constexpr std::string_view kOtherwiseCalled[] = {"CloudFormation.", "Lambda.", "Pipes."};

bool CanBeMade(std::string_view operation) {
  if (operation == "SubscribeToShard") return false;
  return std::none_of(
      std::begin(kOtherwiseCalled), std::end(kOtherwiseCalled),
      [operation](std::string_view service) { return operation.starts_with(service); });
}

}  // namespace

CaptureReader::CaptureReader(const std::string& path) : path_(path), file_(path) {
  if (!file_) throw Failure(kExitFailed, "cannot read " + path);
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return;
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  if (!error) unread_ = size;
}

bool CaptureReader::ReadLine(std::string& line) {
  if (ahead_) {
    line = *std::exchange(ahead_, std::nullopt);
    ++line_;
    return true;
  }
  if (unread_ != 0 && std::getline(file_, line)) {
    if (line.size() > unread_) return false;  // it was not whole
    unread_ -= std::min<std::uintmax_t>(line.size() + 1, unread_);
    ++line_;
    return true;
  }
  if (file_.bad()) throw Failure(kExitFailed, "cannot read " + path_);
  return false;
}

bool CaptureReader::WasCutOff() {
  std::string next;
  if (!ReadLine(next)) return true;
  --line_;
  json::error_code error;
  const json::value value = json::parse(next, error);
  ahead_ = std::move(next);
  return !error && BeginsCapture(value.if_object());
}

void CaptureReader::Refuse() const {
  throw Failure(kExitFailed,
                path_ + ":" + std::to_string(line_) + ": not what `runnel serve --capture` writes");
}

std::optional<CapturedCall> CaptureReader::Next() {
  std::string line;
  while (ReadLine(line)) {
    json::error_code error;
    const json::value value = json::parse(line, error);
    const json::object* const object = error ? nullptr : value.if_object();
    const bool begins = BeginsCapture(object);
    if (line_ == 1 && !begins) Refuse();
    if (object == nullptr && !WasCutOff()) Refuse();
    if (object == nullptr || begins) continue;
    if (const json::value* const missing = object->if_contains("left_out")) {
      left_out_ += missing->to_number<std::size_t>();
      continue;
    }
    CapturedCall call;
    call.operation = TextMember(*object, "operation");
    const json::object* const input = Object(*object, "input");
    if (input == nullptr || !CanBeMade(call.operation)) {
      ++skipped_;
      continue;
    }
    call.number = ++calls_;
    call.at = {object->at("at_millis").to_number<std::int64_t>()};
    call.account = TextMember(*object, "account");
    call.region = TextMember(*object, "region");
    call.input = *input;
    if (const json::object* const output = Object(*object, "output")) call.output = *output;
    call.error = TextMember(*object, "error");
    call.hung_up = object->contains("hung_up");
    return call;
  }
  if (line_ == 0) {
    throw Failure(kExitFailed, path_ + " is empty: not what `runnel serve --capture` writes");
  }
  return std::nullopt;
}

}  // namespace runnel
