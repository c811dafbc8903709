"""Four writers at once, while the stream is resharded: nothing is lost, doubled or out of order."""

import threading
import unittest

from server import NO_DELAYS, Server

WRITERS = 4
ROUNDS = 40
BATCH = 25


class Concurrency(unittest.TestCase):
    def test_everything_acknowledged_is_there_once_and_in_order(self):
        with Server(*NO_DELAYS, "--threads=2") as server:
            kinesis = server.kinesis()
            kinesis.create_stream(StreamName="s", ShardCount=2)
            acknowledged = [{} for _ in range(WRITERS)]
            threads = [
                threading.Thread(target=self.write, args=(server, writer, acknowledged[writer]))
                for writer in range(WRITERS)
            ]
            for thread in threads:
                thread.start()
            kinesis.update_shard_count(
                StreamName="s", TargetShardCount=3, ScalingType="UNIFORM_SCALING"
            )
            for thread in threads:
                thread.join()
            found = {}
            for shard in kinesis.list_shards(StreamName="s")["Shards"]:
                self.read(kinesis, shard["ShardId"], found)
            expected = {}
            for one in acknowledged:
                expected.update(one)
            self.assertEqual(len(expected), WRITERS * ROUNDS * BATCH)
            self.assertEqual(found, expected)

    def write(self, server, writer, acknowledged):
        """Fills `acknowledged`: (shard, sequence number) -> data."""
        kinesis = server.kinesis()
        for i in range(ROUNDS):
            texts = [f"{writer}-{i}-{j}".encode() for j in range(BATCH)]
            answer = kinesis.put_records(
                StreamName="s",
                Records=[{"PartitionKey": f"{writer}-{j % 7}", "Data": text}
                         for j, text in enumerate(texts)],
            )
            for text, result in zip(texts, answer["Records"]):
                acknowledged[result["ShardId"], result["SequenceNumber"]] = text

    def read(self, kinesis, shard_id, found):
        iterator = kinesis.get_shard_iterator(
            StreamName="s", ShardId=shard_id, ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]
        last_number = 0
        next_of_key = {}
        while iterator:
            answer = kinesis.get_records(ShardIterator=iterator, Limit=1000)
            for record in answer["Records"]:
                number = int(record["SequenceNumber"])
                self.assertGreater(number, last_number)
                last_number = number
                # The records of one key come in the order in which its only writer sent them.
                _, i, j = map(int, record["Data"].split(b"-"))
                self.assertGreater((i, j), next_of_key.get(record["PartitionKey"], (-1, -1)))
                next_of_key[record["PartitionKey"]] = (i, j)
                found[shard_id, record["SequenceNumber"]] = record["Data"]
            iterator = answer.get("NextShardIterator")
            if not answer["Records"]:
                break


if __name__ == "__main__":
    unittest.main(verbosity=2)
