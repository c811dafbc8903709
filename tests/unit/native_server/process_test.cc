#include "native-server/command_line/process.h"

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "native-server/failure.h"

namespace runnel {
namespace {

// A child that waits to be ended. Ended and buried at the latest by the destructor.
class Child {
 public:
  explicit Child(bool deaf = false) {
    int ready[2];
    REQUIRE(pipe(ready) == 0);
    pid_ = fork();
    if (pid_ == 0) {
      signal(SIGTERM, deaf ? SIG_IGN : SIG_DFL);
      (void)!write(ready[1], "x", 1);
      while (true) pause();
    }
    char byte = 0;
    REQUIRE(read(ready[0], &byte, 1) == 1);
    close(ready[0]);
    close(ready[1]);
  }
  ~Child() {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  pid_t pid() const { return pid_; }

 private:
  pid_t pid_;
};

TEST_CASE("A process is itself, and not another that had its number") {
  const ProcessIdentity self = ThisProcess();
  CHECK(self.pid == getpid());
  CHECK_FALSE(self.started.empty());
  CHECK(IsRunning(self));
  ProcessIdentity earlier = self;
  earlier.started += "0";
  CHECK_FALSE(IsRunning(earlier));
}

TEST_CASE("A process is ended by asking it") {
  const Child child;
  const std::optional<ProcessIdentity> process = FindProcess(child.pid());
  REQUIRE(process);
  EndProcess(*process, Duration::Seconds(10));
  CHECK_FALSE(IsRunning(*process));
  EndProcess(*process, Duration::Seconds(10));  // again: nothing to do
}

TEST_CASE("A process that only has the number is left alone") {
  const Child child;
  ProcessIdentity process = FindProcess(child.pid()).value();
  process.started += "0";
  EndProcess(process, Duration::Seconds(10));
  CHECK(FindProcess(child.pid()).has_value());
}

TEST_CASE("A process that does not end is reported") {
  const Child child(/*deaf=*/true);
  const ProcessIdentity process = FindProcess(child.pid()).value();
  CHECK_THROWS_AS(EndProcess(process, Duration::Milliseconds(1)), Failure);
  CHECK(IsRunning(process));
}

TEST_CASE("A process that has ended but is not buried does not run") {
  const Child child;
  kill(child.pid(), SIGKILL);
  siginfo_t info;
  REQUIRE(waitid(P_PID, static_cast<id_t>(child.pid()), &info, WEXITED | WNOWAIT) == 0);
  CHECK_FALSE(FindProcess(child.pid()).has_value());
}

}  // namespace
}  // namespace runnel
