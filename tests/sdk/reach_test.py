"""What a server does not do for those who reach it from elsewhere.

It listens on every address: the test runs in a network of its own, where there is but loopback.
"""

import io
import unittest
import zipfile

from botocore.exceptions import ClientError

import own_network
from server import NO_DELAYS, Server

EVERYWHERE = ["--host", "0.0.0.0", "--allow-anyone"]
ROLE = "arn:aws:iam::000000000000:role/r"
HANDLER = "def handler(event, context):\n    return 'run'\n"


def invoke(server):
    """What a function answers that is a program; raises ClientError where none are run."""
    server.url = server.url.replace("0.0.0.0", "127.0.0.1")
    client = server.client("lambda")
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("index.py", HANDLER)
    client.create_function(FunctionName="f", Runtime="python3.12", Handler="index.handler",
                           Role=ROLE, Timeout=60, Code={"ZipFile": code.getvalue()})
    return client.invoke(FunctionName="f")["Payload"].read()


class Programs(unittest.TestCase):
    def test_they_are_not_run_where_others_reach_the_server(self):
        with Server(*NO_DELAYS, *EVERYWHERE) as server:
            self.assertIn("//0.0.0.0:", server.url)
            with self.assertRaises(ClientError) as refused:
                invoke(server)
        self.assertIn("does not run programs", refused.exception.response["Error"]["Message"])

    def test_they_are_run_where_that_is_said(self):
        with Server(*NO_DELAYS, *EVERYWHERE, "--function-programs", "on") as server:
            self.assertEqual(invoke(server), b'"run"')

    def test_they_are_run_where_nobody_else_reaches_the_server(self):
        with Server(*NO_DELAYS) as server:
            self.assertEqual(invoke(server), b'"run"')


if __name__ == "__main__":
    own_network.enter()
    unittest.main()
