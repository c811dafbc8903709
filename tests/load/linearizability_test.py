"""Many clients put and read at once while shards split and merge; then their history is checked.

    RUNNEL_PROGRAM=build/bin/runnel python3 tests/load/linearizability_test.py --records 3000
"""

import argparse
import base64
import random
import socket
import struct
import sys
import tempfile
import threading
import time

import client
import history

STREAM = "history"
WRITERS = 6
KEYS_OF_WRITER = 6
ENTRIES_MOST = 5  # of a PutRecords, each of another key
PUTS_PER_CUT = 10  # where connections are cut
RECORDS_PER_FRESH_READ = 30  # at most, or the history says little about the tip


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


def hang_up(server, request, dice):
    """Sends a request on a connection of its own, to its end or not, and takes no answer. Says
    whether it was sent to its end."""
    whole = dice.randrange(2) == 0
    with socket.create_connection(("127.0.0.1", server.connection.port)) as connection:
        connection.sendall(request if whole else request[:dice.randrange(1, len(request))])
        if dice.randrange(2):  # not even an end of what is sent, but a reset
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    return whole


def write(server, name, count, seed, cuts):
    """Puts so many records, single or up to five at once, and says where they went. If it `cuts`
    connections, it does not hear of all of them."""
    dice = random.Random(seed)
    kept = history.History()
    number = 0
    while number < count:
        many = dice.randrange(3) == 0
        entries = dice.randrange(1, min(ENTRIES_MOST, count - number) + 1) if many else 1
        keys = [f"{name}-{key}" for key in dice.sample(range(KEYS_OF_WRITER), entries)]
        records = [f"{key}.{number + place}" for place, key in enumerate(keys)]
        number += entries
        members = [{"PartitionKey": key, "Data": base64.b64encode(record.encode()).decode()}
                   for key, record in zip(keys, records)]
        call = (("PutRecords", {"StreamName": STREAM, "Records": members}) if many else
                ("PutRecord", {"StreamName": STREAM, **members[0]}))
        sent = time.monotonic()
        if cuts and dice.randrange(PUTS_PER_CUT) == 0:
            if hang_up(server, server.bytes_of(*call), dice):
                kept.unanswered.update((record, sent) for record in records)
            else:
                kept.cut_off.update(records)
            continue
        reply = server.call(call[0], **call[1])
        answered = time.monotonic()
        for record, key, place in zip(records, keys, reply["Records"] if many else [reply],
                                      strict=True):
            kept.puts.append(history.Put(record, key, place["ShardId"],
                                         int(place["SequenceNumber"]), sent, answered))
    return kept


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


def run(port, records, seed, cuts):
    main = client.Client(port)
    main.call("CreateStream", StreamName=STREAM, ShardCount=3)
    writers_are_done = threading.Event()
    writers = [Worker(port, write, f"w{i}", records // WRITERS, seed + i, cuts)
               for i in range(WRITERS)]
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
        written = writer.outcome()
        kept.puts += written.puts
        kept.unanswered |= written.unanswered
        kept.cut_off |= written.cut_off
    for reader in readers.values():
        kept.reads += reader.outcome()
    return kept, reshards, len(readers)


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--records", type=int, default=3000)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--data", action="store_true", help="keep the records on disk")
    arguments.add_argument("--cut", action="store_true", help="cut connections in mid-request")
    arguments.add_argument("--threads", type=int, default=1, help="of the server")
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        kept_on_disk = ["--data", folder] if options.data else []
        with client.Server("--threads", str(options.threads), *kept_on_disk) as server:
            begin = time.monotonic()
            kept, reshards, shards = run(server.port, options.records, options.seed, options.cut)
            seconds = time.monotonic() - begin
    fresh = kept.fresh_reads()
    print(f"{len(kept.puts)} records by {WRITERS} writers, {len(kept.reads)} answers to {shards} "
          f"readers, {fresh} at the tip between writes, {reshards} reshards in {seconds:.1f} s; "
          f"{len(kept.unanswered)} records without an answer, {len(kept.cut_off)} cut off")
    problems = kept.violations()
    if reshards < 5:
        problems.append(f"there were only {reshards} reshards")
    if fresh * RECORDS_PER_FRESH_READ < options.records:
        problems.append(f"only {fresh} reads were at the tip while others wrote")
    if options.cut and not (kept.unanswered and kept.cut_off):
        problems.append("no connection was cut")
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
