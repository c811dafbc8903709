"""Mixed load and abuse for as long as wanted: the server answers others throughout, and has given
back memory and descriptors at the end.

Streams, subscriptions and mappings come and go; some clients read nothing, some send half a
request and stay until their time is over, hundreds are idle; requests are of every size about the
limits; there are many streams, and one has many shards. A process of its own measures how long
others wait, and by turns how long they wait for a server that has nothing else to do.

    RUNNEL_PROGRAM=build/bin/runnel python3 tests/load/soak_test.py [--seconds 1200] [--idle 2000]
"""

import argparse
import base64
import http.client
import json
import multiprocessing
import os
import random
import socket
import statistics
import sys
import tempfile
import threading
import time

import client
import silent_clients

# A shared machine with two cores decides over these, not the server.
LATENCY_MOST = 2.0  # seconds, of one call in a hundred
LATENCY_FACTOR, LATENCY_BEYOND = 10, 0.3  # times what they wait for an idle server, and seconds;
SANITIZED = "TSAN_OPTIONS" in os.environ  # but a sanitizer slows down the one that works
GROWTH_MOST = 96 * 1024 * 1024
PEAK_MOST = 512 * 1024 * 1024  # above what it was at first, while all of it goes on
FILES_MOST = 20
LONG = 240  # seconds from which on a run tells whether memory goes on growing,
LATE_GROWTH_MOST = 16 * 1024 * 1024  # from its second quarter to its last
REQUEST_MOST = 16 * 1024 * 1024  # bytes of a body


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


def churn_mappings(server, dice):
    """Functions that are invoked with records, and their mappings."""
    name = f"mapped-{dice.randrange(10**9)}"
    server.call("CreateStream", StreamName=name, ShardCount=2)
    server.call_lambda("POST", "/2015-03-31/functions", FunctionName=name, PackageType="Image",
                       Code={"ImageUri": "runnel:by-calls"},
                       Role="arn:aws:iam::000000000000:role/r")
    mapping = server.call_lambda(
        "POST", "/2015-03-31/event-source-mappings", FunctionName=name,
        EventSourceArn=f"{client.ACCOUNT}:stream/{name}", StartingPosition="TRIM_HORIZON")["UUID"]
    for number in range(20):
        server.call("PutRecord", StreamName=name, PartitionKey=str(number), Data="YWJj")
    seen = 0
    while seen < 20:
        taken = server.call("Runnel.TakeInvocation", FunctionName=name)
        if "RequestId" in taken:
            seen += len(json.loads(taken["Payload"])["Records"])
            server.call("Runnel.CompleteInvocation", RequestId=taken["RequestId"],
                        Outcome="RETURNED")
    server.call_lambda("DELETE", f"/2015-03-31/event-source-mappings/{mapping}")
    server.call_lambda("DELETE", f"/2015-03-31/functions/{name}")
    server.call("DeleteStream", StreamName=name)


