#include <poll.h>
#include <revision.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>

#include "native-server/command_line/program.h"
#include "native-server/failure.h"
#include "native-server/process_start.h"

namespace {

bool ReaderOfOutputIsGone() {
  pollfd output{STDOUT_FILENO, POLLOUT, 0};
  return poll(&output, 1, 0) > 0 && (output.revents & POLLERR) != 0;
}

// The exit status, which is a failure if not all of the output could be written; but that a reader
// wanted no more, as `head` does, is none.
int WithOutputWritten(int status) {
  errno = 0;
  const bool written = std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
  if (written || ReaderOfOutputIsGone()) return status;
  // The reason is known of the last write only.
  std::fprintf(stderr, "runnel: the output cannot be written%s%s\n", errno == 0 ? "" : ": ",
               errno == 0 ? "" : std::strerror(errno));
  return status == 0 ? runnel::kExitFailed : status;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    runnel::PrepareProcess();
    const runnel::Build build{.revision = RUNNEL_REVISION, .linkage = runnel::Linkage()};
    return WithOutputWritten(
        runnel::RunProgram({argv, argv + argc}, runnel::ProcessEnvironment(), build));
  } catch (const runnel::Failure& failure) {
    std::fprintf(stderr, "runnel: %s\n", failure.what());
    return failure.exit_status();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "runnel: %s\n", error.what());
    return runnel::kExitFailed;
  }
}
