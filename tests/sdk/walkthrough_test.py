"""The walk-through of README, typed as printed, with the AWS CLI of the distribution."""

import json
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

import boto3

from server import PROGRAM

ROOT = pathlib.Path(__file__).resolve().parents[2]
AWS_CLI = "/usr/bin/aws"
SEPARATOR = "-- next --"


def walkthrough():
    """The lines of README's block that creates the stream `events`."""
    for block in re.findall(r"^```\w*\n(.*?)^```$", (ROOT / "README.md").read_text(), re.S | re.M):
        if "create-stream --stream-name events" in block:
            commands = ("awsemu", "IT=", "STREAM_ARN=")
            return [line for line in block.splitlines() if line.startswith(commands)]
    raise AssertionError("README has no walk-through")


class Walkthrough(unittest.TestCase):
    def setUp(self):
        self.assertTrue(os.path.exists(AWS_CLI), "install the package awscli")
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        # Everything that the commands look at is this test's own.
        self.environment = {
            "HOME": folder.name,
            "PATH": f"{pathlib.Path(PROGRAM).parent}:/usr/bin:/bin",
            "XDG_RUNTIME_DIR": folder.name,
            "XDG_STATE_HOME": folder.name,
            "LANG": "C.UTF-8",
        }
        started = self.shell("runnel serve --detach --port 0")
        self.port = re.search(r"http://127\.0\.0\.1:(\d+)", started).group(1)
        self.environment["RUNNEL_PORT"] = self.port
        self.addCleanup(self.shell, f"runnel stop --port {self.port}")

    def shell(self, script, **environment):
        result = subprocess.run(
            ["/bin/bash", "-euo", "pipefail", "-c", script],
            env={**self.environment, **environment},
            capture_output=True,
            text=True,
            timeout=120,
        )
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        return result.stdout

    def test_every_command_answers_as_printed(self):
        lines = walkthrough()
        self.assertEqual(len(lines), 11)
        script = f"\necho '{SEPARATOR}'\n".join(lines)
        parts = [part.strip() for part in self.shell(script).split(SEPARATOR)]
        create, wait, describe, put, _, get, batch, _, register, policy, stored = parts
        self.assertEqual((create, wait), ("", ""))
        self.assertEqual(
            json.loads(describe),
            {"Status": "ACTIVE", "Shards": ["shardId-000000000000", "shardId-000000000001"]},
        )
        answer = json.loads(put)
        self.assertEqual(answer["ShardId"], "shardId-000000000000")
        self.assertRegex(answer["SequenceNumber"], r"^49\d{54}$")
        data = "eyJldmVudCI6ImxvZ2luIn0="
        self.assertEqual(
            json.loads(get),
            [{"Seq": answer["SequenceNumber"], "Data": data, "PK": "user-42"}],
        )
        shards = ["shardId-000000000001", "shardId-000000000000", "shardId-000000000000"]
        self.assertEqual(json.loads(batch), {"Failed": 0, "Per": shards})
        self.assertRegex(
            register,
            r"^arn:aws:kinesis:us-east-1:000000000000:stream/events/consumer/efo-consumer:\d+$",
        )
        self.assertEqual(policy, "")
        self.assertEqual(json.loads(stored)["Statement"][0]["Sid"], "AllowAppRoleRead")

    def test_the_cli_knows_operations_that_are_younger_than_itself(self):
        limits = json.loads(self.shell("awsemu kinesis describe-account-settings"))
        self.assertEqual(limits["MinimumThroughputBillingCommitment"]["Status"], "DISABLED")
        self.assertEqual(
            json.loads(self.shell("awsemu kinesis list-channels")), {"ChannelSummaries": []}
        )

    def test_restart_with_an_error_probability(self):
        self.shell("runnel restart", KINESIS_ERROR_PROBABILITY="0.5", INITIALIZE_STREAMS="s:1")
        kinesis = boto3.client(
            "kinesis",
            endpoint_url=f"http://127.0.0.1:{self.port}",
            region_name="us-east-1",
            aws_access_key_id="test",
            aws_secret_access_key="test",
            config=boto3.session.Config(retries={"total_max_attempts": 1}),
        )
        failed = 0
        for _ in range(200):
            try:
                kinesis.put_record(StreamName="s", PartitionKey="a", Data=b"x")
            except kinesis.exceptions.ProvisionedThroughputExceededException:
                failed += 1
        self.assertLess(abs(failed - 100), 43)  # six standard deviations

    def test_call_needs_no_other_program(self):
        self.shell("runnel call CreateStream --stream-name c --shard-count 1")
        listed = json.loads(self.shell("runnel call ListStreams"))
        self.assertEqual(listed["StreamNames"], ["c"])
        refused = subprocess.run(
            [PROGRAM, "call", "DescribeStream", "--stream-name", "none"],
            env=self.environment, capture_output=True, text=True, timeout=60,
        )
        self.assertEqual(refused.returncode, 1)
        self.assertIn("ResourceNotFoundException", refused.stderr)
        self.assertEqual(refused.stdout, "")


if __name__ == "__main__":
    unittest.main(verbosity=2)
