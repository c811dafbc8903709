"""Streams that invoke functions: nothing lost, nothing out of order, whatever happens meanwhile."""

import base64
import io
import os
import socket
import tempfile
import unittest
import zipfile

from server import NO_DELAYS, Server

ROLE = "arn:aws:iam::000000000000:role/r"
AT_ONCE = [*NO_DELAYS, "--event-source-mapping-delay=0"]

# Tells a socket of the test what it got; a process that has served `LIVES` invocations dies of the
# next one after it has told.
HANDLER = """
import os, socket
told = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
served = 0
def handler(event, context):
    global served
    served += 1
    lines = [record["kinesis"]["data"] for record in event["Records"]]
    told.sendto("\\n".join(lines).encode(), os.environ["TOLD"])
    if served > int(os.environ["LIVES"]):
        os._exit(1)
"""


def zip_of(name, text):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, text)
    return out.getvalue()


class Delivered:
    """What a function was invoked with, in the order in which that happened."""

    def __init__(self, path):
        self.path = path
        self.records = []  # each once, at its first time
        self._seen = set()
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.settimeout(60)
        self._socket.bind(path)

    def await_count(self, count):
        while len(self.records) < count:
            for line in self._socket.recv(1 << 18).decode().split("\n"):
                record = base64.b64decode(line).decode()
                if record not in self._seen:
                    self._seen.add(record)
                    self.records.append(record)

    def close(self):
        self._socket.close()


class EventSourceMappings(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.delivered = Delivered(os.path.join(self.folder, "told"))
        self.addCleanup(self.delivered.close)

    def serve(self, *arguments):
        server = Server(*AT_ONCE, "--log-level=off", *arguments)
        server.__enter__()
        return server

    def map_stream(self, server, shards, lives, **members):
        kinesis = server.kinesis()
        kinesis.create_stream(StreamName="events", ShardCount=shards)
        arn = kinesis.describe_stream_summary(StreamName="events")[
            "StreamDescriptionSummary"]["StreamARN"]
        client = server.client("lambda")
        client.create_function(
            FunctionName="f", Runtime="python3.11", Handler="index.handler", Role=ROLE,
            Code={"ZipFile": zip_of("index.py", HANDLER)},
            Environment={"Variables": {"TOLD": self.delivered.path, "LIVES": str(lives)}})
        return client.create_event_source_mapping(
            EventSourceArn=arn, FunctionName="f", StartingPosition="TRIM_HORIZON",
            BatchSize=100, **members)

    def put(self, server, numbers):
        records = [{"PartitionKey": f"key-{n % 10}", "Data": f"{n % 10}:{n}".encode()}
                   for n in numbers]
        answer = server.kinesis().put_records(StreamName="events", Records=records)
        self.assertEqual(answer["FailedRecordCount"], 0)

    def check_order(self, count):
        self.assertEqual(len(self.delivered.records), count)
        for key in range(10):
            numbers = [int(record.split(":")[1]) for record in self.delivered.records
                       if record.startswith(f"{key}:")]
            self.assertEqual(numbers, list(range(key, count, 10)))

    def test_ten_thousand_records_arrive_in_order(self):
        server = self.serve()
        self.addCleanup(server.__exit__)
        self.map_stream(server, shards=1, lives=1_000_000)
        for begin in range(0, 10_000, 500):
            self.put(server, range(begin, begin + 500))
        self.delivered.await_count(10_000)
        self.check_order(10_000)

    def test_nothing_is_lost_across_a_split_dying_functions_and_a_restart(self):
        data = f"--data={self.folder}/data"
        retries = "--event-source-retry-delay=1ms"
        server = self.serve(data, retries)
        mapping = self.map_stream(server, shards=1, lives=3, BisectBatchOnFunctionError=False)
        for begin in range(0, 600, 100):
            self.put(server, range(begin, begin + 100))
        server.kinesis().split_shard(
            StreamName="events", ShardToSplit="shardId-000000000000",
            NewStartingHashKey=str(2**127))
        for begin in range(600, 1_200, 100):
            self.put(server, range(begin, begin + 100))
        self.delivered.await_count(300)
        server.__exit__()
        server = self.serve(data, retries)
        self.addCleanup(server.__exit__)
        for begin in range(1_200, 2_000, 100):
            self.put(server, range(begin, begin + 100))
        self.delivered.await_count(2_000)
        self.check_order(2_000)
        listed = server.client("lambda").list_event_source_mappings(FunctionName="f")
        self.assertEqual([m["UUID"] for m in listed["EventSourceMappings"]], [mapping["UUID"]])

    def test_terraform_can_read_the_tags_of_a_mapping_after_every_read(self):
        server = self.serve()
        self.addCleanup(server.__exit__)
        mapping = self.map_stream(server, shards=1, lives=10, Tags={"team": "a"})
        client = server.client("lambda")
        read = client.get_event_source_mapping(UUID=mapping["UUID"])
        self.assertIn(read["State"], ("Creating", "Enabled"))
        self.assertEqual(
            client.list_tags(Resource=read["EventSourceMappingArn"])["Tags"], {"team": "a"})
        client.delete_event_source_mapping(UUID=mapping["UUID"])
        with self.assertRaises(client.exceptions.ResourceNotFoundException):
            client.get_event_source_mapping(UUID=mapping["UUID"])


if __name__ == "__main__":
    unittest.main()
