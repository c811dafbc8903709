"""`runnel clock` moves the time of a running server, and everything follows."""

import unittest

from botocore.exceptions import ClientError

from command_line import control, run, say
from server import NO_DELAYS, Server


class Clock(unittest.TestCase):
    def setUp(self):
        self.server = Server(*NO_DELAYS)
        self.server.__enter__()
        self.addCleanup(self.server.__exit__)
        self.kinesis = self.server.kinesis()

    def clock(self, *words):
        return say(self.server, "clock", *words)

    def test_it_is_shown_frozen_scaled_set_and_reset(self):
        self.assertIn("runs as time does\n", self.clock())
        self.assertIn("stands still\n", self.clock("freeze"))
        frozen = control(self.server, "DescribeClock")
        self.assertTrue(frozen["Frozen"])
        self.assertIn("stands still, 1d 1h ahead of this machine's clock",
                      self.clock("advance", "25.5h"))
        self.assertEqual(control(self.server, "DescribeClock")["NowMillis"],
                         frozen["NowMillis"] + 91_800_000)
        self.assertIn("resumed, runs 60 times as fast as time", self.clock("scale", "60"))
        self.assertIn("clock  runs 60 times as fast", self.clock("resume"))
        self.assertIn("time   2050-01-31T12:00:0", self.clock("set", "2050-01-31T12:00:00Z"))
        self.assertFalse(control(self.server, "DescribeClock")["Frozen"])
        self.assertIn("runs as time does, ", self.clock("reset"))

    def test_slips_are_told(self):
        for words, told in [
            (["advanse", "1h"], "the clock cannot 'advanse' (did you mean advance?)"),
            (["advance", "soon"], "'soon' is not a duration, such as 90s, 5m, 25h or 2d"),
            (["advance"], "what is missing is a duration"),
            (["scale", "0"], "Scale must be above 0 and at most 1000000."),
            (["set", "2001-01-01T00:00:00Z"], "The clock cannot go back"),
            (["freeze", "1h"], "unexpected word '1h'"),
        ]:
            with self.subTest(words):
                done = run(self.server, "clock", *words)
                self.assertNotEqual(done.returncode, 0)
                self.assertIn(told, done.stderr)

    def test_records_age_out_and_iterators_expire_when_the_clock_is_advanced(self):
        self.kinesis.create_stream(StreamName="s", ShardCount=1)
        self.kinesis.put_record(StreamName="s", PartitionKey="a", Data=b"1")
        shard = {"StreamName": "s", "ShardId": "shardId-000000000000"}

        def iterator():
            return self.kinesis.get_shard_iterator(
                ShardIteratorType="TRIM_HORIZON", **shard)["ShardIterator"]

        old = iterator()
        self.assertEqual(len(self.kinesis.get_records(ShardIterator=old)["Records"]), 1)
        self.clock("advance", "6m")
        with self.assertRaisesRegex(ClientError, "ExpiredIteratorException"):
            self.kinesis.get_records(ShardIterator=old)
        self.assertEqual(len(self.kinesis.get_records(ShardIterator=iterator())["Records"]), 1)
        self.clock("advance", "1d")
        self.assertEqual(self.kinesis.get_records(ShardIterator=iterator())["Records"], [])


if __name__ == "__main__":
    unittest.main()
