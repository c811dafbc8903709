"""SubscribeToShard through the newest boto3, over HTTP/1.1."""

import unittest

from server import NO_DELAYS, Server


class FanOut(unittest.TestCase):
    def setUp(self):
        quick = ["--subscription-lifetime=2s", "--subscription-heartbeat=200ms"]
        self.server = Server(*NO_DELAYS, *quick)
        self.server.__enter__()
        self.addCleanup(self.server.__exit__)
        self.kinesis = self.server.kinesis()
        self.kinesis.create_stream(StreamName="s", ShardCount=1)
        arn = self.kinesis.describe_stream(StreamName="s")["StreamDescription"]["StreamARN"]
        consumer = self.kinesis.register_stream_consumer(StreamARN=arn, ConsumerName="c")
        self.consumer = consumer["Consumer"]["ConsumerARN"]

    def subscribe(self, kind="TRIM_HORIZON", **position):
        answer = self.server.kinesis().subscribe_to_shard(
            ConsumerARN=self.consumer,
            ShardId="shardId-000000000000",
            StartingPosition={"Type": kind, **position},
        )
        return (event["SubscribeToShardEvent"] for event in answer["EventStream"])

    def put(self, *texts):
        self.kinesis.put_records(
            StreamName="s", Records=[{"PartitionKey": "a", "Data": text} for text in texts]
        )

    def test_what_is_put_is_pushed_and_the_stream_ends(self):
        events = self.subscribe()
        first = next(events)
        self.assertEqual(first["Records"], [])
        self.put(b"1", b"2", b"3", b"4", b"5")
        received = []
        last = first
        for event in events:
            received += [record["Data"] for record in event["Records"]]
            self.assertEqual(event["MillisBehindLatest"], 0)
            self.assertNotIn("ChildShards", event)
            last = event
        self.assertEqual(received, [b"1", b"2", b"3", b"4", b"5"])
        # The lifetime is over; the continuation leads on without loss.
        self.put(b"6")
        events = self.subscribe(
            "AFTER_SEQUENCE_NUMBER", SequenceNumber=last["ContinuationSequenceNumber"]
        )
        self.assertEqual([record["Data"] for record in next(events)["Records"]], [b"6"])

    def test_the_end_of_a_shard_names_its_children(self):
        self.put(b"1")
        events = self.subscribe()
        self.assertEqual([record["Data"] for record in next(events)["Records"]], [b"1"])
        self.kinesis.split_shard(
            StreamName="s", ShardToSplit="shardId-000000000000", NewStartingHashKey=str(2**127)
        )
        *_, last = events
        self.assertNotIn("ContinuationSequenceNumber", last)
        self.assertEqual(
            [child["ShardId"] for child in last["ChildShards"]],
            ["shardId-000000000001", "shardId-000000000002"],
        )

    def test_a_second_subscription_within_five_seconds_is_refused(self):
        events = self.subscribe()
        next(events)
        with self.assertRaises(self.kinesis.exceptions.ResourceInUseException) as caught:
            self.subscribe()
        self.assertEqual(
            caught.exception.response["Error"]["Message"],
            "Another active subscription exists for this consumer: "
            "000000000000:s:shardId-000000000000:c",
        )


if __name__ == "__main__":
    unittest.main(verbosity=2)
