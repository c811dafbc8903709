#include <cstdio>
#include <exception>

#include "native-server/command_line/program.h"
#include "native-server/failure.h"

int main(int argc, char** argv) {
  try {
    return runnel::RunProgram({argv, argv + argc}, runnel::ProcessEnvironment());
  } catch (const runnel::Failure& failure) {
    std::fprintf(stderr, "runnel: %s\n", failure.what());
    return failure.exit_status();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "runnel: %s\n", error.what());
    return runnel::kExitFailed;
  }
}
