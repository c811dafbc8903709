"""EventBridge Pipes by boto3: from a stream to a stream, a function, an HTTP endpoint."""

import base64
import json
import os
import subprocess
import tempfile
import unittest

from http_endpoint import HttpEndpoint
from server import PIPES_AT_ONCE, PROGRAM, Server

ROLE = "arn:aws:iam::000000000000:role/pipe"
DESTINATION = "arn:aws:events:us-east-1:000000000000:api-destination/orders/1"


def arn(stream):
    return f"arn:aws:kinesis:us-east-1:000000000000:stream/{stream}"


def records_of(kinesis, stream, count):
    """The first `count` records of its only shard, once they are there."""
    iterator = kinesis.get_shard_iterator(
        StreamName=stream, ShardId="shardId-000000000000", ShardIteratorType="TRIM_HORIZON"
    )["ShardIterator"]
    records = []
    while len(records) < count:
        answer = kinesis.get_records(ShardIterator=iterator)
        iterator = answer["NextShardIterator"]
        records += answer["Records"]
    return records


class Pipes(unittest.TestCase):
    def create(self, server, target, **members):
        source = {"KinesisStreamParameters": {"StartingPosition": "TRIM_HORIZON"}}
        source.update(members.pop("Source", {}))
        return server.client("pipes").create_pipe(
            Name="p", Source=arn("src"), Target=target, RoleArn=ROLE, SourceParameters=source,
            **members)

    def test_from_stream_to_stream_across_a_restart(self):
        with tempfile.TemporaryDirectory() as folder:
            data = f"--data={folder}/data"
            with Server(*PIPES_AT_ONCE, data) as server:
                kinesis = server.kinesis()
                for name in ("src", "dst"):
                    kinesis.create_stream(StreamName=name, ShardCount=1)
                self.create(server, arn("dst"), TargetParameters={
                    "InputTemplate": '{"data": <$.data>}',
                    "KinesisStreamParameters": {"PartitionKey": "$.partitionKey"}})
                for n in range(100):
                    kinesis.put_record(
                        StreamName="src", PartitionKey=f"k{n}", Data=json.dumps({"n": n}))
                records_of(kinesis, "dst", 100)
            with Server(*PIPES_AT_ONCE, data) as server:
                kinesis = server.kinesis()
                described = server.client("pipes").describe_pipe(Name="p")
                self.assertEqual(described["CurrentState"], "RUNNING")
                kinesis.put_record(StreamName="src", PartitionKey="k100", Data='{"n": 100}')
                records = records_of(kinesis, "dst", 101)
                self.assertEqual([json.loads(record["Data"]) for record in records],
                                 [{"data": {"n": n}} for n in range(101)])
                self.assertEqual([record["PartitionKey"] for record in records],
                                 [f"k{n}" for n in range(101)])

    def test_to_an_http_endpoint_which_fails_first(self):
        statuses = iter([500])
        endpoint = HttpEndpoint(lambda path, body: (next(statuses, 200), b""))
        self.addCleanup(endpoint.close)
        with Server(*PIPES_AT_ONCE, f"--api-destination=orders={endpoint.url}/in/*") as server:
            kinesis = server.kinesis()
            kinesis.create_stream(StreamName="src", ShardCount=1)
            self.create(server, DESTINATION, TargetParameters={
                "HttpParameters": {"PathParameterValues": ["$.partitionKey"],
                                   "HeaderParameters": {"X-Kind": "order"},
                                   "QueryStringParameters": {"n": "$.data.n"}}})
            kinesis.put_record(StreamName="src", PartitionKey="a b", Data='{"n": 7}')
            kinesis.put_record(StreamName="src", PartitionKey="c", Data='{"n": 8}')
            got = [endpoint.requests.get(timeout=60) for _ in range(3)]
        self.assertEqual([path for path, _, _ in got],
                         ["/in/a%20b?n=7", "/in/a%20b?n=7", "/in/c?n=8"])
        path, headers, body = got[0]
        self.assertEqual(headers["X-Kind"], "order")
        self.assertEqual(headers["Content-Type"], "application/json; charset=utf-8")
        event = json.loads(body)
        self.assertEqual(base64.b64decode(event["data"]), b'{"n": 7}')
        self.assertEqual(event["eventSourceARN"], arn("src"))
        self.assertEqual(event["invokeIdentityArn"], ROLE)

    def test_the_aws_cli_makes_stops_and_lists_a_pipe(self):
        with Server(*PIPES_AT_ONCE) as server:
            kinesis = server.kinesis()
            for name in ("src", "dst"):
                kinesis.create_stream(StreamName=name, ShardCount=1)
            environment = {**os.environ, "RUNNEL_ENDPOINT": server.url}

            def aws(*arguments):
                command = [PROGRAM, "aws", "pipes", *arguments, "--output", "text"]
                done = subprocess.run(
                    command, env=environment, capture_output=True, text=True, timeout=60)
                self.assertEqual(done.returncode, 0, done.stderr)
                return done.stdout.strip()

            source = {"KinesisStreamParameters": {"StartingPosition": "TRIM_HORIZON"}}
            target = {"KinesisStreamParameters": {"PartitionKey": "k"}}
            aws("create-pipe", "--name", "p", "--source", arn("src"), "--target", arn("dst"),
                "--role-arn", ROLE, "--source-parameters", json.dumps(source),
                "--target-parameters", json.dumps(target))
            kinesis.put_record(StreamName="src", PartitionKey="k", Data=b"x")
            self.assertEqual(len(records_of(kinesis, "dst", 1)), 1)
            self.assertEqual(aws("stop-pipe", "--name", "p", "--query", "CurrentState"),
                             "STOPPING")
            self.assertEqual(aws("list-pipes", "--query", "Pipes[].CurrentState"), "STOPPED")

    def test_a_template_makes_a_pipe(self):
        template = json.dumps({"Resources": {
            "Src": {"Type": "AWS::Kinesis::Stream", "Properties": {"Name": "src"}},
            "Dst": {"Type": "AWS::Kinesis::Stream", "Properties": {"Name": "dst"}},
            "Pipe": {"Type": "AWS::Pipes::Pipe", "Properties": {
                "Source": {"Fn::GetAtt": ["Src", "Arn"]},
                "Target": {"Fn::GetAtt": ["Dst", "Arn"]},
                "RoleArn": ROLE,
                "SourceParameters": {"KinesisStreamParameters": {
                    "StartingPosition": "TRIM_HORIZON", "BatchSize": "10"}},
                "TargetParameters": {"KinesisStreamParameters": {"PartitionKey": "all"}}}}}})
        with Server(*PIPES_AT_ONCE) as server:
            stacks = server.client("cloudformation")
            stacks.create_stack(StackName="s", TemplateBody=template)
            stacks.get_waiter("stack_create_complete").wait(StackName="s")
            kinesis = server.kinesis()
            kinesis.put_record(StreamName="src", PartitionKey="k", Data=b"x")
            self.assertEqual(records_of(kinesis, "dst", 1)[0]["PartitionKey"], "all")
            stacks.update_stack(StackName="s", TemplateBody=template.replace('"all"', '"each"'))
            stacks.get_waiter("stack_update_complete").wait(StackName="s")
            kinesis.put_record(StreamName="src", PartitionKey="k", Data=b"y")
            self.assertEqual(records_of(kinesis, "dst", 2)[1]["PartitionKey"], "each")
            stacks.delete_stack(StackName="s")
            stacks.get_waiter("stack_delete_complete").wait(StackName="s")
            self.assertEqual(server.client("pipes").list_pipes()["Pipes"], [])


if __name__ == "__main__":
    unittest.main()
