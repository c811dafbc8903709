"""The inspector's own window, on a display without a screen, driven by mouse and keyboard."""

import json
import os
import subprocess
import tempfile
import unittest

PROGRAM = os.environ["RUNNEL_PROGRAM"]
INSPECTOR = os.environ["RUNNEL_INSPECTOR"]
# Where things are in a window of 1440 x 900 whose panels nobody has moved.
with open(os.path.join(os.path.dirname(__file__), "places.json"), encoding="utf-8") as file:
    PLACES = json.load(file)


class Driven(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        server = self.start([PROGRAM, "serve", "--port", "0", "--log-level", "error",
                             "--create-stream-delay=0", "--update-stream-delay=0"])
        self.url = server.stdout.readline().split()[-1]
        display = self.start(["Xvfb", "-displayfd", "1", "-screen", "0", "1440x900x24",
                              "-nolisten", "tcp"])
        number = display.stdout.readline().strip()
        self.environment = {**os.environ, "DISPLAY": f":{number}", "HOME": self.folder.name,
                            "XDG_CONFIG_HOME": self.folder.name, "LIBGL_ALWAYS_SOFTWARE": "1"}
        self.inspector = self.start([INSPECTOR, "--endpoint", self.url], env=self.environment)
        self.mouse("search", "--sync", "--onlyvisible", "--name", "Runnel inspector")

    def start(self, command, **options):
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                   text=True, **options)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait, 10)
        self.addCleanup(process.terminate)
        return process

    def mouse(self, *words):
        subprocess.run(["xdotool", *words], env=self.environment, check=True, timeout=30,
                       stdout=subprocess.DEVNULL)

    def click(self, place):
        across, down = PLACES[place]
        self.mouse("mousemove", str(across), str(down), "click", "1")

    def call(self, operation):
        done = subprocess.run(
            [PROGRAM, "call", operation, "--endpoint", self.url],
            capture_output=True, text=True, timeout=30)
        return json.loads(done.stdout) if done.stdout else {}

    def press(self, place, operation, holds):
        """Clicks until the server's answer holds: what is not drawn yet cannot be hit."""
        for _ in range(40):
            self.click(place)
            for _ in range(15):
                answer = self.call(operation)
                if holds(answer):
                    return
        self.fail(f"pressing {place} does not do it: {answer}")

    def name_and_create(self):
        """Writes the name anew until it is taken: what is not drawn yet takes no letters."""
        for _ in range(20):
            self.click("name")
            self.mouse("key", "ctrl+a")
            self.mouse("type", "--delay", "60", "events")
            self.click("create")
            for _ in range(15):
                if self.call("ListStreams")["StreamNames"] == ["events"]:
                    return
        self.fail("no stream is made")

    def test_a_stream_is_made_filled_split_and_throttled_by_mouse_and_keyboard(self):
        self.name_and_create()
        self.press("put", "InspectStreams", lambda answer: answer["Streams"][0]["Records"] > 0)
        self.click("lineage")
        self.press("split", "InspectStreams",
                   lambda answer: answer["Streams"][0]["ClosedShards"] > 0)
        self.press("throttle", "ListFaultRules", lambda answer: [
            rule["Rule"]["RuleId"] for rule in answer["Rules"]] == ["inspector-throttle"])
        self.press("freeze", "DescribeClock", lambda answer: answer["Frozen"])
        self.assertIsNone(self.inspector.poll())


if __name__ == "__main__":
    unittest.main()
