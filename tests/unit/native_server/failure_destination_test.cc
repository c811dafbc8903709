#include "native-server/failures/failure_destination.h"

#include <doctest/doctest.h>
#include <httplib.h>

#include <condition_variable>
#include <fstream>
#include <mutex>
#include <sstream>
#include <thread>

#include "native-server/failures/failure_courier.h"
#include "tests/unit/native_server/temporary_folder.h"

namespace runnel {
namespace {

using Kind = FailureDestination::Kind;
using test::ModeOf;

std::string Contents(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// Waits for what a courier reports.
class Reports {
 public:
  FailureCourier::Report Sink() {
    return [this](std::uint64_t id, const std::string& delivery) {
      const std::lock_guard lock(mutex_);
      text_ += std::to_string(id) + ": " + delivery + "\n";
      arrived_.notify_all();
    };
  }
  std::string WaitFor(int lines) {
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, [&] { return std::count(text_.begin(), text_.end(), '\n') >= lines; });
    return text_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::string text_;
};

// Answers each request as it is told to.
class Receiver {
 public:
  explicit Receiver(std::vector<int> statuses) : statuses_(std::move(statuses)) {
    const auto take = [this](const httplib::Request& request, httplib::Response& response) {
      received += request.method + " " + request.path + " " + request.body + "\n";
      response.status = statuses_.at(count_++);
    };
    server_.Post(".*", take);
    server_.Put(".*", take);
    port = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { server_.listen_after_bind(); });
  }
  ~Receiver() {
    server_.stop();
    thread_.join();
  }
  int port = 0;
  std::string received;  // to be read once all has been

 private:
  std::vector<int> statuses_;
  std::size_t count_ = 0;
  httplib::Server server_;
  std::thread thread_;
};

TEST_CASE("A failure destination is an ARN and a place") {
  FailureDestination read;
  CHECK(ReadFailureDestination("arn:aws:sqs:r:0:q=file:/a/b.jsonl", read).empty());
  CHECK(read.arn == "arn:aws:sqs:r:0:q");
  CHECK(read.kind == Kind::kFile);
  CHECK(read.place == "/a/b.jsonl");
  CHECK(ReadFailureDestination("arn:aws:s3:::b=file:/a/", read).empty());
  CHECK(read.kind == Kind::kFolder);
  CHECK(ReadFailureDestination("arn:aws:sns:r:0:t=http://h:1/x?a=b", read).empty());
  CHECK(read.kind == Kind::kUrl);
  CHECK(read.place == "http://h:1/x?a=b");
  for (const char* const text : {"arn:aws:sqs:r:0:q", "q=file:/a", "arn:q=/a",
                                 "arn:q=file:", "arn:q=https://h", "arn:q=http://"}) {
    CHECK_MESSAGE(
        ReadFailureDestination(text, read).find("write ARN=file:PATH") != std::string::npos, text);
  }
  std::vector<std::string> several;
  CHECK(ReadFailureDestinations("arn:a=file:x,y,arn:b=http://h/", several).empty());
  CHECK(several == std::vector<std::string>{"arn:a=file:x,y", "arn:b=http://h/"});
}

TEST_CASE("Messages go to a file line by line, or to a folder as objects do to a bucket") {
  const TemporaryFolder folder;
  FailureDestination file{"arn:q", Kind::kFile, (folder.path() / "new" / "f.jsonl").string()};
  CHECK(DeliverFailure(file, {1, "arn:q", "", "{\"a\":1}"}).empty());
  CHECK(DeliverFailure(file, {2, "arn:q", "", "{\"a\":2}"}).empty());
  CHECK(Contents(file.place) == "{\"a\":1}\n{\"a\":2}\n");
  CHECK(ModeOf(file.place) == 0600);
  CHECK(ModeOf(folder.path() / "new") == 0700);
  FailureDestination bucket{"arn:b", Kind::kFolder, folder.path().string() + "/"};
  CHECK(DeliverFailure(bucket, {3, "arn:b", "aws/lambda/x", "{}"}).empty());
  CHECK(Contents(folder.path() / "aws" / "lambda" / "x") == "{}");
  CHECK(ModeOf(folder.path() / "aws" / "lambda" / "x") == 0600);
  CHECK(ModeOf(folder.path() / "aws") == 0700);
  CHECK(ModeOf(folder.path() / "aws" / "lambda") == 0700);
  // What is there already stays as whoever made it wanted it.
  std::filesystem::permissions(file.place, std::filesystem::perms{0644});
  CHECK(DeliverFailure(file, {4, "arn:q", "", "{}"}).empty());
  CHECK(ModeOf(file.place) == 0644);
  CHECK_FALSE(DeliverFailure({"arn:q", Kind::kFile, folder.path().string()}, {}).empty());
}

TEST_CASE("A courier posts messages, puts objects, and tries again what is refused") {
  Reports reports;
  Receiver receiver({500, 200, 201});
  const std::string url = "http://127.0.0.1:" + std::to_string(receiver.port);
  FailureCourier courier({"arn:q=" + url + "/dlq", "arn:b=" + url}, reports.Sink());
  courier.Deliver({1, "arn:q", "", "{\"a\":1}"});
  courier.Deliver({2, "arn:b", "aws/x", "{\"b\":1}"});
  courier.Deliver({3, "arn:other", "", "{}"});
  const std::string told = reports.WaitFor(3);
  CHECK(told.find("1: delivered to " + url + "/dlq\n") != std::string::npos);
  CHECK(told.find("2: delivered to " + url + "\n") != std::string::npos);
  CHECK(told.find("3: kept here: no --failure-destination") != std::string::npos);
  CHECK(receiver.received == "POST /dlq {\"a\":1}\nPUT /aws/x {\"b\":1}\nPOST /dlq {\"a\":1}\n");
}

}  // namespace
}  // namespace runnel
