"""API destinations of EventBridge by boto3 and the AWS CLI, and what pipes send to them."""

import json
import os
import pathlib
import subprocess
import tempfile
import unittest

from http_endpoint import HttpEndpoint
from server import PIPES_AT_ONCE, PROGRAM, Server

ROLE = "arn:aws:iam::000000000000:role/pipe"
SOURCE = "arn:aws:kinesis:us-east-1:000000000000:stream/src"


def answer(path, body):
    """At /token, a token."""
    return 200, b'{"access_token": "t1", "token_type": "Bearer"}' if path == "/token" else b"{}"


def make_pipe(server, target):
    server.kinesis().create_stream(StreamName="src", ShardCount=1)
    server.client("pipes").create_pipe(
        Name="p", Source=SOURCE, Target=target, RoleArn=ROLE,
        SourceParameters={"KinesisStreamParameters": {"StartingPosition": "TRIM_HORIZON"}},
        TargetParameters={"InputTemplate": '{"n": <$.data.n>}'})


def put(server, n):
    data = json.dumps({"n": n}).encode()
    server.kinesis().put_record(StreamName="src", PartitionKey="k", Data=data)


def make_destination(server, url, kind, parameters):
    events = server.client("events")
    connection = events.create_connection(
        Name="c", AuthorizationType=kind, AuthParameters=parameters)["ConnectionArn"]
    return events.create_api_destination(
        Name="d", ConnectionArn=connection, InvocationEndpoint=url, HttpMethod="POST"
    )["ApiDestinationArn"]


class ApiDestinations(unittest.TestCase):
    def setUp(self):
        self.receiver = HttpEndpoint(answer)
        self.addCleanup(self.receiver.close)

    def got(self):
        path, headers, body = self.receiver.requests.get(timeout=60)
        return path, headers.get("Authorization"), body.decode()

    def test_by_user_and_password_across_a_restart(self):
        with tempfile.TemporaryDirectory() as folder:
            data = f"--data={folder}/data"
            with Server(*PIPES_AT_ONCE, data) as server:
                make_pipe(server, make_destination(
                    server, self.receiver.url + "/in", "BASIC",
                    {"BasicAuthParameters": {"Username": "u", "Password": "p"}}))
                put(server, 1)
                self.assertEqual(self.got(), ("/in", "Basic dTpw", '{"n": 1}'))
            with Server(*PIPES_AT_ONCE, data) as server:
                events = server.client("events")
                described = events.describe_connection(Name="c")
                self.assertEqual(described["AuthParameters"],
                                 {"BasicAuthParameters": {"Username": "u"}})
                (listed,) = events.list_api_destinations()["ApiDestinations"]
                self.assertEqual(listed["InvocationEndpoint"], self.receiver.url + "/in")
                # What was under way when the server ended comes again.
                put(server, 2)
                while (last := self.got()) != ("/in", "Basic dTpw", '{"n": 2}'):
                    self.assertEqual(last, ("/in", "Basic dTpw", '{"n": 1}'))

    def test_by_a_token_that_is_got_once(self):
        with Server(*PIPES_AT_ONCE) as server:
            client = {"ClientID": "i", "ClientSecret": "s"}
            make_pipe(server, make_destination(
                server, self.receiver.url + "/in", "OAUTH_CLIENT_CREDENTIALS",
                {"OAuthParameters": {"ClientParameters": client, "HttpMethod": "POST",
                                     "AuthorizationEndpoint": self.receiver.url + "/token"}}))
            put(server, 1)
            put(server, 2)
            self.assertEqual([self.got() for _ in range(3)], [
                ("/token", None, "grant_type=client_credentials&client_id=i&client_secret=s"),
                ("/in", "Bearer t1", '{"n": 1}'),
                ("/in", "Bearer t1", '{"n": 2}'),
            ])

    def test_the_aws_cli_makes_what_a_pipe_sends_to(self):
        with Server(*PIPES_AT_ONCE) as server:
            environment = {**os.environ, "RUNNEL_ENDPOINT": server.url}

            def events(*arguments):
                command = [PROGRAM, "aws", "events", *arguments, "--output", "text"]
                done = subprocess.run(
                    command, env=environment, capture_output=True, text=True, timeout=60)
                self.assertEqual(done.returncode, 0, done.stderr)
                return done.stdout.strip()

            connection = events(
                "create-connection", "--name", "c", "--authorization-type", "API_KEY",
                "--auth-parameters",
                "ApiKeyAuthParameters={ApiKeyName=Authorization,ApiKeyValue=k}",
                "--query", "ConnectionArn")
            # The first version of the AWS CLI would take a URL for where to read an argument.
            destination = events("create-api-destination", "--cli-input-json", json.dumps({
                "Name": "d", "ConnectionArn": connection, "HttpMethod": "POST",
                "InvocationEndpoint": self.receiver.url + "/in",
            }), "--query", "ApiDestinationArn")
            make_pipe(server, destination)
            put(server, 1)
            self.assertEqual(self.got(), ("/in", "k", '{"n": 1}'))
            events("delete-api-destination", "--name", "d")
            events("delete-connection", "--name", "c")
            self.assertEqual(events("list-connections", "--query", "Connections[].Name"), "")

    def test_by_tls_to_whom_the_machine_trusts(self):
        with tempfile.TemporaryDirectory() as folder:
            other = Server("--tls-dir", folder)
            trusting = {"SSL_CERT_FILE": str(pathlib.Path(folder) / "trusted.pem")}
            with other as receiver:
                printed = subprocess.run(
                    [PROGRAM, "cert", "--tls-dir", folder],
                    capture_output=True, text=True, check=True, timeout=60)
                pathlib.Path(trusting["SSL_CERT_FILE"]).write_text(printed.stdout)
                url = receiver.url.replace("http://", "https://") + "/in"
                for environment, says in [
                    ({}, "certificate verify failed"), (trusting, " answered with status 4"),
                ]:
                    with Server(*PIPES_AT_ONCE, environment=environment) as server:
                        make_pipe(server, make_destination(
                            server, url, "API_KEY",
                            {"ApiKeyAuthParameters": {"ApiKeyName": "x", "ApiKeyValue": "k"},
                             "InvocationHttpParameters": {"QueryStringParameters": [
                                 {"Key": "t", "Value": "hidden", "IsValueSecret": True}]}}))
                        put(server, 1)
                        reason = ""
                        while not reason:
                            described = server.client("pipes").describe_pipe(Name="p")
                            reason = described.get("StateReason", "")
                        self.assertIn(says, reason)
                        self.assertNotIn("hidden", reason)


if __name__ == "__main__":
    unittest.main()
