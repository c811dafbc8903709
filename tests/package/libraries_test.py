"""Each library that the program is built with has a line in the list of those in the package."""

import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
# What CMake looks for that is no library of its own: a tool, and a part of the C library.
NO_LIBRARIES = {"PkgConfig", "Threads"}
# What tests and the inspector alone are linked with, but CMake wants to find in any build.
LOOKED_FOR_ALONE = {"libcpp-httplib-dev"}


class Libraries(unittest.TestCase):
    def setUp(self):
        lines = (ROOT / "native-server/package/libraries.txt").read_text().splitlines()
        table = [line.split("\t") for line in lines if not line.startswith("#")]
        for row in table:
            self.assertEqual(len(row), 3, row)
        self.packages = {package for package, _, _ in table}
        self.names = "\n".join(f"{package} {name}" for package, name, _ in table).lower()

    def test_what_cmake_looks_for_has_a_line(self):
        found = set()
        for path in ("CMakeLists.txt", "native-server/CMakeLists.txt"):
            text = (ROOT / path).read_text()
            found |= set(re.findall(r"\bfind_package\(([\w-]+)", text))
            found |= set(re.findall(r"\bpkg_check_modules\(([\w-]+)", text))
        self.assertGreater(len(found), 8)
        for library in sorted(found - NO_LIBRARIES):
            self.assertIn(library.lower(), self.names)

    def test_what_a_build_of_the_server_installs_has_a_line(self):
        text = (ROOT / "packages.txt").read_text()
        group = re.search(r"^\[server\]\n(.*?)^\[", text, re.M | re.S).group(1)
        installed = {package for package in group.split() if package.endswith("-dev")}
        self.assertGreater(len(installed), 10)
        self.assertEqual(installed - self.packages, LOOKED_FOR_ALONE)


if __name__ == "__main__":
    unittest.main(verbosity=2)
