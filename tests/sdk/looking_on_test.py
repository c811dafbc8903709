"""What those who look on are told: runnel tail, top and explain, /metrics, the request log."""

import gzip
import hashlib
import json
import os
import pty
import re
import select
import subprocess
import tempfile
import time
import unittest
import urllib.request

from command_line import control, run, say
from server import NO_DELAYS, PROGRAM, Server

SHARD = "shardId-00000000000"
MIDDLE = str(2**127)


def aggregate(*records):
    """What the Kinesis Producer Library makes of (partition key, data)."""
    def field(number, data):
        assert len(data) < 128
        return bytes([number << 3 | 2, len(data)]) + data

    message = b"".join(field(1, key.encode()) for key, _ in records)
    for index, (_, data) in enumerate(records):
        message += field(3, bytes([1 << 3, index]) + field(3, data))
    return b"\xf3\x89\x9a\xc2" + message + hashlib.md5(message).digest()


class LookingOn(unittest.TestCase):
    ARGUMENTS = ()

    def setUp(self):
        self.server = Server(*NO_DELAYS, *self.ARGUMENTS)
        self.server.__enter__()
        self.addCleanup(self.server.__exit__)
        self.kinesis = self.server.kinesis()
        self.kinesis.create_stream(StreamName="s", ShardCount=1)

    def put(self, data, key="k"):
        return self.kinesis.put_record(StreamName="s", PartitionKey=key, Data=data)

    def tail(self, *flags):
        return say(self.server, "tail", "s", "--no-follow", "--from", "trim-horizon", *flags)

    def metrics(self):
        with urllib.request.urlopen(self.server.url + "/metrics") as answer:
            self.assertIn("version=0.0.4", answer.headers["Content-Type"])
            return answer.read().decode()

    def metric(self, name, **labels):
        """The value of the one sample of the metric that has these labels."""
        found = []
        for line in self.metrics().splitlines():
            match = re.fullmatch(re.escape(name) + r"(?:\{(.*)\})? (\S+)", line)
            if not match:
                continue
            has = dict(re.findall(r'(\w+)="([^"]*)"', match[1] or ""))
            if labels.items() <= has.items():
                found.append(float(match[2]))
        self.assertEqual(len(found), 1, f"{name} {labels}")
        return found[0]


