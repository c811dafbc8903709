// The program as a person runs it: one process a command.
#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/unit/native_server/temporary_folder.h"

namespace runnel {
namespace {

struct Outcome {
  int status = 0;
  std::string out;
  std::string errors;
};

bool Contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// Folders of its own, so that servers of the person who runs the tests are neither seen nor
// touched. What a test has started is stopped at its end.
class Program {
 public:
  ~Program() { Run("stop"); }

  // `arguments` and `variables` are shell words.
  Outcome Run(const std::string& arguments, const std::string& variables = "") {
    return RunShell(variables + " '" RUNNEL_PROGRAM "' " + arguments);
  }

  Outcome RunShell(const std::string& command) {
    const std::string folder = folder_.path().string();
    const std::string errors = folder + "/errors";
    const std::string line = "env -i PATH='" + folder + "':/usr/bin:/bin XDG_RUNTIME_DIR='" +
                             folder + "' XDG_STATE_HOME='" + folder + "/state' " + command +
                             " 2>'" + errors + "' </dev/null";
    Outcome outcome;
    FILE* pipe = popen(line.c_str(), "r");
    REQUIRE(pipe != nullptr);
    char part[4096];
    while (const std::size_t count = fread(part, 1, sizeof part, pipe)) {
      outcome.out.append(part, count);
    }
    outcome.status = WEXITSTATUS(pclose(pipe));
    outcome.errors = WholeFile(errors);
    return outcome;
  }

  const TemporaryFolder& folder() const { return folder_; }

