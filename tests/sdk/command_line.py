"""The command line of `runnel` against a server of a test."""

import json
import subprocess

from server import PROGRAM


def run(server, *arguments, **options):
    """`runnel ARGUMENTS` against the server: how it ended, and what it said."""
    return run_alone(*arguments, "--endpoint", server.url, **options)


def run_alone(*arguments, **options):
    """`runnel ARGUMENTS`: how it ended, and what it said."""
    command = [PROGRAM, *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, **options)


def say(server, *arguments, **options):
    """What `runnel ARGUMENTS` prints; it must succeed."""
    done = run(server, *arguments, **options)
    if done.returncode != 0:
        raise AssertionError(f"{arguments}: {done.stderr}")
    return done.stdout


def control(server, operation, **members):
    """One of the emulator's own operations: its answer."""
    out = say(server, "call", operation, "--input", json.dumps(members))
    return json.loads(out) if out else None