class Tail(LookingOn):
    def test_parents_come_before_children_across_a_split_and_a_merge(self):
        keys = [f"key{i}" for i in range(12)]
        order = 0

        def put_all():
            nonlocal order
            for key in keys:
                self.put(str(order).encode(), key)
                order += 1

        put_all()
        self.kinesis.split_shard(StreamName="s", ShardToSplit=SHARD + "0",
                                 NewStartingHashKey=MIDDLE)
        put_all()
        self.kinesis.merge_shards(StreamName="s", ShardToMerge=SHARD + "1",
                                  AdjacentShardToMerge=SHARD + "2")
        put_all()
        records = [json.loads(line) for line in self.tail("--json").splitlines()]
        self.assertEqual(len(records), 36)
        for key in keys:
            seen = [record["Data"] for record in records if record["PartitionKey"] == key]
            self.assertEqual(seen, sorted(seen), key)
            self.assertEqual(len(seen), 3)
        shards = [record["ShardId"] for record in records]
        self.assertLess(max(i for i, s in enumerate(shards) if s == SHARD + "0"),
                        min(i for i, s in enumerate(shards) if s in (SHARD + "1", SHARD + "2")))
        self.assertLess(max(i for i, s in enumerate(shards) if s in (SHARD + "1", SHARD + "2")),
                        min(i for i, s in enumerate(shards) if s == SHARD + "3"))

    def test_json_gzip_and_packed_records_are_decoded(self):
        self.put(b'{"total": 3}')
        self.put(gzip.compress(b'{"zipped": true}'))
        self.put(aggregate(("a", b"one"), ("b", gzip.compress(b"two"))))
        self.assertEqual(self.tail("--raw"), '{"total": 3}\n{"zipped": true}\none\ntwo\n')
        self.put(b"\xff\x00")
        lines = [json.loads(line) for line in self.tail("--json").splitlines()]
        self.assertEqual([line["Data"] for line in lines],
                         [{"total": 3}, {"zipped": True}, "one", "two", "base64:/wA="])
        self.assertEqual([line["PartitionKey"] for line in lines], ["k", "k", "a", "b", "k"])
        self.assertEqual([line.get("SubSequenceNumber") for line in lines],
                         [None, None, 0, 1, None])
        self.assertEqual([line.get("Gzip") for line in lines], [None, True, None, True, None])
        self.assertIn(f" {SHARD}0 a  one\n", self.tail())

    def test_filters_choose_by_key_text_and_number(self):
        for i in range(9):
            self.put(f"data {i % 3}".encode(), f"user-{i}")
        self.assertEqual(len(self.tail("--key", "user-[0]").splitlines()), 0)
        self.assertEqual(len(self.tail("--key", "user-*").splitlines()), 9)
        self.assertEqual(len(self.tail("--key", "*-4").splitlines()), 1)
        self.assertEqual(len(self.tail("--text", "data 2").splitlines()), 3)
        self.assertEqual(len(self.tail("--limit", "4").splitlines()), 4)

    def test_it_begins_at_a_time_or_a_while_ago_by_the_emulator_s_clock(self):
        control(self.server, "UpdateClock", Freeze=True)
        self.put(b"old")
        control(self.server, "UpdateClock", AdvanceMillis=3_600_000)
        now = control(self.server, "DescribeClock")["NowMillis"]
        self.put(b"new")
        for start in ["10m", str(now / 1000)]:
            with self.subTest(start):
                out = say(self.server, "tail", "s", "--no-follow", "--from", start, "--raw")
                self.assertEqual(out, "new\n")
        out = say(self.server, "tail", "s", "--no-follow", "--from", "2h", "--raw")
        self.assertEqual(out, "old\nnew\n")

    def test_it_follows_what_comes_later_through_a_split(self):
        command = [PROGRAM, "tail", "s", "--from", "trim-horizon", "--raw", "--interval", "10ms",
                   "--limit", "3", "--endpoint", self.server.url]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as tail:
            self.put(b"first")
            self.assertEqual(tail.stdout.readline(), "first\n")
            self.kinesis.split_shard(StreamName="s", ShardToSplit=SHARD + "0",
                                     NewStartingHashKey=MIDDLE)
            self.put(b"second", "a")
            self.assertEqual(tail.stdout.readline(), "second\n")
            self.put(b"third", "key1")
            self.assertEqual(tail.stdout.readline(), "third\n")
            self.assertEqual(tail.wait(timeout=20), 0)

    def following(self, *flags, server=None):
        """`runnel tail s` that follows, until the end of the test: its process."""
        command = [PROGRAM, "tail", "s", "--raw", "--interval", "10ms", "--endpoint",
                   (server or self.server).url, *flags]
        tail = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

        def end():
            tail.kill()
            tail.communicate()

        self.addCleanup(end)
        return tail

    def reads(self, server=None):
        """How often GetRecords has been called."""
        calls = control(server or self.server, "InspectActivity")["Calls"]
        return sum(call["Operation"] == "GetRecords" for call in calls)

    def wait_for_reads(self, count, server=None):
        """Returns when GetRecords has been called so often; asking takes the time."""
        end = time.monotonic() + 60
        while self.reads(server) < count:
            self.assertLess(time.monotonic(), end)

    def test_nothing_is_lost_when_the_iterator_of_the_tip_expires(self):
        self.put(b"before")
        # The first read is followed by one that finds the iterator expired, and by no other until
        # there is a record.
        control(self.server, "AddFaultRule", RuleId="expired", Action="ERROR",
                Operations=["GetRecords"], ErrorCode="ExpiredIteratorException")
        tail = self.following("--limit", "1")
        self.wait_for_reads(1)
        self.put(b"after")
        self.wait_for_reads(3)
        control(self.server, "RemoveFaultRule", RuleId="expired")
        self.assertEqual(tail.stdout.readline(), "after\n")
        self.assertEqual(tail.wait(timeout=60), 0)

    def test_a_failure_that_passes_is_told_once_and_tried_again(self):
        for operation, action in [("ListShards", "ERROR"), ("GetShardIterator", "ERROR"),
                                  ("GetRecords", "ERROR"), ("ListShards", "DROP_BEFORE"),
                                  ("GetShardIterator", "DROP_AFTER"),
                                  ("GetRecords", "DROP_AFTER")]:
            with self.subTest(operation=operation, action=action):
                more = {"ErrorCode": "InternalFailure"} if action == "ERROR" else {}
                control(self.server, "AddFaultRule", Action=action, Operations=[operation],
                        FirstN=2, **more)
                tail = self.following("--from", "trim-horizon", "--limit", "1")
                self.put(b"x")
                out, said = tail.communicate(timeout=60)
                self.assertEqual((out, tail.returncode), ("x\n", 0), said)
                self.assertRegex(said, r"^runnel: .*; trying again\n$")
                control(self.server, "ClearFaultRules")

    def test_children_that_could_not_be_opened_are_tried_again(self):
        self.put(b"parent")
        self.kinesis.split_shard(StreamName="s", ShardToSplit=SHARD + "0",
                                 NewStartingHashKey=MIDDLE)
        for key in ("a", "key1"):
            self.put(b"child", key)
        control(self.server, "AddFaultRule", Action="ERROR", ErrorCode="InternalFailure",
                Operations=["GetShardIterator"], EveryNth=2)
        out = self.following("--from", "trim-horizon", "--limit", "3").communicate(timeout=60)[0]
        self.assertEqual(out, "parent\nchild\nchild\n")

    def test_a_server_that_starts_again_is_waited_for(self):
        with tempfile.TemporaryDirectory() as data:
            arguments = [*NO_DELAYS, "--data", data]
            with Server(*arguments) as server:
                server.kinesis().create_stream(StreamName="s", ShardCount=2)
                tail = self.following("--limit", "2", server=server)
                self.wait_for_reads(4, server)
                server.kinesis().put_record(StreamName="s", PartitionKey="a", Data=b"first")
                self.assertEqual(tail.stdout.readline(), "first\n")
            self.assertRegex(tail.stderr.readline(), "^runnel: no answer from .*; trying again$")
            with Server(*arguments, port=server.port) as server:
                # One to each shard: of one something had been read, of the other nothing.
                server.kinesis().put_record(StreamName="s", PartitionKey="key1", Data=b"second")
                self.assertEqual(tail.stdout.readline(), "second\n")
                self.assertEqual(tail.wait(timeout=60), 0)
                self.assertEqual(tail.stderr.read(), "")

    def test_another_stream_of_that_name_is_read_from_its_beginning(self):
        with Server(*NO_DELAYS) as server:
            # Sequence numbers tell when a stream was created, to the second.
            control(server, "UpdateClock", AdvanceMillis=60_000)
            server.kinesis().create_stream(StreamName="s", ShardCount=1)
            tail = self.following("--from", "trim-horizon", "--limit", "2", server=server)
            server.kinesis().put_record(StreamName="s", PartitionKey="k", Data=b"first")
            self.assertEqual(tail.stdout.readline(), "first\n")
        with Server(*NO_DELAYS, "--initialize-streams", "s:1", port=server.port) as server:
            server.kinesis().put_record(StreamName="s", PartitionKey="k", Data=b"second")
            self.assertEqual(tail.communicate(timeout=60)[0], "second\n")

    def test_a_stream_that_is_being_created_is_waited_for(self):
        with Server("--create-stream-delay", "1h") as server:
            kinesis = server.kinesis()
            kinesis.create_stream(StreamName="s", ShardCount=1)
            done = run(server, "tail", "s", "--no-follow")
            self.assertEqual(done.returncode, 1)
            self.assertIn("s has no shards yet", done.stderr)
            tail = self.following("--limit", "1", server=server)
            self.assertIn("s has no shards yet; waiting for them", tail.stderr.readline())
            control(server, "UpdateClock", AdvanceMillis=3_600_000)
            kinesis.put_record(StreamName="s", PartitionKey="k", Data=b"x")
            self.assertEqual(tail.communicate(timeout=60)[0], "x\n")

    def test_json_is_printed_as_it_was_written(self):
        self.put(b'{\r\n  "id": 12345678901234567890123, "n" : 1.50, "n": "a  b"\n}')
        line = self.tail("--json")
        self.assertTrue(
            line.endswith(',"Data":{"id":12345678901234567890123,"n":1.50,"n":"a  b"}}\n'), line)

    def test_output_that_cannot_be_written_ends_it(self):
        self.put(b"x" * 100_000)
        flags = ["--from", "trim-horizon", "--endpoint", self.server.url]
        with open("/dev/full", "w") as full:
            done = subprocess.run([PROGRAM, "tail", "s", *flags], stdout=full,
                                  stderr=subprocess.PIPE, text=True, timeout=60)
        self.assertEqual(done.returncode, 1)
        self.assertIn("the output cannot be written", done.stderr)
        # A reader that wants no more is no failure; SIGPIPE is ignored here, as under some shells.
        reader, writer = os.pipe()
        os.close(reader)
        done = subprocess.run([PROGRAM, "tail", "s", *flags], stdout=writer, timeout=60,
                              stderr=subprocess.PIPE, text=True, restore_signals=False)
        os.close(writer)
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_an_expired_iterator_and_throttling_are_survived(self):
        for i in range(5):
            self.put(str(i).encode())
        control(self.server, "AddFaultRule", Action="ERROR", Operations=["GetRecords"],
                ErrorCode="ExpiredIteratorException", FirstN=2)
        control(self.server, "AddFaultRule", Action="ERROR", Operations=["GetRecords"],
                ErrorCode="ProvisionedThroughputExceededException", FirstN=4)
        self.assertEqual(self.tail("--raw", "--interval", "1ms"), "0\n1\n2\n3\n4\n")

    def test_slips_are_told(self):
        for flags, told in [
            (["nope"], "ResourceNotFoundException"),
            (["s", "--from", "yesterday"], "'yesterday' is none of latest, trim-horizon"),
            (["s", "--json", "--raw"], "exclude each other"),
            (["s", "--limit", "0"], "--limit must be a number from 1 on"),
            ([], "which stream?"),
        ]:
            with self.subTest(flags):
                done = run(self.server, "tail", *flags)
                self.assertNotEqual(done.returncode, 0)
                self.assertIn(told, done.stderr)


