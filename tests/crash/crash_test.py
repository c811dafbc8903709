"""Kills a server that is being written to, again and again, and checks what is there afterwards.

Every round starts the server on the data of the rounds before, writes to it from several
connections, reshards now and then, and ends it with SIGKILL at a random moment. The next start must
find every acknowledged record once, under the sequence number that was given for it, in rising
order; a record that was never acknowledged may be there once or not at all.

    RUNNEL_PROGRAM=build/bin/runnel python3 tests/crash/crash_test.py --rounds 300 [--seed N]
"""

import argparse
import base64
import http.client
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time

WRITERS = 4
ROUNDS_PER_FOLDER = 20
STREAM = "events"
HEADERS = {
    "Content-Type": "application/x-amz-json-1.1",
    "X-Amz-Date": "20260101T000000Z",
    "Authorization": "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/kinesis/aws4_request, "
    "SignedHeaders=host, Signature=0",
}


class Refused(Exception):
    pass


class Client:
    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def call(self, operation, **members):
        headers = dict(HEADERS, **{"X-Amz-Target": "Kinesis_20131202." + operation})
        self.connection.request("POST", "/", json.dumps(members), headers)
        reply = self.connection.getresponse()
        body = reply.read()
        if reply.status != 200:
            raise Refused(f"{operation}: {reply.status} {body.decode()}")
        return json.loads(body) if body else {}


class Server:
    def __init__(self, folder, durability):
        self.process = subprocess.Popen(
            [os.environ["RUNNEL_PROGRAM"], "serve", "--port", "0", "--data", folder,
             "--durability", durability, "--log-level", "warn", "--create-stream-delay", "0",
             "--update-stream-delay", "0", "--limits", "off"],
            stdout=subprocess.PIPE, text=True, env={"HOME": folder, "PATH": os.environ["PATH"]})
        line = self.process.stdout.readline()
        if not line.startswith("Runnel is ready on "):
            raise SystemExit(f"the server did not start: {line!r}")
        self.port = int(line.strip().rsplit(":", 1)[1])

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()


class Writer(threading.Thread):
    """Writes until the server is gone, and remembers what was acknowledged."""

    def __init__(self, port, name, seed):
        super().__init__()
        self.port, self.name_, self.random = port, name, random.Random(seed)
        self.acknowledged = {}  # id: (shard, sequence number)
        self.sent = set()
        self.failure = None

    def run(self):
        client = Client(self.port)
        number = 0
        try:
            while True:
                count = self.random.choice([1, 1, 1, 20])
                ids = [f"{self.name_}.{number + i}" for i in range(count)]
                number += count
                self.sent.update(ids)
                entries = [self.entry(record_id) for record_id in ids]
                if count == 1:
                    replies = [client.call("PutRecord", StreamName=STREAM, **entries[0])]
                else:
                    replies = client.call("PutRecords", StreamName=STREAM,
                                          Records=entries)["Records"]
                for record_id, reply in zip(ids, replies):
                    self.acknowledged[record_id] = (reply["ShardId"], int(reply["SequenceNumber"]))
        except (OSError, http.client.HTTPException):
            pass  # the server was killed
        except Exception as failure:  # anything else is for the main thread to tell
            self.failure = failure

    def entry(self, record_id):
        padding = "x" * self.random.choice([0, 10, 1000, 20000])
        data = base64.b64encode(f"{record_id}|{padding}".encode()).decode()
        return {"PartitionKey": record_id, "Data": data}


def read_shard(client, shard):
    iterator = client.call("GetShardIterator", StreamName=STREAM, ShardId=shard,
                           ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
    records = []
    while iterator:
        page = client.call("GetRecords", ShardIterator=iterator)
        records += page["Records"]
        iterator = page.get("NextShardIterator")
        if not page["Records"] and page["MillisBehindLatest"] == 0:
            break
    return records


class History:
    """What every round in one folder has sent and been told."""

    def __init__(self):
        self.acknowledged = {}
        self.sent = set()

    def check(self, client):
        found = {}
        for shard in client.call("ListShards", StreamName=STREAM)["Shards"]:
            last = -1
            for record in read_shard(client, shard["ShardId"]):
                record_id = base64.b64decode(record["Data"]).decode().split("|", 1)[0]
                number = int(record["SequenceNumber"])
                assert number > last, f"{record_id}: sequence numbers do not rise"
                last = number
                assert record_id not in found, f"{record_id} is there twice"
                assert record_id in self.sent, f"{record_id} was never sent"
                assert record["PartitionKey"] == record_id, f"{record_id} has another key"
                found[record_id] = (shard["ShardId"], number)
        lost = [i for i, place in self.acknowledged.items() if found.get(i) != place]
        assert not lost, f"{len(lost)} acknowledged records are not there, such as {lost[0]}"
        return len(found)


def reshard(client, rng):
    """Splits a shard, or merges two, if there are few."""
    shards = [s for s in client.call("ListShards", StreamName=STREAM)["Shards"]
              if "EndingSequenceNumber" not in s["SequenceNumberRange"]]
    shards.sort(key=lambda s: int(s["HashKeyRange"]["StartingHashKey"]))
    if len(shards) > 4:
        at = rng.randrange(len(shards) - 1)
        client.call("MergeShards", StreamName=STREAM, ShardToMerge=shards[at]["ShardId"],
                    AdjacentShardToMerge=shards[at + 1]["ShardId"])
        return
    shard = rng.choice(shards)
    low, high = (int(shard["HashKeyRange"][name]) for name in ("StartingHashKey", "EndingHashKey"))
    client.call("SplitShard", StreamName=STREAM, ShardToSplit=shard["ShardId"],
                NewStartingHashKey=str((low + high) // 2 + 1))


def play_round(folder, history, rng, name, durability):
    server = Server(folder, durability)
    try:
        client = Client(server.port)
        if history.sent:
            history.check(client)
        else:
            client.call("CreateStream", StreamName=STREAM, ShardCount=2)
        writers = [Writer(server.port, f"{name}.{i}", rng.random()) for i in range(WRITERS)]
        for writer in writers:
            writer.start()
        until = time.monotonic() + rng.uniform(0.01, 0.25)
        if rng.random() < 0.3:
            reshard(client, rng)
        while time.monotonic() < until:
            client.call("DescribeStreamSummary", StreamName=STREAM)
    finally:
        server.kill()
    for writer in writers:
        writer.join()
        if writer.failure:
            raise writer.failure
        history.acknowledged.update(writer.acknowledged)
        history.sent |= writer.sent


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--seed", type=int, default=random.randrange(2**32))
    options = parser.parse_args()
    print(f"{options.rounds} rounds with --seed {options.seed}", flush=True)
    rng = random.Random(options.seed)
    acknowledged = done = 0
    while done < options.rounds:
        history = History()
        # A killed process loses nothing at either level; only a power failure tells them apart.
        durability = rng.choice(["full", "normal"])
        with tempfile.TemporaryDirectory() as folder:
            for _ in range(min(ROUNDS_PER_FOLDER, options.rounds - done)):
                play_round(folder, history, rng, str(done), durability)
                done += 1
            server = Server(folder, durability)
            try:
                history.check(Client(server.port))
            finally:
                server.kill()
        acknowledged += len(history.acknowledged)
        print(f"{done} rounds: {acknowledged} acknowledged records, none lost", flush=True)
    assert acknowledged > options.rounds, "hardly anything was written"


if __name__ == "__main__":
    sys.exit(main())
