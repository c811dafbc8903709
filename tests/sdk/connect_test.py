"""What `runnel connect` prints is run as it is printed; what `runnel doctor` says is checked."""

import http.server
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import unittest

from command_line import run_alone, say
from server import NO_DELAYS, PROGRAM, Server

HERE = pathlib.Path(__file__).resolve().parent
NODE = HERE.parents[1] / "build/node/bin/node"
WITHOUT_CREDENTIALS = {name: value for name, value in os.environ.items()
                       if not name.startswith(("AWS_", "RUNNEL_"))}


class Connect(unittest.TestCase):
    """Each snippet lists the streams of a server on another port than the usual one."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.environment = {**WITHOUT_CREDENTIALS, "RUNNEL_TLS_DIR": str(cls.folder / "tls"),
                           "HOME": folder.name, "PATH": "/usr/bin:/bin"}
        cls.server = Server(*NO_DELAYS, environment={"RUNNEL_TLS_DIR": str(cls.folder / "tls")})
        cls.server.__enter__()
        cls.addClassCleanup(cls.server.__exit__)
        cls.server.kinesis().create_stream(StreamName="found", ShardCount=1)

    def snippet(self, client):
        """Writes the snippet into a file; gives its path."""
        code = say(self.server, "connect", client, "--code", env=self.environment)
        path = self.folder / f"{client}.snippet"
        path.write_text(code)
        return path

    def finds(self, *command, environment=None):
        done = subprocess.run(list(map(str, command)), env={**self.environment,
                              **(environment or {})}, capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("found", done.stdout)

    def test_variables(self):
        program = "import boto3; print(boto3.client('kinesis').list_streams()['StreamNames'])"
        path = self.snippet("env")
        self.finds("bash", "-c", f'. {path}; "$@"', "bash", sys.executable, "-c", program)

    def test_cli(self):
        self.finds("bash", self.snippet("cli"))

    def test_curl(self):
        self.finds("bash", self.snippet("curl"))

    def test_python(self):
        self.finds(sys.executable, self.snippet("python"))

    def test_python_by_https(self):
        self.finds(sys.executable, self.snippet("python-tls"))

    def test_javascript(self):
        # Node looks for the SDK beside the program.
        with tempfile.TemporaryDirectory(dir=HERE / "javascript", prefix=".snippet-") as folder:
            program = pathlib.Path(folder) / "program.mjs"
            shutil.copy(self.snippet("javascript"), program)
            self.finds(NODE, program)

    def test_every_section_is_filled_in(self):
        port = self.server.url.rsplit(":", 1)[1]
        listed = say(self.server, "connect", env=self.environment)
        clients = re.findall(r"^  ([a-z-]+) +\S", listed, re.M)
        self.assertLessEqual({"java", "kcl", "kpl", "terraform", "cdk", "flink", "fluent-bit",
                              "vector", "rust", "go"}, set(clients))
        for client in clients:
            text = say(self.server, "connect", client, env=self.environment)
            self.assertIn(port, text, client)
            for left in ("4566", "/path/to"):
                self.assertNotIn(left, text, client)
            if "ca.pem" in text:
                self.assertIn(str(self.folder / "tls/ca.pem"), text, client)

    def test_the_certificate_is_that_of_the_server(self):
        with tempfile.TemporaryDirectory() as folder:
            place = {"XDG_RUNTIME_DIR": folder}  # where servers are told of
            with Server(f"--tls-dir={folder}/tls", environment=place) as server:
                text = say(server, "connect", "python-tls", env={**self.environment, **place})
                elsewhere = server.url.replace("127.0.0.1", "elsewhere.test")
                other = run_alone("connect", "python-tls", "--endpoint", elsewhere,
                                  env={**self.environment, **place})
            self.assertNotIn(f"{folder}/tls", other.stdout)
            self.assertIn(f'verify="{self.folder}/tls/ca.pem"', other.stdout)
            self.assertIn(f'verify="{folder}/tls/ca.pem"', text)
            self.assertTrue(pathlib.Path(folder, "tls/ca.pem").exists())

    def test_a_misspelt_client_is_told(self):
        done = run_alone("connect", "pyton")
        self.assertEqual(done.returncode, 2)
        self.assertIn("did you mean python?", done.stderr)

    def test_a_second_client_is_not_passed_over(self):
        done = run_alone("connect", "python", "java")
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("unexpected word 'java'", done.stderr)


class Refusing(http.server.BaseHTTPRequestHandler):
    """It knows no method."""

    def log_message(self, *_):
        pass


class Doctor(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        # Where servers are told of.
        self.place = {"XDG_RUNTIME_DIR": folder.name, "XDG_STATE_HOME": folder.name}
        self.environment = {**WITHOUT_CREDENTIALS, **self.place, "HOME": folder.name,
                            "AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1",
                            "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
                            "NO_PROXY": "127.0.0.1", "REQUESTS_CA_BUNDLE": "", "AWS_CA_BUNDLE": "",
                            "NODE_EXTRA_CA_CERTS": ""}

    def ask(self, url, *arguments, said=None, **variables):
        """Without `url`, nothing names the server but perhaps the variables."""
        named = ("--endpoint", url) if url else ()
        return subprocess.run([PROGRAM, "doctor", *named, *arguments], input=said,
                              env={**self.environment, **variables}, capture_output=True,
                              text=True, timeout=60)

    def told(self, server, **variables):
        """What is to be changed, and nothing else, where one thing is amiss."""
        done = self.ask(server.url, **{"AWS_ENDPOINT_URL_KINESIS": server.url, **variables})
        changes = re.findall(r"^change  (.*)$", done.stdout, re.M)
        self.assertEqual((done.returncode, len(changes)), (1, 1), done.stdout)
        return changes[0]

    def test_nothing_is_to_be_changed_where_all_is_well(self):
        with Server() as server:
            done = self.ask(server.url, AWS_ENDPOINT_URL_KINESIS=server.url)
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertIn("Nothing is to be changed.", done.stdout)

    def test_variables_that_lead_elsewhere(self):
        with Server() as server:
            done = self.ask(server.url, AWS_ENDPOINT_URL="http://127.0.0.1:1",
                            AWS_IGNORE_CONFIGURED_ENDPOINT_URLS="true", AWS_CBOR_DISABLE="1")
            bare = self.ask(server.url, AWS_REGION="", AWS_DEFAULT_REGION="",
                            AWS_ACCESS_KEY_ID="", NO_PROXY="",
                            NODE_EXTRA_CA_CERTS="",
                            no_proxy="", HTTP_PROXY="http://127.0.0.1:1",
                            AWS_ENDPOINT_URL_KINESIS=server.url.replace("http:", "https:"))
        self.assertEqual((done.returncode, bare.returncode), (1, 1))
        self.assertIn(f"export AWS_ENDPOINT_URL={server.url}", done.stdout)
        self.assertIn("unset it", done.stdout)
        self.assertIn("note    AWS_CBOR_DISABLE is not needed", done.stdout)
        for needed in ("AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1",
                       "AWS_SECRET_ACCESS_KEY", "NO_PROXY=", "AWS_CA_BUNDLE"):
            self.assertIn(needed, bare.stdout)

    def test_a_proxy_is_passed_by_where_the_variable_says_so(self):
        with Server() as server:
            def told(**variables):
                done = self.ask(server.url, AWS_ENDPOINT_URL=server.url,
                                HTTP_PROXY="http://127.0.0.1:1", **variables)
                return "sends calls to a proxy" in done.stdout

            for kept in ("127.0.0.1", "example.com, 127.0.0.1", "*"):
                self.assertFalse(told(NO_PROXY=kept), kept)
                self.assertFalse(told(NO_PROXY="", no_proxy=kept), kept)
            for sent in ("", "example.com", "127.0.0.10", "localhost,27.0.0.1"):
                self.assertTrue(told(NO_PROXY=sent), sent)
            self.assertTrue(told(no_proxy="127.0.0", NO_PROXY=".1"))

    def test_what_a_profile_may_say_is_not_to_be_changed(self):
        config = self.folder / ".aws/config"
        config.parent.mkdir()
        config.write_text("[default]\n[profile work]\nregion = eu-west-1\n")
        with Server() as server:
            for variables in ({"AWS_PROFILE": "work"}, {"AWS_CONFIG_FILE": "/dev/null"}):
                done = self.ask(server.url, AWS_REGION="", AWS_DEFAULT_REGION="", **variables)
                self.assertEqual(done.returncode, 0, done.stdout)
                self.assertIn("note    no variable leads clients here", done.stdout)
                self.assertIn("note    no variable says a region", done.stdout)

    def test_what_boto3_needs_is_to_be_there(self):
        with Server() as server:
            bare = server.url.removeprefix("http://")
            https = f"https://{bare}"
            for told, variables in [
                ("export AWS_DEFAULT_REGION=eu-west-1",
                 {"AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": ""}),
                (f"export AWS_ENDPOINT_URL_KINESIS={server.url}",
                 {"AWS_ENDPOINT_URL_KINESIS": bare}),
                ("export AWS_CA_BUNDLE=$(runnel cert --path)",
                 {"AWS_ENDPOINT_URL_KINESIS": https, "NODE_EXTRA_CA_CERTS": __file__}),
                ("AWS_CA_BUNDLE=/nowhere names no file",
                 {"AWS_ENDPOINT_URL_KINESIS": https, "AWS_CA_BUNDLE": "/nowhere",
                  "NODE_EXTRA_CA_CERTS": ""}),
                ("export AWS_SECRET_ACCESS_KEY=test", {"AWS_SECRET_ACCESS_KEY": ""}),
            ]:
                with self.subTest(variables):
                    self.assertIn(told, self.told(server, **variables))
            other = self.ask(server.url, AWS_REGION="", AWS_ENDPOINT_URL=server.url)
        self.assertEqual(other.returncode, 0, other.stdout)
        self.assertIn("export AWS_REGION=us-east-1", other.stdout)

    def test_a_profile_has_to_be_in_a_file(self):
        (self.folder / ".aws").mkdir()
        (self.folder / ".aws/credentials").write_text("[prod-eu]\naws_access_key_id = a\n")
        (self.folder / ".aws/config").write_text("[profile  'two words']\n[services prod]\n")
        with Server() as server:
            self.assertIn("AWS_PROFILE=prod is a profile of neither",
                          self.told(server, AWS_PROFILE="prod"))
            self.assertIn("did you mean prod-eu?", self.told(server, AWS_PROFILE="prod-e"))
            for there in ("prod-eu", "two words"):
                done = self.ask(server.url, AWS_ENDPOINT_URL=server.url, AWS_PROFILE=there)
                self.assertEqual(done.returncode, 0, done.stdout)

    def test_a_server_that_verifies_signatures_says_whether_it_knows_the_keys(self):
        keys = self.folder / "keys"
        keys.write_text("[ana]\naws_access_key_id = AKANA\naws_secret_access_key = s\n")
        with Server(f"--credentials={keys}") as server:
            refused = "a profile of the file that the server was started with by --credentials"
            for key, secret in (("test", "test"), ("AKANA", "other"), ("", "")):
                told = self.told(server, AWS_ACCESS_KEY_ID=key, AWS_SECRET_ACCESS_KEY=secret)
                self.assertIn(refused, told)
                self.assertNotIn("AWS_ACCESS_KEY_ID=test", told)
            done = self.ask(server.url, AWS_ENDPOINT_URL=server.url, AWS_ACCESS_KEY_ID="AKANA",
                            AWS_SECRET_ACCESS_KEY="s")
        self.assertEqual(done.returncode, 0, done.stdout)

    def test_of_several_servers_one_is_to_be_named(self):
        with Server(environment=self.place) as one, Server(environment=self.place) as two:
            several = self.ask(None)
            self.assertEqual(several.returncode, 1)
            self.assertIn("change  several servers are running; say which with --endpoint http://",
                          several.stdout)
            for server in (one, two):
                self.assertIn(server.port, several.stdout)
                # The one that clients are led to is meant.
                led = self.ask(None, AWS_ENDPOINT_URL=server.url)
                self.assertEqual(led.returncode, 0, led.stdout)
                self.assertIn(f"Runnel answers at {server.url}", led.stdout)
            nothing = self.ask(None, AWS_ENDPOINT_URL=two.url, RUNNEL_PORT="1")
            self.assertIn("nothing listens at http://127.0.0.1:1: name what runs, ",
                          nothing.stdout)
            self.assertIn(two.url, nothing.stdout)
            self.assertNotIn("export AWS_ENDPOINT_URL", nothing.stdout)

    def test_who_listens(self):
        files = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Refusing)
        thread = threading.Thread(target=files.serve_forever)
        thread.start()
        url = f"http://127.0.0.1:{files.server_port}"
        stranger = self.ask(url)
        led = self.ask(url, AWS_ENDPOINT_URL=url)
        files.shutdown()
        thread.join()
        for done in (stranger, led):
            self.assertIn("is no Runnel", done.stdout)
            self.assertNotIn("AWS_ENDPOINT_URL", done.stdout)
        # Nobody takes the connections of this one: it may be a Runnel that is held up.
        silent = self.ask(url)
        files.server_close()
        self.assertIn(f"no answer from {url}: The socket was closed due to a timeout",
                      silent.stdout)
        self.assertNotIn("is no Runnel", silent.stdout)
        nowhere = self.ask(f"http://{'a' * 300}:4566")
        self.assertRegex(nowhere.stdout, "change  no answer from http://a+:4566: ")
        self.assertNotIn(f"{'a' * 300}:4566 is no Runnel", nowhere.stdout)
        nothing = self.ask(url)
        self.assertIn(f"nothing listens at {url}", nothing.stdout)

    def test_what_a_variable_of_another_emulator_means(self):
        with Server() as server:
            done = self.ask(server.url, AWS_ENDPOINT_URL=server.url,
                            KINESIS_MOCK_CERT_PASSWORD="x", LOCALSTACK_AUTH_TOKEN="x")
            wrong = self.ask(server.url, AWS_ENDPOINT_URL=server.url, SHARD_LIMIT="many")
        self.assertEqual(done.returncode, 0)
        for name in ("KINESIS_MOCK_CERT_PASSWORD", "LOCALSTACK_AUTH_TOKEN"):
            self.assertIn(f"{name} is ignored", done.stdout)
        self.assertEqual(wrong.returncode, 1)
        self.assertIn("`runnel serve` would not start: SHARD_LIMIT", wrong.stdout)

    def test_errors_of_real_clients_are_explained(self):
        with tempfile.TemporaryDirectory() as folder, Server(f"--tls-dir={folder}") as server:
            https = server.url.replace("http://127.0.0.1", "https://localhost")
            cases = {
                "nothing listens where": [sys.executable, "-c", PYTHON, "http://127.0.0.1:1"],
                "runnel cert --path": [sys.executable, "-c", PYTHON, https],
                "Each account and region": [sys.executable, "-c", PYTHON, server.url],
            }
            for advice, command in cases.items():
                failed = subprocess.run(command, capture_output=True, text=True, timeout=60)
                self.assertNotEqual(failed.returncode, 0)
                done = self.ask(server.url, "--error", "-", said=failed.stderr,
                                AWS_ENDPOINT_URL=server.url)
                self.assertEqual(done.returncode, 1)
                self.assertIn(advice, done.stdout, failed.stderr)
            unknown = self.ask(server.url, "--error", "what?", AWS_ENDPOINT_URL=server.url)
        self.assertEqual(unknown.returncode, 0)
        self.assertIn("nothing is known of this error", unknown.stdout)


PYTHON = """
import sys, boto3
from botocore.config import Config
boto3.client("kinesis", endpoint_url=sys.argv[1], region_name="us-east-1", aws_access_key_id="a",
             aws_secret_access_key="b", config=Config(retries={"total_max_attempts": 1})
             ).describe_stream(StreamName="none")
"""


if __name__ == "__main__":
    unittest.main(verbosity=2)