class Explain(LookingOn):
    def test_a_key_goes_where_it_says(self):
        self.kinesis.create_stream(StreamName="many", ShardCount=7)
        for i in range(20):
            key = f"user-{i}"
            told = json.loads(say(self.server, "explain", key, "many", "--json"))
            put = self.kinesis.put_record(StreamName="many", PartitionKey=key, Data=b"x")
            self.assertEqual(told["ShardId"], put["ShardId"])
            self.assertEqual(int(told["HashKey"]), int(hashlib.md5(key.encode()).hexdigest(), 16))
            self.assertEqual(told["OpenShards"], 7)
        told = json.loads(say(self.server, "explain", "--explicit-hash-key", "0", "many", "--json"))
        self.assertEqual(told["ShardId"], SHARD + "0")

    def test_it_tells_why_and_what_was_before(self):
        self.kinesis.split_shard(StreamName="s", ShardToSplit=SHARD + "0",
                                 NewStartingHashKey=MIDDLE)
        out = say(self.server, "explain", "user-42", "s")
        self.assertRegex(out, r"key    user-42\nhash   \d+ \(the MD5 of the key, at \d+\.\d\d %")
        self.assertRegex(out, r"shard  shardId-00000000000[12], one of 2 open\n")
        self.assertIn("(50.00 % of the key space)", out)
        self.assertIn("before shardId-000000000000, closed now", out)

    def test_slips_are_told(self):
        for words, told in [
            (["only-a-key"], "say the key and the stream"),
            (["k", "nope"], "ResourceNotFoundException"),
            (["--explicit-hash-key", str(2**128), "s"], "no whole number below 2^128"),
        ]:
            with self.subTest(words):
                self.assertIn(told, run(self.server, "explain", *words).stderr)


