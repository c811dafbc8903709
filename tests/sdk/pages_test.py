"""A stranger's walk: the commands of README and of the pages, typed as they are printed.

They name ports, which may be in use here: the test runs in a network of its own, where nothing is.
"""

import itertools
import json
import os
import pathlib
import pty
import re
import select
import signal
import subprocess
import tempfile
import time
import unittest
import urllib.request

import own_network

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ["RUNNEL_PROGRAM"])
MOVING = ROOT / "native-server/moving-over"
HEALTH = {"localstack": "/_localstack/health", "localemu": "/_localemu/health",
          "kinesis-mock": "/healthcheck", "kinesalite": "/health", "moto": "/moto-api/"}


def blocks(page, language=""):
    """The fenced blocks of that language in a page."""
    return re.findall(rf"^```{language}\n(.*?)^```$", page.read_text(), re.S | re.M)


def masked(text):
    """The text without what differs from run to run."""
    text = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z", "TIME", text)
    return re.sub(r"\b49\d{54}\b", "SEQUENCE", re.sub(r"pid \d+", "pid PID", text))


def dev_commands():
    """Each command of `./dev` that a page of the repository names: (page, its line)."""
    listed = subprocess.run(["git", "ls-files", "*.md"], cwd=ROOT, capture_output=True, text=True,
                            check=True)
    for page in listed.stdout.split():
        text = (ROOT / page).read_text()
        inline = re.findall(r"`(\./dev [^`]*)`", text)
        typed = re.findall(r"^(\./dev .*)$", text, re.M)
        for line in inline + [line for line in typed if "`" not in line]:
            # Not what is said about it, and not what is quoted: it may be for another program.
            yield page, re.sub(r"'[^']*'|\s#\s.*", "", line)


class Terminal:
    """A program that is typed to; ends with the with-block."""

    def __init__(self, *command, environment):
        self.pid, self._master = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], command, {**environment, "TERM": "dumb"})
        self.said = ""

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._master)

    def type(self, text):
        self.said = ""
        os.write(self._master, text.encode())

    def wait_for(self, text):
        """Returns when this has been said since the last that was typed; or fails."""
        end = time.monotonic() + 120
        while text not in self.said:
            left = end - time.monotonic()
            if left <= 0 or not select.select([self._master], [], [], left)[0]:
                raise AssertionError(f"{text!r} was not said, but {self.said!r}")
            self.said += os.read(self._master, 65536).decode(errors="replace")


