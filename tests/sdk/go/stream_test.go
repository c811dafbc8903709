package goclients

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/aws-sdk-go-v2/service/kinesis"
	"github.com/aws/aws-sdk-go-v2/service/kinesis/types"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

const (
	stream     = "orders"
	firstShard = "shardId-000000000000"
	quarter    = "85070591730234615865843651857942052864"
	middle     = "170141183460469231731687303715884105728"
)

func TestAStreamFromItsCreationThroughAReshardToItsEnd(t *testing.T) {
	// With delays as in the service, so that the waiters have to wait.
	overBoth(t, nil, func(t *testing.T, scheme string, client *kinesis.Client) {
		ctx := within(t)
		createAndWait(t, client, 2)
		checkProtocol(t, scheme, client)
		sent := putBatch(t, client, "before")
		_, err := client.SplitShard(ctx, &kinesis.SplitShardInput{
			StreamName:         aws.String(stream),
			ShardToSplit:       aws.String(firstShard),
			NewStartingHashKey: aws.String(quarter),
		})
		check(t, err)
		waitUntilActive(t, client)
		sent = append(sent, putBatch(t, client, "after")...)

		_, err = client.PutRecord(ctx, &kinesis.PutRecordInput{
			StreamName: aws.String(stream), PartitionKey: aws.String("k"), Data: []byte{0, 255},
		})
		check(t, err)
		sent = append(sent, "\x00\xff")

		read := readFollowingChildren(t, client)
		slices.Sort(sent)
		slices.Sort(read)
		if !slices.Equal(sent, read) {
			t.Errorf("sent %d records, read %d: %q", len(sent), len(read), read)
		}

		input := &kinesis.DescribeStreamInput{StreamName: aws.String(stream)}
		_, err = client.DeleteStream(ctx, &kinesis.DeleteStreamInput{StreamName: aws.String(stream)})
		check(t, err)
		gone := kinesis.NewStreamNotExistsWaiter(client,
			func(o *kinesis.StreamNotExistsWaiterOptions) { o.MinDelay = time.Second })
		check(t, gone.Wait(ctx, input, patience))
		names, err := client.ListStreams(ctx, &kinesis.ListStreamsInput{})
		check(t, err)
		if len(names.StreamNames) != 0 {
			t.Errorf("still there: %v", names.StreamNames)
		}
	})
}

func TestErrorsAreTheSDKsOwn(t *testing.T) {
	overBoth(t, noDelays, func(t *testing.T, _ string, client *kinesis.Client) {
		ctx := within(t)
		createAndWait(t, client, 1)
		_, err := client.DescribeStreamSummary(ctx,
			&kinesis.DescribeStreamSummaryInput{StreamName: aws.String("none")})
		missing := mustBe[*types.ResourceNotFoundException](t, err)
		if text := missing.ErrorMessage(); text !=
			"Stream none under account 000000000000 not found." {
			t.Errorf("message %q", text)
		}
		var response *smithyhttp.ResponseError
		if !errors.As(err, &response) || response.HTTPStatusCode() != 400 {
			t.Errorf("no answer of status 400: %v", err)
		}

		_, err = client.CreateStream(ctx, &kinesis.CreateStreamInput{
			StreamName: aws.String(stream), ShardCount: aws.Int32(1),
		})
		mustBe[*types.ResourceInUseException](t, err)
		_, err = client.GetRecords(ctx, &kinesis.GetRecordsInput{ShardIterator: aws.String("x")})
		mustBe[*types.InvalidArgumentException](t, err)
		_, err = client.CreateStream(ctx, &kinesis.CreateStreamInput{
			StreamName: aws.String("?"), ShardCount: aws.Int32(1),
		})
		mustBe[*types.ValidationException](t, err)
	})
}

func TestAThrottledPutIsTheSDKsOwnErrorAfterItsRetries(t *testing.T) {
	throttling := append([]string{"--error-probability=1"}, noDelays...)
	overBoth(t, throttling, func(t *testing.T, _ string, client *kinesis.Client) {
		createAndWait(t, client, 1)
		_, err := client.PutRecord(within(t), &kinesis.PutRecordInput{
			StreamName: aws.String(stream), PartitionKey: aws.String("k"), Data: []byte("x"),
		}, func(o *kinesis.Options) { o.RetryMaxAttempts = 2 })
		mustBe[*types.ProvisionedThroughputExceededException](t, err)
	})
}

func mustBe[E error](t *testing.T, err error) E {
	t.Helper()
	var wanted E
	if !errors.As(err, &wanted) {
		t.Fatalf("not a %T: %v", wanted, err)
	}
	return wanted
}

