"""Stacks by boto3, the AWS CLI and runnel deploy: templates as the CDK writes them, waiters."""

import functools
import http.server
import json
import os
import pathlib
import subprocess
import tempfile
import threading
import unittest

from botocore.exceptions import ClientError

from command_line import run, say
from server import NO_DELAYS, PROGRAM, Server

FOLDER = pathlib.Path(__file__).parent
# What the AWS CDK made of cdk/app.mjs.
CDK = (FOLDER / "cdk" / "orders.template.json").read_text()

# A stream that invokes a function.
MAPPED = """
Parameters:
  Shards: {Type: Number, Default: 1}
Resources:
  Stream:
    Type: AWS::Kinesis::Stream
    Properties: {ShardCount: !Ref Shards}
  Handler:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.11
      Handler: index.handler
      Role: arn:aws:iam::000000000000:role/r
      Code:
        ZipFile: |
          def handler(event, context):
              print("handled", len(event["Records"]))
  Mapping:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      EventSourceArn: !GetAtt Stream.Arn
      FunctionName: !Ref Handler
      StartingPosition: TRIM_HORIZON
Outputs:
  Name: {Value: !Ref Stream}
"""


def template(**properties):
    stream = {"Type": "AWS::Kinesis::Stream", "Properties": properties}
    return json.dumps({"Resources": {"S": stream}, "Outputs": {"Arn": {
        "Value": {"Fn::GetAtt": ["S", "Arn"]}}}})