 private:
  TemporaryFolder folder_;
};

// "pid      123" of `runnel status`.
std::string Line(const std::string& status, const std::string& name) {
  const std::size_t begin = status.find(name + " ");
  return status.substr(begin, status.find('\n', begin) - begin);
}

TEST_CASE_FIXTURE(Program, "Help and version go to stdout, complaints to stderr with status 2") {
  CHECK(Run("help").status == 0);
  CHECK(Contains(Run("--help").out, "restart"));
  CHECK(Contains(Run("--version").out, "runnel "));
  for (const std::string command :
       {"serve", "stop", "restart", "status", "aws", "call", "inspect"}) {
    CAPTURE(command);
    const Outcome help = Run("help " + command);
    CHECK(help.status == 0);
    CHECK(help.out.starts_with("usage: runnel " + command));
    CHECK(Run(command + " --help").out == help.out);
  }
  const Outcome nothing = Run("");
  CHECK(nothing.status == 2);
  CHECK(nothing.out.empty());
  const Outcome slip = Run("stauts");
  CHECK(slip.status == 2);
  CHECK(slip.errors ==
        "runnel: there is no command 'stauts' (did you mean status?); `runnel help` lists them\n");
}

TEST_CASE_FIXTURE(Program, "Output that cannot be written is a failure") {
  const Outcome full = RunShell("'" RUNNEL_PROGRAM "' help >/dev/full");
  CHECK(full.status == 1);
  CHECK(full.errors == "runnel: the output cannot be written: No space left on device\n");
}

TEST_CASE_FIXTURE(Program, "A mistake in a flag, variable or file stops the start with status 2") {
  const Outcome flag = Run("serve --create-stream-delay 5x");
  CHECK(flag.status == 2);
  CHECK(flag.errors ==
        "runnel: --create-stream-delay: '5x' is not a duration; write a number with ms, s, m or h, "
        "such as 500ms\n");
  const Outcome variable = Run("serve", "KINESIS_ERROR_PROBABILITY=1.5");
  CHECK(variable.status == 2);
  CHECK(Contains(variable.errors, "KINESIS_ERROR_PROBABILITY: '1.5' is not a probability"));
  const std::string path = folder().Write("runnel.yaml", "prot: 1\n");
  const Outcome file = Run("serve --config " + path);
  CHECK(file.status == 2);
  CHECK(Contains(file.errors, path + ":1: unknown key 'prot' (did you mean port?)"));
}

TEST_CASE_FIXTURE(Program, "The inspector's address is printed, and is answered") {
  const Outcome started = Run("serve --detach --port 0");
  REQUIRE(started.status == 0);
  const Outcome opened = Run("inspect --no-browser");
  CHECK(opened.status == 0);
  CHECK(opened.out.starts_with("http://127.0.0.1:"));
  CHECK(opened.out.ends_with("/_runnel/\n"));
  Run("stop");
  CHECK(Run("inspect --no-browser").status != 0);
}

TEST_CASE_FIXTURE(Program, "A server goes to the background, is found, and is stopped") {
  CHECK(Run("status").status == 3);
  const Outcome started = Run("serve --detach --port 0", "KINESIS_PROVIDER=kinesalite");
  CHECK(started.status == 0);
  CHECK(started.out.starts_with("Runnel is ready on http://127.0.0.1:"));
  CHECK(Contains(started.errors, "KINESIS_PROVIDER is ignored"));

  const Outcome status = Run("status");
  CHECK(status.status == 0);
  CHECK(Contains(status.out, "health   ok\n"));
  const std::string log = Line(status.out, "log").substr(9);
  CHECK(Contains(WholeFile(log), "KINESIS_PROVIDER is ignored"));
  CHECK(Contains(Run("help restart").out, "restart"));

  const Outcome stopped = Run("stop");
  CHECK(stopped.status == 0);
  CHECK(Contains(stopped.out, "stopped http://127.0.0.1:"));
  CHECK(Run("status").status == 3);
  CHECK(Run("stop").out == "no server is running\n");
  CHECK(Run("stop --port 4999").out == "no server is running on port 4999\n");
}

TEST_CASE_FIXTURE(Program,
                  "A server that cannot start in the background says why, where it was started") {
  REQUIRE(Run("serve --detach --port 0").status == 0);
  const std::string address = Line(Run("status").out, "address");
  const std::string port = address.substr(address.rfind(':') + 1);
  const Outcome second = Run("serve --detach --port " + port);
  CHECK(second.status == 1);
  CHECK(second.out.empty());
  CHECK(Contains(second.errors, "cannot listen on 127.0.0.1:" + port));
}

TEST_CASE_FIXTURE(Program, "Restart keeps the ports and flags, and takes the variables of now") {
  REQUIRE(Run("serve --detach --port 0 --create-stream-delay 0").status == 0);
  const std::string before = Run("status").out;
  const Outcome bad = Run("restart", "KINESIS_ERROR_PROBABILITY=2");
  CHECK(bad.status == 2);
  CHECK(Line(Run("status").out, "pid") == Line(before, "pid"));  // still the old one

  CHECK(Run("restart", "KINESIS_ERROR_PROBABILITY=1").status == 0);
  const std::string after = Run("status").out;
  CHECK(Line(after, "address") == Line(before, "address"));
  CHECK(Line(after, "pid") != Line(before, "pid"));

  CHECK(Run("call CreateStream --stream-name events --shard-count 1").status == 0);
  const Outcome put = Run("call PutRecord --stream-name events --partition-key k --data hello");
  CHECK(put.status == 1);
  CHECK(put.out.empty());
  CHECK(put.errors.starts_with(
      "An error occurred (ProvisionedThroughputExceededException) when calling PutRecord: "));

  CHECK(Run("restart").status == 0);
  CHECK(Run("call CreateStream --stream-name events --shard-count 1").status == 0);
  CHECK(Run("call PutRecord --stream-name events --partition-key k --data hello").status == 0);
}

TEST_CASE_FIXTURE(Program, "A snapshot that fails leaves no file behind") {
  REQUIRE(Run("serve --detach --port 0 --control-operations off").status == 0);
  const std::filesystem::path file = folder().path() / "-all.runnel";
  const std::string there = "sh -c 'cd " + folder().path().string() + " && \"" RUNNEL_PROGRAM "\" ";
  const Outcome refused = RunShell(there + "snapshot export -- -all.runnel'");
  CHECK(refused.status == 1);
  CHECK_FALSE(std::filesystem::exists(file.string() + ".part"));
  Run("stop");
  REQUIRE(Run("serve --detach --port 0").status == 0);
  CHECK(RunShell(there + "snapshot export -- -all.runnel'").status == 0);
  CHECK(std::filesystem::exists(file));
  CHECK_FALSE(std::filesystem::exists(file.string() + ".part"));
}

TEST_CASE_FIXTURE(Program, "A server in a terminal is found and stopped as well") {
  // The shell waits for the server's ready line, then for its end.
  const std::string program = "'" RUNNEL_PROGRAM "'";
  const Outcome outcome =
      RunShell("sh -c \"" + program +
               " serve --port 0 --log-level off | { read line; echo \\\"\\$line\\\"; " + program +
               " status; " + program + " stop; " + program + " status; }\"");
  CHECK(outcome.out.starts_with("Runnel is ready on http://127.0.0.1:"));
  CHECK(Contains(outcome.out, "health   ok\n"));
  CHECK(Contains(outcome.out, "stopped http://127.0.0.1:"));
  CHECK(outcome.out.ends_with("not running\n"));
}

TEST_CASE_FIXTURE(Program, "Calls need nothing but the program") {
  REQUIRE(Run("serve --detach --port 0 --create-stream-delay 0 --register-consumer-delay 0 "
              "--subscription-lifetime 100ms")
              .status == 0);
  CHECK(Run("call create-stream --stream-name events --shard-count 1").out.empty());
  const Outcome put =
      Run("call PutRecord --stream-name events --partition-key k --data fileb:///dev/null");
  CHECK(put.status == 0);
  CHECK(Contains(put.out, "\"ShardId\":\"shardId-000000000000\""));
  const Outcome other = Run("call ListStreams --account 123456789012");
  CHECK(Contains(other.out, "\"StreamNames\":[]"));
  CHECK(Contains(Run("call ListStreams --region eu-west-1").out, "\"StreamNames\":[]"));
  CHECK(Contains(Run("call ListStreams --input '{\"Limit\":1}'").out, "\"events\""));

  const Outcome missing = Run("call DescribeStream --stream-name nope");
  CHECK(missing.status == 1);
  CHECK(missing.errors ==
        "An error occurred (ResourceNotFoundException) when calling DescribeStream: Stream nope "
        "under account 000000000000 not found.\n");
  CHECK(Run("call DescribeSteam").status == 2);
  CHECK(Contains(Run("call DescribeSteam").errors, "(did you mean DescribeStream?)"));
  CHECK(Contains(Run("call PutRecord --steam-name x").errors, "(did you mean --stream-name?)"));
}

TEST_CASE_FIXTURE(Program, "A subscription's events are lines of JSON, until it ends") {
  REQUIRE(Run("serve --detach --port 0 --create-stream-delay 0 --register-consumer-delay 0 "
              "--subscription-lifetime 100ms")
              .status == 0);
  const std::string arn = "arn:aws:kinesis:us-east-1:000000000000:stream/events";
  REQUIRE(Run("call CreateStream --stream-name events --shard-count 1").status == 0);
  REQUIRE(Run("call PutRecord --stream-name events --partition-key k --data hello").status == 0);
  const Outcome consumer =
      Run("call RegisterStreamConsumer --consumer-name reader --stream-arn " + arn);
  REQUIRE(consumer.status == 0);
  const std::size_t begin = consumer.out.find(arn + "/consumer/");
  REQUIRE(begin != std::string::npos);
  const std::string consumer_arn =
      consumer.out.substr(begin, consumer.out.find('"', begin) - begin);
  const Outcome events =
      Run("call SubscribeToShard --shard-id shardId-000000000000 "
          "--starting-position Type=TRIM_HORIZON --consumer-arn " +
          consumer_arn);
  CHECK(events.status == 0);
  CHECK(Contains(events.out, "\"Data\":\"aGVsbG8=\""));
  CHECK(events.out.starts_with("{"));
  CHECK(events.out.ends_with("}\n"));

  const Outcome refused =
      Run("call SubscribeToShard --shard-id shardId-000000000009 "
          "--starting-position Type=LATEST --consumer-arn " +
          consumer_arn);
  CHECK(refused.status == 1);
  CHECK(refused.errors.starts_with("An error occurred (ResourceNotFoundException)"));
}

TEST_CASE_FIXTURE(Program,
                  "The AWS CLI is run with the server's address and harmless credentials") {
  const std::string cli =
      folder().Write("aws", "#!/bin/sh\nfor a in \"$@\"; do echo \"[$a]\"; done\nenv | sort\n");
  std::filesystem::permissions(cli, std::filesystem::perms::owner_all);
  const Outcome outcome =
      Run("aws kinesis list-streams --query 'a b'",
          "RUNNEL_PORT=5000 AWS_ACCESS_KEY_ID=AKIAREAL AWS_SECRET_ACCESS_KEY=real "
          "AWS_SESSION_TOKEN=real AWS_PROFILE=work NO_PROXY=example.com");
  CHECK(outcome.status == 0);
  CHECK(outcome.out.starts_with(
      "[--endpoint-url]\n[http://127.0.0.1:5000]\n[kinesis]\n[list-streams]\n[--query]\n[a b]\n"));
  for (const std::string variable :
       {"AWS_ACCESS_KEY_ID=test", "AWS_SECRET_ACCESS_KEY=test", "AWS_REGION=us-east-1",
        "AWS_DEFAULT_REGION=us-east-1", "AWS_ENDPOINT_URL=http://127.0.0.1:5000",
        "AWS_PAGER=", "NO_PROXY=example.com,127.0.0.1", "no_proxy=127.0.0.1"}) {
    CAPTURE(variable);
    CHECK(Contains(outcome.out, "\n" + variable + "\n"));
  }
  CHECK_FALSE(Contains(outcome.out, "real"));
  CHECK_FALSE(Contains(outcome.out, "AWS_PROFILE"));

  // An address that is given needs no other, not even one that can be read.
  const Outcome chosen = Run("aws --endpoint-url http://a kinesis help",
                             "AWS_ACCESS_KEY_ID=123456789012 AWS_REGION=eu-west-1 "
                             "RUNNEL_ENDPOINT=https://b NO_PROXY=example.com "
                             "AWS_ENDPOINT_URL=http://c");
  CHECK(Contains(chosen.out, "\nAWS_ENDPOINT_URL=http://c\n"));
  CHECK(Contains(chosen.out, "\nNO_PROXY=example.com\n"));
  CHECK(chosen.out.starts_with("[--endpoint-url]\n[http://a]\n[kinesis]\n[help]\n"));
  CHECK(Contains(chosen.out, "\nAWS_ACCESS_KEY_ID=123456789012\n"));
  CHECK(Contains(chosen.out, "\nAWS_DEFAULT_REGION=eu-west-1\n"));
}

TEST_CASE_FIXTURE(Program, "Under the name awsemu the program is the AWS CLI") {
  const std::string cli = folder().Write("aws", "#!/bin/sh\necho \"$3\" \"$4\"\n");
  std::filesystem::permissions(cli, std::filesystem::perms::owner_all);
  std::filesystem::create_symlink(RUNNEL_PROGRAM, folder().path() / "awsemu");
  CHECK(RunShell("awsemu kinesis list-streams").out == "kinesis list-streams\n");
}

TEST_CASE_FIXTURE(Program, "Who has no home gets no folder where the command is run") {
  namespace fs = std::filesystem;
  const std::string cli = folder().Write("aws", "#!/bin/sh\necho \"$AWS_DATA_PATH\"\n");
  fs::permissions(cli, fs::perms::owner_all);
  const fs::path here = folder().path() / "here";
  const fs::path temporary = folder().path() / "temporary";
  fs::create_directory(here);
  fs::create_directory(temporary);
  const auto model = [&](const std::string& variables) {
    const Outcome outcome = RunShell(variables + " sh -c 'cd \"" + here.string() + "\" && \"" +
                                     RUNNEL_PROGRAM "\" aws kinesis help'");
    CHECK(outcome.status == 0);
    CHECK(fs::is_empty(here));
    return outcome.out;
  };
  const std::string tmpdir = "TMPDIR='" + temporary.string() + "' ";
  const std::string own = (temporary / ("runnel-" + std::to_string(geteuid()))).string();
  const std::string kept = own + "/aws-models\n";
  CHECK(model(tmpdir) == kept);
  CHECK(model(tmpdir + "HOME= XDG_CACHE_HOME=") == kept);
  CHECK(model(tmpdir + "HOME=home XDG_CACHE_HOME=cache") == kept);
  CHECK(fs::exists(own + "/aws-models/kinesis/2013-12-02/service-2.json"));
  CHECK((fs::status(own).permissions() & fs::perms::all) == fs::perms::owner_all);
  // One that others may write to is not trusted.
  fs::permissions(own, fs::perms::all);
  CHECK(model(tmpdir) == "\n");
  CHECK(model("HOME='" + folder().path().string() + "'") ==
        folder().path().string() + "/.cache/runnel/aws-models\n");
}

TEST_CASE_FIXTURE(Program, "Without the AWS CLI the way to install it is told") {
  const Outcome outcome = RunShell("PATH='" + folder().path().string() +
                                   "' '" RUNNEL_PROGRAM "' aws kinesis list-streams");
  CHECK(outcome.status == 127);
  CHECK(Contains(outcome.errors, "apt-get install awscli"));
}

}  // namespace
}  // namespace runnel
