#include <revision.h>

#include <cstdio>
#include <exception>

#include "native-server/command_line/program.h"
#include "native-server/failure.h"
#include "native-server/process_start.h"

int main(int argc, char** argv) {
  try {
    runnel::PrepareProcess();
    const runnel::Build build{.revision = RUNNEL_REVISION, .linkage = runnel::Linkage()};
    return runnel::RunProgram({argv, argv + argc}, runnel::ProcessEnvironment(), build);
  } catch (const runnel::Failure& failure) {
    std::fprintf(stderr, "runnel: %s\n", failure.what());
    return failure.exit_status();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "runnel: %s\n", error.what());
    return runnel::kExitFailed;
  }
}
