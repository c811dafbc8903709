"""Who may call: signatures made by boto3, the AWS CLI and the command line, and policies."""

import hashlib
import os
import pathlib
import subprocess
import tempfile
import unittest
import urllib.error
import urllib.request
import warnings

import boto3
from botocore.auth import SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.exceptions import ClientError
from urllib3.exceptions import InsecureRequestWarning

from server import NO_DELAYS, PROGRAM, REGION, Server

AWS_CLI = "/usr/bin/aws"
OWNER = "111111111111"
GUEST = "222222222222"
TARGET = "Kinesis_20131202."

CREDENTIALS = f"""
[owner]
aws_access_key_id = AKIAOWNER
aws_secret_access_key = owner/secret+key=
principal = arn:aws:iam::{OWNER}:user/ops/owner
[reader]
aws_access_key_id = ASIAREADER
aws_secret_access_key = reader-secret
aws_session_token = token/of+the=reader
principal = arn:aws:iam::{OWNER}:role/reader
session = night
policy_file = reader.json
[guest]
aws_access_key_id = AKIAGUEST
aws_secret_access_key = guest-secret
principal = arn:aws:iam::{GUEST}:role/visitor
"""
READER = """{"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Action": ["kinesis:Get*", "kinesis:List*"], "Resource": "*"}]}"""


class QueryAuthOfBody(SigV4QueryAuth):
    """botocore presigns for calls without a body only; Kinesis has none of those."""

    body = b"{}"

    def payload(self, request):
        return hashlib.sha256(self.body).hexdigest()


def tampered(change):
    """A hook for botocore that changes a request after it has been signed."""

    def before_send(request, **_):
        change(request)

    return before_send