class QuietFiles(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass


class Stacks(unittest.TestCase):
    def setUp(self):
        self.server = Server(*NO_DELAYS, "--event-source-mapping-delay=0")
        self.server.__enter__()
        self.addCleanup(self.server.__exit__)
        self.stacks = self.server.client("cloudformation")
        self.kinesis = self.server.kinesis()

    def summary(self, name="s"):
        described = self.kinesis.describe_stream_summary(StreamName=name)
        return described["StreamDescriptionSummary"]

    def tags(self):
        """Those of the stream s that are not of AWS itself."""
        listed = self.kinesis.list_tags_for_stream(StreamName="s")["Tags"]
        return {tag["Key"]: tag["Value"] for tag in listed if not tag["Key"].startswith("aws:")}

    def update(self, **properties):
        self.stacks.update_stack(StackName="mine", TemplateBody=template(**properties))
        self.stacks.get_waiter("stack_update_complete").wait(StackName="mine")

    def physical_id(self, stack, logical_id):
        return self.stacks.describe_stack_resource(
            StackName=stack, LogicalResourceId=logical_id
        )["StackResourceDetail"]["PhysicalResourceId"]

    def test_a_template_of_the_cdk(self):
        self.stacks.create_stack(StackName="cdk", TemplateBody=CDK)
        self.stacks.get_waiter("stack_create_complete").wait(StackName="cdk")
        logical_id = next(iter(json.loads(CDK)["Resources"]))
        name = self.physical_id("cdk", logical_id)
        self.assertRegex(name, rf"^cdk-{logical_id}-[A-Z0-9]{{12}}$")
        self.assertEqual(self.summary(name)["EncryptionType"], "KMS")
        self.assertEqual(self.summary(name)["RetentionPeriodHours"], 48)
        self.assertEqual(self.summary(name)["ConsumerCount"], 1)
        self.stacks.delete_stack(StackName="cdk")
        self.stacks.get_waiter("stack_delete_complete").wait(StackName="cdk")
        # The CDK keeps streams when their stack goes.
        self.assertEqual(self.summary(name)["StreamStatus"], "ACTIVE")

    def deploy(self, path, *arguments):
        """`aws cloudformation deploy`: what it said."""
        command = [PROGRAM, "aws", "cloudformation", "deploy", "--template-file", path,
                   "--no-fail-on-empty-changeset", "--stack-name", "mapped", *arguments]
        environment = {**os.environ, "RUNNEL_ENDPOINT": self.server.url}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout + done.stderr

    def test_the_aws_cli_deploys_and_the_second_time_changes_nothing(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "mapped.yaml")
            pathlib.Path(path).write_text(MAPPED)
            self.assertIn("Successfully created/updated stack - mapped", self.deploy(path))
            self.assertIn("No changes to deploy. Stack mapped is up to date", self.deploy(path))
            self.assertIn("Successfully created/updated",
                          self.deploy(path, "--parameter-overrides", "Shards=2"))
        name = self.physical_id("mapped", "Stream")
        self.assertEqual(self.summary(name)["OpenShardCount"], 2)
        self.kinesis.put_record(StreamName=name, PartitionKey="k", Data=b"x")
        mapping = self.server.client("lambda").get_event_source_mapping(
            UUID=self.physical_id("mapped", "Mapping"))
        self.assertEqual(mapping["State"], "Enabled")

    def test_a_template_at_a_url_by_boto3_and_the_aws_cli(self):
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, "mapped.yaml").write_text(MAPPED)
            handler = functools.partial(QuietFiles, directory=folder)
            files = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
            thread = threading.Thread(target=files.serve_forever)
            thread.start()
            try:
                url = f"http://127.0.0.1:{files.server_port}/mapped.yaml"
                self.stacks.create_stack(
                    StackName="mapped", TemplateURL=url, Capabilities=["CAPABILITY_IAM"])
                self.stacks.get_waiter("stack_create_complete").wait(StackName="mapped")
                body = self.stacks.get_template(StackName="mapped")["TemplateBody"]
                self.assertIn("AWS::Kinesis::Stream", str(body))
                environment = {**os.environ, "RUNNEL_ENDPOINT": self.server.url}
                validated = subprocess.run(
                    [PROGRAM, "aws", "cloudformation", "validate-template",
                     "--template-url", url, "--query", "Parameters[].ParameterKey"],
                    env=environment, capture_output=True, text=True, check=True, timeout=60)
                self.assertEqual(json.loads(validated.stdout), ["Shards"])
                with self.assertRaises(ClientError) as refused:
                    self.stacks.create_stack(StackName="b", TemplateURL=url + ".none")
                self.assertIn("answered with status 404", str(refused.exception))
            finally:
                files.shutdown()
                thread.join()
                files.server_close()

    def test_runnel_deploys(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "my_orders.template.json")
            pathlib.Path(path).write_text(template(Name="s", ShardCount=1))
            said = say(self.server, "deploy", path)
            self.assertIn("CREATE_COMPLETE", said)
            self.assertIn("AWS::Kinesis::Stream", said)
            self.assertIn("Arn = arn:aws:kinesis:us-east-1:000000000000:stream/s", said)
            self.assertIn("nothing to do", say(self.server, "deploy", path))
            pathlib.Path(path).write_text(template(Name="s", ShardCount=2))
            self.assertIn("UPDATE_COMPLETE", say(self.server, "deploy", path))
            self.assertEqual(self.summary()["OpenShardCount"], 2)
            pathlib.Path(path).write_text(template(Name="s", ShardCount=9))
            failed = run(self.server, "deploy", path)
            self.assertEqual(failed.returncode, 1)
            self.assertIn("UPDATE_ROLLBACK_COMPLETE", failed.stdout)
            self.assertEqual(self.summary()["OpenShardCount"], 2)
        self.assertIn("DELETE_COMPLETE", say(self.server, "deploy", "--delete", "my-orders"))
        self.assertEqual(self.kinesis.list_streams()["StreamNames"], [])

    def test_what_runnel_cannot_deploy_is_told_in_a_line(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "long.yaml")
            pathlib.Path(path).write_text(MAPPED + "#" * 51_200)
            for template_path, told in [(folder, f"{folder}: cannot be read"),
                                        (path, "a template may have up to 51200 bytes")]:
                done = run(self.server, "deploy", template_path, "--stack", "x")
                self.assertEqual((done.returncode, done.stderr.count("\n")), (2, 1), done.stderr)
                self.assertIn(told, done.stderr)
            pathlib.Path(path).write_text((MAPPED + "#" * 51_200)[:51_200])
            self.assertIn("CREATE_COMPLETE", say(self.server, "deploy", path))

    def test_each_property_of_a_stream(self):
        self.stacks.create_stack(StackName="mine", TemplateBody=template(Name="s"))
        self.stacks.get_waiter("stack_create_complete").wait(StackName="mine")
        self.update(Name="s", ShardCount=2)
        self.assertEqual(self.summary()["OpenShardCount"], 2)
        self.update(Name="s", ShardCount=2, RetentionPeriodHours="72")
        self.assertEqual(self.summary()["RetentionPeriodHours"], 72)
        self.update(Name="s", ShardCount=2)
        self.assertEqual(self.summary()["RetentionPeriodHours"], 24)
        key = {"EncryptionType": "KMS", "KeyId": "alias/aws/kinesis"}
        self.update(Name="s", ShardCount=2, StreamEncryption=key)
        self.assertEqual(self.summary()["EncryptionType"], "KMS")
        self.update(Name="s", ShardCount=2, DesiredShardLevelMetrics=["IncomingBytes"])
        self.assertNotEqual(self.summary().get("EncryptionType"), "KMS")
        self.assertEqual(self.summary()["EnhancedMonitoring"][0]["ShardLevelMetrics"],
                         ["IncomingBytes"])
        self.update(Name="s", ShardCount=2, Tags=[{"Key": "a", "Value": "b"}])
        self.assertEqual(self.tags(), {"a": "b"})
        self.update(Name="s", ShardCount=2, MaxRecordSizeInKiB=2048)
        self.assertEqual(self.tags(), {})
        self.assertEqual(self.summary()["MaxRecordSizeInKiB"], 2048)
        self.update(Name="s", StreamModeDetails={"StreamMode": "ON_DEMAND"})
        self.assertEqual(self.summary()["StreamModeDetails"]["StreamMode"], "ON_DEMAND")
        self.update(Name="t")
        self.assertEqual(self.kinesis.list_streams()["StreamNames"], ["t"])
        outputs = self.stacks.describe_stacks(StackName="mine")["Stacks"][0]["Outputs"]
        self.assertEqual(outputs[0]["OutputValue"], self.summary("t")["StreamARN"])

    def test_slips_are_told(self):
        for body, told in [
            ("{}", "At least one Resources member must be defined."),
            ('{"Resources": {"A": {"Type": "AWS::Foo::Bar"}}}',
             "Unrecognized resource types: [AWS::Foo::Bar]"),
        ]:
            with self.subTest(told), self.assertRaisesRegex(ClientError, told.replace("[", r"\[")):
                self.stacks.create_stack(StackName="mine", TemplateBody=body)
        with self.assertRaisesRegex(ClientError, "Stack with id mine does not exist"):
            self.stacks.describe_stacks(StackName="mine")

    def test_unknown_types_can_be_skipped(self):
        body = json.dumps({"Resources": {
            "Queue": {"Type": "AWS::Foo::Bar"},
            "S": {"Type": "AWS::Kinesis::Stream", "DependsOn": "Queue",
                  "Properties": {"Name": "s", "ShardCount": 1}}}})
        with Server(*NO_DELAYS, "--unknown-resource-types=skip") as server:
            stacks = server.client("cloudformation")
            stacks.create_stack(StackName="mine", TemplateBody=body)
            stacks.get_waiter("stack_create_complete").wait(StackName="mine")
            self.assertEqual(server.kinesis().list_streams()["StreamNames"], ["s"])

    def test_a_stack_goes_on_after_a_restart(self):
        with tempfile.TemporaryDirectory() as folder:
            data = f"--data={folder}/data"
            body = template(Name="s", ShardCount=1)
            with Server("--create-stream-delay=1h", data) as server:
                server.client("cloudformation").create_stack(StackName="mine", TemplateBody=body)
            with Server("--create-stream-delay=1h", data) as server:
                stacks = server.client("cloudformation")
                described = stacks.describe_stacks(StackName="mine")["Stacks"][0]
                self.assertEqual(described["StackStatus"], "CREATE_IN_PROGRESS")
                say(server, "clock", "advance", "1h")
                stacks.get_waiter("stack_create_complete").wait(StackName="mine")
                events = stacks.describe_stack_events(StackName="mine")["StackEvents"]
            with Server(data) as server:
                stacks = server.client("cloudformation")
                again = stacks.describe_stack_events(StackName="mine")["StackEvents"]
                self.assertEqual(again, events)
                self.assertEqual(
                    stacks.get_template(StackName="mine")["TemplateBody"], json.loads(body))
                stacks.delete_stack(StackName="mine")
                stacks.get_waiter("stack_delete_complete").wait(
                    StackName="mine", WaiterConfig={"Delay": 1})


if __name__ == "__main__":
    unittest.main()
