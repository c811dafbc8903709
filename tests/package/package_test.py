"""What `./dev package` has made: it is whole, installs, runs without anything else, and goes."""

import gzip
import hashlib
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import tempfile
import unittest

OUT = pathlib.Path(os.environ["RUNNEL_PACKAGES"])
VERSION = os.environ["RUNNEL_VERSION"]
DEB = OUT / f"runnel_{VERSION}_amd64.deb"
ARCHIVE = OUT / f"runnel-{VERSION}-linux-x86_64.tar.gz"
SITE = OUT / f"runnel-web-{VERSION}.tar.gz"
CONTAINER = OUT / f"runnel-{VERSION}-container.tar.gz"
# Whoever is not root becomes it in a namespace of his own.
AS_ROOT = [] if os.geteuid() == 0 else [shutil.which("unshare"), "--user", "--map-root-user"]
CHROOT = [*AS_ROOT, shutil.which("chroot", path="/usr/sbin:/usr/bin:/sbin:/bin")]


def run(*command, root=None, check=True, **options):
    """Runs a command, in the folder `root` as if that were all there is."""
    prefix = [*CHROOT, str(root)] if root else []
    done = subprocess.run([*prefix, *map(str, command)], capture_output=True, text=True,
                          timeout=60, **options)
    if check and done.returncode != 0:
        raise AssertionError(f"{command}: {done.stdout}{done.stderr}")
    return done


class Server:
    """A server in a folder that it takes for the whole machine; ends with the with-block."""

    def __init__(self, root, *command, environment):
        self.root, self.environment = root, environment
        self._process = subprocess.Popen(
            [*CHROOT, str(root), *command], stdout=subprocess.PIPE, text=True,
            env=environment)

    def __enter__(self):
        ready = self._process.stdout.readline()
        if "Runnel is ready on http://" not in ready:
            raise AssertionError(f"the server did not start: {ready!r}")
        self.port = re.search(r":(\d+)", ready[ready.index("http://") + 7:]).group(1)
        return self

    def __exit__(self, *exception):
        self._process.terminate()
        self.exit_status = self._process.wait(timeout=10)
        self._process.stdout.close()

    def run(self, *command, **options):
        """A command in the same folder, pointed at the server."""
        return run(*command, root=self.root,
                   env={**self.environment, "RUNNEL_PORT": self.port}, **options)