class Top(LookingOn):
    ARGUMENTS = ("--limits", "aws")

    def test_rates_lag_throttling_and_hot_keys_are_shown(self):
        control(self.server, "UpdateClock", Freeze=True)
        for i in range(20):
            self.put(b"x" * 10, "hot" if i % 4 else "cold")
        shard = {"StreamName": "s", "ShardId": SHARD + "0"}
        iterator = self.kinesis.get_shard_iterator(
            ShardIteratorType="TRIM_HORIZON", **shard)["ShardIterator"]
        self.kinesis.get_records(ShardIterator=iterator, Limit=5)
        out = say(self.server, "top", "--once")
        self.assertIn("the clock stands still", out)
        row = next(line for line in out.splitlines() if SHARD in line)
        self.assertRegex(row, r"  shardId-000000000000 +2 +26B +0\.5 +6\.7B +0 +2% +15 0ms "
                              r" hot 75%, cold 25%")
        whole = json.loads(say(self.server, "top", "--json"))
        self.assertEqual(whole["Streams"][0]["Incoming"]["Records"], 20)

    def test_a_stream_that_is_not_there_is_told(self):
        for flags in (["--once"], ["--json"]):
            done = run(self.server, "top", "nope", *flags)
            self.assertEqual((done.returncode, done.stdout), (1, ""))
            self.assertIn("there is no stream nope; `runnel top` shows those", done.stderr)
        self.kinesis.delete_stream(StreamName="s")
        out = say(self.server, "top", "--once")
        makes_one = re.search(r"no streams; this makes one:\n  runnel (.*)\n", out)[1]
        say(self.server, *makes_one.split())
        self.assertIn("events", say(self.server, "top", "events", "--once"))

    def test_a_server_that_starts_again_is_waited_for(self):
        terminal, screen = pty.openpty()
        self.addCleanup(os.close, terminal)

        def wait_for(text):
            said = ""
            while text not in said:
                self.assertTrue(select.select([terminal], [], [], 60)[0], said)
                said += os.read(terminal, 65536).decode(errors="replace")

        with Server() as server:
            top = subprocess.Popen([PROGRAM, "top", "--interval", "100ms", "--endpoint",
                                    server.url], stdout=screen)
            self.addCleanup(top.wait)
            self.addCleanup(top.kill)
            os.close(screen)
            wait_for("no streams")
        wait_for("; trying again")
        with Server(port=server.port):
            wait_for("no streams")