func createAndWait(t *testing.T, client *kinesis.Client, shards int32) {
	t.Helper()
	_, err := client.CreateStream(within(t), &kinesis.CreateStreamInput{
		StreamName: aws.String(stream), ShardCount: aws.Int32(shards),
	})
	check(t, err)
	waitUntilActive(t, client)
}

func waitUntilActive(t *testing.T, client *kinesis.Client) {
	t.Helper()
	active := kinesis.NewStreamExistsWaiter(client, func(o *kinesis.StreamExistsWaiterOptions) {
		o.MinDelay = time.Second
	})
	check(t, active.Wait(within(t),
		&kinesis.DescribeStreamInput{StreamName: aws.String(stream)}, patience))
}

// checkProtocol holds that the client chose HTTP/2 where TLS offers it.
func checkProtocol(t *testing.T, scheme string, client *kinesis.Client) {
	t.Helper()
	limits, err := client.DescribeLimits(within(t), &kinesis.DescribeLimitsInput{})
	check(t, err)
	response, ok := middleware.GetRawResponse(limits.ResultMetadata).(*smithyhttp.Response)
	if !ok {
		t.Fatal("no answer of HTTP")
	}
	if wanted := map[string]int{"http": 1, "https": 2}[scheme]; response.ProtoMajor != wanted {
		t.Errorf("%s over %s", response.Proto, scheme)
	}
}

func putBatch(t *testing.T, client *kinesis.Client, prefix string) []string {
	t.Helper()
	var sent []string
	var entries []types.PutRecordsRequestEntry
	for i := range 100 {
		text := fmt.Sprintf("%s-%d", prefix, i)
		sent = append(sent, text)
		entries = append(entries, types.PutRecordsRequestEntry{
			PartitionKey: aws.String(fmt.Sprintf("key-%d", i)), Data: []byte(text),
		})
	}
	answer, err := client.PutRecords(within(t), &kinesis.PutRecordsInput{
		StreamName: aws.String(stream), Records: entries,
	})
	check(t, err)
	if *answer.FailedRecordCount != 0 || len(answer.Records) != len(entries) {
		t.Fatalf("%d of %d records failed", *answer.FailedRecordCount, len(entries))
	}
	return sent
}

// readFollowingChildren starts at the shards of the trim horizon and goes on to the children that
// GetRecords names.
func readFollowingChildren(t *testing.T, client *kinesis.Client) []string {
	t.Helper()
	listed, err := client.ListShards(within(t), &kinesis.ListShardsInput{
		StreamName:  aws.String(stream),
		ShardFilter: &types.ShardFilter{Type: types.ShardFilterTypeAtTrimHorizon},
	})
	check(t, err)
	var shards, read []string
	for _, shard := range listed.Shards {
		shards = append(shards, *shard.ShardId)
	}
	for at := 0; at < len(shards); at++ {
		records, children := readShard(t, client, shards[at])
		read = append(read, records...)
		for _, child := range children {
			if !slices.Contains(shards, *child.ShardId) {
				shards = append(shards, *child.ShardId)
			}
		}
	}
	if len(shards) != 4 {
		t.Errorf("read the shards %v, not the two first and two children", shards)
	}
	return read
}

func readShard(t *testing.T, client *kinesis.Client, shard string) ([]string, []types.ChildShard) {
	t.Helper()
	ctx := within(t)
	start, err := client.GetShardIterator(ctx, &kinesis.GetShardIteratorInput{
		StreamName:        aws.String(stream),
		ShardId:           aws.String(shard),
		ShardIteratorType: types.ShardIteratorTypeTrimHorizon,
	})
	check(t, err)
	var read []string
	for next := start.ShardIterator; ; {
		answer := getRecords(ctx, t, client, next)
		for _, record := range answer.Records {
			read = append(read, string(record.Data))
			if age := time.Since(*record.ApproximateArrivalTimestamp); age.Abs() > time.Minute {
				t.Errorf("a record put %v ago", age)
			}
		}
		next = answer.NextShardIterator
		if next == nil || (len(answer.Records) == 0 && *answer.MillisBehindLatest == 0) {
			return read, answer.ChildShards
		}
	}
}

func getRecords(ctx context.Context, t *testing.T, client *kinesis.Client,
	iterator *string) *kinesis.GetRecordsOutput {
	t.Helper()
	answer, err := client.GetRecords(ctx,
		&kinesis.GetRecordsInput{ShardIterator: iterator, Limit: aws.Int32(30)})
	check(t, err)
	return answer
}
