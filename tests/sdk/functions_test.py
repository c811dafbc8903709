"""Functions as programs: zip files of Python, Node.js and a bootstrap of one's own, commands, URLs;
what is written to their logs. Lambda and CloudWatch Logs are called by boto3 and the AWS CLI."""

import base64
import io
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
import urllib.parse
import zipfile

from botocore.exceptions import ClientError

from http_endpoint import HttpEndpoint
from server import NO_DELAYS, PROGRAM, Server

ROLE = "arn:aws:iam::000000000000:role/r"
HANDLER = """
import os, sys, threading
def handler(event, context):
    what = event.get("do")
    if what == "fail":
        raise ValueError("no good")
    if what == "exit":
        sys.exit(3)
    if what == "die":
        os._exit(4)
    if what == "kill":
        os.kill(os.getpid(), 9)
    if what == "hang":
        threading.Event().wait()
    if what == "print":
        print("hello\\nworld")
    if what == "large":
        return "x" * 7000000
    return {"event": event, "pid": os.getpid(), "variable": os.environ.get("COLOUR"),
            "endpoint": os.environ["AWS_ENDPOINT_URL"], "id": context.aws_request_id,
            "arn": context.invoked_function_arn, "left": context.get_remaining_time_in_millis()}
"""
BOOTSTRAP = f"""#!{sys.executable}
import http.client, os
api = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
while True:
    api.request("GET", "/2018-06-01/runtime/invocation/next")
    response = api.getresponse()
    event = response.read()
    print("event", event.decode(), flush=True)
    request = response.headers["Lambda-Runtime-Aws-Request-Id"]
    api.request("POST", "/2018-06-01/runtime/invocation/" + request + "/response", event.upper())
    api.getresponse().read()
"""
# As the walk-through of integrations prints them.
FIVE_COMMANDS = [
    "awsemu lambda create-function --function-name process-events --runtime provided.al2023 "
    "--handler bootstrap --role arn:aws:iam::000000000000:role/r --zip-file fileb://function.zip",
    "awsemu lambda create-event-source-mapping --event-source-arn $STREAM_ARN --function-name "
    "process-events --starting-position TRIM_HORIZON --batch-size 100 "
    "--query '{State:State,UUID:UUID}'",
    "awsemu kinesis put-record --stream-name events --partition-key u1 "
    "--data \"$(printf 'hello' | base64)\"",
    "awsemu logs filter-log-events --log-group-name /aws/lambda/process-events --limit 1 "
    "--query 'events[0].message'",
    "awsemu logs tail /aws/lambda/process-events --follow",
]


def zip_of(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("_dot_", "."), text)
    return out.getvalue()


