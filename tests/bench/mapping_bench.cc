// How long it takes from a put to the function that an event source mapping invokes, and how fast
// a stream goes through one. The function is a process that speaks the runtime API: this program
// again. See README.md.
#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "tests/bench/fan_out.h"
#include "tests/bench/http_load.h"
#include "tests/bench/options.h"
#include "tests/bench/server_process.h"
#include "tests/http_clients/channel.h"
#include "tests/http_clients/http1_connection.h"

namespace runnel::bench {
namespace {

using boost::asio::ip::udp;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kPatience{10};
// A function waits for its next event for as long as its server lives.
constexpr std::chrono::hours kUntilTheServerEnds{1};
constexpr std::string_view kFunctionArgument = "--function";
constexpr int kRecords = 10'000;
constexpr int kRecordsOfPut = 500;

udp::endpoint Loopback(std::uint16_t port) {
  return {boost::asio::ip::address_v4::loopback(), port};
}

// The function: tells the port how many records it was invoked with.
void RunFunction(std::uint16_t port) {
  boost::asio::io_context io;
  udp::socket notes(io, udp::v4());
  const std::string api = std::getenv("AWS_LAMBDA_RUNTIME_API");
  const auto api_port = static_cast<std::uint16_t>(std::stoi(api.substr(api.find(':') + 1)));
  test::Http1Connection runtime(test::ConnectPlain(api_port));
  const std::string base = "/2018-06-01/runtime/invocation/";
  while (true) {
    runtime.Begin("GET", base + "next", "", {});
    const test::Http1Answer next = runtime.Finish(kUntilTheServerEnds);
    int count = 0;
    constexpr std::string_view kRecord = "\"sequenceNumber\"";
    for (std::size_t at = next.body.find(kRecord); at != std::string::npos;
         at = next.body.find(kRecord, at + 1)) {
      ++count;
    }
    notes.send_to(boost::asio::buffer(std::to_string(count)), Loopback(port));
    const std::string& id = next.headers.at("lambda-runtime-aws-request-id");
    runtime.Begin("POST", base + id + "/response", "null", {});
    runtime.Finish(kPatience);
  }
}

// What the function tells.
class Notes {
 public:
  Notes() : socket_(io_, Loopback(0)) {}

  std::uint16_t port() const { return socket_.local_endpoint().port(); }

  // How many records the next invocation has.
  int Take() {
    std::string text(16, '\0');
    std::size_t size = 0;
    socket_.async_receive(boost::asio::buffer(text),
                          [&size](const auto&, std::size_t received) { size = received; });
    io_.restart();
    io_.run_for(kPatience);
    if (size == 0) throw std::runtime_error("the function was not invoked");
    return std::stoi(text.substr(0, size));
  }

 private:
  boost::asio::io_context io_;
  udp::socket socket_;
};

void CallLambda(std::uint16_t port, const std::string& path, const std::string& body) {
  test::Http1Connection::Fields fields = CallFields("");
  for (auto& [name, value] : fields) {
    const std::size_t service = value.find("/kinesis/");
    if (service != std::string::npos) value.replace(service, 9, "/lambda/");
  }
  std::erase_if(fields, [](const auto& field) { return field.first == "x-amz-target"; });
  test::Http1Connection connection(test::ConnectPlain(port));
  connection.Begin("POST", path, body, fields);
  const test::Http1Answer answer = connection.Finish(kPatience);
  if (answer.status >= 300) throw std::runtime_error(path + ": " + answer.body);
}

// A stream, and a function that it invokes with up to 100 records and that has been invoked once.
class Scene {
 public:
  Scene(const std::string& program)
      : server_(program, {"--log-level", "warn", "--create-stream-delay", "0",
                          "--event-source-mapping-delay", "0"}),
        producer_(test::ConnectPlain(server_.port())) {
    const std::string stream = CreateStream(server_.port(), "bench");
    const std::string self = std::filesystem::read_symlink("/proc/self/exe").string();
    CallLambda(server_.port(), "/2015-03-31/functions",
               R"({"FunctionName":"f","PackageType":"Image",)"
               R"("Role":"arn:aws:iam::000000000000:role/r",)"
               R"("Code":{"ImageUri":"runnel:command?run=exec%20)" +
                   self + "%20" + std::string(kFunctionArgument) + "%20" +
                   std::to_string(notes_.port()) + "\"}}");
    CallLambda(server_.port(), "/2015-03-31/event-source-mappings",
               R"({"FunctionName":"f","StartingPosition":"TRIM_HORIZON","EventSourceArn":")" +
                   stream + "\"}");
    Put("PutRecord", R"({"StreamName":"bench","Data":"YWJj","PartitionKey":"k"})");
    notes_.Take();
  }

  void Put(const std::string& operation, const std::string& body) {
    producer_.Begin("POST", "/", body, CallFields(operation));
    if (producer_.Finish(kPatience).status != 200) throw std::runtime_error("a put was refused");
  }

  Notes& notes() { return notes_; }

 private:
  Notes notes_;
  ServerProcess server_;
  test::Http1Connection producer_;
};

double MillisecondsSince(Clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

// A put at a time; the next one goes out when the function has been invoked with the last one.
std::vector<double> MeasureDelays(const Options& options) {
  Scene scene(options.program);
  std::vector<double> delays_ms;
  const auto end = Clock::now() + options.duration;
  while (Clock::now() < end || delays_ms.empty()) {
    const auto begin = Clock::now();
    scene.Put("PutRecord", R"({"StreamName":"bench","Data":"YWJj","PartitionKey":"k"})");
    scene.notes().Take();
    delays_ms.push_back(MillisecondsSince(begin));
  }
  return delays_ms;
}

// From the first put until the function has been invoked with the last record.
double MeasureStream(const Options& options) {
  Scene scene(options.program);
  std::string body = R"({"StreamName":"bench","Records":[)";
  const std::string data(136, 'A');  // 100 bytes, in base64
  for (int i = 0; i < kRecordsOfPut; ++i) {
    body += (i == 0 ? "" : ",") + (R"({"PartitionKey":"k","Data":")" + data + "\"}");
  }
  body += "]}";
  const auto begin = Clock::now();
  for (int put = 0; put < kRecords; put += kRecordsOfPut) scene.Put("PutRecords", body);
  for (int invoked = 0; invoked < kRecords;) invoked += scene.notes().Take();
  return MillisecondsSince(begin);
}

double Part(std::vector<double> values, double part) {
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(static_cast<double>(values.size() - 1) * part)];
}

void Measure(const Options& options) {
  std::vector<double> delays_ms;
  std::vector<double> streams_ms;
  for (int round = 0; round < options.rounds; ++round) {
    const std::vector<double> delays = MeasureDelays(options);
    delays_ms.insert(delays_ms.end(), delays.begin(), delays.end());
    streams_ms.push_back(MeasureStream(options));
  }
  std::printf("put to invoke, warm function    median %6.2f ms  p99 %6.2f ms\n",
              Part(delays_ms, 0.5), Part(delays_ms, 0.99));
  std::printf("%d records, batches of 100   median %6.0f ms\n", kRecords, Part(streams_ms, 0.5));
}

}  // namespace
}  // namespace runnel::bench

int main(int argc, char** argv) {
  if (argc == 3 && argv[1] == runnel::bench::kFunctionArgument) {
    runnel::bench::RunFunction(static_cast<std::uint16_t>(std::atoi(argv[2])));
  }
  return runnel::bench::RunBenchmark(argc, argv, runnel::bench::Measure);
}
