package runnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ChildShard;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StartingPosition;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;

/** SubscribeToShard through the asynchronous client: HTTP/2 in the clear and over TLS. */
class FanOutTest {
  private static final String SHARD = "shardId-000000000000";
  private static final int ORDINARY_WINDOW = 1024 * 1024;
  private static final StartingPosition TRIM_HORIZON =
      StartingPosition.builder().type(ShardIteratorType.TRIM_HORIZON).build();

  private RunnelServer server;
  private KinesisAsyncClient kinesis;
  private String consumer;

  @BeforeEach
  void start() throws Exception {
    server = new RunnelServer("--subscription-heartbeat=200ms");
  }

  @AfterEach
  void stop() throws Exception {
    if (kinesis != null) kinesis.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void initialResponseRecordsAndHeartbeatsArrive(String scheme) throws Exception {
    makeConsumer(scheme, ORDINARY_WINDOW);
    put("1", "2", "3");
    Subscription subscription = subscribe(SHARD, TRIM_HORIZON);
    assertFalse(subscription.response().responseMetadata().requestId().isEmpty());
    assertFalse(subscription.response().responseMetadata().extendedRequestId().isEmpty());
    assertEquals(List.of("1", "2", "3"), texts(subscription.records(3)));
    SubscribeToShardEvent heartbeat = subscription.next();
    assertTrue(heartbeat.records().isEmpty());
    assertNotNull(heartbeat.continuationSequenceNumber());
    assertEquals(0, heartbeat.millisBehindLatest());
    assertFalse(heartbeat.hasChildShards());
    put("4");
    assertEquals(List.of("4"), texts(subscription.records(1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void theEndOfAShardLeadsToItsChildren(String scheme) throws Exception {
    makeConsumer(scheme, ORDINARY_WINDOW);
    put("1");
    Subscription parent = subscribe(SHARD, TRIM_HORIZON);
    assertEquals(List.of("1"), texts(parent.records(1)));
    String middle = BigInteger.TWO.pow(127).toString();
    kinesis
        .splitShard(r -> r.streamName("s").shardToSplit(SHARD).newStartingHashKey(middle))
        .join();
    SubscribeToShardEvent last = parent.last();
    assertNull(last.continuationSequenceNumber());
    assertEquals(
        List.of("shardId-000000000001", "shardId-000000000002"),
        last.childShards().stream().map(ChildShard::shardId).toList());
    put("2");
    List<String> found = new ArrayList<>();
    for (ChildShard child : last.childShards()) {
      assertEquals(List.of(SHARD), child.parentShards());
      // "a" has the hash key 0x0cc1…, so "2" is in the first child.
      if (child.hashKeyRange().startingHashKey().equals("0")) {
        found.addAll(texts(subscribe(child.shardId(), TRIM_HORIZON).records(1)));
      } else {
        assertTrue(subscribe(child.shardId(), TRIM_HORIZON).next().records().isEmpty());
      }
    }
    assertEquals(List.of("2"), found);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void aSecondSubscriptionIsRefusedForFiveSecondsAndTakesOverLater(String scheme)
      throws Exception {
    makeConsumer(scheme, ORDINARY_WINDOW);
    Subscription first = subscribe(SHARD, TRIM_HORIZON);
    first.next();
    String message =
        "Another active subscription exists for this consumer: " + "000000000000:s:" + SHARD + ":c";
    Subscription early = subscribe(SHARD, TRIM_HORIZON);
    assertTrue(failure(ResourceInUseException.class, early).getMessage().contains(message));
    server.advanceClock(Duration.ofSeconds(6));
    Subscription late = subscribe(SHARD, TRIM_HORIZON);
    late.next();
    assertTrue(failure(ResourceInUseException.class, first).getMessage().contains(message));
    put("1");
    assertEquals(List.of("1"), texts(late.records(1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void afterFiveMinutesOneResubscribesWithoutLoss(String scheme) throws Exception {
    makeConsumer(scheme, ORDINARY_WINDOW);
    put("1");
    Subscription first = subscribe(SHARD, TRIM_HORIZON);
    assertEquals(List.of("1"), texts(first.records(1)));
    String continuation = first.next().continuationSequenceNumber();
    server.advanceClock(Duration.ofMinutes(5));
    first.end().get(Subscription.PATIENCE_SECONDS, TimeUnit.SECONDS);
    put("2");
    Subscription second =
        subscribe(
            SHARD,
            StartingPosition.builder()
                .type(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                .sequenceNumber(continuation)
                .build());
    assertEquals(List.of("2"), texts(second.records(1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void recordsLargerThanTheWindowArriveWhole(String scheme) throws Exception {
    makeConsumer(scheme, 16 * 1024);
    Subscription subscription = subscribe(SHARD, TRIM_HORIZON);
    byte[][] sent = new byte[20][64 * 1024];
    for (int i = 0; i < sent.length; ++i) {
      Arrays.fill(sent[i], (byte) ('a' + i));
      SdkBytes data = SdkBytes.fromByteArray(sent[i]);
      kinesis.putRecord(r -> r.streamName("s").partitionKey("a").data(data)).join();
    }
    List<Record> received = subscription.records(sent.length);
    for (int i = 0; i < sent.length; ++i) {
      assertEquals(SdkBytes.fromByteArray(sent[i]), received.get(i).data());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void aCancelledSubscriptionMakesRoomForAnother(String scheme) throws Exception {
    makeConsumer(scheme, ORDINARY_WINDOW);
    for (int i = 0; i < 10; ++i) {
      Subscription subscription = subscribe(SHARD, TRIM_HORIZON);
      subscription.next();
      subscription.cancel();
      server.advanceClock(Duration.ofSeconds(6));
    }
    put("1");
    assertEquals(List.of("1"), texts(subscribe(SHARD, TRIM_HORIZON).records(1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void anErrorBeforeTheStreamIsTheSdksOwn(String scheme) throws Exception {
    makeConsumer(scheme, ORDINARY_WINDOW);
    Subscription subscription = subscribe("shardId-000000000009", TRIM_HORIZON);
    ResourceNotFoundException error = failure(ResourceNotFoundException.class, subscription);
    assertEquals(400, error.statusCode());
    assertFalse(error.requestId().isEmpty());
  }

  private void makeConsumer(String scheme, int initialWindow) throws Exception {
    kinesis = server.asyncKinesis(scheme, initialWindow);
    kinesis.createStream(r -> r.streamName("s").shardCount(1)).join();
    String arn =
        kinesis
            .describeStreamSummary(r -> r.streamName("s"))
            .join()
            .streamDescriptionSummary()
            .streamARN();
    consumer =
        kinesis
            .registerStreamConsumer(r -> r.streamARN(arn).consumerName("c"))
            .join()
            .consumer()
            .consumerARN();
  }

  private Subscription subscribe(String shard, StartingPosition at) {
    return new Subscription(kinesis, consumer, shard, at);
  }

  private void put(String... texts) {
    List<PutRecordsRequestEntry> entries =
        Arrays.stream(texts)
            .map(
                text ->
                    PutRecordsRequestEntry.builder()
                        .partitionKey("a")
                        .data(SdkBytes.fromUtf8String(text))
                        .build())
            .toList();
    assertEquals(
        0, kinesis.putRecords(r -> r.streamName("s").records(entries)).join().failedRecordCount());
  }

  private static List<String> texts(List<Record> records) {
    return records.stream().map(record -> record.data().asUtf8String()).toList();
  }

  private static <T> T failure(Class<T> kind, Subscription subscription) {
    ExecutionException failure =
        assertThrows(
            ExecutionException.class,
            () -> subscription.end().get(Subscription.PATIENCE_SECONDS, TimeUnit.SECONDS));
    return assertInstanceOf(kind, failure.getCause());
  }
}