class Functions(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server(*NO_DELAYS)
        cls.server.__enter__()
        cls.addClassCleanup(cls.server.__exit__)
        cls.client = cls.server.client("lambda", read_timeout=60)
        cls.logs = cls.server.client("logs")

    def create(self, name, code, runtime="python3.12", handler="index.handler", **members):
        self.client.create_function(
            FunctionName=name, Runtime=runtime, Handler=handler, Role=ROLE,
            Code={"ZipFile": code}, **members)
        self.client.get_waiter("function_active_v2").wait(
            FunctionName=name, WaiterConfig={"Delay": 0.05})

    def invoke(self, name, event=None, **members):
        answer = self.client.invoke(
            FunctionName=name, Payload=json.dumps(event if event is not None else {}), **members)
        answer["Body"] = answer["Payload"].read()
        return answer

    def messages(self, name):
        found = self.logs.filter_log_events(logGroupName=f"/aws/lambda/{name}")
        return [event["message"] for event in found["events"]]

    def test_a_python_handler_is_run_and_stays_warm(self):
        self.create("warm", zip_of(index_dot_py=HANDLER), Environment={
            "Variables": {"COLOUR": "blue"}})
        first = self.invoke("warm", {"a": 1})
        self.assertEqual(first["StatusCode"], 200)
        self.assertEqual(first["ExecutedVersion"], "$LATEST")
        self.assertNotIn("FunctionError", first)
        said = json.loads(first["Body"])
        self.assertEqual(said["event"], {"a": 1})
        self.assertEqual(said["variable"], "blue")
        self.assertEqual(said["endpoint"], self.server.url)
        self.assertEqual(said["id"], first["ResponseMetadata"]["RequestId"])
        self.assertEqual(said["arn"], "arn:aws:lambda:us-east-1:000000000000:function:warm")
        self.assertGreater(said["left"], 0)
        again = json.loads(self.invoke("warm")["Body"])
        self.assertEqual(again["pid"], said["pid"])
        # Another configuration is another process.
        self.client.update_function_configuration(
            FunctionName="warm", Environment={"Variables": {"COLOUR": "red"}})
        self.client.get_waiter("function_updated_v2").wait(
            FunctionName="warm", WaiterConfig={"Delay": 0.05})
        changed = json.loads(self.invoke("warm")["Body"])
        self.assertEqual(changed["variable"], "red")
        self.assertNotEqual(changed["pid"], said["pid"])

    def test_code_may_be_as_large_as_lambda_takes_it(self):
        self.create("large", zip_of(
            index_dot_py="import os\ndef handler(event, context):\n"
                         "    return os.path.getsize('model.bin')",
            model_dot_bin=bytes(49 * 1024 * 1024)), Timeout=30)
        self.assertEqual(json.loads(self.invoke("large")["Body"]), 49 * 1024 * 1024)

    def test_what_is_no_zip_file_is_refused(self):
        for code, text in ((b"def handler(event, context): pass", "Could not unzip uploaded file. "
                            "Please check your file, then try to upload again."),
                           (zip_of(), "Uploaded file must be a non-empty zip")):
            with self.assertRaises(ClientError) as raised:
                self.create("no_zip", code)
            error = raised.exception.response["Error"]
            self.assertEqual(error["Code"], "InvalidParameterValueException")
            self.assertEqual(error["Message"], text)

    def test_what_goes_wrong_is_told_as_aws_tells_it(self):
        self.create("wrong", zip_of(index_dot_py=HANDLER), Timeout=1)
        failed = self.invoke("wrong", {"do": "fail"})
        self.assertEqual(failed["FunctionError"], "Unhandled")
        error = json.loads(failed["Body"])
        self.assertEqual((error["errorType"], error["errorMessage"]), ("ValueError", "no good"))
        self.assertIn("index.py", error["stackTrace"][0])
        for event, ending in (("die", "exit status 4"), ("kill", "signal: killed")):
            ended = self.invoke("wrong", {"do": event})
            identity = ended["ResponseMetadata"]["RequestId"]
            self.assertEqual(ended["FunctionError"], "Unhandled")
            self.assertEqual(json.loads(ended["Body"]), {
                "errorType": "Runtime.ExitError",
                "errorMessage":
                    f"RequestId: {identity} Error: Runtime exited with error: {ending}"})
        hung = self.invoke("wrong", {"do": "hang"})
        identity = hung["ResponseMetadata"]["RequestId"]
        self.assertEqual(json.loads(hung["Body"]), {
            "errorType": "Sandbox.Timedout",
            "errorMessage": f"RequestId: {identity} Error: Task timed out after 1.00 seconds"})
        large = self.invoke("wrong", {"do": "large"})
        self.assertEqual(json.loads(large["Body"])["errorType"], "Function.ResponseSizeTooLarge")
        # And then it works again.
        self.assertEqual(json.loads(self.invoke("wrong", {"b": 2})["Body"])["event"], {"b": 2})

    def test_a_handler_that_cannot_be_imported_fails_at_init(self):
        self.create("broken", zip_of(index_dot_py="import nothing_like_this"))
        failed = json.loads(self.invoke("broken")["Body"])
        self.assertEqual(failed["errorType"], "Runtime.ImportModuleError")
        self.assertEqual(failed["requestId"], "")

    def test_the_log_holds_lines_between_start_and_report(self):
        self.create("logged", zip_of(index_dot_py=HANDLER))
        answer = self.invoke("logged", {"do": "print"}, LogType="Tail")
        identity = answer["ResponseMetadata"]["RequestId"]
        lines = self.messages("logged")
        self.assertEqual(lines[:4], [f"START RequestId: {identity} Version: $LATEST\n", "hello\n",
                                     "world\n", f"END RequestId: {identity}\n"])
        self.assertRegex(
            lines[4], rf"^REPORT RequestId: {identity}\tDuration: \d+\.\d\d ms\tBilled Duration: "
            r"\d+ ms\tMemory Size: 128 MB\tMax Memory Used: \d+ MB\t"
            r"Init Duration: \d+\.\d\d ms\t\n$")
        self.assertEqual(base64.b64decode(answer["LogResult"]).decode(), "".join(lines))
        stream = self.logs.describe_log_streams(logGroupName="/aws/lambda/logged")["logStreams"][0]
        self.assertRegex(stream["logStreamName"], r"^\d{4}/\d\d/\d\d/\[\$LATEST\][0-9a-f]{32}$")
        got = self.logs.get_log_events(logGroupName="/aws/lambda/logged",
                                       logStreamName=stream["logStreamName"], startFromHead=True)
        self.assertEqual([event["message"] for event in got["events"]], lines)
        command = [PROGRAM, "aws", "logs", "tail", "/aws/lambda/logged", "--format", "short"]
        tail = subprocess.run(
            command, capture_output=True, text=True, timeout=60,
            env={**os.environ, "RUNNEL_ENDPOINT": self.server.url,
                 "PATH": f"/usr/bin:{os.environ['PATH']}"})
        self.assertEqual(tail.returncode, 0, tail.stderr)
        self.assertIn("hello", tail.stdout)

    def test_a_bootstrap_of_ones_own_is_run(self):
        self.create("own", zip_of(bootstrap=BOOTSTRAP), runtime="provided.al2023",
                    handler="bootstrap")
        self.assertEqual(self.invoke("own", "shout")["Body"], b'"SHOUT"')
        self.assertIn('event "shout"\n', self.messages("own"))

    def test_a_node_handler_is_run(self):
        code = "export const handler = async (event) => { console.log('seen'); return event; };"
        self.create("node", zip_of(index_dot_mjs=code), runtime="nodejs20.x", Timeout=30)
        self.assertEqual(json.loads(self.invoke("node", {"c": 3})["Body"]), {"c": 3})
        self.assertTrue(any(line.endswith("\tINFO\tseen\n") for line in self.messages("node")))

    def test_a_node_handler_calls_back(self):
        for code, said in {
            "exports.handler = (event, context) => { context.succeed({ done: true }); };":
                {"done": True},
            "exports.handler = (event, context) => {"
            "  setImmediate(() => context.done(null, 'later')); };": "later",
            "exports.handler = (event, context, callback) => { callback(null, event); };":
                {"a": 1},
            "exports.handler = () => {};": None,
        }.items():
            with self.subTest(code):
                self.create("callback", zip_of(index_dot_js=code), runtime="nodejs20.x",
                            Timeout=30)
                answer = self.invoke("callback", {"a": 1})
                self.assertNotIn("FunctionError", answer, answer["Body"])
                self.assertEqual(json.loads(answer["Body"]), said)
                self.client.delete_function(FunctionName="callback")
        self.create("fails", zip_of(index_dot_js="exports.handler = (e, c) => c.fail('no');"),
                    runtime="nodejs20.x", Timeout=30)
        self.assertEqual(json.loads(self.invoke("fails")["Body"])["errorMessage"], "no")

    def test_a_python_result_that_is_no_json_is_told(self):
        self.create("odd", zip_of(index_dot_py="def handler(event, context):\n    return {1, 2}"))
        answer = self.invoke("odd")
        self.assertEqual(answer["FunctionError"], "Unhandled")
        said = json.loads(answer["Body"])
        self.assertEqual(
            (said["errorType"], said["errorMessage"], said["stackTrace"]),
            ("Runtime.MarshalError",
             "Unable to marshal response: Object of type set is not JSON serializable", []))

    def test_a_command_is_run_in_its_folder(self):
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, "main.py").write_text(BOOTSTRAP)
            query = urllib.parse.urlencode(
                {"run": f"{sys.executable} main.py", "folder": folder},
                quote_via=urllib.parse.quote)
            self.client.create_function(FunctionName="command", Role=ROLE, PackageType="Image",
                                        Code={"ImageUri": f"runnel:command?{query}"})
            self.assertEqual(self.invoke("command", "hey")["Body"], b'"HEY"')

    def test_a_url_is_called_as_the_runtime_interface_emulator_is(self):
        failure = b'{"errorMessage":"no","errorType":"E"}'
        endpoint = HttpEndpoint(lambda path, body: (200, failure if b"fail" in body else body))
        self.addCleanup(endpoint.close)
        self.client.create_function(FunctionName="url", Role=ROLE, PackageType="Image",
                                    Code={"ImageUri": endpoint.url})
        self.assertEqual(self.invoke("url", {"d": 4})["Body"], b'{"d": 4}')
        path, _, _ = endpoint.requests.get(timeout=60)
        self.assertEqual(path, "/2015-03-31/functions/function/invocations")
        self.assertTrue(endpoint.requests.empty())
        failed = self.invoke("url", {"fail": True})
        self.assertEqual(failed["FunctionError"], "Unhandled")

    def test_event_and_dry_run_are_answered_at_once(self):
        self.create("event", zip_of(index_dot_py=HANDLER))
        self.assertEqual(self.invoke("event", InvocationType="DryRun")["StatusCode"], 204)
        self.assertEqual(self.invoke("event", {"do": "print"}, InvocationType="Event")
                         ["StatusCode"], 202)
        # A waited-for call after it has the same process, or another: the event is logged in time.
        self.invoke("event")
        with self.assertRaises(ClientError) as refused:
            self.client.invoke(FunctionName="event", Payload=b"{not json")
        self.assertEqual(refused.exception.response["Error"]["Code"],
                         "InvalidRequestContentException")
        with self.assertRaises(ClientError) as unknown:
            self.client.invoke(FunctionName="nobody")
        self.assertEqual(
            unknown.exception.response["Error"]["Message"],
            "Function not found: arn:aws:lambda:us-east-1:000000000000:function:nobody:$LATEST")


    def test_the_five_commands_run_as_printed(self):
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, "function.zip").write_bytes(zip_of(bootstrap=BOOTSTRAP))
            environment = {
                "HOME": folder, "LANG": "C.UTF-8", "PYTHONUNBUFFERED": "1",
                "RUNNEL_ENDPOINT": self.server.url,
                "PATH": f"{pathlib.Path(PROGRAM).parent}:/usr/bin:/bin"}

            def shell(script):
                done = subprocess.run(
                    ["/bin/bash", "-euo", "pipefail", "-c", script], env=environment, cwd=folder,
                    capture_output=True, text=True, timeout=120)
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
                return done.stdout

            shell("awsemu kinesis create-stream --stream-name events --shard-count 1")
            environment["STREAM_ARN"] = shell(
                "awsemu kinesis describe-stream-summary --stream-name events "
                "--query StreamDescriptionSummary.StreamARN --output text").strip()
            for command in FIVE_COMMANDS[:3]:
                said = shell(command)
            self.assertIn("SequenceNumber", said)
            # The group is there once the function was invoked for the first time.
            self.client.invoke(FunctionName="process-events", Payload=b'"first"')
            follower = subprocess.Popen(
                ["/bin/bash", "-c", "exec " + FIVE_COMMANDS[4]], env=environment, cwd=folder,
                stdout=subprocess.PIPE, text=True)
            self.addCleanup(follower.stdout.close)
            self.addCleanup(follower.wait)
            self.addCleanup(follower.terminate)
            line = ""
            while "START RequestId" not in line:
                line = follower.stdout.readline()
                self.assertNotEqual(line, "", "logs tail has ended")
            self.assertIn("START RequestId: ", shell(FIVE_COMMANDS[3]))
            while "Records" not in line:
                line = follower.stdout.readline()
                self.assertNotEqual(line, "", "logs tail has ended")
            event = json.loads(line.split("event ", 1)[1])
            self.assertEqual(base64.b64decode(event["Records"][0]["kinesis"]["data"]), b"hello")


class Refused(unittest.TestCase):
    def test_programs_are_not_run_where_that_is_switched_off(self):
        with Server(*NO_DELAYS, "--function-programs", "off") as server:
            client = server.client("lambda")
            client.create_function(FunctionName="f", Runtime="python3.12", Handler="index.handler",
                                   Role=ROLE, Code={"ZipFile": zip_of(index_dot_py=HANDLER)})
            with self.assertRaises(ClientError) as refused:
                client.invoke(FunctionName="f")
            self.assertIn("does not run programs", refused.exception.response["Error"]["Message"])


if __name__ == "__main__":
    unittest.main()
