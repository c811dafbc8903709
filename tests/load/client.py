"""A server of one's own, and a client of it, with nothing but Python's standard library."""

import http.client
import json
import os
import subprocess
import tempfile

HEADERS = {
    "Content-Type": "application/x-amz-json-1.1",
    "X-Amz-Date": "20260101T000000Z",
    "Authorization": "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/kinesis/aws4_request, "
    "SignedHeaders=host, Signature=0",
}
LAMBDA_HEADERS = dict(HEADERS, **{
    "Content-Type": "application/json",
    "Authorization": HEADERS["Authorization"].replace("/kinesis/", "/lambda/"),
})
ACCOUNT = "arn:aws:kinesis:us-east-1:000000000000"


class Refused(Exception):
    pass


class Client:
    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def request(self, operation, members):
        """The answer, of which the body has not been read."""
        prefix = "" if "." in operation else "Kinesis_20131202."
        headers = dict(HEADERS, **{"X-Amz-Target": prefix + operation})
        self.connection.request("POST", "/", json.dumps(members), headers)
        return self.connection.getresponse()

    def bytes_of(self, operation, members):
        """The same request as it goes over the wire."""
        body = json.dumps(members)
        prefix = "" if "." in operation else "Kinesis_20131202."
        fields = dict(HEADERS, **{"Host": "127.0.0.1", "Content-Length": str(len(body)),
                                  "X-Amz-Target": prefix + operation})
        head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        return f"POST / HTTP/1.1\r\n{head}\r\n{body}".encode()

    def call(self, operation, **members):
        reply = self.request(operation, members)
        body = reply.read()
        if reply.status != 200:
            raise Refused(f"{operation}: {reply.status} {body.decode()}")
        return json.loads(body) if body else {}

    def call_lambda(self, method, path, **members):
        body = json.dumps(members) if members else None
        self.connection.request(method, path, body, LAMBDA_HEADERS)
        reply = self.connection.getresponse()
        body = reply.read()
        if reply.status >= 300:
            raise Refused(f"{method} {path}: {reply.status} {body.decode()}")
        return json.loads(body) if body else {}


class Server:
    """Ends with the `with` block; `arguments` are those of `runnel serve`."""

    def __init__(self, *arguments, stderr=None):
        self.arguments, self.stderr = arguments, stderr

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory()
        self.process = subprocess.Popen(
            [os.environ["RUNNEL_PROGRAM"], "serve", "--port", "0", "--log-level", "warn",
             "--create-stream-delay", "0", "--update-stream-delay", "0", "--delete-stream-delay",
             "0", "--register-consumer-delay", "0", "--limits", "off", "--shard-limit", "1000000",
             *self.arguments],
            stdout=subprocess.PIPE, stderr=self.stderr, text=True,
            env={"HOME": self.folder.name,
                 **{name: value for name, value in os.environ.items()
                    if name == "PATH" or name.endswith("SAN_OPTIONS")}})
        line = self.process.stdout.readline()
        if not line.startswith("Runnel is ready on "):
            raise SystemExit(f"the server did not start: {line!r}")
        self.port = int(line.strip().rsplit(":", 1)[1])
        return self

    def __exit__(self, failure, *_):
        self.process.terminate()
        status = self.process.wait(60)
        self.process.stdout.close()
        self.folder.cleanup()
        if status != 0 and failure is None:
            raise SystemExit(f"the server ended with {status}")

    def resident_bytes(self):
        with open(f"/proc/{self.process.pid}/statm") as statm:
            return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def open_files(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))
