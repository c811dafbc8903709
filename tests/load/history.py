"""What clients did and saw at once, and whether one server can have answered so.

Times are those of one clock, in seconds: of the moment before a request was sent, and of the moment
after its answer was there. Sequence numbers are integers.
"""

import bisect
import collections
import itertools
from dataclasses import dataclass


@dataclass
class Put:
    """A record that was acknowledged. A key has one writer, who waits for each answer."""
    record: str
    key: str
    shard: str
    number: int
    sent: float
    answered: float


@dataclass
class Read:
    """An answer of GetRecords to a reader who began at the start of the shard."""
    shard: str
    asked: float
    answered: float
    records: list  # (record, number), in their order
    last_number: int  # of all that this reader was given so far; 0: nothing
    caught_up: bool  # it said that there was no more


class History:
    def __init__(self):
        self.puts = []
        self.reads = []  # of one reader for each shard, in its order
        self.unanswered = {}  # record: sent; nobody knows what became of them
        self.cut_off = set()  # records of requests that were not sent to their end

    def violations(self):
        """All that cannot have happened, in words."""
        found = []
        found += self._each_once()
        found += self._numbers_rise()
        found += self._keys_in_order()
        found += self._not_before_sent()
        found += self._real_time_order()
        found += self._reads_are_fresh()
        return found

    def fresh_reads(self):
        """How many reads were caught up with their shard while it was written to."""
        puts = self._puts_of_shards()
        return sum(read.caught_up and puts[read.shard][0].answered < read.asked
                   < puts[read.shard][-1].answered
                   for read in self.reads if read.shard in puts)

    def _puts_of_shards(self):
        """Shard: its puts, as they were answered."""
        shards = collections.defaultdict(list)
        for put in sorted(self.puts, key=lambda put: put.answered):
            shards[put.shard].append(put)
        return shards

    def _seen(self):
        for read in self.reads:
            for record, number in read.records:
                yield read, record, number

    def _each_once(self):
        counts = collections.Counter(record for _, record, _ in self._seen())
        places = {record: (read.shard, number) for read, record, number in self._seen()}
        known = set(self.unanswered)
        for put in self.puts:
            known.add(put.record)
            if counts[put.record] != 1:
                yield f"{put.record} was acknowledged, and is there {counts[put.record]} times"
            elif places[put.record] != (put.shard, put.number):
                yield f"{put.record} is not where it was acknowledged"
        for record, count in counts.items():
            if record in self.cut_off:
                yield f"{record} was cut off, and is there"
            elif record not in known:
                yield f"{record} was never sent"
            elif record in self.unanswered and count > 1:
                yield f"{record} is there {count} times"

    def _numbers_rise(self):
        last = collections.defaultdict(int)
        for read, record, number in self._seen():
            if number <= last[read.shard]:
                yield f"{record}: numbers do not rise in {read.shard}"
            last[read.shard] = number

    def _keys_in_order(self):
        last = {}
        for put in sorted(self.puts, key=lambda put: put.sent):
            before = last.get(put.key)
            if before and put.number <= before.number:
                yield f"{put.record} was put after {before.record}, and stands before it"
            last[put.key] = put

    def _not_before_sent(self):
        sent = dict(self.unanswered, **{put.record: put.sent for put in self.puts})
        for read, record, _ in self._seen():
            if record in sent and read.answered < sent[record]:
                yield f"{record} was seen before it was sent"

    def _real_time_order(self):
        for puts in self._puts_of_shards().values():
            answered = float("inf")  # the earliest of those with higher numbers
            for put in sorted(puts, key=lambda put: -put.number):
                if answered < put.sent:
                    yield f"{put.record} was sent after others were there, and stands before them"
                answered = min(answered, put.answered)

    def _reads_are_fresh(self):
        shards = self._puts_of_shards()
        answered = {shard: [put.answered for put in puts] for shard, puts in shards.items()}
        # Of each put and those that were answered before it, the one that stands last.
        last = {shard: list(itertools.accumulate(
                    puts, lambda one, other: max(one, other, key=lambda put: put.number)))
                for shard, puts in shards.items()}
        for read in self.reads:
            if not read.caught_up or read.shard not in shards:
                continue
            before = bisect.bisect_left(answered[read.shard], read.asked)
            put = last[read.shard][before - 1] if before else None
            if put and put.number > read.last_number:
                yield f"{put.record} was acknowledged, and a reader at the tip was not given it"
