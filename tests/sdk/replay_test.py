"""--capture writes calls down, `runnel replay` makes them again and compares servers by them."""

import json
import os
import stat
import subprocess
import tempfile
import unittest

from botocore.exceptions import ConnectionClosedError

from command_line import control, run, run_alone, say
from server import NO_DELAYS, PROGRAM, Server

SHARD = "shardId-000000000000"


class Replay(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = os.path.join(folder.name, "calls.jsonl")

    def capture(self, *arguments):
        """A small life of a stream, captured: a split, reads by iterators, tokens and refusals."""
        with Server("--capture", self.file, *arguments) as server:
            kinesis = server.kinesis()
            kinesis.create_stream(StreamName="s", ShardCount=1)
            kinesis.get_waiter("stream_exists").wait(
                StreamName="s", WaiterConfig={"Delay": 1, "MaxAttempts": 20})
            for i in range(5):
                kinesis.put_record(StreamName="s", PartitionKey=f"k{i}", Data=b"x" * i)
            iterator = kinesis.get_shard_iterator(
                StreamName="s", ShardId=SHARD, ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
            for _ in range(3):
                answer = kinesis.get_records(ShardIterator=iterator, Limit=2)
                iterator = answer["NextShardIterator"]
            with self.assertRaises(kinesis.exceptions.ResourceNotFoundException):
                kinesis.describe_stream(StreamName="nope")
            server.client("kinesis", account="123456789012", region="eu-west-1").create_stream(
                StreamName="abroad", ShardCount=1)
        with open(self.file) as file:
            return [json.loads(line) for line in file]

    def test_a_capture_holds_calls_and_answers_and_is_for_its_owner(self):
        lines = self.capture(*NO_DELAYS)
        self.assertEqual(stat.S_IMODE(os.stat(self.file).st_mode), 0o600)
        self.assertEqual(lines[0]["runnel_capture"], 1)
        puts = [line for line in lines if line.get("operation") == "PutRecord"]
        self.assertEqual([line["input"]["Data"] for line in puts], ["", "eA==", "eHg=", "eHh4",
                                                                   "eHh4eA=="])
        self.assertEqual({line["output"]["ShardId"] for line in puts}, {SHARD})
        refused = [line for line in lines if line.get("operation") == "DescribeStream"
                   and "error" in line]
        self.assertEqual([line["error"] for line in refused], ["ResourceNotFoundException"])
        abroad = lines[-1]
        self.assertEqual((abroad["account"], abroad["region"]), ("123456789012", "eu-west-1"))
        self.assertNotIn("output", abroad)
        times = [line["at_millis"] for line in lines[1:]]
        self.assertEqual(times, sorted(times))
        self.assertNotIn("secret", json.dumps(lines))

    def test_calls_are_made_again_with_the_new_server_s_iterators(self):
        self.capture(*NO_DELAYS)
        # A stream takes a while to become ACTIVE here: what succeeded is tried again until it does.
        with Server("--create-stream-delay", "100ms") as server:
            out = say(server, "replay", self.file, "--speed", "full")
            self.assertRegex(out, r"^\d+ calls in \d+\.\d s, 0 answered differently\n$")
            kinesis = server.kinesis()
            iterator = kinesis.get_shard_iterator(
                StreamName="s", ShardId=SHARD, ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
            records = kinesis.get_records(ShardIterator=iterator)["Records"]
            self.assertEqual([record["Data"] for record in records],
                             [b"", b"x", b"xx", b"xxx", b"xxxx"])
            abroad = server.kinesis(account="123456789012", region="eu-west-1")
            self.assertEqual(abroad.list_streams()["StreamNames"], ["abroad"])

    def test_calls_to_other_services_are_made_again_where_they_can_be(self):
        with Server("--capture", self.file, *NO_DELAYS) as server:
            events = server.client("events")
            made = events.create_connection(
                Name="c", AuthorizationType="BASIC",
                AuthParameters={"BasicAuthParameters": {"Username": "u", "Password": "hidden"}})
            events.create_api_destination(
                Name="d", ConnectionArn=made["ConnectionArn"], HttpMethod="POST",
                InvocationEndpoint="http://127.0.0.1:1/")
            server.client("logs").create_log_group(logGroupName="g")
            server.client("lambda").list_functions()
            server.client("pipes").list_pipes()
            server.client("cloudformation").list_stacks()
        with open(self.file) as file:
            lines = [json.loads(line) for line in file]
        self.assertNotIn("hidden", json.dumps(lines))
        self.assertEqual([line["operation"] for line in lines[1:]], [
            "AWSEvents.CreateConnection", "AWSEvents.CreateApiDestination",
            "Logs_20140328.CreateLogGroup", "Lambda.ListFunctions", "Pipes.ListPipes",
            "CloudFormation.ListStacks"])
        with Server(*NO_DELAYS) as server:
            out = say(server, "replay", self.file, "--speed", "full")
            self.assertRegex(out, r"^3 calls in \d+\.\d s, 0 answered differently, 3 left out\n$")
            events = server.client("events")
            described = events.describe_connection(Name="c")
            self.assertEqual(described["AuthParameters"]["BasicAuthParameters"], {"Username": "u"})
            self.assertEqual(events.describe_api_destination(Name="d")["ConnectionArn"],
                             described["ConnectionArn"])

    def test_the_original_rhythm_is_kept(self):
        lines = self.capture()  # the waiter waits for a second
        span = (lines[-1]["at_millis"] - lines[1]["at_millis"]) / 1000
        self.assertGreater(span, 0.5)
        with Server(*NO_DELAYS) as server:
            took = float(say(server, "replay", self.file).split(" in ")[1].split(" s")[0])
            self.assertGreaterEqual(took, span - 0.1)
            control(server, "Reset")
            fast = float(say(server, "replay", self.file, "--speed", "full")
                         .split(" in ")[1].split(" s")[0])
            self.assertLess(fast, span)

    def test_a_call_that_now_fails_is_told(self):
        self.capture(*NO_DELAYS)
        with Server(*NO_DELAYS) as server:
            control(server, "AddFaultRule", Action="ERROR", ErrorCode="InternalFailure",
                    Operations=["PutRecord"], FirstN=1)
            done = run(server, "replay", self.file, "--speed", "full")
            self.assertEqual(done.returncode, 1)
            self.assertRegex(done.stdout, r"call \d+, PutRecord: InternalFailure, was: succeeds")

    def test_a_connection_that_is_ended_is_an_outcome_like_another(self):
        with Server("--capture", self.file, *NO_DELAYS) as server:
            kinesis = server.kinesis()
            kinesis.create_stream(StreamName="s", ShardCount=1)
            control(server, "AddFaultRule", RuleId="lost", Action="DROP_AFTER",
                    Operations=["PutRecord"], FirstN=1)
            for data in (b"lost", b"told"):
                try:
                    kinesis.put_record(StreamName="s", PartitionKey="k", Data=data)
                except ConnectionClosedError:
                    self.assertEqual(data, b"lost")
        with Server(*NO_DELAYS) as server:
            out = say(server, "replay", self.file, "--speed", "full")
            self.assertRegex(out, r"^4 calls in \d+\.\d s, 0 answered differently\n$")
            control(server, "Reset")
            control(server, "AddFaultRule", Action="DROP_BEFORE", Operations=["PutRecord"],
                    EveryNth=2)
            done = run(server, "replay", self.file, "--speed", "full")
            self.assertIn("call 4, PutRecord: (no answer), was: succeeds\n", done.stdout)
            self.assertRegex(done.stdout, r"\n4 calls in ")
            # Without the rule, what was lost is not.
            control(server, "Reset")
            with open(self.file) as file:
                lines = [line for line in file if "AddFaultRule" not in line]
            with open(self.file, "w") as file:
                file.writelines(lines)
            done = run(server, "replay", self.file, "--speed", "full")
            self.assertIn("call 2, PutRecord: succeeds, was: (no answer)\n", done.stdout)
        gone = run(server, "replay", self.file, "--speed", "full")
        self.assertEqual(gone.returncode, 1)
        self.assertIn("is the server running?", gone.stderr)

    def test_a_capture_that_is_being_written_is_read_as_it_was_at_the_start(self):
        capturing = ("--capture", self.file, "--initialize-streams", "s:1", *NO_DELAYS)
        with Server(*capturing) as server:
            for _ in range(3):
                server.kinesis().put_record(StreamName="s", PartitionKey="k", Data=b"x")
        with Server(*capturing) as server:
            out = say(server, "replay", self.file, "--speed", "full")
        self.assertRegex(out, r"^3 calls in \d+\.\d s, 0 answered differently\n$")

    def write(self, *calls):
        """A capture of calls that succeeded."""
        with open(self.file, "w") as file:
            file.write('{"runnel_capture":1}\n')
            for operation, members in calls:
                file.write(json.dumps({"at_millis": 0, "account": "000000000000",
                                       "region": "us-east-1", "operation": operation,
                                       "input": members, "output": {}}) + "\n")

    def test_nothing_is_waited_for_that_will_not_come(self):
        self.write(("CreateStream", {"StreamName": "s", "ShardCount": 1}),
                   ("PutRecord", {"StreamName": "none", "PartitionKey": "k", "Data": ""}),
                   ("GetShardIterator", {"StreamName": "s", "ShardId": "shardId-000000000007",
                                         "ShardIteratorType": "LATEST"}))
        with Server("--initialize-streams", "s:1", *NO_DELAYS) as server:
            done = run(server, "replay", self.file, "--speed", "full")
        self.assertIn("call 1, CreateStream: ResourceInUseException, was: succeeds", done.stdout)
        for call in ("2, PutRecord", "3, GetShardIterator"):
            self.assertIn(f"call {call}: ResourceNotFoundException, was: succeeds", done.stdout)
        seconds = float(done.stdout.split(" calls in ")[1].split(" s")[0])
        self.assertLess(seconds, 5)  # 10 for each, if it waited

    def test_a_long_wait_is_told(self):
        self.write(("CreateStream", {"StreamName": "s", "ShardCount": 1}),
                   ("PutRecord", {"StreamName": "s", "PartitionKey": "k", "Data": ""}))
        with Server("--create-stream-delay", "1h") as server:
            command = [PROGRAM, "replay", self.file, "--speed", "full", "--endpoint", server.url]
            with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                  text=True) as replay:
                self.assertEqual(replay.stderr.readline(),
                                 "call 2, PutRecord: ResourceNotFoundException, as the stream is "
                                 "changing; tried again for 10 s\n")
                say(server, "clock", "advance", "2h")
                self.assertIn("2 calls in ", replay.stdout.read())
            self.assertEqual(replay.returncode, 0)

    def test_two_servers_are_compared(self):
        self.capture(*NO_DELAYS)
        with Server(*NO_DELAYS, "--shard-limit", "7") as one, Server(*NO_DELAYS) as two:
            def compare(*flags):
                return run_alone("replay", self.file, "--speed", "full", "--compare", one.url,
                                 two.url, *flags)

            same = compare()
            self.assertEqual(same.returncode, 0, same.stdout + same.stderr)
            with open(self.file, "a") as file:
                for operation in ["DescribeLimits", "DescribeLimits"]:
                    file.write(json.dumps({"at_millis": 0, "account": "000000000000",
                                           "region": "us-east-1", "operation": operation,
                                           "input": {}, "output": {}}) + "\n")
            for server in (one, two):
                control(server, "Reset")
            different = compare()
            self.assertEqual(different.returncode, 1)
            self.assertEqual(different.stdout.count(", DescribeLimits: ShardLimit: 7, not 20000"),
                             2)
            for server in (one, two):
                control(server, "Reset")
            self.assertEqual(compare("--ignore", "ShardLimit").returncode, 0)

    def test_slips_are_told(self):
        with Server() as server:
            for words, told in [
                (["no-such-file"], "cannot read no-such-file"),
                (["/"], "cannot read /"),
                (["/dev/null"], "/dev/null is empty"),
                ([], "which capture?"),
                ([__file__], "not what `runnel serve --capture` writes"),
                ([self.file, "--speed", "fast"], "'fast' is none of original, full"),
                ([self.file, "--compare", server.url], "--compare needs two addresses"),
            ]:
                with self.subTest(words):
                    done = run(server, "replay", *words)
                    self.assertNotEqual(done.returncode, 0)
                    self.assertIn(told, done.stderr)


if __name__ == "__main__":
    unittest.main()