class Pages(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.environment = {"HOME": folder.name, "PATH": f"{PROGRAM.parent}:/usr/bin:/bin",
                            "LANG": "C.UTF-8"}
        self.folder = folder.name

    def shell(self, command, **variables):
        done = subprocess.run(["bash", "-euc", command], env={**self.environment, **variables},
                              cwd=self.folder, capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def serves(self, command, check, **variables):
        """Runs a command that serves until it is stopped; `check` is given what it said."""
        with tempfile.TemporaryFile("w+") as log:
            server = subprocess.Popen(["bash", "-c", f"exec env {command}"], text=True,
                                      stdout=subprocess.PIPE, stderr=log, cwd=self.folder,
                                      env={**self.environment, **variables})
            try:
                ready = server.stdout.readline()
                self.assertIn("Runnel is ready on", ready)
                log.seek(0)
                check(ready, log.read())
            finally:
                server.send_signal(signal.SIGTERM)
                server.wait(timeout=10)
                server.stdout.close()

    def test_the_ten_seconds_of_readme(self):
        (block,) = blocks(ROOT / "README.md", "console")
        steps = re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.M)
        self.assertEqual(len(steps), 7)
        self.addCleanup(self.shell, "runnel stop || true")
        for command, printed in steps:
            said = self.shell(command)
            self.assertEqual(masked(said), masked(printed), command)

    def test_each_server_that_is_named_is_stopped(self):
        self.addCleanup(self.shell, "runnel stop --port 4611 --port 4612")
        for port in (4611, 4612):
            self.shell(f"runnel serve --port {port} --detach")
        said = self.shell("runnel stop --port 4611 --port 4612")
        self.assertEqual(masked(said), "stopped http://127.0.0.1:4611 (pid PID)\n"
                                       "stopped http://127.0.0.1:4612 (pid PID)\n")

    def test_servers_for_those_who_move_over(self):
        pages = {page.stem: page for page in MOVING.glob("*.md") if page.stem != "README"}
        self.assertEqual(set(pages), set(HEALTH))
        for name, page in pages.items():
            with self.subTest(name):
                (command,) = blocks(page)
                self.serves(command.strip(),
                            lambda ready, log, name=name: self.is_taken_for(name, ready, log))

    def is_taken_for(self, name, ready, log):
        self.assertNotIn("ignored", log)
        for url in re.findall(r"http://[\d.:]+", ready):
            with urllib.request.urlopen(url + HEALTH[name], timeout=10) as answer:
                health = json.load(answer)
            self.assertEqual(health["services"]["kinesis"], "available")
            self.shell(f"runnel health --endpoint {url}")
        table = (MOVING / "README.md").read_text()
        ports = re.search(rf"\]\({name}\.md\) \| (.*?) \|", table).group(1)
        for port in re.findall(r"\d+", ports):
            self.assertIn(f":{port}", ready)

    def test_their_compose_files(self):
        recipe = (ROOT / "native-server/package/Dockerfile").read_text()
        image = dict(word.split("=", 1) for word in
                     re.search(r"^ENV (.*)$", recipe, re.M).group(1).split())
        image |= {"RUNNEL_TLS_DIR": f"{self.folder}/tls", "XDG_STATE_HOME": f"{self.folder}/state"}
        for name in HEALTH:
            with self.subTest(name):
                (compose,) = blocks(MOVING / f"{name}.md", "yaml")
                variables = dict(re.findall(r'^      ([A-Z_]+): "(.*)"$', compose, re.M))
                ports = re.findall(r'"127\.0\.0\.1:(\d+):(\d+)"', compose)
                self.assertTrue(variables and ports)

                def check(ready, log, ports=ports):
                    self.assertNotIn("ignored", log)
                    for _, inside in ports:
                        self.assertIn(f":{inside}", ready)
                    self.shell("runnel health", XDG_STATE_HOME=image["XDG_STATE_HOME"])

                self.serves("runnel serve", check, **image, **variables)

    def test_each_command_of_dev_is_one(self):
        """Most of them take long, and are not run here; but they are there, with all options."""
        helps = {}

        def help_of(command):
            if command not in helps:
                done = subprocess.run(["./dev", command, "--help"], cwd=ROOT, capture_output=True,
                                      text=True, timeout=60, env=self.environment)
                self.assertEqual(done.returncode, 0, f"{command}: {done.stderr}")
                helps[command] = done.stdout + done.stderr
            return helps[command]

        for page, line in dev_commands():
            with self.subTest(f"{page}: {line}"):
                command, *words = line.split()[1:]
                if command == "COMMAND":
                    continue
                about = help_of(command)
                for flag in re.findall(r"(?<!\S)(--[a-zA-Z-]+)", " ".join(words)):
                    self.assertTrue(flag == "--help" or flag in about, flag)
                if command == "test":
                    for label in itertools.takewhile(re.compile("[a-z-]+$").match, words):
                        self.assertRegex(about, rf"\b{label}\b")

    def test_bash_completes(self):
        said = self.shell("""eval "$(runnel completion bash)"
            complete -p runnel
            COMP_WORDS=(runnel serve --durab) COMP_CWORD=2; _runnel; echo "${COMPREPLY[@]}"
            COMP_WORDS=(runnel serve --durability "") COMP_CWORD=3; _runnel; echo "${COMPREPLY[@]}"
            """)
        self.assertIn("--durability\nfull normal\n", said)
        pathlib.Path(self.folder, "a-file").touch()
        offered = self.shell("""eval "$(runnel completion bash)"
            complete_words() {
                COMP_WORDS=(runnel "$@") COMP_CWORD=$#; _runnel || true; echo "${COMPREPLY[@]}"
            }
            complete_words snapshot ""
            complete_words snapshot export ""
            complete_words completion z
            complete_words tail --prof
            complete_words replay --speed ""
            complete_words deploy --st
            """).splitlines()
        self.assertEqual(offered, ["export import --endpoint --profile --help",
                                   "--endpoint --profile --help", "zsh", "--profile", "",
                                   "--stack"])

    def test_fish_completes(self):
        pathlib.Path(self.folder, "a-file").touch()
        complete = "runnel completion fish | source; complete -C '%s'"
        for typed, offered in {"runnel sna": "snapshot", "runnel serve --durab": "--durability",
                               "runnel serve --durability ": "normal",
                               "runnel snapshot ex": "export", "runnel deploy --sta": "--stack",
                               "runnel snapshot export a-f": "a-file",
                               "runnel replay a-f": "a-file", "runnel deploy a-f": "a-file",
                               "runnel tail --prof": "--profile"}.items():
            self.assertIn(offered, self.shell(f'fish -c "{complete % typed}"'))
        self.assertNotIn("a-file", self.shell(f'fish -c "{complete % "runnel stop a-f"}"'))

    def test_zsh_completes(self):
        with Terminal("zsh", "-f", "-i", environment=self.environment) as terminal:
            terminal.type("PS1='% '; autoload -U compinit; compinit -D -u\n"
                          "source <(runnel completion zsh) && echo $_comps[runnel] is known\n")
            terminal.wait_for("_runnel is known")
            terminal.type("runnel serve --durab\t")
            terminal.wait_for("--durability ")
            terminal.type("nor\t")
            terminal.wait_for("normal ")
            terminal.type("\x15runnel serve --initialize-str\t")
            terminal.wait_for("--initialize-streams ")
            terminal.type("\x15runnel snapshot exp\t")
            terminal.wait_for("export ")
            terminal.type("\x15runnel tail --prof\t")
            terminal.wait_for("--profile ")


if __name__ == "__main__":
    own_network.enter()
    unittest.main(verbosity=2)
