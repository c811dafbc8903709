// What a CaptureFile writes and a CaptureReader reads.
#include <doctest/doctest.h>
#include <sys/stat.h>

#include <boost/json.hpp>

#include "native-server/capture_file.h"
#include "native-server/command_line/capture_reader.h"
#include "native-server/failure.h"
#include "tests/unit/native_server/temporary_folder.h"

namespace runnel {
namespace {

struct Site {
  TemporaryFolder folder;
  std::string path = (folder.path() / "calls.jsonl").string();
  ServerLog log{LogLevel::kOff, LogFormat::kText};

  void Capture(const std::vector<CallDescription>& calls) {
    CaptureFile file(path, log);
    for (const CallDescription& call : calls) file.Add(call);
  }
};

const CallDescription kPut{"123456789012",       "eu-west-1", "PutRecord", R"({"Data":"YQ=="})",
                           R"({"ShardId":"s"})", "",          "",          false};
const CallDescription kRefused{"123456789012",       "eu-west-1", "PutRecord",
                               R"({"Data":"YQ=="})", "",          "Some\"Exception",
                               "a\nmessage",         false};

TEST_CASE_FIXTURE(Site, "Captured calls are read as they were, from a file of their owner alone") {
  Capture({kPut, kRefused});
  Capture({kPut});  // a server that starts again goes on in the same file
  struct stat about {};
  REQUIRE(stat(path.c_str(), &about) == 0);
  CHECK((about.st_mode & 0777) == 0600);
  CaptureReader reader(path);
  const auto first = reader.Next();
  REQUIRE(first);
  CHECK(first->number == 1);
  CHECK(first->account == "123456789012");
  CHECK(first->region == "eu-west-1");
  CHECK(first->operation == "PutRecord");
  CHECK(first->input.at("Data") == "YQ==");
  CHECK(first->output->at("ShardId") == "s");
  CHECK(first->error.empty());
  CHECK(first->at.milliseconds > 1'700'000'000'000);
  const auto second = reader.Next();
  REQUIRE(second);
  CHECK(second->error == "Some\"Exception");
  CHECK_FALSE(second->output);
  CHECK(reader.Next()->number == 3);
  CHECK_FALSE(reader.Next());
}

TEST_CASE_FIXTURE(Site, "What cannot be called again is skipped, and a line that was cut off too") {
  CallDescription subscribe = kPut;
  subscribe.operation = "SubscribeToShard";
  CallDescription unreadable = kPut;
  unreadable.input = "";
  Capture({subscribe, unreadable, kPut});
  const std::string whole = WholeFile(path);
  folder.Write("calls.jsonl", whole.substr(0, whole.size() - 5));
  CaptureReader reader(path);
  CHECK_FALSE(reader.Next());
  CHECK(reader.skipped() == 2);
}

TEST_CASE_FIXTURE(Site, "What is written while a capture is read is not read") {
  Capture({kPut, kRefused});
  const std::string whole = WholeFile(path);
  folder.Write("calls.jsonl", whole.substr(0, whole.size() - 5));
  CaptureReader within_line(path);
  folder.Write("calls.jsonl", whole);
  CaptureReader at_end(path);
  Capture({kPut});
  CHECK(within_line.Next());
  CHECK_FALSE(within_line.Next());
  CHECK(at_end.Next());
  CHECK(at_end.Next());
  CHECK_FALSE(at_end.Next());
}

TEST_CASE_FIXTURE(Site, "A line that was cut off before another server went on is left out") {
  Capture({kPut, kRefused});
  const std::string whole = WholeFile(path);
  folder.Write("calls.jsonl", whole.substr(0, whole.size() - 5));
  Capture({kRefused});
  CaptureReader reader(path);
  CHECK(reader.Next()->error.empty());
  const auto second = reader.Next();
  REQUIRE(second);
  CHECK(second->number == 2);
  CHECK(second->error == "Some\"Exception");
  CHECK_FALSE(reader.Next());
}

TEST_CASE_FIXTURE(Site, "Whether the client got an answer is told") {
  CallDescription lost = kPut;
  lost.hung_up = true;
  Capture({kPut, lost});
  CaptureReader reader(path);
  CHECK_FALSE(reader.Next()->hung_up);
  CHECK(reader.Next()->hung_up);
}

TEST_CASE_FIXTURE(Site, "A folder and an empty file are no captures") {
  CaptureReader at_folder(folder.path().string());
  CHECK_THROWS_WITH_AS(at_folder.Next(), ("cannot read " + folder.path().string()).c_str(),
                       Failure);
  CaptureReader empty(folder.Write("empty", ""));
  CHECK_THROWS_WITH_AS(empty.Next(), doctest::Contains("is empty"), Failure);
}

TEST_CASE_FIXTURE(Site, "What is no capture is not written to") {
  folder.Write("calls.jsonl", "#!/bin/sh\n");
  CHECK_THROWS_WITH_AS(Capture({}), doctest::Contains("it holds something else"), Failure);
  CHECK(std::filesystem::file_size(path) == 10);
  folder.Write("calls.jsonl", "{\"runnel_ca");  // by a server that was killed
  Capture({kPut});
  CHECK(std::filesystem::file_size(path) > 100);
}

TEST_CASE_FIXTURE(Site, "What is no capture is refused with its line") {
  CHECK_THROWS_AS(CaptureReader{path}, Failure);
  folder.Write("calls.jsonl", "{\"a\":1}\n{}\n");
  CaptureReader foreign(path);
  CHECK_THROWS_WITH_AS(foreign.Next(),
                       (path + ":1: not what `runnel serve --capture` writes").c_str(), Failure);
  folder.Write("calls.jsonl", "{\"runnel_capture\":1}\nnonsense\n{}\n");
  CaptureReader damaged(path);
  CHECK_THROWS_WITH_AS(damaged.Next(),
                       (path + ":2: not what `runnel serve --capture` writes").c_str(), Failure);
  path = (folder.path() / "no" / "folder").string();
  CHECK_THROWS_AS(Capture({}), Failure);
}

}  // namespace
}  // namespace runnel
