"""Injected faults as boto3 sees them: the exception that AWS gives, and a client that recovers."""

import json
import os
import subprocess
import tempfile
import threading
import unittest

import botocore.exceptions
import urllib3.exceptions

from server import NO_DELAYS, PROGRAM, Server

SHARD = "shardId-000000000000"
# How botocore tells that the connection ended in the middle of an event stream.
BROKEN_STREAM = (
    botocore.exceptions.HTTPClientError,
    botocore.exceptions.ReadTimeoutError,
    urllib3.exceptions.HTTPError,
)


def runnel(server, *arguments, check=True):
    """`runnel ARGUMENTS` against the server: what it prints as JSON, or its complaint."""
    command = [PROGRAM, *arguments, "--endpoint", server.url]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30)
    if not check:
        return done
    if done.returncode != 0:
        raise AssertionError(f"{command}: {done.stderr}")
    return json.loads(done.stdout) if done.stdout else None


class FaultTest(unittest.TestCase):
    ARGUMENTS = ()

    def setUp(self):
        self.server = Server(*NO_DELAYS, "--seed=7", "--subscription-heartbeat=200ms",
                             *self.ARGUMENTS)
        self.server.__enter__()
        self.addCleanup(self.server.__exit__)
        self.kinesis = self.server.kinesis()
        self.patient = self.server.kinesis(retries=4)
        self.kinesis.create_stream(StreamName="s", ShardCount=1)

    def add(self, action, **members):
        flags = [f"--{name.replace('_', '-')}={value}" for name, value in members.items()]
        return runnel(self.server, "faults", "add", action, *flags)["RuleId"]

    def rules(self):
        return {entry["Rule"]["RuleId"]: entry
                for entry in runnel(self.server, "faults", "list")["Rules"]}

    def put(self, data, client=None):
        return (client or self.kinesis).put_record(StreamName="s", PartitionKey="a", Data=data)

    def iterator(self, shard=SHARD, kind="TRIM_HORIZON", **more):
        return self.kinesis.get_shard_iterator(
            StreamName="s", ShardId=shard, ShardIteratorType=kind, **more)["ShardIterator"]

    def stored(self):
        """The data of all records there are, whatever the rules say."""
        runnel(self.server, "faults", "clear")
        records = []
        for shard in self.kinesis.list_shards(StreamName="s")["Shards"]:
            answer = self.kinesis.get_records(ShardIterator=self.iterator(shard["ShardId"]))
            records += [record["Data"] for record in answer["Records"]]
        return records


class Errors(FaultTest):
    MODELLED = [
        "AccessDeniedException", "ExpiredIteratorException", "InvalidArgumentException",
        "KMSAccessDeniedException", "KMSDisabledException", "KMSInvalidStateException",
        "KMSNotFoundException", "KMSOptInRequired", "KMSThrottlingException",
        "LimitExceededException", "ProvisionedThroughputExceededException",
        "ResourceInUseException", "ResourceNotFoundException",
    ]

    def test_every_exception_is_the_class_that_boto3_has_for_it(self):
        for code in self.MODELLED:
            with self.subTest(code):
                self.add("ERROR", error_code=code, operations="GetRecords", first_n=1)
                with self.assertRaises(getattr(self.kinesis.exceptions, code)) as raised:
                    self.kinesis.get_records(ShardIterator=self.iterator())
                self.assertEqual(
                    raised.exception.response["ResponseMetadata"]["HTTPStatusCode"], 400)
                self.kinesis.get_records(ShardIterator=self.iterator())
                runnel(self.server, "faults", "clear")

    def test_a_retrying_client_does_not_notice_what_can_be_retried(self):
        for code, status in [("InternalFailure", 500), ("ServiceUnavailable", 503),
                             ("ProvisionedThroughputExceededException", 400),
                             ("LimitExceededException", 400)]:
            with self.subTest(code):
                self.add("ERROR", error_code=code, operations="PutRecord", first_n=2)
                with self.assertRaises(botocore.exceptions.ClientError) as raised:
                    self.put(b"lost")
                response = raised.exception.response
                self.assertEqual(response["Error"]["Code"], code)
                self.assertEqual(response["ResponseMetadata"]["HTTPStatusCode"], status)
                answer = self.put(code.encode(), self.patient)
                self.assertEqual(answer["ResponseMetadata"]["RetryAttempts"], 1)
                self.assertEqual(self.stored()[-1:], [code.encode()])
                self.assertNotIn(b"lost", self.stored())

    def test_an_expired_iterator_is_fetched_anew(self):
        self.kinesis.put_records(StreamName="s", Records=[
            {"PartitionKey": "a", "Data": str(i).encode()} for i in range(10)])
        self.add("ERROR", error_code="ExpiredIteratorException", operations="GetRecords",
                 every_nth=3)
        received, expired, iterator = [], 0, self.iterator()
        while len(received) < 10:
            try:
                answer = self.kinesis.get_records(ShardIterator=iterator, Limit=2)
            except self.kinesis.exceptions.ExpiredIteratorException:
                expired += 1
                iterator = self.iterator(kind="AFTER_SEQUENCE_NUMBER",
                                         StartingSequenceNumber=received[-1]["SequenceNumber"])
                continue
            received += answer["Records"]
            iterator = answer["NextShardIterator"]
        self.assertEqual([record["Data"] for record in received],
                         [str(i).encode() for i in range(10)])
        self.assertEqual(expired, 2)


