"""A server process of one's own, on a free port, and clients for it."""

import os
import subprocess

import boto3
from botocore.config import Config

PROGRAM = os.environ["RUNNEL_PROGRAM"]
REGION = "us-east-1"


class Server:
    """Runs `runnel serve` until the end of the with-block; ends exactly the process it started."""

    def __init__(self, *arguments, port=0, environment=None):
        self._arguments = ["--port", str(port), *arguments]
        self._environment = {**os.environ, **(environment or {})}

    def __enter__(self):
        command = [PROGRAM, "serve", "--log-level", "error", *self._arguments]
        self._process = subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, env=self._environment
        )
        ready = self._process.stdout.readline()
        if "http://" not in ready:
            self._process.wait()
            raise RuntimeError(f"the server did not start: {ready!r}")
        self.url = ready[ready.index("http://") :].strip()
        self.port = self.url.rsplit(":", 1)[1]
        return self

    def __exit__(self, *exception):
        self._process.terminate()
        self.exit_status = self._process.wait(timeout=10)
        self._process.stdout.close()

    def kill(self):
        """Ends it as a power failure does: it is not told."""
        self._process.kill()
        self._process.wait()

    def kinesis(self, account="test", region=REGION, retries=0, read_timeout=20):
        return self.client("kinesis", account, region, retries, read_timeout)

    def client(self, service, account="test", region=REGION, retries=0, read_timeout=20):
        return boto3.client(
            service,
            endpoint_url=self.url,
            region_name=region,
            aws_access_key_id=account,
            aws_secret_access_key="secret",
            config=Config(retries={"total_max_attempts": retries + 1}, read_timeout=read_timeout),
        )


# Changes are complete when their call returns, so that tests need not wait.
NO_DELAYS = [
    "--create-stream-delay=0",
    "--delete-stream-delay=0",
    "--update-stream-delay=0",
    "--register-consumer-delay=0",
    "--deregister-consumer-delay=0",
]
# The same for what pipes do, but for what fails, which is tried again soon.
PIPES_AT_ONCE = [
    *NO_DELAYS, "--event-source-mapping-delay=0", "--event-source-retry-delay=1ms",
]
