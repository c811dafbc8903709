"""The checker of histories accepts what can have been, and finds each kind of violation."""

import unittest

import history


def good():
    """Two records of one key in a shard, one of another, read in two answers."""
    kept = history.History()
    kept.puts = [
        history.Put("a1", "a", "s0", 10, 1.0, 2.0),
        history.Put("b1", "b", "s0", 11, 1.5, 2.5),
        history.Put("a2", "a", "s1", 20, 3.0, 4.0),
    ]
    kept.reads = [
        history.Read("s0", 2.6, 2.7, [("a1", 10), ("b1", 11)], 11, True),
        history.Read("s1", 4.1, 4.2, [("a2", 20)], 20, True),
    ]
    return kept


class HistoryTest(unittest.TestCase):
    def expect(self, kept, words):
        violations = kept.violations()
        self.assertTrue(any(words in text for text in violations), violations)

    def test_what_can_have_been_is_accepted(self):
        self.assertEqual(good().violations(), [])

    def test_a_lost_record_is_found(self):
        kept = good()
        kept.reads[0].records.pop()
        self.expect(kept, "b1 was acknowledged, and is there 0 times")

    def test_a_doubled_record_is_found(self):
        kept = good()
        kept.reads[1].records.append(("a1", 21))
        self.expect(kept, "a1 was acknowledged, and is there 2 times")

    def test_a_record_that_nobody_sent_is_found(self):
        kept = good()
        kept.reads[1].records.append(("c1", 21))
        self.expect(kept, "c1 was never sent")

    def test_another_number_is_found(self):
        kept = good()
        kept.reads[1].records[0] = ("a2", 22)
        self.expect(kept, "a2 is not where it was acknowledged")

    def test_numbers_that_do_not_rise_are_found(self):
        kept = good()
        kept.reads[0].records.reverse()
        self.expect(kept, "numbers do not rise in s0")

    def test_a_key_out_of_order_is_found(self):
        kept = good()
        kept.puts[2].number = 9
        kept.reads[1].records = [("a2", 9)]
        self.expect(kept, "a2 was put after a1, and stands before it")

    def test_a_record_from_the_future_is_found(self):
        kept = good()
        kept.reads[0].answered = 1.2
        self.expect(kept, "b1 was seen before it was sent")

    def test_an_order_against_the_clock_is_found(self):
        kept = good()
        kept.puts[0].sent, kept.puts[0].answered = 2.6, 2.65
        self.expect(kept, "a1 was sent after others were there")

    def test_a_stale_read_is_found(self):
        kept = good()
        late = kept.reads[0]
        kept.reads.append(history.Read("s0", 5.0, 5.1, [late.records.pop()], 11, True))
        late.last_number = 10
        self.expect(kept, "a reader at the tip was not given it")

    def test_an_empty_answer_at_the_tip_is_stale_too(self):
        kept = good()
        kept.reads.insert(0, history.Read("s0", 2.1, 2.2, [], 0, True))
        self.expect(kept, "a1 was acknowledged, and a reader at the tip was not given it")

    def test_an_empty_answer_before_anything_was_acknowledged_is_none(self):
        kept = good()
        kept.reads.insert(0, history.Read("s0", 1.9, 2.2, [], 0, True))
        kept.reads.insert(0, history.Read("s0", 2.1, 2.2, [], 0, False))
        kept.reads.append(history.Read("s2", 9.0, 9.1, [], 0, True))
        self.assertEqual(kept.violations(), [])

    def test_the_freshness_of_a_read_does_not_depend_on_the_order_of_puts(self):
        """The put that stands last was answered before others were."""
        kept = good()
        kept.puts.append(history.Put("c1", "c", "s0", 9, 1.0, 2.6))
        kept.reads[0] = history.Read("s0", 2.7, 2.8, [("c1", 9), ("a1", 10)], 10, True)
        kept.reads.append(history.Read("s0", 3.0, 3.1, [("b1", 11)], 11, True))
        self.expect(kept, "b1 was acknowledged, and a reader at the tip was not given it")

    def test_fresh_reads_are_those_at_the_tip_between_puts(self):
        kept = good()
        self.assertEqual(kept.fresh_reads(), 0)
        kept.reads.append(history.Read("s0", 2.1, 2.2, [], 10, True))
        self.assertEqual(kept.fresh_reads(), 1)
        kept.reads.append(history.Read("s0", 2.2, 2.3, [], 10, False))
        kept.reads.append(history.Read("s0", 1.1, 1.2, [], 0, True))
        kept.reads.append(history.Read("s2", 2.2, 2.3, [], 0, True))
        self.assertEqual(kept.fresh_reads(), 1)

    def test_what_was_not_answered_may_be_there_once_or_not(self):
        kept = good()
        kept.unanswered = {"u1": 1.0, "u2": 1.0}
        kept.reads[1].records.append(("u1", 21))
        self.assertEqual(kept.violations(), [])
        kept.reads[1].records.append(("u1", 22))
        self.expect(kept, "u1 is there 2 times")

    def test_what_was_not_answered_is_not_seen_before_it_was_sent(self):
        kept = good()
        kept.unanswered = {"u1": 5.0}
        kept.reads[1].records.append(("u1", 21))
        self.expect(kept, "u1 was seen before it was sent")

    def test_a_request_that_was_cut_off_is_found(self):
        kept = good()
        kept.cut_off = {"u1"}
        self.assertEqual(kept.violations(), [])
        kept.reads[1].records.append(("u1", 21))
        self.expect(kept, "u1 was cut off, and is there")


if __name__ == "__main__":
    unittest.main()