class Records(FaultTest):
    def test_a_producer_retries_the_records_that_failed_and_only_those(self):
        self.add("FAIL_RECORDS", operations="PutRecords", probability=0.3, rule_id="throttled")
        self.add("FAIL_RECORDS", operations="PutRecords", error_code="InternalFailure",
                 every_nth=10)
        pending = [{"PartitionKey": str(i), "Data": str(i).encode()} for i in range(200)]
        codes = set()
        for _ in range(50):
            answer = self.kinesis.put_records(StreamName="s", Records=pending)
            failed = [record for record, result in zip(pending, answer["Records"])
                      if "ErrorCode" in result]
            codes |= {result["ErrorCode"] for result in answer["Records"] if "ErrorCode" in result}
            self.assertEqual(answer["FailedRecordCount"], len(failed))
            pending = failed
            if not pending:
                break
        self.assertEqual(codes, {"ProvisionedThroughputExceededException", "InternalFailure"})
        self.assertEqual(sorted(self.stored(), key=int), [str(i).encode() for i in range(200)])

    def test_repeated_records_are_known_by_their_sequence_numbers(self):
        self.kinesis.put_records(StreamName="s", Records=[
            {"PartitionKey": "a", "Data": str(i).encode()} for i in range(6)])
        self.add("REPEAT_RECORDS", operations="GetRecords", every_nth=2)
        deliveries, seen, iterator = 0, {}, self.iterator()
        while len(seen) < 6:
            answer = self.kinesis.get_records(ShardIterator=iterator, Limit=2)
            for record in answer["Records"]:
                deliveries += 1
                seen[record["SequenceNumber"]] = record["Data"]
            iterator = answer["NextShardIterator"]
        self.assertEqual(list(seen.values()), [str(i).encode() for i in range(6)])
        self.assertEqual(deliveries, 8)

    def test_hidden_records_are_there_later(self):
        self.add("HIDE_RECORDS", operations="GetRecords", delay_millis=60000)
        iterator = self.iterator()
        self.put(b"1")
        answer = self.kinesis.get_records(ShardIterator=iterator)
        self.assertEqual(answer["Records"], [])
        runnel(self.server, "call", "UpdateClock", "--advance-millis", "60000")
        answer = self.kinesis.get_records(ShardIterator=answer["NextShardIterator"])
        self.assertEqual([record["Data"] for record in answer["Records"]], [b"1"])

    def test_a_consumer_follows_shards_that_split_under_it(self):
        self.add("RESHARD", operations="PutRecord", every_nth=5, budget_tokens=3)
        for i in range(40):
            self.kinesis.put_record(StreamName="s", PartitionKey=str(i), Data=str(i).encode())
        shards, received = [SHARD], []
        for shard in shards:  # grows as parents end
            iterator = self.iterator(shard)
            for _ in range(3):
                answer = self.kinesis.get_records(ShardIterator=iterator)
                received += [record["Data"] for record in answer["Records"]]
                shards += [child["ShardId"] for child in answer.get("ChildShards", [])]
                iterator = answer.get("NextShardIterator")
                if iterator is None:
                    break
        self.assertEqual(len(shards), 7)
        self.assertEqual(sorted(received, key=int), [str(i).encode() for i in range(40)])


