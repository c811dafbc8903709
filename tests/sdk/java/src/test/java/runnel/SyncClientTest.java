package runnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ChildShard;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ScalingType;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** The synchronous client: CBOR over HTTP/1.1, in the clear and over TLS. */
class SyncClientTest {
  private static final String SHARD = "shardId-000000000000";

  private final Set<String> contentTypes = ConcurrentHashMap.newKeySet();
  private RunnelServer server;
  private KinesisClient kinesis;

  @AfterEach
  void stop() throws Exception {
    if (kinesis != null) kinesis.close();
    if (server != null) server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void aStreamFromItsCreationThroughAReshardToItsEnd(String scheme) throws Exception {
    start(scheme);
    kinesis.createStream(r -> r.streamName("s").shardCount(2));
    kinesis.waiter().waitUntilStreamExists(r -> r.streamName("s"));
    List<String> sent = new ArrayList<>();
    putBatch(sent, "before");
    kinesis.updateShardCount(
        r ->
            r.streamName("s")
                .targetShardCount(3)
                .scalingType(ScalingType.UNIFORM_SCALING));
    putBatch(sent, "after");
    kinesis.putRecord(
        r -> r.streamName("s").partitionKey("k").data(SdkBytes.fromUtf8String("single")));
    sent.add("single");

    List<String> read = readFollowingChildren();
    assertEquals(sent.size(), read.size());
    assertEquals(new HashSet<>(sent), new HashSet<>(read));
    assertEquals(Set.of("application/x-amz-cbor-1.1"), contentTypes);

    kinesis.deleteStream(r -> r.streamName("s"));
    kinesis.waiter().waitUntilStreamNotExists(r -> r.streamName("s"));
    assertTrue(kinesis.listStreams().streamNames().isEmpty());
  }

  @Test
  void timesAndBytesComeBackAsTheyWere() throws Exception {
    start("http");
    kinesis.createStream(r -> r.streamName("s").shardCount(1));
    byte[] data = new byte[256];
    for (int i = 0; i < data.length; ++i) data[i] = (byte) i;
    kinesis.putRecord(
        r -> r.streamName("s").partitionKey("\u00e4\u20ac").data(SdkBytes.fromByteArray(data)));
    Record record = kinesis.getRecords(r -> r.shardIterator(iterator(SHARD))).records().get(0);
    assertEquals(SdkBytes.fromByteArray(data), record.data());
    assertEquals("\u00e4\u20ac", record.partitionKey());
    Duration age =
        Duration.between(record.approximateArrivalTimestamp(), java.time.Instant.now());
    assertTrue(age.abs().compareTo(Duration.ofMinutes(1)) < 0, age.toString());
  }

  @Test
  void errorsAreTheSdksOwn() throws Exception {
    start("http", "--shard-limit=1");
    kinesis.createStream(r -> r.streamName("s").shardCount(1));
    assertFails(
        ResourceNotFoundException.class,
        "Stream none under account 000000000000 not found.",
        () -> kinesis.describeStreamSummary(r -> r.streamName("none")));
    assertFails(
        ResourceInUseException.class,
        "Stream s under account 000000000000 already exists.",
        () -> kinesis.createStream(r -> r.streamName("s").shardCount(1)));
    assertFails(
        LimitExceededException.class,
        "",
        () -> kinesis.createStream(r -> r.streamName("t").shardCount(1)));
    assertFails(
        InvalidArgumentException.class,
        "",
        () -> kinesis.getRecords(r -> r.shardIterator("A".repeat(56))));
    String iterator = iterator(SHARD);
    server.advanceClock(Duration.ofMinutes(6));
    assertFails(
        ExpiredIteratorException.class,
        "Iterator expired.",
        () -> kinesis.getRecords(r -> r.shardIterator(iterator)));
  }

  @Test
  void aThrottledPutIsTheSdksOwnErrorAfterItsRetries() throws Exception {
    start("http", "--error-probability=1");
    kinesis.createStream(r -> r.streamName("s").shardCount(1));
    SdkBytes data = SdkBytes.fromUtf8String("x");
    assertFails(
        ProvisionedThroughputExceededException.class,
        "",
        () -> kinesis.putRecord(r -> r.streamName("s").partitionKey("k").data(data)));
    PutRecordsResponse answer =
        kinesis.putRecords(
            r ->
                r.streamName("s")
                    .records(PutRecordsRequestEntry.builder().partitionKey("k").data(data)
                        .build()));
    assertEquals(1, answer.failedRecordCount());
    assertEquals("ProvisionedThroughputExceededException", answer.records().get(0).errorCode());
  }

  private void start(String scheme, String... arguments) throws Exception {
    server = new RunnelServer(arguments);
    kinesis =
        server
            .kinesisBuilder(scheme)
            .overrideConfiguration(c -> c.addExecutionInterceptor(new ContentTypes()))
            .build();
  }

  private void putBatch(List<String> sent, String prefix) {
    List<PutRecordsRequestEntry> entries =
        IntStream.range(0, 100)
            .mapToObj(
                i ->
                    PutRecordsRequestEntry.builder()
                        .partitionKey("key-" + i)
                        .data(SdkBytes.fromUtf8String(prefix + i))
                        .build())
            .toList();
    PutRecordsResponse answer = kinesis.putRecords(r -> r.streamName("s").records(entries));
    assertEquals(0, answer.failedRecordCount());
    entries.forEach(entry -> sent.add(entry.data().asUtf8String()));
  }

  // Starts at the shards that TRIM_HORIZON had and goes on to the children that GetRecords names.
  private List<String> readFollowingChildren() {
    Deque<String> shards = new ArrayDeque<>(List.of(SHARD, "shardId-000000000001"));
    Set<String> seen = new HashSet<>(shards);
    List<String> read = new ArrayList<>();
    while (!shards.isEmpty()) {
      String next = iterator(shards.remove());
      while (next != null) {
        String at = next;
        GetRecordsResponse answer = kinesis.getRecords(r -> r.shardIterator(at));
        answer.records().forEach(record -> read.add(record.data().asUtf8String()));
        next = answer.nextShardIterator();
        if (next == null) assertFalse(answer.childShards().isEmpty());
        for (ChildShard child : answer.childShards()) {
          if (seen.add(child.shardId())) shards.add(child.shardId());
        }
        if (next != null && answer.records().isEmpty() && answer.millisBehindLatest() == 0) break;
      }
    }
    return read;
  }

  private String iterator(String shard) {
    return kinesis
        .getShardIterator(
            r ->
                r.streamName("s")
                    .shardId(shard)
                    .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
        .shardIterator();
  }

  private static <T extends KinesisException> void assertFails(
      Class<T> kind, String message, org.junit.jupiter.api.function.Executable call) {
    T error = assertThrows(kind, call);
    assertEquals(400, error.statusCode());
    assertEquals(kind.getSimpleName(), error.awsErrorDetails().errorCode());
    assertFalse(error.requestId().isEmpty());
    assertTrue(error.awsErrorDetails().errorMessage().contains(message), error.getMessage());
  }

  private final class ContentTypes implements ExecutionInterceptor {
    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes unused) {
      context.httpRequest().firstMatchingHeader("Content-Type").ifPresent(contentTypes::add);
      context.httpRequest().firstMatchingHeader("content-type").ifPresent(contentTypes::add);
    }
  }
}
