//! SubscribeToShard, whose events the SDK receives one by one.

use aws_sdk_kinesis::error::ProvideErrorMetadata;
use aws_sdk_kinesis::operation::subscribe_to_shard::builders::SubscribeToShardFluentBuilder;
use aws_sdk_kinesis::operation::subscribe_to_shard::SubscribeToShardOutput;
use aws_sdk_kinesis::types::{
    ShardIteratorType, StartingPosition, SubscribeToShardEvent, SubscribeToShardEventStream,
};
use aws_sdk_kinesis::Client;
use tokio::time::timeout;

use crate::server::{Server, NO_DELAYS, PATIENCE};
use crate::stream::{put, until_active, FIRST_SHARD, STREAM};

const MIDDLE: &str = "170141183460469231731687303715884105728";

#[tokio::test]
async fn what_is_put_is_pushed_until_the_shard_ends_over_http() {
    what_is_put_is_pushed_until_the_shard_ends("http").await;
}

#[tokio::test]
async fn what_is_put_is_pushed_until_the_shard_ends_over_https() {
    what_is_put_is_pushed_until_the_shard_ends("https").await;
}

async fn what_is_put_is_pushed_until_the_shard_ends(scheme: &str) {
    let server = Server::start(&NO_DELAYS);
    let client = server.client(scheme);
    let consumer = make_consumer(&client).await;
    put(&client, "a", b"1").await;
    put(&client, "a", b"2").await;
    let mut subscription = subscribe(&client, &consumer, FIRST_SHARD).send().await.unwrap();
    let mut received = Vec::new();
    while received.len() < 3 {
        received.extend(texts(&next(&mut subscription).await.unwrap()));
        if received.len() == 2 {
            put(&client, "a", b"3").await;
        }
    }
    assert_eq!(received, ["1", "2", "3"]);

    client
        .split_shard()
        .stream_name(STREAM)
        .shard_to_split(FIRST_SHARD)
        .new_starting_hash_key(MIDDLE)
        .send()
        .await
        .unwrap();
    put(&client, "a", b"4").await;
    let mut last = None;
    while let Some(event) = next(&mut subscription).await {
        last = Some(event);
    }
    let last = last.unwrap();
    assert_eq!(last.continuation_sequence_number(), "");
    assert_eq!(last.child_shards().len(), 2);
    // "a" has the hash key 0x0cc1…, so "4" is in the first child.
    let child = last.child_shards()[0].shard_id();
    let mut subscription = subscribe(&client, &consumer, child).send().await.unwrap();
    assert_eq!(texts(&next(&mut subscription).await.unwrap()), ["4"]);
}

#[tokio::test]
async fn a_second_subscription_within_five_seconds_is_refused() {
    let server = Server::start(&NO_DELAYS);
    let client = server.client("http");
    let consumer = make_consumer(&client).await;
    let mut first = subscribe(&client, &consumer, FIRST_SHARD).send().await.unwrap();
    next(&mut first).await.unwrap();
    let second = subscribe(&client, &consumer, FIRST_SHARD).send().await.unwrap_err();
    assert!(second.as_service_error().unwrap().is_resource_in_use_exception());
    let message = format!(
        "Another active subscription exists for this consumer: \
         000000000000:{STREAM}:{FIRST_SHARD}:c"
    );
    assert_eq!(second.message(), Some(message.as_str()));
}

/// A stream of one shard, and the ARN of its consumer.
pub async fn make_consumer(client: &Client) -> String {
    client.create_stream().stream_name(STREAM).shard_count(1).send().await.unwrap();
    until_active(client).await;
    let described = client.describe_stream_summary().stream_name(STREAM).send().await.unwrap();
    let arn = described.stream_description_summary().unwrap().stream_arn();
    let answer = client.register_stream_consumer().stream_arn(arn).consumer_name("c").send();
    answer.await.unwrap().consumer().unwrap().consumer_arn().to_owned()
}

pub fn subscribe(client: &Client, consumer: &str, shard: &str) -> SubscribeToShardFluentBuilder {
    let from = StartingPosition::builder().r#type(ShardIteratorType::TrimHorizon);
    client
        .subscribe_to_shard()
        .consumer_arn(consumer)
        .shard_id(shard)
        .starting_position(from.build().unwrap())
}

/// The next event, or none when the subscription has ended well.
pub async fn next(subscription: &mut SubscribeToShardOutput) -> Option<SubscribeToShardEvent> {
    let event = timeout(PATIENCE, subscription.event_stream.recv()).await;
    match event.expect("no event came").unwrap()? {
        SubscribeToShardEventStream::SubscribeToShardEvent(event) => Some(event),
        other => panic!("an event of another kind: {other:?}"),
    }
}

pub fn texts(event: &SubscribeToShardEvent) -> Vec<String> {
    let text = |data: &[u8]| String::from_utf8(data.to_vec()).unwrap();
    event.records().iter().map(|record| text(record.data().as_ref())).collect()
}
