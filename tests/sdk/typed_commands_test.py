"""Each command of Runnel's that a page names, typed as it is written, by somebody who has what the
page speaks of: streams `events`, `orders` and `STREAM`, a function and a channel `NAME`, a template
`TEMPLATE`, captured calls `FILE`.

The pages name ports, which may be in use here: the test runs in a network of its own.
"""

import json
import os
import pathlib
import re
import signal
import subprocess
import tempfile
import time
import unittest

import own_network

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ["RUNNEL_PROGRAM"])
PROGRAMS = "runnel|awsemu"
# What a reader puts in its place. Other names in capitals are those of things that are there.
TO_FILL_IN = {
    "awsemu kinesis …": "awsemu kinesis list-streams",
    "runnel connect NAME": "runnel connect python",
    "runnel call InspectCall --number N": "runnel call InspectCall --number 1",
    "runnel call TakeInvocation --function-name NAME":
        "runnel call TakeInvocation --function-name by-calls",
    "runnel stop --port PORT": "runnel stop --port 4566",
    "runnel serve --port=0 --log-level=error --data=off --create-stream-delay=0 …":
        "runnel serve --port=0 --log-level=error --data=off --create-stream-delay=0",
}
# What goes on until it is interrupted, and what it says before.
GOES_ON = {
    "runnel tail events": "hello",
    "runnel tail STREAM": "hello",
    "runnel top": "shardId-000000000001",
    "awsemu logs tail /aws/lambda/NAME --follow": "a line of its own",
}
# What is named without what it needs, and how it says what that is.
ASKS_FOR_MORE = {
    "runnel call": "which operation? `runnel call --help`",
    "runnel explain": "runnel explain KEY STREAM",
    "runnel snapshot": "runnel snapshot export FILE",
    "runnel faults": "add, list, remove, clear or scenario?",
    "runnel faults add": "which action? `runnel faults add --help`",
    "runnel serve --buckets": "--buckets",
    "awsemu lambda create-function": "--function-name",
    "awsemu lambda invoke": "--function-name",
    "awsemu cloudformation deploy": "--stack-name",
    "awsemu pipes create-pipe": "--target",
}
# What others do meanwhile, again and again.
MEANWHILE = {
    command: f"runnel call PutRecord --stream-name {stream} --partition-key k --data hello"
    for command, stream in (("runnel tail events", "events"), ("runnel tail STREAM", "STREAM"))
}
# What is typed before it, beside what is there anyway.
BEFORE = {
    "runnel call TakeInvocation --function-name NAME":
        "awsemu lambda invoke --function-name by-calls --invocation-type Event out",
    "runnel call InspectCall --number N": "runnel call ListStreams",
    "runnel replay FILE": "cp calls.jsonl FILE",
    "awsemu logs tail /aws/lambda/NAME --follow": "awsemu lambda invoke --function-name NAME out",
}
TEMPLATE = """
Parameters: {Shards: {Type: Number, Default: 1}}
Resources:
  Stream: {Type: "AWS::Kinesis::Stream", Properties: {ShardCount: !Ref Shards}}
"""
CHANNEL = {
    "ChannelName": "NAME",
    "ServiceExecutionRoleARN": "arn:aws:iam::000000000000:role/channel",
    "StreamConfigurationList": [
        {"StreamARN": "arn:aws:kinesis:us-east-1:000000000000:stream/on-demand",
         "RecordConfiguration": {"RecordFormatType": "JSON"}}],
    "S3DestinationConfiguration": {"StorageConfiguration": {
        "BucketARN": "arn:aws:s3:::lake", "ExpectedBucketOwner": "000000000000",
        "CompressionType": "NONE"}},
}
CREATE_FUNCTION = ("awsemu lambda create-function --role arn:aws:iam::000000000000:role/r "
                   "--function-name ")
WORLD = f"""
runnel serve --detach --create-stream-delay 0
awsemu kinesis create-stream --stream-name on-demand --stream-mode-details StreamMode=ON_DEMAND
runnel call CreateChannel --input '{json.dumps(CHANNEL)}'
{CREATE_FUNCTION} by-calls --package-type Image --code ImageUri=runnel:by-calls
{CREATE_FUNCTION} NAME --runtime python3.12 --handler index.handler --zip-file fileb://code.zip
awsemu lambda wait function-active-v2 --function-name NAME
awsemu events create-connection --name there --authorization-type API_KEY \\
  --auth-parameters 'ApiKeyAuthParameters={{ApiKeyName=X-Key,ApiKeyValue=secret}}' \\
  --query ConnectionArn --output text > arn
runnel snapshot export world
runnel stop
runnel serve --detach --capture calls.jsonl
runnel call ListStreams
runnel stop
"""


