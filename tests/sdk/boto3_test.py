"""What a program with the newest boto3 does with streams, from creating one to deleting it."""

import unittest

from botocore.exceptions import ClientError

from server import NO_DELAYS, Server


class Streams(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server(*NO_DELAYS)
        cls.server.__enter__()
        cls.addClassCleanup(cls.server.__exit__)
        cls.kinesis = cls.server.kinesis()

    def stream(self, shards=1):
        name = self.id().rsplit(".", 1)[1]
        self.kinesis.create_stream(StreamName=name, ShardCount=shards)
        self.kinesis.get_waiter("stream_exists").wait(StreamName=name)
        return name

    def read_shard(self, name, shard_id):
        """All records of a shard from the oldest on, and the child shards if it is closed."""
        iterator = self.kinesis.get_shard_iterator(
            StreamName=name, ShardId=shard_id, ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]
        records = []
        while iterator:
            answer = self.kinesis.get_records(ShardIterator=iterator, Limit=3)
            records += answer["Records"]
            iterator = answer.get("NextShardIterator")
            if not answer["Records"] and answer["MillisBehindLatest"] == 0:
                break
        return records, answer.get("ChildShards")

    def test_put_and_read(self):
        name = self.stream(2)
        put = self.kinesis.put_record(StreamName=name, PartitionKey="a", Data=b"\x00\xffone")
        self.assertEqual(put["ShardId"], "shardId-000000000000")
        batch = self.kinesis.put_records(
            StreamName=name,
            Records=[{"PartitionKey": "a", "Data": str(i).encode()} for i in range(10)],
        )
        self.assertEqual(batch["FailedRecordCount"], 0)
        records, children = self.read_shard(name, "shardId-000000000000")
        self.assertIsNone(children)
        self.assertEqual(
            [record["Data"] for record in records],
            [b"\x00\xffone"] + [str(i).encode() for i in range(10)],
        )
        numbers = [int(record["SequenceNumber"]) for record in records]
        self.assertEqual(numbers, sorted(set(numbers)))
        self.assertEqual(str(numbers[0]), put["SequenceNumber"])

    def test_follow_a_split_to_the_children(self):
        name = self.stream()
        self.kinesis.put_record(StreamName=name, PartitionKey="a", Data=b"before")
        self.kinesis.split_shard(
            StreamName=name, ShardToSplit="shardId-000000000000", NewStartingHashKey=str(2**127)
        )
        self.kinesis.put_record(StreamName=name, PartitionKey="a", Data=b"after")
        records, children = self.read_shard(name, "shardId-000000000000")
        self.assertEqual([record["Data"] for record in records], [b"before"])
        parents = [child["ParentShards"] for child in children]
        self.assertEqual(parents, [["shardId-000000000000"]] * 2)
        found = [
            record["Data"]
            for child in children
            for record in self.read_shard(name, child["ShardId"])[0]
        ]
        self.assertEqual(found, [b"after"])

    def test_update_shard_count_tiles_the_key_space(self):
        name = self.stream(4)
        self.kinesis.update_shard_count(
            StreamName=name, TargetShardCount=5, ScalingType="UNIFORM_SCALING"
        )
        shards = []
        for page in self.kinesis.get_paginator("list_shards").paginate(StreamName=name):
            shards += page["Shards"]
        self.assertEqual(len(shards), 15)
        open_shards = [s for s in shards if "EndingSequenceNumber" not in s["SequenceNumberRange"]]
        ranges = sorted(
            (int(s["HashKeyRange"]["StartingHashKey"]), int(s["HashKeyRange"]["EndingHashKey"]))
            for s in open_shards
        )
        self.assertEqual(len(ranges), 5)
        self.assertEqual(ranges[0][0], 0)
        self.assertEqual(ranges[-1][1], 2**128 - 1)
        for lower, upper in zip(ranges, ranges[1:]):
            self.assertEqual(lower[1] + 1, upper[0])

    def test_errors_are_the_client_s_exception_classes(self):
        name = self.stream()
        errors = self.kinesis.exceptions
        with self.assertRaises(errors.ResourceNotFoundException) as caught:
            self.kinesis.describe_stream(StreamName="nowhere")
        self.assertEqual(
            caught.exception.response["Error"]["Message"],
            "Stream nowhere under account 000000000000 not found.",
        )
        with self.assertRaises(errors.ResourceInUseException):
            self.kinesis.create_stream(StreamName=name, ShardCount=1)
        with self.assertRaises(errors.InvalidArgumentException):
            self.kinesis.get_records(ShardIterator="garbage")
        with self.assertRaises(ClientError) as caught:
            self.kinesis.create_stream(StreamName="?", ShardCount=1)
        self.assertEqual(caught.exception.response["Error"]["Code"], "ValidationException")

    def test_tags_policies_and_settings(self):
        name = self.stream()
        summary = self.kinesis.describe_stream_summary(StreamName=name)["StreamDescriptionSummary"]
        arn = summary["StreamARN"]
        self.kinesis.add_tags_to_stream(StreamName=name, Tags={"team": "data", "cost": "1"})
        self.kinesis.untag_resource(ResourceARN=arn, TagKeys=["cost"])
        self.assertEqual(
            self.kinesis.list_tags_for_resource(ResourceARN=arn)["Tags"],
            [{"Key": "team", "Value": "data"}],
        )
        self.assertEqual(self.kinesis.get_resource_policy(ResourceARN=arn)["Policy"], "{}")
        # What infrastructure tools do: set the retention period that is there already.
        self.kinesis.increase_stream_retention_period(StreamName=name, RetentionPeriodHours=24)
        self.kinesis.start_stream_encryption(
            StreamName=name, EncryptionType="KMS", KeyId="alias/aws/kinesis"
        )
        put = self.kinesis.put_record(StreamName=name, PartitionKey="a", Data=b"x")
        self.assertEqual(put["EncryptionType"], "KMS")
        records, _ = self.read_shard(name, put["ShardId"])
        self.assertEqual(records[0]["EncryptionType"], "KMS")

    def test_accounts_and_regions_are_apart(self):
        name = self.stream()
        for other in (
            self.server.kinesis(account="111111111111"),
            self.server.kinesis(region="eu-west-1"),
        ):
            with self.assertRaises(other.exceptions.ResourceNotFoundException):
                other.describe_stream(StreamName=name)
            other.create_stream(StreamName=name, ShardCount=1)
        arn = self.server.kinesis(account="111111111111").describe_stream(StreamName=name)
        self.assertEqual(
            arn["StreamDescription"]["StreamARN"],
            f"arn:aws:kinesis:us-east-1:111111111111:stream/{name}",
        )

    def test_delete_and_wait(self):
        name = self.stream()
        self.kinesis.delete_stream(StreamName=name)
        self.kinesis.get_waiter("stream_not_exists").wait(StreamName=name)

    def test_every_list_is_paged(self):
        names = [f"paged-{i:03}" for i in range(105)]
        for name in names:
            self.kinesis.create_stream(StreamName=name, ShardCount=1)
        pages = self.kinesis.get_paginator("list_streams").paginate()
        listed = [n for page in pages for n in page["StreamNames"] if n.startswith("paged-")]
        self.assertEqual(listed, names)

    def test_large_records_up_to_10_mib(self):
        name = self.stream()
        arn = self.kinesis.describe_stream(StreamName=name)["StreamDescription"]["StreamARN"]
        self.kinesis.update_max_record_size(StreamARN=arn, MaxRecordSizeInKiB=10240)
        data = bytes(10 * 1024 * 1024 - 1)
        put = self.kinesis.put_record(StreamName=name, PartitionKey="a", Data=data)
        records, _ = self.read_shard(name, put["ShardId"])
        self.assertEqual(records[0]["Data"], data)


class Bystanders(unittest.TestCase):
    def test_identity_and_metrics_are_answered(self):
        with Server() as server:
            identity = server.client("sts", account="123456789012").get_caller_identity()
            self.assertEqual(identity["Account"], "123456789012")
            metrics = server.client("cloudwatch").put_metric_data(
                Namespace="n", MetricData=[{"MetricName": "m", "Value": 1.0}]
            )
            self.assertEqual(metrics["ResponseMetadata"]["HTTPStatusCode"], 200)


class StartUp(unittest.TestCase):
    def test_initial_streams_are_active(self):
        with Server("--initialize-streams", "orders:3,clicks:1:eu-west-1") as server:
            orders = server.kinesis().describe_stream(StreamName="orders")["StreamDescription"]
            self.assertEqual(orders["StreamStatus"], "ACTIVE")
            self.assertEqual(len(orders["Shards"]), 3)
            server.kinesis(region="eu-west-1").describe_stream(StreamName="clicks")

    def test_errors_come_as_often_as_asked_for(self):
        environment = {"KINESIS_ERROR_PROBABILITY": "0.5"}
        with Server("--initialize-streams", "s:1", environment=environment) as server:
            kinesis = server.kinesis()
            failed = 0
            for _ in range(400):
                try:
                    kinesis.put_record(StreamName="s", PartitionKey="a", Data=b"x")
                except kinesis.exceptions.ProvisionedThroughputExceededException:
                    failed += 1
            # Six standard deviations: wrong once in half a billion runs.
            self.assertLess(abs(failed - 200), 60)
            counts = set()
            for _ in range(40):
                answer = kinesis.put_records(
                    StreamName="s", Records=[{"PartitionKey": "a", "Data": b"x"}] * 5
                )
                counts.add(answer["FailedRecordCount"])
            self.assertEqual(counts, {0, 5})

    def test_a_client_that_retries_gets_through(self):
        # Nine tries fail once in 250,000 calls.
        with Server("--initialize-streams", "s:1", "--error-probability", "0.25") as server:
            kinesis = server.kinesis(retries=8)
            for _ in range(20):
                kinesis.put_record(StreamName="s", PartitionKey="a", Data=b"x")

    def test_a_bad_probability_is_refused(self):
        with self.assertRaises(RuntimeError):
            Server(environment={"KINESIS_ERROR_PROBABILITY": "1.5"}).__enter__()

    def test_a_stop_is_clean(self):
        with Server() as server:
            server.kinesis().list_streams()
        self.assertEqual(server.exit_status, 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