class Metrics(LookingOn):
    ARGUMENTS = ("--limits", "aws")

    def test_streams_consumers_and_monitored_shards_are_counted(self):
        control(self.server, "UpdateClock", Freeze=True)
        for _ in range(3):
            entries = [{"PartitionKey": "k", "Data": b"xyz"}] * 400
            self.kinesis.put_records(StreamName="s", Records=entries)
        self.assertEqual(self.metric("aws_kinesis_incoming_records_total", stream_name="s"), 1000)
        self.assertEqual(self.metric("aws_kinesis_incoming_bytes_total", stream_name="s"), 4000)
        self.assertEqual(
            self.metric("aws_kinesis_put_records_throttled_records_total", stream_name="s"), 200)
        self.assertEqual(self.metric("aws_kinesis_put_records_calls_total", stream_name="s"), 3)
        self.assertGreater(
            self.metric("aws_kinesis_put_records_latency_milliseconds_total", stream_name="s"), 0)
        self.assertNotIn("shard_id", self.metrics())
        self.kinesis.enable_enhanced_monitoring(StreamName="s", ShardLevelMetrics=["ALL"])
        self.assertEqual(
            self.metric("aws_kinesis_shard_write_provisioned_throughput_exceeded_total",
                        shard_id=SHARD + "0"), 200)

    def test_every_sample_has_a_type_and_a_help_text_and_is_a_number(self):
        self.put(b"x")
        typed, helped = set(), set()
        for line in self.metrics().splitlines():
            if line.startswith("# TYPE "):
                typed.add(line.split()[2])
            elif line.startswith("# HELP "):
                helped.add(line.split()[2])
            else:
                name = re.match(r"\w+", line)[0]
                self.assertIn(name, typed)
                self.assertIn(name, helped)
                float(line.rsplit(" ", 1)[1])

    def test_fault_rules_are_counted(self):
        control(self.server, "AddFaultRule", RuleId="r", Action="DELAY", DelayMillis=1,
                Operations=["PutRecord"], EveryNth=2)
        for _ in range(4):
            self.put(b"x")
        self.assertEqual(self.metric("runnel_fault_rule_matched_total", rule_id="r"), 4)
        self.assertEqual(self.metric("runnel_fault_rule_fired_total", rule_id="r"), 2)


