"""No secret is in what a server says, and nobody else can read what it keeps.

    RUNNEL_PROGRAM=build/bin/runnel python3 tests/load/secrecy_test.py
"""

import os
import stat
import subprocess
import sys
import tempfile
import time
import urllib.request

import client

SECRET = "wJalrXUtnFEMIbPxRfiCYEXAMPLEKEY0987654321"
TOKEN = "FwoGZXIvYXdzEXAMPLEtokenthatnobodymaysee"
PASSWORD = "a password of an EventBridge connection"
DESTINATION = "arn:aws:sqs:us-east-1:000000000000:dlq"
CREDENTIALS = f"""[default]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = {SECRET}
aws_session_token = {TOKEN}
account = 000000000000
"""


def runnel(*arguments, env):
    return subprocess.run([os.environ["RUNNEL_PROGRAM"], *arguments], env=env, text=True,
                          capture_output=True, timeout=60)


def check(holds, words):
    if not holds:
        raise SystemExit(words)


def check_modes(folder):
    """Of all that is in the folder, which anybody may have been given to look into."""
    count = 0
    for root, _, files in os.walk(folder):
        check(stat.S_IMODE(os.stat(root).st_mode) == 0o700, f"{root} is open to others")
        for name in files:
            path = os.path.join(root, name)
            mode = stat.S_IMODE(os.lstat(path).st_mode)
            check(mode == 0o600, f"{path} has the mode {mode:o}")
            count += 1
    return count


def deliver_a_failure(server):
    """A function fails, and its mapping gives up the record."""
    caller = client.Client(server.port)
    caller.call("CreateStream", StreamName="given-up", ShardCount=1)
    caller.call_lambda("POST", "/2015-03-31/functions", FunctionName="f", PackageType="Image",
                       Code={"ImageUri": "runnel:by-calls"},
                       Role="arn:aws:iam::000000000000:role/r")
    caller.call_lambda("POST", "/2015-03-31/event-source-mappings", FunctionName="f",
                       EventSourceArn=f"{client.ACCOUNT}:stream/given-up",
                       StartingPosition="TRIM_HORIZON", MaximumRetryAttempts=0,
                       DestinationConfig={"OnFailure": {"Destination": DESTINATION}})
    caller.call("PutRecord", StreamName="given-up", PartitionKey="k", Data="YWJj")
    taken = {}
    while "RequestId" not in taken:
        taken = caller.call("Runnel.TakeInvocation", FunctionName="f")
    caller.call("Runnel.CompleteInvocation", RequestId=taken["RequestId"],
                Outcome="FUNCTION_ERROR")
    end = time.monotonic() + 60
    while time.monotonic() < end:
        failures = caller.call("Runnel.ListFailures")["Failures"]
        if failures and failures[0].get("Delivery"):
            return failures[0]["Delivery"]
    return "nothing came"


def check_failures(folder):
    """A file for what mappings give up, in folders that are made for it."""
    given_up = os.path.join(folder, "given", "up")
    destination = f"{DESTINATION}=file:{given_up}/failures.jsonl"
    with client.Server("--failure-destination", destination) as server:
        told = deliver_a_failure(server)
    check(told.startswith("delivered"), f"the failure is not delivered: {told}")
    check(check_modes(os.path.dirname(given_up)) == 1, "there is no file of failures")


def what_is_told_of_connections(folder):
    """All that a server tells of a connection, by places; but for its data, which need it."""
    capture, log = os.path.join(folder, "events.jsonl"), os.path.join(folder, "events-log")
    with open(log, "w") as errors:
        arguments = ["--capture", capture, "--log-level", "debug"]
        with client.Server(*arguments, stderr=errors) as server:
            caller = client.Client(server.port)
            caller.call("Runnel.InspectActivity")  # from now on, what calls asked is kept
            caller.call(
                "AWSEvents.CreateConnection", Name="c", AuthorizationType="BASIC",
                AuthParameters={"BasicAuthParameters": {"Username": "u", "Password": PASSWORD}})
            described = caller.call("AWSEvents.DescribeConnection", Name="c")
            activity = caller.call("Runnel.InspectActivity")
            calls = [caller.call("Runnel.InspectCall", Number=call["Number"])
                     for call in activity["Calls"]]
    check("****" in str(calls), "those who look on do not see the call")
    with open(log) as said, open(capture) as captured:
        texts = {"the log of events": said.read(), "the capture of events": captured.read(),
                 "the description": str(described), "InspectCall": str(calls)}
    check("CreateConnection" in texts["the capture of events"], "the capture lacks a call")
    check("****" in texts["the capture of events"], "the capture lacks what was asked")
    return texts


def main():
    os.umask(0o022)
    with tempfile.TemporaryDirectory() as folder:
        credentials = os.path.join(folder, "credentials")
        with open(os.open(credentials, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            file.write(CREDENTIALS)
        # Neither of its folders is there.
        data, capture = os.path.join(folder, "own", "data"), os.path.join(folder, "capture.jsonl")
        log = os.path.join(folder, "log")
        with open(log, "w") as errors:
            arguments = ["--data", data, "--capture", capture, "--credentials", credentials,
                         "--log-level", "debug", "--metrics", "on"]
            with client.Server(*arguments, stderr=errors) as server:
                env = {"RUNNEL_CREDENTIALS": credentials, "HOME": folder,
                       "PATH": os.environ["PATH"]}
                endpoint = f"http://127.0.0.1:{server.port}"
                name = ["--stream-name", "s"]
                for call in (["CreateStream", *name, "--shard-count", "1"],
                             ["PutRecord", *name, "--partition-key", "k", "--data", "x"]):
                    done = runnel("call", *call, "--endpoint", endpoint, env=env)
                    check(done.returncode == 0, done.stderr)
                    check(SECRET not in done.stdout + done.stderr, "the client tells the secret")
                metrics = urllib.request.urlopen(
                    f"http://127.0.0.1:{server.port}/metrics", timeout=30).read().decode()
        with open(log) as said, open(capture) as captured:
            texts = {"the log": said.read(), "the capture": captured.read(), "metrics": metrics}
        texts |= what_is_told_of_connections(folder)
        for place in ("the log", "the capture"):
            check("PutRecord" in texts[place], f"{place} does not have the calls")
        for place, text in texts.items():
            check(SECRET not in text, f"{place} has the secret key")
            check(TOKEN not in text, f"{place} has the session token")
            check(PASSWORD not in text, f"{place} has the password of a connection")
        check(check_modes(os.path.dirname(data)) >= 1, "there are no files")
        check_failures(folder)
        check(stat.S_IMODE(os.stat(capture).st_mode) == 0o600, "the capture is open to others")
    return 0


if __name__ == "__main__":
    sys.exit(main())