class Package(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name) / "root"
        self.root.mkdir()

    def unpack(self, archive):
        run("tar", "-xzf", archive, "-C", self.root)

    def test_the_checksums_are_those_of_all_files(self):
        lines = (OUT / "SHA256SUMS").read_text().splitlines()
        sums = {name: digest for digest, name in (line.split("  ") for line in lines)}
        files = {path.name for path in OUT.iterdir()} - {"SHA256SUMS"}
        self.assertEqual(set(sums), files)
        for name, digest in sums.items():
            self.assertEqual(hashlib.sha256((OUT / name).read_bytes()).hexdigest(), digest, name)
        expected = {DEB.name, CONTAINER.name, ARCHIVE.name, "contents.txt"}
        if "made by ./dev package --program" not in (OUT / "contents.txt").read_text():
            expected |= {SITE.name, f"runnel-kinesis-{VERSION}.tgz"}
        self.assertEqual(files, expected)

    def test_the_program_is_small_and_needs_no_library(self):
        self.unpack(CONTAINER)
        program = self.root / "runnel"
        self.assertLess(program.stat().st_size, 15_000_000)
        self.assertNotIn("NEEDED", run("readelf", "--dynamic", program).stdout)
        self.assertNotIn("INTERP", run("readelf", "--segments", program).stdout)
        said = run(program, "--version").stdout
        self.assertTrue(said.startswith(f"runnel {VERSION}\nrevision   "), said)
        self.assertRegex(said, r"revision   [0-9a-f]{12}")
        self.assertIn("libraries  static: OpenSSL 3.", said)

    def test_the_archive_runs_where_it_is_unpacked(self):
        self.unpack(ARCHIVE)
        there = f"runnel-{VERSION}"
        self.assertEqual({path.name for path in (self.root / there).iterdir()}, {"bin", "share"})
        links = {path.relative_to(self.root / there).as_posix(): os.readlink(path)
                 for path in self.root.rglob("*") if path.is_symlink()}
        self.assertEqual(links, {"bin/awsemu": "runnel",
                                 "share/man/man1/awsemu.1.gz": "runnel.1.gz"})
        self.assertIn(VERSION, run(f"/{there}/bin/runnel", "--version", root=self.root).stdout)
        asked = run(f"/{there}/bin/awsemu", "kinesis", "list-streams", root=self.root, check=False)
        self.assertIn("AWS CLI", asked.stderr)  # which is not there

    def test_the_site_names_the_packages_in_it_with_their_licences(self):
        if not SITE.exists():
            self.skipTest("the site was not made")
        self.unpack(SITE)
        names, texts = (self.root / "web/licences.txt").read_text().split("\n\n", 1)
        named = {line.split()[0] for line in names.splitlines()}
        self.assertLessEqual({"@aws-sdk/client-kinesis", "@codemirror/view"}, named)
        headings = re.findall(r"^==== (.*) ====$", texts, re.M)
        self.assertEqual({name for heading in headings for name in heading.split(", ")}, named)
        self.assertIn("Apache License", texts)
        self.assertIn(names, (OUT / "contents.txt").read_text())

    def test_the_container_serves_and_tells_its_health_in_an_empty_folder(self):
        self.unpack(CONTAINER)
        recipe = (self.root / "Dockerfile").read_text()
        (self.root / "Dockerfile").unlink()
        said = dict(re.findall(r"^(\w+) (.*)$", recipe, re.M))
        self.assertEqual(said["FROM"], "scratch")
        environment = dict(word.split("=", 1) for word in shlex.split(said["ENV"]))
        # A port and an address of this test's own instead of the container's.
        environment |= {"RUNNEL_HOST": "127.0.0.1", "RUNNEL_PORT": "0"}
        start = json.loads(said["ENTRYPOINT"]) + json.loads(said["CMD"])
        health = json.loads(said["HEALTHCHECK"].split(" CMD ")[1])
        with Server(self.root, *start, environment=environment) as server:
            self.assertIn('"kinesis":"available"', server.run(*health).stdout)
            server.run("/runnel", "call", "CreateStream", "--stream-name", "s", "--shard-count=1")
            self.assertIn('"s"', server.run("/runnel", "call", "ListStreams").stdout)
            self.assertIn("BEGIN CERTIFICATE", server.run("/runnel", "cert").stdout)
        self.assertEqual(server.exit_status, 0)
        self.assertEqual(server.run(*health, check=False).returncode, 1)

    def test_without_any_variable_it_runs_too(self):
        self.unpack(CONTAINER)
        environment = {"RUNNEL_PORT": "0"}
        with Server(self.root, "/runnel", "serve", environment=environment) as server:
            server.run("/runnel", "health")
            self.assertIn("stopped", server.run("/runnel", "stop").stdout)  # there is no /proc
        self.assertEqual(server.exit_status, 0)

    def test_the_debian_package_installs_runs_and_leaves_no_trace(self):
        admin = self.root / "var/lib/dpkg"
        for folder in ("info", "updates", "triggers"):
            (admin / folder).mkdir(parents=True)
        (admin / "status").touch()
        dpkg = [*AS_ROOT, "dpkg", f"--root={self.root}", f"--log={os.devnull}"]
        before = self.files()
        run(*dpkg, "--install", DEB)
        installed = self.files() - before
        self.assertLessEqual({
            "usr/bin/runnel", "usr/bin/awsemu", "usr/share/man/man1/runnel.1.gz",
            "usr/share/man/man1/awsemu.1.gz", "usr/share/bash-completion/completions/runnel",
            "usr/share/zsh/vendor-completions/_runnel", "usr/lib/systemd/user/runnel.service",
            "usr/share/fish/vendor_completions.d/runnel.fish", "usr/share/doc/runnel/copyright",
            "usr/share/doc/runnel/licences/libcli11-dev"}, installed)
        environment = {"RUNNEL_PORT": "0", "HOME": "/state", "XDG_STATE_HOME": "/state"}
        program = "/usr/bin/runnel"
        with Server(self.root, program, "serve", environment=environment) as server:
            server.run(program, "health")
            server.run(program, "call", "CreateStream", "--stream-name", "s", "--shard-count=1")
            asked = server.run("/usr/bin/awsemu", "kinesis", "list-streams", check=False)
            self.assertIn("AWS CLI", asked.stderr)  # which is not there
        self.manual_page()
        self.licences()
        self.user_unit()
        self.completions_parse()
        self.bash_completes()
        run(*dpkg, "--purge", "runnel")
        shutil.rmtree(self.root / "state")  # what is its user's own
        self.assertEqual(self.files() - before, set())

    def files(self):
        """All paths but those in which dpkg keeps its own notes."""
        paths = (path.relative_to(self.root).as_posix() for path in self.root.rglob("*"))
        return {path for path in paths if not path.startswith("var/lib/dpkg")}

    def manual_page(self):
        page = gzip.open(self.root / "usr/share/man/man1/runnel.1.gz", "rt").read()
        self.assertTrue(page.startswith(".TH RUNNEL 1"))
        helped = run(self.root / "usr/bin/runnel", "serve", "--help").stdout
        options = set(re.findall(r"^  --([a-z-]+)", helped, re.M))
        self.assertGreater(len(options), 40)
        for option in options - {"config"}:
            name = option.replace("-", "\\-")
            self.assertIn(f"\n.BR \\-\\-{name} ", page)

    def licences(self):
        """Each library that `copyright` names has a file beside it."""
        doc = self.root / "usr/share/doc/runnel"
        table = (doc / "copyright").read_text().split("\n\n")[2]
        named = {line.split()[0] for line in table.splitlines()}
        self.assertEqual({path.name for path in (doc / "licences").iterdir()}, named)

    def user_unit(self):
        if not shutil.which("systemd-analyze"):
            return
        # A copy that starts the program where it is now.
        unit = (self.root / "usr/lib/systemd/user/runnel.service").read_text()
        self.assertEqual(unit.count("=/usr/bin/runnel "), 1)
        with tempfile.TemporaryDirectory() as folder:
            copy = pathlib.Path(folder) / "runnel.service"
            copy.write_text(unit.replace("=/usr/bin/", f"={self.root}/usr/bin/"))
            verified = run("systemd-analyze", "--user", "verify", "--man=no", copy,
                           env={**os.environ, "HOME": folder, "XDG_RUNTIME_DIR": folder})
        self.assertEqual(verified.stdout + verified.stderr, "")

    def completions_parse(self):
        share = self.root / "usr/share"
        for shell, script in {
                ("bash", "-n"): "bash-completion/completions/runnel",
                ("zsh", "-n"): "zsh/vendor-completions/_runnel",
                ("fish", "--no-execute"): "fish/vendor_completions.d/runnel.fish"}.items():
            self.assertGreater((share / script).stat().st_size, 1000)
            if shutil.which(shell[0]):
                run(*shell, share / script)

    def bash_completes(self):
        script = self.root / "usr/share/bash-completion/completions/runnel"

        def completed(*words):
            line = f"""source {script}; COMP_WORDS=({shlex.join(words)})
                COMP_CWORD={len(words) - 1}; _runnel; echo "${{COMPREPLY[@]}}" """
            return run("bash", "-c", line).stdout.split()

        self.assertEqual(completed("runnel", "expl"), ["explain"])
        self.assertEqual(completed("runnel", "serve", "--durab"), ["--durability"])
        self.assertEqual(completed("runnel", "serve", "--durability", ""), ["full", "normal"])
        self.assertEqual(completed("runnel", "serve", "--durability", "=", "f"), ["full"])
        self.assertEqual(completed("runnel", "inspect", "--no"), ["--no-browser"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
