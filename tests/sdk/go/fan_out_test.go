package goclients

import (
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/kinesis"
	"github.com/aws/aws-sdk-go-v2/service/kinesis/types"
)

func TestWhatIsPutIsPushedUntilTheShardEnds(t *testing.T) {
	overBoth(t, noDelays, func(t *testing.T, _ string, client *kinesis.Client) {
		createAndWait(t, client, 1)
		consumer := registerConsumer(t, client)
		put(t, client, "1", "2")
		subscription := subscribe(t, client, consumer, firstShard)
		var received []string
		for event := range subscription.Events() {
			received = append(received, texts(t, event)...)
			if len(received) == 2 {
				put(t, client, "3")
			}
			if len(received) == 3 {
				break
			}
		}
		if !slices.Equal(received, []string{"1", "2", "3"}) {
			t.Errorf("received %q", received)
		}

		_, err := client.SplitShard(within(t), &kinesis.SplitShardInput{
			StreamName:         aws.String(stream),
			ShardToSplit:       aws.String(firstShard),
			NewStartingHashKey: aws.String(middle),
		})
		check(t, err)
		put(t, client, "4")
		var last types.SubscribeToShardEvent
		for event := range subscription.Events() {
			last = eventOf(t, event)
		}
		check(t, subscription.Err())
		if last.ContinuationSequenceNumber != nil || len(last.ChildShards) != 2 {
			t.Fatalf("the last event: %+v", last)
		}
		// "a" has the hash key 0x0cc1…, so "4" is in the first child.
		child := subscribe(t, client, consumer, *last.ChildShards[0].ShardId)
		event, open := <-child.Events()
		if !open || !slices.Equal(texts(t, event), []string{"4"}) {
			t.Errorf("of the child: %+v, %v", event, child.Err())
		}
		check(t, child.Close())
	})
}

func TestASecondSubscriptionWithinFiveSecondsIsRefused(t *testing.T) {
	overBoth(t, noDelays, func(t *testing.T, _ string, client *kinesis.Client) {
		createAndWait(t, client, 1)
		consumer := registerConsumer(t, client)
		first := subscribe(t, client, consumer, firstShard)
		if _, open := <-first.Events(); !open {
			t.Fatal(first.Err())
		}
		_, err := client.SubscribeToShard(within(t), subscribeInput(consumer, firstShard),
			func(o *kinesis.Options) { o.RetryMaxAttempts = 1 })
		refusal := mustBe[*types.ResourceInUseException](t, err)
		if text := refusal.ErrorMessage(); text != "Another active subscription exists for this "+
			"consumer: 000000000000:"+stream+":"+firstShard+":c" {
			t.Errorf("message %q", text)
		}
	})
}

func registerConsumer(t *testing.T, client *kinesis.Client) string {
	t.Helper()
	described, err := client.DescribeStreamSummary(within(t),
		&kinesis.DescribeStreamSummaryInput{StreamName: aws.String(stream)})
	check(t, err)
	answer, err := client.RegisterStreamConsumer(within(t), &kinesis.RegisterStreamConsumerInput{
		StreamARN:    described.StreamDescriptionSummary.StreamARN,
		ConsumerName: aws.String("c"),
	})
	check(t, err)
	return *answer.Consumer.ConsumerARN
}

func subscribeInput(consumer, shard string) *kinesis.SubscribeToShardInput {
	return &kinesis.SubscribeToShardInput{
		ConsumerARN:      aws.String(consumer),
		ShardId:          aws.String(shard),
		StartingPosition: &types.StartingPosition{Type: types.ShardIteratorTypeTrimHorizon},
	}
}

func subscribe(t *testing.T, client *kinesis.Client,
	consumer, shard string) *kinesis.SubscribeToShardEventStream {
	t.Helper()
	answer, err := client.SubscribeToShard(within(t), subscribeInput(consumer, shard))
	check(t, err)
	events := answer.GetStream()
	t.Cleanup(func() { _ = events.Close() })
	return events
}

func put(t *testing.T, client *kinesis.Client, texts ...string) {
	t.Helper()
	for _, text := range texts {
		_, err := client.PutRecord(within(t), &kinesis.PutRecordInput{
			StreamName: aws.String(stream), PartitionKey: aws.String("a"), Data: []byte(text),
		})
		check(t, err)
	}
}

func eventOf(t *testing.T, event types.SubscribeToShardEventStream) types.SubscribeToShardEvent {
	t.Helper()
	member, ok := event.(*types.SubscribeToShardEventStreamMemberSubscribeToShardEvent)
	if !ok {
		t.Fatalf("an event of another kind: %T", event)
	}
	return member.Value
}

func texts(t *testing.T, event types.SubscribeToShardEventStream) []string {
	t.Helper()
	var found []string
	for _, record := range eventOf(t, event).Records {
		found = append(found, string(record.Data))
	}
	return found
}