class Access(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.file = cls.folder / "credentials"
        cls.file.write_text(CREDENTIALS)
        cls.file.chmod(0o600)
        (cls.folder / "reader.json").write_text(READER)
        cls.server = Server(*NO_DELAYS, "--credentials", str(cls.file), "--enforce-policies")
        cls.server.__enter__()
        cls.addClassCleanup(cls.server.__exit__)
        cls.owner = cls.client("owner")
        cls.owner.create_stream(StreamName="s", ShardCount=1)
        cls.arn = cls.owner.describe_stream_summary(StreamName="s")["StreamDescriptionSummary"][
            "StreamARN"
        ]

    @classmethod
    def client(cls, profile, **session):
        """As a program has it that is given the server's own file as its credentials file."""
        before = os.environ.get("AWS_SHARED_CREDENTIALS_FILE")
        os.environ["AWS_SHARED_CREDENTIALS_FILE"] = str(cls.file)
        try:
            made = boto3.Session(**({"profile_name": profile} if profile else {}), **session)
            return made.client(
                "kinesis",
                endpoint_url=cls.server.url,
                region_name=REGION,
                config=Config(retries={"total_max_attempts": 1}),
            )
        finally:
            if before is None:
                del os.environ["AWS_SHARED_CREDENTIALS_FILE"]
            else:
                os.environ["AWS_SHARED_CREDENTIALS_FILE"] = before

    def refused(self, code, call, **arguments):
        with self.assertRaises(ClientError) as caught:
            call(**arguments)
        self.assertEqual(caught.exception.response["Error"]["Code"], code)
        self.assertEqual(caught.exception.response["ResponseMetadata"]["HTTPStatusCode"], 400)
        return caught.exception.response["Error"]["Message"]

    def test_boto3_signs_what_the_server_verifies(self):
        self.assertIn(f":{OWNER}:stream/s", self.arn)
        self.owner.put_record(StreamName="s", PartitionKey="ü/+ =", Data=bytes(range(256)))
        self.owner.put_record(StreamName="s", PartitionKey="a", Data=bytes(900_000))

    def test_a_session_token_must_come_along(self):
        self.client("reader").list_shards(StreamName="s")
        without = self.client(
            None, aws_access_key_id="ASIAREADER", aws_secret_access_key="reader-secret"
        )
        self.refused("UnrecognizedClientException", without.list_shards, StreamName="s")

    def test_wrong_secrets_and_unknown_keys_are_refused(self):
        wrong = self.client(None, aws_access_key_id="AKIAOWNER", aws_secret_access_key="guessed")
        message = self.refused("InvalidSignatureException", wrong.list_streams)
        self.assertIn("The request signature we calculated does not match", message)
        unknown = self.client(None, aws_access_key_id="AKIANONE", aws_secret_access_key="guessed")
        message = self.refused("UnrecognizedClientException", unknown.list_streams)
        self.assertEqual(message, "The security token included in the request is invalid.")

    def test_a_request_changed_on_its_way_is_refused(self):
        def change_body(request):
            request.body = request.body.replace(b"before", b"behind")

        def change_operation(request):
            request.headers["X-Amz-Target"] = TARGET + "DeleteStream"

        def change_query(request):
            request.url += "?a=b"

        def change_signature(request):
            signed = request.headers["Authorization"]
            signed = signed if isinstance(signed, str) else signed.decode()
            request.headers["Authorization"] = signed[:-1] + ("0" if signed[-1] != "0" else "1")

        for change in (change_body, change_operation, change_query, change_signature):
            with self.subTest(change.__name__):
                client = self.client("owner")
                client.meta.events.register("before-send.kinesis", tampered(change))
                self.refused(
                    "InvalidSignatureException",
                    client.add_tags_to_stream,
                    StreamName="s",
                    Tags={"when": "before"},
                )
        tags = self.owner.list_tags_for_stream(StreamName="s")["Tags"]
        self.assertNotIn("when", [tag["Key"] for tag in tags])

    def test_a_request_can_be_presigned(self):
        request = AWSRequest(
            "POST",
            self.server.url + "/",
            headers={
                "X-Amz-Target": TARGET + "ListStreams",
                "Content-Type": "application/x-amz-json-1.1",
            },
        )
        credentials = Credentials("AKIAOWNER", "owner/secret+key=")
        QueryAuthOfBody(credentials, "kinesis", REGION, expires=60).add_auth(request)

        def send(url, body):
            sent = urllib.request.Request(url, body, dict(request.headers), method="POST")
            try:
                with urllib.request.urlopen(sent, timeout=10) as answer:
                    return answer.status, answer.read()
            except urllib.error.HTTPError as error:
                with error:
                    return error.code, error.read()

        status, body = send(request.url, QueryAuthOfBody.body)
        self.assertEqual((status, b"StreamNames" in body), (200, True), body)
        for url, body in (
            (request.url, b"{ }"),
            (request.url.replace("Expires=60", "Expires=90"), QueryAuthOfBody.body),
        ):
            status, answer = send(url, body)
            self.assertEqual((status, b"InvalidSignatureException" in answer), (400, True))

    def run_program(self, command, profile):
        environment = {
            **os.environ,
            "HOME": str(self.folder),
            "RUNNEL_ENDPOINT": self.server.url,
            "RUNNEL_CREDENTIALS": str(self.file),
            "RUNNEL_PROFILE": profile,
        }
        return subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=60, check=False
        )

    def test_the_command_line_signs(self):
        good = self.run_program([PROGRAM, "call", "ListStreams"], "owner")
        self.assertEqual((good.returncode, '"StreamNames":["s"' in good.stdout), (0, True), good)
        session = [PROGRAM, "call", "DeleteStream", "--stream-name", "s", "--profile", "reader"]
        refused = self.run_program(session, "owner")
        self.assertEqual(refused.returncode, 1)
        self.assertIn(f"User: arn:aws:sts::{OWNER}:assumed-role/reader/night", refused.stderr)
        unknown = self.run_program([PROGRAM, "call", "ListStreams"], "ownr")
        self.assertEqual(unknown.returncode, 2)
        self.assertIn("has no profile 'ownr' (did you mean owner?)", unknown.stderr)

    def test_the_aws_cli_signs(self):
        self.assertTrue(os.path.exists(AWS_CLI), "install the package awscli")
        command = [PROGRAM, "aws", "kinesis", "list-streams", "--query", "StreamNames"]
        for profile in ("owner", "reader"):
            listed = self.run_program(command, profile)
            self.assertIn('"s"', listed.stdout, listed)
        plain = {
            "PATH": "/usr/bin:/bin",
            "HOME": str(self.folder),
            "AWS_ACCESS_KEY_ID": "AKIAOWNER",
            "AWS_SECRET_ACCESS_KEY": "guessed",
            "AWS_DEFAULT_REGION": REGION,
        }
        refused = subprocess.run(
            [AWS_CLI, "kinesis", "list-streams", "--endpoint-url", self.server.url],
            env=plain,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        self.assertIn("(InvalidSignatureException)", refused.stderr)

    def test_policies_decide_across_accounts(self):
        guest = self.client("guest")
        put = {"StreamARN": self.arn, "PartitionKey": "a", "Data": b"x"}
        message = self.refused("AccessDeniedException", guest.put_record, **put)
        self.assertEqual(
            message,
            f"User: arn:aws:sts::{GUEST}:assumed-role/visitor/guest is not authorized to perform: "
            f"kinesis:PutRecord on resource: {self.arn} because no resource-based policy allows "
            "the kinesis:PutRecord action",
        )
        self.owner.put_resource_policy(
            ResourceARN=self.arn,
            Policy=f"""{{"Version": "2012-10-17", "Statement": [{{
                "Effect": "Allow", "Principal": {{"AWS": "arn:aws:iam::{GUEST}:role/visitor"}},
                "Action": ["kinesis:PutRecord"], "Resource": "{self.arn}",
                "Condition": {{"IpAddress": {{"aws:SourceIp": "127.0.0.0/8"}}}}}}]}}""",
        )
        guest.put_record(**put)
        self.refused("AccessDeniedException", guest.list_shards, StreamARN=self.arn)
        self.owner.delete_resource_policy(ResourceARN=self.arn)
        self.refused("AccessDeniedException", guest.put_record, **put)

    def test_an_identity_s_policy_decides_within_its_account(self):
        reader = self.client("reader")
        reader.list_streams()
        message = self.refused(
            "AccessDeniedException", reader.put_record, StreamName="s", PartitionKey="a", Data=b"x"
        )
        self.assertTrue(
            message.endswith("because no identity-based policy allows the kinesis:PutRecord action")
        )

    def test_https_is_known_to_policies(self):
        # The certificate is not what is tried here, and urllib3 need not warn of that.
        warnings.simplefilter("ignore", InsecureRequestWarning)
        self.addCleanup(warnings.resetwarnings)
        secure = self.client("owner").meta.endpoint_url.replace("http://", "https://")
        client = boto3.client(
            "kinesis",
            endpoint_url=secure,
            region_name=REGION,
            verify=False,
            aws_access_key_id="AKIAOWNER",
            aws_secret_access_key="owner/secret+key=",
        )
        self.owner.create_stream(StreamName="tls", ShardCount=1)
        arn = self.arn.rsplit("/", 1)[0] + "/tls"
        self.owner.put_resource_policy(
            ResourceARN=arn,
            Policy=f"""{{"Statement": {{
                "Effect": "Deny", "Principal": {{"AWS": "{OWNER}"}},
                "Action": "kinesis:ListShards", "Resource": "*",
                "Condition": {{"Bool": {{"aws:SecureTransport": "false"}}}}}}}}""",
        )
        message = self.refused("AccessDeniedException", self.owner.list_shards, StreamName="tls")
        self.assertTrue(message.endswith("with an explicit deny in a resource-based policy"))
        self.assertEqual(len(client.list_shards(StreamName="tls")["Shards"]), 1)


class Listening(unittest.TestCase):
    def start(self, *arguments):
        return subprocess.run(
            [PROGRAM, "serve", "--port", "0", *arguments],
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
        )

    def test_others_are_not_let_in_by_accident(self):
        refused = self.start("--host", "0.0.0.0")
        self.assertEqual(refused.returncode, 2)
        self.assertIn("--credentials FILE, or that anyone may with --allow-anyone", refused.stderr)

    def test_a_bad_credentials_file_is_refused_with_its_line(self):
        with tempfile.NamedTemporaryFile("w", suffix=".ini") as file:
            file.write("[ana]\naws_access_key = x\n")
            file.flush()
            refused = self.start("--credentials", file.name)
        self.assertEqual(refused.returncode, 2)
        self.assertIn(f"{file.name}:2: unknown key 'aws_access_key'", refused.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
