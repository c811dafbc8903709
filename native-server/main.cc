#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "native-server/config.h"
#include "native-server/failure.h"
#include "native-server/server.h"

int main(int argc, char** argv) {
  runnel::Config config;
  for (int i = 2; i + 1 < argc; i += 2) {
    const std::string_view flag = argv[i];
    if (flag == "--host") config.host = argv[i + 1];
    if (flag == "--port") config.ports = {static_cast<std::uint16_t>(std::atoi(argv[i + 1]))};
    if (flag == "--threads") config.threads = static_cast<unsigned>(std::atoi(argv[i + 1]));
    if (flag == "--log-level" && argv[i + 1] == std::string_view("error")) {
      config.log_level = runnel::LogLevel::kError;
    }
  }
  try {
    runnel::Server server(config);
    server.Start();
    server.StopOnSignals();
    std::printf("Runnel is ready on %s\n", server.Urls().front().c_str());
    std::fflush(stdout);
    server.Run();
  } catch (const runnel::Failure& failure) {
    std::fprintf(stderr, "runnel: %s\n", failure.what());
    return failure.exit_status();
  }
}