def commands():
    """Each command as it is written, with the pages where it stands."""
    found = {}
    listed = subprocess.run(["git", "ls-files", "*.md"], cwd=ROOT, capture_output=True, text=True,
                            check=True)
    start = rf"(?:[a-z]+ \w+ && )?(?:[A-Z_]+=\S+ )*(?:{PROGRAMS})"
    for page in listed.stdout.split():
        text = (ROOT / page).read_text()
        # Those of README that build on one another are typed by pages_test and walkthrough_test.
        fences = re.findall(r"^```(\w*)\n(.*?)^```$", text, re.S | re.M)
        typed = [line for language, fence in fences
                 if language in ("", "sh") and "create-stream" not in fence
                 for line in re.findall(rf"^({start} (?:\\\n|'[^']*'|[^\n'])*)$", fence, re.M)]
        prose = re.sub(r"^```.*?^```$", "", text, flags=re.S | re.M)
        inline = [" ".join(words.split()) for words in re.findall(rf"`({start} [^`]*)`", prose)]
        for command in typed + inline:
            found.setdefault(command, []).append(page)
    return found


class TypedCommands(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.home = pathlib.Path(folder.name)
        cls.environment = {"HOME": folder.name, "PATH": f"{PROGRAM.parent}:/usr/bin:/bin",
                           "LANG": "C.UTF-8", "BROWSER": "echo", "PYTHONUNBUFFERED": "1",
                           "INITIALIZE_STREAMS": "events:2,orders:2,STREAM:1"}
        (cls.home / "DIR").mkdir()
        (cls.home / "FOLDER").mkdir()
        (cls.home / "cdk.out").mkdir()
        for template in ("TEMPLATE", "orders.yaml", "cdk.out/STACK.template.json"):
            (cls.home / template).write_text(TEMPLATE)
        (cls.home / "mine.json").write_bytes(
            (ROOT / "core/faults/scenarios/flaky-producer.json").read_bytes())
        (cls.home / "index.py").write_text(
            "def handler(event, context):\n    print('a line of its own')\n")
        cls.bash("python3 -m zipfile -c code.zip index.py")
        cls.bash(WORLD)
        cls.arn = (cls.home / "arn").read_text().strip()
        connect = (ROOT / "native-server/connect.md").read_text()
        cls.exports = ["STREAM_ARN=arn:aws:kinesis:us-east-1:000000000000:stream/events",
                       *re.findall(r"^export .*$", connect, re.M)]

    @classmethod
    def bash(cls, script):
        done = subprocess.run(["bash", "-euo", "pipefail", "-c", script], env=cls.environment,
                              cwd=cls.home, capture_output=True, text=True, timeout=120)
        if done.returncode != 0:
            raise AssertionError(f"{script}: {done.stdout}{done.stderr}")
        return done.stdout

    def says(self, script, text, meanwhile="true"):
        """Runs it until it has said so, then interrupts it."""
        end = time.monotonic() + 60
        with tempfile.TemporaryFile() as said:
            process = subprocess.Popen(["bash", "-euc", script], env=self.environment,
                                       cwd=self.home, stdout=said, stderr=said,
                                       start_new_session=True)
            try:
                while True:
                    over = process.poll() is not None or time.monotonic() > end
                    self.bash(meanwhile)
                    said.seek(0)
                    if text in (all_of_it := said.read().decode()):
                        break
                    self.assertFalse(over, f"it never said {text!r}, but {all_of_it}")
            finally:
                os.killpg(process.pid, signal.SIGINT)
                process.wait(timeout=60)

    def asks_for_more(self, script, text):
        done = subprocess.run(["bash", "-uc", script], env=self.environment, cwd=self.home,
                              capture_output=True, text=True, timeout=60)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(text, done.stderr)

    def test_each_command_does_what_it_says(self):
        found = commands()
        self.assertGreater(len(found), 60)
        for table in (TO_FILL_IN, GOES_ON, ASKS_FOR_MORE, MEANWHILE, BEFORE):
            self.assertLessEqual(set(table), set(found), "no page names it any more")
        for command, pages in found.items():
            with self.subTest(command, pages=pages):
                self.type(command)

    def type(self, command):
        line = TO_FILL_IN.get(command, command)
        if re.search(r"\brunnel serve\b(?!.*--(detach|help))", line, re.S):
            if command in ASKS_FOR_MORE:
                self.asks_for_more(line, ASKS_FOR_MORE[command])
            else:
                self.says(line, "Runnel is ready on")
            return
        if "runnel serve" not in line:
            self.bash("runnel serve --detach && runnel snapshot import world")
        try:
            if command in BEFORE:
                self.bash(BEFORE[command])
            script = "\n".join([*self.exports, line.replace('"ARN"', json.dumps(self.arn))])
            if command in GOES_ON:
                self.says(script, GOES_ON[command], MEANWHILE.get(command, "true"))
            elif command in ASKS_FOR_MORE:
                self.asks_for_more(script, ASKS_FOR_MORE[command])
            else:
                self.bash(script)
        finally:
            self.bash("runnel stop || true")


if __name__ == "__main__":
    own_network.enter()
    unittest.main(verbosity=2)