class Switches(unittest.TestCase):
    def status(self, *arguments):
        with Server(*arguments) as server:
            try:
                with urllib.request.urlopen(server.url + "/metrics") as answer:
                    return answer.status
            except urllib.error.HTTPError as error:
                return error.code

    def test_metrics_are_not_for_everybody_where_not_everybody_may_call(self):
        self.assertEqual(self.status(), 200)
        self.assertEqual(self.status("--metrics", "off"), 403)
        self.assertEqual(self.status("--control-operations", "off"), 403)
        with tempfile.NamedTemporaryFile("w", suffix=".ini") as credentials:
            credentials.write("[a]\naws_access_key_id = AKIA\naws_secret_access_key = s\n")
            credentials.flush()
            self.assertEqual(self.status("--credentials", credentials.name), 403)
            self.assertEqual(
                self.status("--credentials", credentials.name, "--metrics", "on"), 200)


class RequestLog(unittest.TestCase):
    def lines(self, *arguments):
        """What a server logs of some refused calls, as JSON."""
        with tempfile.TemporaryFile("w+") as log:
            command = [PROGRAM, "serve", "--port", "0", "--log-format", "json", *NO_DELAYS,
                       *arguments]
            with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log,
                                  text=True) as process:
                server = Server()
                server.url = process.stdout.readline().split()[-1]
                kinesis = server.kinesis()
                kinesis.create_stream(StreamName="s", ShardCount=1)
                control(server, "AddFaultRule", RuleId="lost", Action="ERROR",
                        ErrorCode="InternalFailure", Operations=["DescribeStream"])
                for call in [lambda: kinesis.describe_stream(StreamName="s"),
                             lambda: kinesis.describe_stream(StreamName="nope"),
                             lambda: kinesis.put_record(StreamName="s", PartitionKey="",
                                                        Data=b"x")]:
                    with self.assertRaises(Exception):
                        call()
                entries = [{"PartitionKey": "k", "Data": b"x"}] * 500
                for _ in range(3):
                    kinesis.put_records(StreamName="s", Records=entries)
                process.terminate()
            log.seek(0)
            return [json.loads(line) for line in log]

    def test_each_refusal_is_explained(self):
        lines = self.lines("--limits", "aws")
        struck = [line for line in lines if line.get("error") == "InternalFailure"]
        self.assertEqual([line["because"] for line in struck], ["struck by fault rule lost"])
        missing = [line for line in lines if line.get("error") == "ResourceNotFoundException"]
        self.assertEqual([line["message"] for line in missing],
                         ["Stream nope under account 000000000000 not found."])
        in_part = [line for line in lines
                   if line.get("operation") == "PutRecords" and "because" in line]
        self.assertEqual(len(in_part), 1)
        self.assertRegex(in_part[0]["because"],
                         r"^\d+ of 500 records refused, \d+ of them as too much at once; "
                         r"the limits of AWS hold for this stream: a shard takes 1 MiB and 1,000 "
                         r"records a second$")


if __name__ == "__main__":
    unittest.main()