class Connections(FaultTest):
    def test_before_the_effect_a_retry_puts_once(self):
        self.add("DROP_BEFORE", operations="PutRecord", first_n=2)
        with self.assertRaises(botocore.exceptions.ConnectionClosedError):
            self.put(b"1")
        self.assertEqual(self.put(b"1", self.patient)["ResponseMetadata"]["RetryAttempts"], 1)
        self.assertEqual(self.stored(), [b"1"])

    def test_after_the_effect_a_retry_makes_a_duplicate(self):
        self.add("DROP_AFTER", operations="PutRecord", first_n=1)
        self.assertEqual(self.put(b"1", self.patient)["ResponseMetadata"]["RetryAttempts"], 1)
        self.assertEqual(self.stored(), [b"1", b"1"])

    def test_a_late_answer_is_a_timeout_and_then_a_duplicate(self):
        self.add("DELAY", operations="PutRecord", delay_millis=5000, first_n=2)
        with self.assertRaises(botocore.exceptions.ReadTimeoutError):
            self.put(b"1", self.server.kinesis(read_timeout=0.3))
        answer = self.put(b"2", self.server.kinesis(read_timeout=0.3, retries=2))
        self.assertEqual(answer["ResponseMetadata"]["RetryAttempts"], 1)
        self.assertEqual(self.stored(), [b"1", b"2", b"2"])

    def test_an_answer_within_the_client_s_patience_arrives(self):
        self.add("DELAY", operations="PutRecord", delay_millis=1, delay_max_millis=300,
                 delay_distribution="UNIFORM")
        numbers = [int(self.put(str(i).encode())["SequenceNumber"]) for i in range(5)]
        self.assertEqual(numbers, sorted(numbers))


class Subscriptions(FaultTest):
    def setUp(self):
        super().setUp()
        arn = self.kinesis.describe_stream(StreamName="s")["StreamDescription"]["StreamARN"]
        consumer = self.kinesis.register_stream_consumer(StreamARN=arn, ConsumerName="c")
        self.consumer = consumer["Consumer"]["ConsumerARN"]
        self.kinesis.put_records(StreamName="s", Records=[
            {"PartitionKey": "a", "Data": str(i).encode()} for i in range(3)])

    def receive(self, count, read_timeout=20):
        """Data and interruptions until so many records are there; subscribes until they are."""
        position = {"Type": "TRIM_HORIZON"}
        data, interruptions = [], []
        for _ in range(20):
            try:
                client = self.server.kinesis(read_timeout=read_timeout)
                events = client.subscribe_to_shard(
                    ConsumerARN=self.consumer, ShardId=SHARD, StartingPosition=position)
                for event in events["EventStream"]:
                    event = event["SubscribeToShardEvent"]
                    data += [record["Data"] for record in event["Records"]]
                    position = {"Type": "AFTER_SEQUENCE_NUMBER",
                                "SequenceNumber": event["ContinuationSequenceNumber"]}
                    if len(data) >= count:
                        return data, interruptions
                interruptions.append("end")
            except botocore.exceptions.EventStreamError as error:
                interruptions.append(error.response["Error"]["Code"])
            except self.kinesis.exceptions.ResourceInUseException:
                # The old one is still open: wait its five seconds, on the emulator's clock.
                runnel(self.server, "call", "UpdateClock", "--advance-millis", "5000")
            except BROKEN_STREAM:
                interruptions.append("broken")
        self.fail(f"received {data} only, interrupted by {interruptions}")

    def test_an_exception_ends_the_stream_and_the_next_goes_on(self):
        self.add("END_SUBSCRIPTION", error_code="InternalFailureException", first_n=2)
        data, interruptions = self.receive(3)
        self.assertEqual(data, [b"0", b"1", b"2"])
        self.assertEqual(interruptions, ["InternalFailureException"] * 2)

    def test_a_clean_early_end(self):
        self.add("END_SUBSCRIPTION", first_n=1)
        self.assertEqual(self.receive(3), ([b"0", b"1", b"2"], ["end"]))

    def test_a_lost_connection(self):
        self.add("DROP_SUBSCRIPTION", first_n=1)
        self.assertEqual(self.receive(3), ([b"0", b"1", b"2"], ["broken"]))

    def test_a_silent_stream_is_given_up(self):
        self.add("SILENCE_SUBSCRIPTION", first_n=1)
        self.assertEqual(self.receive(3, read_timeout=1), ([b"0", b"1", b"2"], ["broken"]))

    def test_an_event_comes_twice(self):
        self.add("REPEAT_RECORDS", operations="SubscribeToShard", first_n=1)
        data, interruptions = self.receive(6)
        self.assertEqual((data, interruptions), ([b"0", b"1", b"2"] * 2, []))

    def test_a_refused_subscription_is_tried_again(self):
        self.add("ERROR", error_code="LimitExceededException", operations="SubscribeToShard",
                 first_n=1)
        answer = self.patient.subscribe_to_shard(
            ConsumerARN=self.consumer, ShardId=SHARD, StartingPosition={"Type": "LATEST"})
        self.assertEqual(answer["ResponseMetadata"]["RetryAttempts"], 1)


