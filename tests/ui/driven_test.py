"""The inspector's own window, on a display without a screen, driven by mouse and keyboard.

What it makes of what it sees is in its title: a summary of the chosen stream and the fault rules.
"""

import json
import os
import re
import subprocess
import tempfile
import time
import unittest

PROGRAM = os.environ["RUNNEL_PROGRAM"]
INSPECTOR = os.environ["RUNNEL_INSPECTOR"]
# Where things are in a window of 1440 x 900 whose panels nobody has moved.
with open(os.path.join(os.path.dirname(__file__), "places.json"), encoding="utf-8") as file:
    PLACES = json.load(file)
SERVE = ["serve", "--log-level", "error", "--create-stream-delay=0", "--update-stream-delay=0",
         "--delete-stream-delay=0"]
DEADLINE_SECONDS = 120
CREDENTIALS = """[default]
aws_access_key_id = AKIAEXAMPLE
aws_secret_access_key = secret
"""


class Driven(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        display = self.start(["Xvfb", "-displayfd", "1", "-screen", "0", "1440x900x24",
                              "-nolisten", "tcp"])
        number = display.stdout.readline().strip()
        self.environment = {**os.environ, "DISPLAY": f":{number}", "HOME": self.folder.name,
                            "XDG_CONFIG_HOME": self.folder.name, "LIBGL_ALWAYS_SOFTWARE": "1"}

    def start(self, command, **options):
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                   text=True, **options)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait, 10)
        self.addCleanup(process.terminate)
        return process

    def serve(self, *options, port=0):
        server = self.start([PROGRAM, *SERVE, "--port", str(port), *options])
        self.url = server.stdout.readline().split()[-1]
        return server

    def inspect(self, **variables):
        process = self.start([INSPECTOR, "--endpoint", self.url],
                             env={**self.environment, **variables})
        self.mouse("search", "--sync", "--onlyvisible", "--name", "Runnel inspector")
        return process

    def mouse(self, *words):
        return subprocess.run(["xdotool", *words], env=self.environment, check=True, timeout=30,
                              capture_output=True, text=True).stdout

    def title(self):
        window = self.mouse("search", "--onlyvisible", "--name", "Runnel inspector").split()[0]
        return self.mouse("getwindowname", window)

    def wait_for(self, holds, what):
        """Asks again until it holds: each time takes as long as another program's start."""
        end = time.monotonic() + DEADLINE_SECONDS
        while not (found := holds()):
            self.assertLess(time.monotonic(), end, f"{what}: {self.title()}")
        return found

    def see(self, pattern):
        return self.wait_for(lambda: re.search(pattern, self.title()), f"no {pattern}")

    def click(self, place):
        across, down = PLACES[place]
        self.mouse("mousemove", str(across), str(down), "click", "1")

    def call(self, operation, *options):
        done = subprocess.run(
            [PROGRAM, "call", operation, "--endpoint", self.url, *options],
            capture_output=True, text=True, timeout=30)
        return json.loads(done.stdout) if done.stdout else {}

    def press(self, *places, until, looks=15):
        """Clicks until it is seen: what is not drawn yet cannot be hit. What must not be done twice
        is looked for more often before it is clicked again."""
        for _ in range(40):
            for place in places:
                self.click(place)
            for _ in range(looks):
                if found := re.search(until, self.title()):
                    return found
        self.fail(f"pressing {places} does not do it: {self.title()}")

    def name_and_create(self):
        """Writes the name anew until it is taken: what is not drawn yet takes no letters, and a
        slow frame may take some of them alone. What was made by such a name is deleted."""
        for _ in range(20):
            self.click("name")
            self.mouse("keydown", "ctrl", "key", "--delay", "100", "a", "keyup", "ctrl")
            self.mouse("type", "--delay", "60", "events")
            self.click("create")
            for _ in range(100):
                names = self.call("ListStreams")["StreamNames"]
                if names == ["events"]:
                    return
                for name in names:
                    if name != "events":
                        self.call("DeleteStream", "--stream-name", name)
        self.fail("no stream is made")

    def throttle_all(self):
        """Sets the share that is struck to all, and injects."""
        across, down = PLACES["share"]
        self.mouse("mousemove", str(across), str(down), "keydown", "ctrl", "click", "1", "keyup",
                   "ctrl")
        self.mouse("key", "ctrl+a")
        self.mouse("type", "--delay", "60", "1")
        self.mouse("key", "Return")
        self.press("throttle", until="inspector-throttle struck")

    def test_a_stream_is_made_filled_split_and_throttled_by_mouse_and_keyboard(self):
        self.serve()
        inspector = self.inspect()
        self.see("^no streams")
        self.name_and_create()
        self.see("^events: 2 open shards, 0 records")
        self.press("put", until=r"[1-9]\d* record")
        self.press("lineage", "split", until="3 open shards, 1 closed", looks=300)
        # The upper child is where the picture of the lineage has it, and can be split again.
        self.press("child", "split", until="4 open shards, 2 closed", looks=300)
        shards = self.call("ListShards", "--stream-name", "events")["Shards"]
        self.assertEqual([shard.get("ParentShardId", "")[-1:] for shard in shards],
                         ["", "", "0", "0", "2", "2"])
        self.throttle_all()
        throttled = int(self.press("put", until=r"(\d+) throttled")[1])
        self.assertGreater(throttled, 0)
        seen = self.see(r"inspector-throttle struck (\d+) of (\d+)")
        self.assertEqual(seen[1], seen[2])
        stream = self.call("InspectStreams")["Streams"][0]
        self.assertGreaterEqual(stream["ThrottledWrites"], throttled)
        self.press("freeze", until="the clock stands still")
        self.assertTrue(self.call("DescribeClock")["Frozen"])
        self.assertIsNone(inspector.poll())

    def test_a_server_that_is_lost_is_found_again(self):
        server = self.serve()
        self.inspect()
        self.see("^no streams")
        server.terminate()
        server.wait(10)
        self.see("^not connected")
        self.serve("--initialize-streams", "later:3", port=self.url.rsplit(":", 1)[-1])
        self.see("^later: 3 open shards")

    def test_calls_are_signed_for_a_server_that_verifies_it(self):
        credentials = os.path.join(self.folder.name, "credentials")
        with open(credentials, "w", encoding="utf-8") as file:
            file.write(CREDENTIALS)
        self.serve("--credentials", credentials, "--initialize-streams", "guarded:1")
        wrong = self.inspect(RUNNEL_ACCESS_KEY_ID="AKIAEXAMPLE", RUNNEL_SECRET_ACCESS_KEY="wrong")
        self.see("^not connected")
        wrong.terminate()
        wrong.wait(10)
        self.inspect(RUNNEL_ACCESS_KEY_ID="AKIAEXAMPLE", RUNNEL_SECRET_ACCESS_KEY="secret")
        self.see("^guarded: 1 open shard")


if __name__ == "__main__":
    unittest.main()