def send_every_size(server, dice):
    """Bodies about the sizes where something changes: what fits is answered, what does not is
    refused, as AWS does it with an empty body."""
    for size in (2, 4095, 65536, 1024 * 1024, REQUEST_MOST - 1, REQUEST_MOST, REQUEST_MOST + 1,
                 REQUEST_MOST * 3 // 2):
        status, text = post(server.connection.port, "{}" + " " * (size - 2))
        fits = status == 200 and "StreamNames" in json.loads(text)
        if not fits if size <= REQUEST_MOST else (status, text) != (413, b""):
            raise client.Refused(f"{size} bytes were answered {status} {text[:100]}")


def post(port, body):
    """Lists streams; returns status and body of the answer, which may come before all is sent."""
    head = "".join(f"{name}: {value}\r\n" for name, value in client.HEADERS.items())
    request = (f"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n"
               f"X-Amz-Target: Kinesis_20131202.ListStreams\r\n{head}\r\n{body}")
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        try:
            connection.sendall(request.encode())
        except (BrokenPipeError, ConnectionResetError):
            pass  # it hung up on a body that it refuses; the answer has come before that
        reply = http.client.HTTPResponse(connection)
        reply.begin()
        return reply.status, reply.read()


def read_nothing(server, dice):
    """Asks for more than any buffer holds, and never looks at it."""
    request = server.bytes_of("ListShards", {"StreamName": "wide"})
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.settimeout(1)
        connection.connect(("127.0.0.1", server.connection.port))
        try:
            connection.sendall(request * 200)
        except OSError:
            pass
        threading.Event().wait(1)


WORK = [churn_streams, churn_subscriptions, churn_mappings, flood_a_key, reshard, send_every_size,
        read_nothing]


def measure(port, idle_port, seconds):
    """How long others wait, call by call: for the server, and by turns for one that is idle."""
    servers = [(client.Client(port), []), (client.Client(idle_port), [])]
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for server, waits in servers:
            begin = time.monotonic()
            server.call("PutRecord", StreamName="others", PartitionKey="k", Data="YWJj")
            waits.append(time.monotonic() - begin)
        threading.Event().wait(0.01)
    return [sorted(waits) for _, waits in servers]


def watch(server, until):
    """The memory that the server has had, five times a second."""
    memory = []
    while time.monotonic() < until:
        memory.append(server.resident_bytes())
        threading.Event().wait(0.2)
    return memory


def late_growth(memory):
    """From what the server had in the second quarter of a run to what it had in the last."""
    quarter = len(memory) // 4
    return (statistics.median(memory[3 * quarter:]) -
            statistics.median(memory[quarter:2 * quarter]))


def settle(server, condition, seconds=90):
    """Waits for something that takes the server a while; says whether it came."""
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        threading.Event().wait(0.2)
    return condition()


def prepare(server, options):
    """What is there throughout, and a first round, so that what is made only once is there."""
    first = client.Client(server.port)
    first.call("CreateStream", StreamName="others", ShardCount=1)
    first.call("CreateStream", StreamName="wide", ShardCount=options.shards)
    for number in range(options.streams):
        first.call("CreateStream", StreamName=f"many-{number}", ShardCount=1)
    warm = Load(server.port, time.monotonic() + 2, options.seed)
    for thread in [warm.start(work) for work in WORK]:
        thread.join()
    return warm.failures


def open_silent(port, options, until):
    """Idle connections, and those with half of something to say."""
    idle = silent_clients.SilentClients(port, silent_clients.IDLE, options.idle, until)
    kinds = [kind for kind in silent_clients.HALVES if kind[2] <= max(options.seconds, 30)]
    halves = [silent_clients.SilentClients(port, kind, options.half // len(kinds), until)
              for kind in kinds]
    for clients in [idle, *halves]:
        clients.start()
    return idle, halves


def soak(server, idle_server, options, others):
    """Returns what went wrong."""
    client.Client(idle_server.port).call("CreateStream", StreamName="others", ShardCount=1)
    problems = prepare(server, options)
    files = server.open_files()
    memory = server.resident_bytes()
    until = time.monotonic() + options.seconds
    idle, halves = open_silent(server.port, options, until)
    load = Load(server.port, until, options.seed)
    waiting = others.apply_async(measure, (server.port, idle_server.port, options.seconds))
    threads = [load.start(work) for work in WORK]
    seen = watch(server, until)
    waits, idle_waits = waiting.get()
    for thread in threads:
        thread.join()
    answered = idle.end_with_health()
    for clients in halves:
        clients.wait_for_the_last()
    few = settle(server, lambda: server.open_files() <= files + FILES_MOST)
    peak, grown = max(seen) - memory, server.resident_bytes() - memory
    mebibyte = 1 << 20
    print(f"{options.seconds} s, {options.idle} idle of whom {answered} were answered at the end, "
          f"{sum(clients.closed for clients in halves)} closed with half a request, "
          f"{options.streams} streams, a stream of {options.shards} shards, work {load.counts}; "
          f"others: {len(waits)} calls, median {middle(waits) * 1000:.1f} ms (idle server "
          f"{middle(idle_waits) * 1000:.1f}), p99 {late(waits) * 1000:.1f} ms (idle server "
          f"{late(idle_waits) * 1000:.1f}); files {files} -> {server.open_files()}, memory "
          f"{memory // mebibyte} MiB, {peak / mebibyte:+.1f} MiB at most, {grown / mebibyte:+.1f} "
          f"MiB at the end, {late_growth(seen) / mebibyte:+.1f} MiB from the second quarter to "
          f"the last")
    found = {"descriptors are left open": not few,
             "memory is not given back": grown > GROWTH_MOST,
             "too much memory was taken": peak > PEAK_MOST,
             "memory goes on growing":
                 options.seconds >= LONG and late_growth(seen) > LATE_GROWTH_MOST,
             "others waited too long": late(waits) > LATENCY_MOST,
             "others waited too long beside an idle server":
                 not SANITIZED and
                 late(waits) > LATENCY_FACTOR * late(idle_waits) + LATENCY_BEYOND}
    for clients in [idle, *halves]:
        problems += clients.problems[:10]
    return problems + load.failures + [problem for problem, is_so in found.items() if is_so]


def middle(waits):
    return waits[len(waits) // 2]


def late(waits):
    return waits[len(waits) * 99 // 100]


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=int, default=15)
    arguments.add_argument("--idle", type=int, default=200)
    arguments.add_argument("--half", type=int, default=200, help="connections with half a request")
    arguments.add_argument("--shards", type=int, default=1000)
    arguments.add_argument("--streams", type=int, default=1000)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--threads", type=int, default=1, help="of the server")
    options = arguments.parse_args()
    with multiprocessing.Pool(1) as others, tempfile.TemporaryFile("w+") as log:
        threads = ["--threads", str(options.threads)]
        with client.Server(*threads, stderr=log) as server, client.Server(*threads) as idle_server:
            problems = soak(server, idle_server, options, others)
        log.seek(0)
        # That bodies are too large is what it has to say.
        problems += [line.strip() for line in log if "body too large" not in line]
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