class Concurrency(FaultTest):
    ARGUMENTS = ("--threads=2",)

    def test_every_nth_and_a_budget_are_exact_when_many_call_at_once(self):
        self.add("ERROR", error_code="InternalFailure", operations="PutRecord", every_nth=10,
                 rule_id="nth")
        self.add("ERROR", error_code="LimitExceededException", operations="PutRecord",
                 budget_tokens=7, rule_id="budget")
        failures = []

        def write(writer):
            kinesis = self.server.kinesis()
            for i in range(100):
                try:
                    self.put(f"{writer}-{i}".encode(), kinesis)
                except botocore.exceptions.ClientError as error:
                    failures.append(error.response["Error"]["Code"])

        threads = [threading.Thread(target=write, args=(writer,)) for writer in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        rules = self.rules()
        self.assertEqual((rules["nth"]["Matched"], rules["nth"]["Fired"]), (400, 40))
        self.assertEqual(rules["budget"]["Fired"], 7)
        self.assertEqual(failures.count("InternalFailure"), 40)
        self.assertEqual(len(self.stored()), 400 - len(failures))


class CommandLine(unittest.TestCase):
    def test_rules_and_scenarios_from_flags_files_and_the_command_line(self):
        with tempfile.TemporaryDirectory() as folder:
            scenario = os.path.join(folder, "mine.json")
            with open(scenario, "w") as file:
                file.write('{"Name": "mine", // a comment\n "Rules": [{"Action": "DROP_AFTER",'
                           ' "Operations": ["DeleteStream"]},]}')
            config = os.path.join(folder, "runnel.yaml")
            with open(config, "w") as file:
                file.write("fault:\n  - fail_records probability=0.5 operations=Put*|GetRecords\n"
                           '  - \'{"RuleId": "json", "Action": "DELAY", "DelayMillis": 1}\'\n')
            arguments = ["--config", config, "--scenario", "hot-shard", "--scenario", scenario]
            with Server(*NO_DELAYS, *arguments) as server:
                names = [entry["Rule"]["RuleId"]
                         for entry in runnel(server, "faults", "list")["Rules"]]
                self.assertEqual(names, ["rule-1", "json", "hot-shard:writes", "hot-shard:reads",
                                         "mine:1"])
                started = runnel(server, "faults", "scenario", "flaky-producer",
                                 "--stream-name", "orders")
                self.assertIn("flaky-producer:lost-answers", started["RuleIds"])
                runnel(server, "faults", "remove", "flaky-producer:*")
                runnel(server, "faults", "scenario", scenario)
                listed = runnel(server, "faults", "scenario")["Scenarios"]
                self.assertEqual(len(listed), 5)
                runnel(server, "faults", "clear")
                self.assertEqual(runnel(server, "faults", "list")["Rules"], [])

    def test_what_is_wrong_is_said_with_what_would_be_right(self):
        with Server() as server:
            for arguments, complaint in [
                (["faults", "add"], "runnel faults add --help"),
                (["faults", "add", "EXPLODE"], "SILENCE_SUBSCRIPTION"),
                (["faults", "add", "ERROR"], "ProvisionedThroughputExceededException"),
                (["faults", "add", "DELAY", "--delay-milis", "5"], "delay-millis"),
                (["faults", "lsit"], "list"),
                (["faults", "remove", "none"], "ListFaultRules"),
                (["faults", "scenario", "flaky"], "flaky-producer"),
                (["faults", "scenario", "./none.json"], "No such file"),
            ]:
                with self.subTest(arguments):
                    done = runnel(server, *arguments, check=False)
                    self.assertNotEqual(done.returncode, 0)
                    self.assertIn(complaint, done.stderr)
        for flag in ["--fault=ERROR", "--fault=error probabilty=1", "--scenario=none"]:
            command = [PROGRAM, "serve", "--port", "0", flag]
            done = subprocess.run(command, capture_output=True, text=True, timeout=30)
            self.assertEqual(done.returncode, 2, done.stderr)

    def test_equal_seeds_give_equal_faults(self):
        def run():
            with Server(*NO_DELAYS, "--seed=12", "--scenario=flaky-producer") as server:
                kinesis = server.kinesis()
                kinesis.create_stream(StreamName="s", ShardCount=1)
                outcome = []
                for i in range(100):
                    try:
                        kinesis.put_record(StreamName="s", PartitionKey="a", Data=b"1")
                        outcome.append("stored")
                    except botocore.exceptions.BotoCoreError as error:
                        outcome.append(type(error).__name__)
                    except botocore.exceptions.ClientError as error:
                        outcome.append(error.response["Error"]["Code"])
                return outcome

        first = run()
        self.assertEqual(first, run())
        self.assertEqual(set(first), {"stored", "ProvisionedThroughputExceededException",
                                      "ConnectionClosedError"})


if __name__ == "__main__":
    unittest.main()
