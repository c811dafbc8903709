"""Many clients put and read at once while shards split and merge; then their history is checked.

    RUNNEL_PROGRAM=build/bin/runnel python3 tests/load/linearizability_test.py --records 3000
"""

import argparse
import base64
import random
import sys
import tempfile
import threading
import time

import client
import history

STREAM = "history"
WRITERS = 6
KEYS_OF_WRITER = 3


class Worker(threading.Thread):
    """What goes wrong in a thread is for the main thread to tell."""

    def __init__(self, port, work, *arguments):
        super().__init__()
        self.port, self.work, self.arguments = port, work, arguments
        self.result, self.failure = None, None

    def run(self):
        try:
            self.result = self.work(client.Client(self.port), *self.arguments)
        except Exception as failure:
            self.failure = failure

    def outcome(self):
        self.join()
        if self.failure:
            raise self.failure
        return self.result


def write(server, name, count, seed):
    """Puts so many records one after the other, single or in twos, and says where they went."""
    dice = random.Random(seed)
    puts = []
    for number in range(count):
        key = f"{name}-{dice.randrange(KEYS_OF_WRITER)}"
        record = f"{key}.{number}"
        entry = {"PartitionKey": key, "Data": base64.b64encode(record.encode()).decode()}
        sent = time.monotonic()
        if dice.randrange(3):
            reply = server.call("PutRecord", StreamName=STREAM, **entry)
        else:
            reply = server.call("PutRecords", StreamName=STREAM, Records=[entry])["Records"][0]
        puts.append(history.Put(record, key, reply["ShardId"], int(reply["SequenceNumber"]), sent,
                                time.monotonic()))
    return puts


def read(server, shard, writers_are_done):
    """Reads a shard from its start to its end, or until all was written and read."""
    reads = []
    last_number = 0
    iterator = server.call("GetShardIterator", StreamName=STREAM, ShardId=shard,
                           ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
    while iterator:
        done = writers_are_done.is_set()
        asked = time.monotonic()
        page = server.call("GetRecords", ShardIterator=iterator, Limit=200)
        answered = time.monotonic()
        records = [(base64.b64decode(one["Data"]).decode(), int(one["SequenceNumber"]))
                   for one in page["Records"]]
        if records:
            last_number = records[-1][1]
        caught_up = page["MillisBehindLatest"] == 0
        if records or done:
            reads.append(history.Read(shard, asked, answered, records, last_number, caught_up))
        iterator = page.get("NextShardIterator")
        if done and not records:
            break
    return reads


def reshard(server, seed, writers_are_done):
    """Splits and merges without a rest; returns how often."""
    dice = random.Random(seed)
    count = 0
    while not writers_are_done.is_set():
        shards = [shard for shard in server.call("ListShards", StreamName=STREAM)["Shards"]
                  if "EndingSequenceNumber" not in shard["SequenceNumberRange"]]
        shards.sort(key=lambda shard: int(shard["HashKeyRange"]["StartingHashKey"]))
        at = dice.randrange(len(shards))
        if len(shards) > 2 and dice.randrange(2) and at + 1 < len(shards) or len(shards) > 12:
            at = min(at, len(shards) - 2)
            server.call("MergeShards", StreamName=STREAM, ShardToMerge=shards[at]["ShardId"],
                        AdjacentShardToMerge=shards[at + 1]["ShardId"])
        else:
            bounds = shards[at]["HashKeyRange"]
            first, last = int(bounds["StartingHashKey"]), int(bounds["EndingHashKey"])
            server.call("SplitShard", StreamName=STREAM, ShardToSplit=shards[at]["ShardId"],
                        NewStartingHashKey=str((first + last) // 2 + 1))
        count += 1
        # As many as there are records: each reshard leaves shards that must be read.
        writers_are_done.wait(0.05)
    return count


def run(port, records, seed):
    main = client.Client(port)
    main.call("CreateStream", StreamName=STREAM, ShardCount=3)
    writers_are_done = threading.Event()
    writers = [Worker(port, write, f"w{i}", records // WRITERS, seed + i) for i in range(WRITERS)]
    resharder = Worker(port, reshard, seed, writers_are_done)
    readers = {}

    def follow():
        """A reader for each shard as soon as it is there."""
        for shard in main.call("ListShards", StreamName=STREAM)["Shards"]:
            if shard["ShardId"] not in readers:
                reader = Worker(port, read, shard["ShardId"], writers_are_done)
                readers[shard["ShardId"]] = reader
                reader.start()

    follow()
    for worker in writers + [resharder]:
        worker.start()
    while any(writer.is_alive() for writer in writers):
        follow()
        writers[0].join(0.05)
    writers_are_done.set()
    reshards = resharder.outcome()
    follow()
    kept = history.History()
    for writer in writers:
        kept.puts += writer.outcome()
    for reader in readers.values():
        kept.reads += reader.outcome()
    return kept, reshards, len(readers)


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--records", type=int, default=3000)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--data", action="store_true", help="keep the records on disk")
    arguments.add_argument("--threads", type=int, default=1, help="of the server")
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        kept_on_disk = ["--data", folder] if options.data else []
        with client.Server("--threads", str(options.threads), *kept_on_disk) as server:
            begin = time.monotonic()
            kept, reshards, shards = run(server.port, options.records, options.seed)
            seconds = time.monotonic() - begin
    for violation in kept.violations():
        print(violation, file=sys.stderr)
    print(f"{len(kept.puts)} records by {WRITERS} writers, {len(kept.reads)} answers to {shards} "
          f"readers, {reshards} reshards in {seconds:.1f} s")
    return 1 if kept.violations() or reshards < 5 else 0


if __name__ == "__main__":
    sys.exit(main())
