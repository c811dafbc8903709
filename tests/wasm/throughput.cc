// throughput SECONDS - how many records a second PutRecords takes natively through the functions of
// the module: 500 of 1 KiB a call, JSON. figures.mjs measures the same in WebAssembly.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

#include "wasm/exports.h"

namespace {

constexpr int kRecords = 500;
constexpr double kNow = 2'000'000'000'000;

std::string Head(std::string_view operation) {
  std::string head;
  for (const std::string_view text :
       {"POST", "/", "Content-Type", "application/x-amz-json-1.1", "X-Amz-Date", "20330518T033320Z",
        "Authorization",
        "AWS4-HMAC-SHA256 Credential=test/20330518/us-east-1/kinesis/aws4_request, "
        "SignedHeaders=host, Signature=0",
        "X-Amz-Target"}) {
    head.append(text).push_back('\0');
  }
  head.append("Kinesis_20131202.").append(operation).push_back('\0');
  return head;
}

void Call(RunnelEmulator* emulator, std::string_view operation, const std::string& input) {
  const std::string head = Head(operation);
  char* const buffer = runnel_buffer(head.size() + input.size());
  std::memcpy(buffer, head.data(), head.size());
  std::memcpy(buffer + head.size(), input.data(), input.size());
  if (runnel_handle(emulator, kNow, head.size(), input.size())->status != 200) std::abort();
}

// 1,024 bytes of zero in base64 are 1,366 times A and two signs of equality.
std::string PutRecordsInput() {
  const std::string data = std::string(1366, 'A') + "==";
  std::string input = R"({"StreamName":"s","Records":[)";
  for (int i = 0; i < kRecords; ++i) {
    input.append(i == 0 ? "" : ",").append(R"({"PartitionKey":"key)").append(std::to_string(i));
    input.append(R"(","Data":")").append(data).append("\"}");
  }
  return input + "]}";
}

}  // namespace

int main(int argc, char** argv) {
  using Clock = std::chrono::steady_clock;
  const std::chrono::duration<double> wanted(argc > 1 ? std::atof(argv[1]) : 1);
  const std::string_view texts("000000000000\0us-east-1\0", 23);
  std::memcpy(runnel_buffer(texts.size()), texts.data(), texts.size());
  RunnelEmulator* const emulator = runnel_create(1, 0, texts.size(), 0);
  Call(emulator, "CreateStream", R"({"StreamName":"s","ShardCount":4})");
  runnel_tick(emulator, kNow + 1000);
  const std::string input = PutRecordsInput();
  const auto begin = Clock::now();
  long records = 0;
  std::chrono::duration<double> took{};
  while (took < wanted) {
    Call(emulator, "PutRecords", input);
    records += kRecords;
    took = Clock::now() - begin;
  }
  runnel_destroy(emulator);
  std::printf("%.0f\n", static_cast<double>(records) / took.count());
}
