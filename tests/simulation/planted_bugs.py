"""Plants bugs one at a time, and has the simulation find each: proof that the net catches.

    python3 tests/simulation/planted_bugs.py            # builds each in build/planted, and runs it
    python3 tests/simulation/planted_bugs.py --only 3   # the one with that number
    python3 tests/simulation/planted_bugs.py --check    # they can still be planted; builds nothing
"""

import argparse
import pathlib
import re
import subprocess
import sys
import time

TREE = pathlib.Path(__file__).resolve().parents[2]
SEEDS = 2000
SECONDS_MOST = 60  # to find one

# What is wrong then, in which file, and the one expression that is changed.
BUGS = [
    ("the lower child of a split ends one key too late", "core/engine/reshard.cc",
     "{starting.value - 1}", "{starting.value}"),
    ("a checkpoint forgets the key of encryption", "core/state/state_image.cc",
     "  image.encryption = stream.encryption;\n", ""),
    ("a checkpoint forgets a change that is under way", "core/state/state_image.cc",
     "  image.pending = stream.pending;\n", ""),
    ("a put wakes no subscription", "core/state/apply_streams.cc",
     "record.data.size() + record.partition_key.size(), m.at);\n    }\n"
     "    for (const SubscriptionId subscription : shard.subscriptions) {",
     "record.data.size() + record.partition_key.size(), m.at);\n    }\n"
     "    for (const SubscriptionId subscription : std::vector<SubscriptionId>()) {"),
    ("records are replayed twice", "core/engine/replay.cc",
     "restored_.records.size();\n  state_.Apply(restored_);",
     "restored_.records.size();\n  state_.Apply(restored_);\n  state_.Apply(restored_);"),
    ("closed shards never expire", "core/engine/due_changes.cc",
     "if (shard->closed_at && *shard->closed_at < horizon) {",
     "if (false && *shard->closed_at < horizon) {"),
    ("AFTER_SEQUENCE_NUMBER is AT_SEQUENCE_NUMBER", "core/operations/starting_position.cc",
     "after ? number->position.Next() : number->position",
     "after ? number->position : number->position"),
    ("a shard answers one GetRecords a second too few", "core/operations/throttling.cc",
     "throughput.read_calls.Has(1,", "throughput.read_calls.Has(2,"),
    ("a shard takes 999 records a second", "core/operations/throttling.cc",
     "throughput.write_records.Has(1,", "throughput.write_records.Has(2,"),
    ("a shard takes one byte a second too few", "core/operations/throttling.cc",
     "throughput.write_bytes.Has(bytes,", "throughput.write_bytes.Has(bytes + 1,"),
    ("a subscription can be taken over too late", "core/operations/subscribe_to_shard.cc",
     "present->opened_at < limits::kTakeoverAge", "present->opened_at <= limits::kTakeoverAge"),
    ("a stream with consumers can be deleted", "core/operations/delete_stream.cc",
     "!stream.consumers.empty() && ", "stream.consumers.size() > 1 && "),
    ("a mapping reads a child before its second parent",
     "core/integrations/event_source_mapping/pollers.cc",
     "return waits_for(shard.parent) || waits_for(shard.adjacent_parent);",
     "return waits_for(shard.parent);"),
    ("a fault rule strikes once too few", "core/faults/fault_draws.cc",
     "matched > *rule.first_n", "matched >= *rule.first_n"),
    ("a key that is disabled is asked about after the quota", "core/operations/encryption.cc",
     "  if (starts) {\n", "  if (starts && false) {\n"),
    ("lag is told at the tip", "core/operations/get_records.cc",
     "const bool behind = run.more && run.count > 0;", "const bool behind = run.count > 0;"),
    ("the on-demand quota is one too high", "core/operations/quotas.cc",
     "count + 1 > limit", "count > limit"),
    ("the journal is not told what became of a mapping's latest batch",
     "core/state/mutation_codec.cc",
     'kKeeping<MappingResulted>{46, "MappingResulted"}', "kKeeping<MappingResulted> = kNotKept"),
    ("ids begin anew after a reset", "core/engine/emulator_impl.h",
     "Commit({given});", "(void)given;"),
]


def check():
    """Those that cannot be planted, because the code has changed."""
    wrong = [f"{name}: {file} has the text {count} times"
             for name, file, text, _ in BUGS
             if (count := (TREE / file).read_text().count(text)) != 1]
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


def run(*command, **more):
    return subprocess.run(command, capture_output=True, text=True, **more)


class Field:
    """A copy of what is checked out, to plant bugs in."""

    def __init__(self):
        self.tree = TREE / "build" / "planted"
        if not self.tree.exists():
            done = run("git", "-C", TREE, "worktree", "add", "--detach", self.tree)
            if done.returncode != 0:
                raise SystemExit(done.stderr)
        revision = run("git", "-C", TREE, "rev-parse", "HEAD").stdout.strip()
        run("git", "-C", self.tree, "checkout", "--force", "--detach", revision)
        run("cmake", "--preset", "release", cwd=self.tree)

    def build(self):
        return run("cmake", "--build", "--preset", "release", "--parallel", "--target",
                   "simulate", cwd=self.tree)

    def find(self, file, text, changed):
        """Where the bug was found, and after how many seconds."""
        path = self.tree / file
        sound = path.read_text()
        path.write_text(sound.replace(text, changed))
        try:
            built = self.build()
            if built.returncode != 0:
                raise SystemExit(built.stdout + built.stderr)
            begin = time.monotonic()
            simulation = subprocess.Popen(
                ["build/release/test-bin/simulate", "--seeds", str(SEEDS)], cwd=self.tree,
                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
            # The line that it fails comes at once, the shortened run later.
            first = simulation.stderr.readline()
            took = time.monotonic() - begin
            rest = simulation.stderr.read().split("\n")
            simulation.wait()
        finally:
            path.write_text(sound)
        while first and "fails in step" not in first and rest:
            first = rest.pop(0)
        found = re.search(r"seed (\d+) fails in step (\d+)", first)
        steps = len(rest[-2].split(",")) if found and "--only" in rest[-2] else 0
        return (found.group(1), found.group(2), took, steps) if found else None


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--check", action="store_true")
    arguments.add_argument("--only", type=int, default=None)
    options = arguments.parse_args()
    if options.check:
        return check()
    field = Field()
    missed = 0
    print("| planted | found by seed, step | after | calls of |\n|---|---|---|---|", flush=True)
    for number, (name, *change) in enumerate(BUGS):
        if options.only not in (None, number):
            continue
        found = field.find(*change)
        if found is None or found[2] > SECONDS_MOST:
            missed += 1
        told = "{}, {} | {:.0f} s | {} steps".format(*found) if found else "NOT FOUND | |"
        print(f"| {name} | {told} |", flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
