//! A stream from its creation through a reshard to its end, and what is refused.

use std::collections::VecDeque;

use aws_sdk_kinesis::client::Waiters;
use aws_sdk_kinesis::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_kinesis::primitives::Blob;
use aws_sdk_kinesis::types::{
    ChildShard, PutRecordsRequestEntry, ShardFilter, ShardFilterType, ShardIteratorType,
};
use aws_sdk_kinesis::Client;

use crate::server::{Server, NO_DELAYS, PATIENCE};

pub const STREAM: &str = "orders";
pub const FIRST_SHARD: &str = "shardId-000000000000";
const QUARTER: &str = "85070591730234615865843651857942052864";

#[tokio::test]
async fn from_creation_through_a_reshard_to_the_end_over_http() {
    // Created as late as in the service, so that the waiter has to wait.
    from_creation_through_a_reshard_to_the_end("http", &NO_DELAYS[1..]).await;
}

#[tokio::test]
async fn from_creation_through_a_reshard_to_the_end_over_https() {
    from_creation_through_a_reshard_to_the_end("https", &NO_DELAYS).await;
}

async fn from_creation_through_a_reshard_to_the_end(scheme: &str, delays: &[&str]) {
    let server = Server::start(delays);
    let client = server.client(scheme);
    client.create_stream().stream_name(STREAM).shard_count(2).send().await.unwrap();
    until_active(&client).await;
    let mut sent = put_batch(&client, "before").await;
    client
        .split_shard()
        .stream_name(STREAM)
        .shard_to_split(FIRST_SHARD)
        .new_starting_hash_key(QUARTER)
        .send()
        .await
        .unwrap();
    until_active(&client).await;
    sent.extend(put_batch(&client, "after").await);
    put(&client, "k", &[0, 255]).await;
    sent.push(vec![0, 255]);

    let mut read = read_following_children(&client).await;
    sent.sort();
    read.sort();
    assert_eq!(sent, read);

    client.delete_stream().stream_name(STREAM).send().await.unwrap();
    client.wait_until_stream_not_exists().stream_name(STREAM).wait(PATIENCE).await.unwrap();
    assert!(client.list_streams().send().await.unwrap().stream_names().is_empty());
}

#[tokio::test]
async fn errors_are_the_sdk_s_own() {
    let server = Server::start(&NO_DELAYS);
    for scheme in ["http", "https"] {
        let client = server.client(scheme);
        let missing = client.describe_stream_summary().stream_name("none").send().await;
        let missing = missing.unwrap_err();
        assert_eq!(missing.raw_response().unwrap().status().as_u16(), 400);
        assert!(missing.as_service_error().unwrap().is_resource_not_found_exception());
        assert_eq!(missing.message(), Some("Stream none under account 000000000000 not found."));
        let create = || client.create_stream().stream_name(scheme).shard_count(1).send();
        create().await.unwrap();
        let twice = create().await.unwrap_err();
        assert!(twice.as_service_error().unwrap().is_resource_in_use_exception());
        let garbage = client.get_records().shard_iterator("x").send().await.unwrap_err();
        assert!(garbage.as_service_error().unwrap().is_invalid_argument_exception());
    }
}

#[tokio::test]
async fn a_throttled_put_is_the_sdk_s_own_error_after_its_retries() {
    let server = Server::start(&[&["--error-probability=1"], &NO_DELAYS[..]].concat());
    let client = server.client("http");
    client.create_stream().stream_name(STREAM).shard_count(1).send().await.unwrap();
    let refused =
        client.put_record().stream_name(STREAM).partition_key("k").data(Blob::new("x")).send();
    let SdkError::ServiceError(refused) = refused.await.unwrap_err() else {
        panic!("no answer came")
    };
    assert!(refused.err().is_provisioned_throughput_exceeded_exception());
}

pub async fn until_active(client: &Client) {
    client.wait_until_stream_exists().stream_name(STREAM).wait(PATIENCE).await.unwrap();
}

pub async fn put(client: &Client, key: &str, data: &[u8]) {
    client
        .put_record()
        .stream_name(STREAM)
        .partition_key(key)
        .data(Blob::new(data))
        .send()
        .await
        .unwrap();
}

async fn put_batch(client: &Client, prefix: &str) -> Vec<Vec<u8>> {
    let sent: Vec<Vec<u8>> = (0..100).map(|i| format!("{prefix}-{i}").into_bytes()).collect();
    let entries = sent.iter().enumerate().map(|(i, data)| {
        let entry = PutRecordsRequestEntry::builder().partition_key(format!("key-{i}"));
        entry.data(Blob::new(data.clone())).build().unwrap()
    });
    let answer = client
        .put_records()
        .stream_name(STREAM)
        .set_records(Some(entries.collect()))
        .send()
        .await
        .unwrap();
    assert_eq!(answer.failed_record_count(), Some(0));
    sent
}

// Starts at the shards of the trim horizon and goes on to the children that GetRecords names.
async fn read_following_children(client: &Client) -> Vec<Vec<u8>> {
    let filter = ShardFilter::builder().r#type(ShardFilterType::AtTrimHorizon).build().unwrap();
    let listed =
        client.list_shards().stream_name(STREAM).shard_filter(filter).send().await.unwrap();
    let mut known: Vec<String> =
        listed.shards().iter().map(|shard| shard.shard_id().to_owned()).collect();
    let mut shards = VecDeque::from(known.clone());
    let mut read = Vec::new();
    while let Some(shard) = shards.pop_front() {
        let (records, children) = read_shard(client, &shard).await;
        read.extend(records);
        for child in children {
            if known.iter().all(|shard| shard != child.shard_id()) {
                known.push(child.shard_id().to_owned());
                shards.push_back(child.shard_id().to_owned());
            }
        }
    }
    assert_eq!(known.len(), 4);
    read
}

pub async fn read_shard(client: &Client, shard: &str) -> (Vec<Vec<u8>>, Vec<ChildShard>) {
    let start = client
        .get_shard_iterator()
        .stream_name(STREAM)
        .shard_id(shard)
        .shard_iterator_type(ShardIteratorType::TrimHorizon)
        .send();
    let mut next = start.await.unwrap().shard_iterator;
    let mut read = Vec::new();
    loop {
        let got = client.get_records().set_shard_iterator(next).limit(30).send().await.unwrap();
        let at_the_tip = got.records().is_empty() && got.millis_behind_latest() == Some(0);
        next = got.next_shard_iterator;
        read.extend(got.records.into_iter().map(|record| record.data.into_inner()));
        if next.is_none() || at_the_tip {
            return (read, got.child_shards.unwrap_or_default());
        }
    }
}
