"""Mixed load and abuse for as long as wanted: the server answers others throughout, and has given
back memory and descriptors at the end.

Streams, subscriptions and mappings come and go; some clients read nothing, some send half a request
and stay, hundreds are idle; requests are of every size about the limits; one stream has as many
shards as fit. A client of its own measures how long others wait.

    RUNNEL_PROGRAM=build/bin/runnel python3 tests/load/soak_test.py [--seconds 1200] [--idle 2000]
"""

import argparse
import base64
import random
import socket
import sys
import threading
import time

import client

# A shared machine with two cores decides over these, not the server.
LATENCY_MOST = 2.0  # seconds, of one call in a hundred
GROWTH_MOST = 96 * 1024 * 1024
FILES_MOST = 20


class Load:
    def __init__(self, port, until, seed):
        self.port, self.until, self.seed = port, until, seed
        self.counts, self.failures = {}, []

    def start(self, work):
        thread = threading.Thread(target=self._run, args=(work,), daemon=True)
        thread.start()
        return thread

    def _run(self, work):
        dice = random.Random(f"{self.seed} {work.__name__}")
        done = 0
        try:
            while time.monotonic() < self.until:
                work(client.Client(self.port), dice)
                done += 1
        except Exception as failure:
            self.failures.append(f"{work.__name__}: {failure!r}")
        self.counts[work.__name__] = done


def churn_streams(server, dice):
    """Small streams, a few records each."""
    names = [f"small-{dice.randrange(10**9)}" for _ in range(20)]
    for name in names:
        server.call("CreateStream", StreamName=name, ShardCount=1)
        for _ in range(5):
            server.call("PutRecord", StreamName=name, PartitionKey="k", Data="YWJj")
    for name in names:
        server.call("DeleteStream", StreamName=name, EnforceConsumerDeletion=True)


def churn_subscriptions(server, dice):
    """Consumers that hear an event or hang up before."""
    name = f"heard-{dice.randrange(10**9)}"
    arn = f"{client.ACCOUNT}:stream/{name}"
    server.call("CreateStream", StreamName=name, ShardCount=1)
    server.call("PutRecord", StreamName=name, PartitionKey="k", Data="YWJj")
    for number in range(5):
        consumer = server.call("RegisterStreamConsumer", StreamARN=arn,
                               ConsumerName=f"c{number}")["Consumer"]["ConsumerARN"]
        other = client.Client(server.connection.port)
        events = other.request("SubscribeToShard", {
            "ConsumerARN": consumer, "ShardId": "shardId-000000000000",
            "StartingPosition": {"Type": "TRIM_HORIZON"}})
        if dice.randrange(2):
            events.read(100)
        other.connection.close()
    server.call("DeleteStream", StreamName=name, EnforceConsumerDeletion=True)


def flood_a_key(server, dice):
    """All records of one key, so that one shard takes everything."""
    name = f"flood-{dice.randrange(10**9)}"
    server.call("CreateStream", StreamName=name, ShardCount=8)
    record = {"PartitionKey": "hot", "Data": base64.b64encode(bytes(1000)).decode()}
    for _ in range(20):
        server.call("PutRecords", StreamName=name, Records=[record] * 100)
    server.call("DeleteStream", StreamName=name)


def reshard(server, dice):
    name = f"storm-{dice.randrange(10**9)}"
    server.call("CreateStream", StreamName=name, ShardCount=4)
    for target in (8, 16, 32, 16, 8, 5, 3):
        server.call("UpdateShardCount", StreamName=name, TargetShardCount=target,
                    ScalingType="UNIFORM_SCALING")
        server.call("ListShards", StreamName=name)
    server.call("DeleteStream", StreamName=name)


def send_every_size(server, dice):
    """Bodies about the sizes where something changes; what is too large is refused with words."""
    for size in (0, 1, 4095, 65536, 1024 * 1024, 16 * 1024 * 1024 - 200, 16 * 1024 * 1024 + 1):
        filler = " " * size
        reply = None
        try:
            server.connection.request("POST", "/", "{}" + filler, dict(
                client.HEADERS, **{"X-Amz-Target": "Kinesis_20131202.ListStreams"}))
            reply = server.connection.getresponse()
            reply.read()
        except (BrokenPipeError, ConnectionResetError):
            pass  # it hung up on a body that it refuses
        if reply is not None and reply.status not in (200, 413):
            raise client.Refused(f"{size} bytes were answered {reply.status}")
        server.connection.close()


def read_nothing(server, dice):
    """Asks for much, and never looks at it."""
    with socket.create_connection(("127.0.0.1", server.connection.port)) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        head = ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nX-Amz-Target: "
                "Kinesis_20131202.ListStreams\r\n" +
                "".join(f"{name}: {value}\r\n" for name, value in client.HEADERS.items()))
        connection.settimeout(1)
        try:
            for _ in range(500):
                connection.sendall((head + "\r\n{}").encode())
        except (socket.timeout, OSError):
            pass


def send_half(server, dice):
    """Half a request, and then silence until somebody loses patience."""
    with socket.create_connection(("127.0.0.1", server.connection.port)) as connection:
        connection.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Le")
        connection.settimeout(1)
        try:
            connection.recv(1)
        except (socket.timeout, OSError):
            pass


WORK = [churn_streams, churn_subscriptions, flood_a_key, reshard, send_every_size, read_nothing,
        send_half]


def measure(port, until):
    """How long others wait, call by call."""
    server = client.Client(port)
    waits = []
    while time.monotonic() < until:
        begin = time.monotonic()
        server.call("PutRecord", StreamName="others", PartitionKey="k", Data="YWJj")
        waits.append(time.monotonic() - begin)
        threading.Event().wait(0.01)
    return sorted(waits)


def settle(server, condition, seconds=90):
    """Waits for something that takes the server a while; says whether it came."""
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        threading.Event().wait(0.2)
    return condition()


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=int, default=15)
    arguments.add_argument("--idle", type=int, default=200)
    arguments.add_argument("--shards", type=int, default=1000)
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    with client.Server() as server:
        main_client = client.Client(server.port)
        main_client.call("CreateStream", StreamName="others", ShardCount=1)
        main_client.call("CreateStream", StreamName="wide", ShardCount=options.shards)
        # Once round, so that what is made only once is there.
        warm = Load(server.port, time.monotonic() + 2, options.seed)
        for thread in [warm.start(work) for work in WORK]:
            thread.join()
        files = server.open_files()
        memory = server.resident_bytes()
        idle = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(options.idle)]
        until = time.monotonic() + options.seconds
        load = Load(server.port, until, options.seed)
        threads = [load.start(work) for work in WORK]
        waits = measure(server.port, until)
        for thread in threads:
            thread.join()
        for connection in idle:
            connection.close()
        few = settle(server, lambda: server.open_files() <= files + FILES_MOST)
        grown = server.resident_bytes() - memory
        usual, slow = waits[len(waits) // 2], waits[len(waits) * 99 // 100]
        print(f"{options.seconds} s, {options.idle} idle, work {load.counts}; others: "
              f"{len(waits)} calls, median {usual * 1000:.1f} ms, p99 {slow * 1000:.1f} ms; "
              f"files {files} -> {server.open_files()}, memory {memory >> 20} MiB "
              f"{grown / (1 << 20):+.1f} MiB")
        problems = warm.failures + load.failures
        if not few:
            problems.append("descriptors are left open")
        if grown > GROWTH_MOST:
            problems.append("memory is not given back")
        if slow > LATENCY_MOST:
            problems.append("others waited too long")
        for problem in problems:
            print(problem, file=sys.stderr)
        return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
