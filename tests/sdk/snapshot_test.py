"""`runnel snapshot` writes where it is told to, and leaves there what it was."""

import os
import pathlib
import stat
import subprocess
import tempfile
import unittest

from command_line import run, say
from server import NO_DELAYS, PROGRAM, Server


class Snapshot(unittest.TestCase):
    def setUp(self):
        self.server = Server(*NO_DELAYS)
        self.server.__enter__()
        self.addCleanup(self.server.__exit__)
        self.kinesis = self.server.kinesis()
        self.kinesis.create_stream(StreamName="s", ShardCount=1)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def bytes_of(self, *arguments, stdin=b""):
        """What `runnel snapshot ARGUMENTS` writes to stdout; it must succeed."""
        command = [PROGRAM, "snapshot", *arguments, "--endpoint", self.server.url]
        done = subprocess.run(command, input=stdin, capture_output=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def brings_back(self, *arguments, stdin=b""):
        """Importing so makes the streams what they were."""
        self.kinesis.delete_stream(StreamName="s")
        self.bytes_of("import", *arguments, stdin=stdin)
        self.assertEqual(self.kinesis.list_streams()["StreamNames"], ["s"])

    def test_links_are_followed(self):
        for name in ("there", "missing"):
            with self.subTest(name):
                (self.folder / "there").write_bytes(b"before")
                (self.folder / "folder").mkdir(exist_ok=True)
                link = self.folder / "folder" / f"{name}.link"
                link.symlink_to(f"../{name}")
                say(self.server, "snapshot", "export", str(link))
                self.assertTrue(link.is_symlink())
                self.assertFalse((self.folder / name).is_symlink())
                self.brings_back(str(self.folder / name))
        self.assertEqual([path.name for path in self.folder.rglob("*.part")], [])

    def test_a_pipe_is_written_to(self):
        pipe = self.folder / "pipe"
        os.mkfifo(pipe)
        command = [PROGRAM, "snapshot", "export", str(pipe), "--endpoint", self.server.url]
        with subprocess.Popen(command, stderr=subprocess.PIPE) as export:
            written = subprocess.run(["cat", str(pipe)], capture_output=True, timeout=60).stdout
            self.assertEqual(export.wait(timeout=60), 0)
        self.assertTrue(stat.S_ISFIFO(pipe.stat().st_mode))
        self.brings_back("-", stdin=written)

    def test_a_dash_is_stdout_and_stdin(self):
        for name in ("-", "/dev/stdout"):
            with self.subTest(name):
                self.brings_back("-", stdin=self.bytes_of("export", name))

    def test_what_cannot_be_written_is_told_by_the_name_that_was_typed(self):
        missing = self.folder / "nosuch" / "x"
        for path, told in [
            (self.folder, f"runnel: {self.folder} is a folder; name a file, such as "
                          f"{self.folder}/before.runnel\n"),
            (missing, f"runnel: {missing}: No such file or directory\n"),
        ]:
            with self.subTest(path):
                done = run(self.server, "snapshot", "export", str(path))
                self.assertEqual((done.returncode, done.stderr), (1, told))
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_a_complaint_has_its_own_line(self):
        command = [PROGRAM, "snapshot", "export", "-", "--endpoint", self.server.url]
        with open("/dev/full", "w") as full:
            done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True,
                                  timeout=60)
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, r"(?m)^runnel: stdout: No space left on device$")


if __name__ == "__main__":
    unittest.main()
