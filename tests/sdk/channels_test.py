"""Channels by boto3 and the AWS CLI, and what they write into a folder."""

import gzip
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

from botocore.exceptions import WaiterError
from command_line import control, run, say
from server import NO_DELAYS, PROGRAM, Server

ROLE = "arn:aws:iam::000000000000:role/channel"
STREAM = "arn:aws:kinesis:us-east-1:000000000000:stream/s"
QUICKLY = {"Delay": 1, "MaxAttempts": 20}


def program(server, *arguments):
    """`runnel ARGUMENTS`: what it prints; it must succeed."""
    environment = {**os.environ, "RUNNEL_ENDPOINT": server.url}
    done = subprocess.run(
        [PROGRAM, *arguments], capture_output=True, text=True, timeout=60, env=environment
    )
    if done.returncode != 0:
        raise AssertionError(f"{arguments}: {done.stderr}")
    return done.stdout


class Channels(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.buckets = self.folder / "buckets"
        self.buckets.mkdir()

    def server(self, *arguments):
        return Server(*NO_DELAYS, "--buckets", str(self.buckets), *arguments)

    def start(self, kinesis, name="orders", record_format="JSON", **storage):
        """A stream, and a channel once its waiter has seen it ACTIVE. Gives its ARN."""
        kinesis.create_stream(StreamName="s", StreamModeDetails={"StreamMode": "ON_DEMAND"})
        arn = kinesis.create_channel(
            ChannelName=name,
            ServiceExecutionRoleARN=ROLE,
            StreamConfigurationList=[
                {"StreamARN": STREAM, "RecordConfiguration": {"RecordFormatType": record_format}}
            ],
            S3DestinationConfiguration={
                "StorageConfiguration": {
                    "BucketARN": "arn:aws:s3:::lake",
                    "ExpectedBucketOwner": "000000000000",
                    "CompressionType": "NONE",
                    **storage,
                }
            },
        )["ChannelDescription"]["ChannelARN"]
        kinesis.get_waiter("channel_active").wait(ChannelARN=arn, WaiterConfig=QUICKLY)
        return arn

    def objects(self):
        files = [path for path in self.buckets.rglob("*") if path.is_file()]
        return {str(path.relative_to(self.buckets)): path.read_bytes() for path in files}

    def test_records_become_an_object_when_they_are_old_enough(self):
        with self.server() as server:
            kinesis = server.kinesis()
            self.start(kinesis, CompressionType="GZIP")
            for data in (b'{"n":1}', b"broken", b'{"n":2}'):
                kinesis.put_record(StreamName="s", PartitionKey="k", Data=data)
            self.assertEqual(self.objects(), {})
            control(server, "UpdateClock", AdvanceMillis=300_000)
            # Joins the flush that has begun, if it is not over yet.
            control(server, "FlushChannel", ChannelName="orders")
            found = self.objects()
            good = [name for name in found if name.endswith(".gz")]
            dead = [name for name in found if name.endswith(".json")]
            self.assertEqual((len(good), len(dead), len(found)), (1, 1, 2))
            self.assertRegex(good[0], r"^lake/kinesis-channel/orders/[a-z0-9]{26}/\d{4}/\d\d/\d\d/")
            self.assertEqual(gzip.decompress(found[good[0]]), b'{"n":1}\n{"n":2}\n')
            letter = json.loads(found[dead[0]])
            self.assertEqual((letter["errorCode"], letter["data"]), ("InvalidJson", "YnJva2Vu"))
            self.assertRegex(dead[0], r"^lake/kinesis-channel/errors/orders/")
            file = self.buckets / good[0]
            self.assertEqual(file.stat().st_mode & 0o777, 0o600)
            self.assertEqual(file.parent.stat().st_mode & 0o777, 0o700)

    def test_zstandard_is_read_by_its_own_program(self):
        with self.server() as server:
            kinesis = server.kinesis()
            self.start(kinesis, record_format="STRING", CompressionType="ZSTD")
            kinesis.put_record(StreamName="s", PartitionKey="k", Data=b"text " * 1000)
            self.assertIn("1 record of orders has been delivered",
                          program(server, "channels", "flush", "orders"))
        ((name, compressed),) = self.objects().items()
        self.assertTrue(name.endswith(".zst"))
        self.assertEqual(compressed[:4], b"\x28\xb5\x2f\xfd")
        self.assertLess(len(compressed), 200)

    def test_no_name_leads_out_of_the_bucket(self):
        with self.server() as server:
            kinesis = server.kinesis()
            self.start(kinesis, name="..", record_format="STRING",
                       OutputKeyTemplate="a/!{channel-name}/!{channel-name}")
            kinesis.put_record(StreamName="s", PartitionKey="k", Data=b"x")
            program(server, "channels", "flush", "..")
        ((name, data),) = self.objects().items()
        self.assertRegex(name, r"^lake/a/%2E%2E/\.\.-[0-9a-f-]{36}$")
        self.assertEqual(data, b"x\n")
        self.assertEqual([path.name for path in self.folder.iterdir()], ["buckets"])

    def test_a_restart_loses_nothing_and_repeats_nothing(self):
        data = ["--data", str(self.folder / "data")]
        with self.server(*data) as server:
            kinesis = server.kinesis()
            self.start(kinesis, record_format="STRING", OutputKeyTemplate="k")
            kinesis.put_record(StreamName="s", PartitionKey="k", Data=b"a")
            program(server, "channels", "flush", "orders")
            kinesis.put_record(StreamName="s", PartitionKey="k", Data=b"b")
        with self.server(*data) as server:
            program(server, "channels", "flush", "orders")
            self.assertIn("2 records in 2 objects", program(server, "channels"))
        self.assertEqual(sorted(self.objects().values()), [b"a\n", b"b\n"])

    def test_a_server_that_is_killed_while_it_writes_loses_nothing_and_repeats_nothing(self):
        data = ["--data", str(self.folder / "data")]
        acknowledged = []
        for round_number in range(4):
            with self.server(*data) as server:
                kinesis = server.kinesis()
                if round_number == 0:
                    self.start(kinesis, record_format="STRING", OutputKeyTemplate="k")
                for i in range(20):
                    text = f"{round_number}-{i}"
                    kinesis.put_record(StreamName="s", PartitionKey=text, Data=text.encode())
                    acknowledged.append(text)
                    if i % 7 == 6:
                        control(server, "FlushChannel", ChannelName="orders", Wait=False)
                server.kill()
        with self.server(*data) as server:
            # An object of the last round may have to be written again first.
            program(server, "channels", "flush", "orders")
            program(server, "channels", "flush", "orders")
            self.assertIn(f"  {len(acknowledged)} records in ", program(server, "channels"))
        # What was half written when the server was killed is left beside its object, or gone.
        whole = [data for name, data in self.objects().items() if not name.endswith(".part")]
        lines = b"".join(whole).decode().split()
        self.assertEqual(sorted(lines), sorted(acknowledged))

    def test_a_folder_that_is_missing_makes_the_channel_fail(self):
        with self.server() as server:
            self.buckets.rmdir()
            kinesis = server.kinesis()
            with self.assertRaises(WaiterError):
                self.start(kinesis)
            (channel,) = kinesis.list_channels()["ChannelSummaries"]
            self.assertEqual(channel["ChannelStatus"], "FAILED")
            self.assertIn("does not exist or is no folder", channel["ChannelStatusReason"])
            self.assertIn("FAILED", program(server, "channels"))

    def test_a_folder_that_is_missing_at_the_start_is_told(self):
        missing = str(self.folder / "bukcets")
        done = subprocess.run([PROGRAM, "serve", "--port", "0", "--buckets", missing],
                              capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"the folder of --buckets, {missing}, does not exist", done.stderr)
        self.assertEqual(done.stdout, "")

    def test_without_a_folder_records_count_as_delivered(self):
        with Server(*NO_DELAYS) as server:
            kinesis = server.kinesis()
            self.start(kinesis)
            kinesis.put_record(StreamName="s", PartitionKey="k", Data=b"1")
            program(server, "channels", "flush", "orders")
            shown = program(server, "channels")
            self.assertIn("1 record in 0 objects, 0 dead letters", shown)
            self.assertIn("start the server with --buckets", shown)

    def test_the_server_is_named_and_slips_are_told_as_by_other_commands(self):
        with Server(*NO_DELAYS) as server:
            self.start(server.kinesis())
            self.assertIn("orders  ACTIVE", say(server, "channels"))
            self.assertEqual(json.loads(say(server, "channels", "--json"))["ChannelName"], "orders")
            self.assertIn("0 records of orders", say(server, "channels", "flush", "orders"))
            self.assertEqual(say(server, "failures"), "no records have been given up\n")
            self.assertEqual(say(server, "failures", "--json"), "")
            for words, told in [
                (["channels", "fluch"], "no `runnel channels fluch` (did you mean flush?)"),
                (["channels", "flush"], "flush which channel?"),
                (["channels", "flush", "a", "b"], "unexpected word 'b'; see `runnel channels --"),
                (["channels", "--jsn"], "unknown flag --jsn (did you mean --json?)"),
                (["channels", "flush", "a", "--json"], "--json is for the list"),
                (["failures", "extra"], "unexpected word 'extra'; see `runnel failures --help`"),
                (["failures", "--profil=a"], "did you mean --profile?"),
            ]:
                with self.subTest(words):
                    done = run(server, *words)
                    self.assertEqual(done.returncode, 2)
                    self.assertIn(told, done.stderr)

    def test_the_aws_cli_makes_a_channel_that_delivers(self):
        with self.server() as server:
            program(server, "aws", "kinesis", "create-stream", "--stream-name", "s",
                    "--stream-mode-details", "StreamMode=ON_DEMAND")
            made = json.loads(program(
                server, "aws", "kinesis", "create-channel", "--channel-name", "orders",
                "--service-execution-role-arn", ROLE, "--stream-configuration-list",
                f"StreamARN={STREAM},RecordConfiguration={{RecordFormatType=BYTE_ARRAY}}",
                "--s3-destination-configuration",
                "StorageConfiguration={BucketARN=arn:aws:s3:::lake,"
                "ExpectedBucketOwner=000000000000,CompressionType=NONE}",
            ))["ChannelDescription"]
            server.kinesis().get_waiter("channel_active").wait(
                ChannelARN=made["ChannelARN"], WaiterConfig=QUICKLY
            )
            # By fileb:// both versions of the CLI take bytes as they are.
            (self.folder / "hello").write_bytes(b"hello")
            program(server, "aws", "kinesis", "put-record", "--stream-name", "s",
                    "--partition-key", "k", "--data", f"fileb://{self.folder}/hello")
            program(server, "channels", "flush", "orders")
            self.assertEqual(list(self.objects().values()), [b"hello"])
            program(server, "aws", "kinesis", "delete-channel", "--channel-arn",
                    made["ChannelARN"])
            self.assertIn("there are no channels", program(server, "channels"))


if __name__ == "__main__":
    unittest.main()
