package runnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.util.concurrent.ListenableFuture;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.kinesis.producer.KinesisProducer;
import software.amazon.kinesis.producer.KinesisProducerConfiguration;
import software.amazon.kinesis.producer.UserRecordResult;
import software.amazon.kinesis.retrieval.AggregatorUtil;
import software.amazon.kinesis.retrieval.KinesisClientRecord;

/** The Kinesis Producer Library: its native daemon, over TLS, with aggregated records. */
class ProducerLibraryTest {
  private static final int USER_RECORDS = 1000;
  private static final int PATIENCE_SECONDS = 60;
  private static final int ROUNDS_MAX = 200;

  private RunnelServer server;

  @BeforeEach
  void start() throws Exception {
    server = new RunnelServer();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void whatIsAddedIsInTheStreamOnce() throws Exception {
    try (KinesisClient kinesis = server.kinesisBuilder("https").build()) {
      kinesis.createStream(r -> r.streamName("s").shardCount(1));
      KinesisProducer producer = new KinesisProducer(configuration());
      try {
        String next = firstIterator(kinesis);
        boolean aggregated = false;
        // The daemon may ask for the shards before it has its credentials, and aggregates only
        // when it has asked again.
        for (int round = 0; round < ROUNDS_MAX && !aggregated; ++round) {
          List<String> sent = add(producer, "round " + round + " text ");
          String at = next;
          GetRecordsResponse answer = kinesis.getRecords(r -> r.shardIterator(at));
          next = answer.nextShardIterator();
          assertEquals(sent, userRecords(answer.records()));
          aggregated = answer.records().size() <= USER_RECORDS / 2;
        }
        assertTrue(aggregated, "as many records as were added");
      } finally {
        producer.destroy();
      }
    }
  }

  // Adds records and waits until they are in the stream. Sorted: the library promises no order.
  private static List<String> add(KinesisProducer producer, String prefix) throws Exception {
    List<String> texts = IntStream.range(0, USER_RECORDS).mapToObj(i -> prefix + i).toList();
    List<ListenableFuture<UserRecordResult>> results = new ArrayList<>();
    for (String text : texts) {
      ByteBuffer data = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      results.add(producer.addUserRecord("s", "key", data));
    }
    producer.flush();
    for (ListenableFuture<UserRecordResult> result : results) {
      assertTrue(result.get(PATIENCE_SECONDS, TimeUnit.SECONDS).isSuccessful());
    }
    return texts.stream().sorted().toList();
  }

  private static List<String> userRecords(List<Record> records) {
    List<KinesisClientRecord> whole =
        records.stream().map(KinesisClientRecord::fromRecord).toList();
    return new AggregatorUtil()
        .deaggregate(whole).stream()
            .map(record -> StandardCharsets.UTF_8.decode(record.data()).toString())
            .sorted()
            .toList();
  }

  private KinesisProducerConfiguration configuration() throws Exception {
    return new KinesisProducerConfiguration()
        .setRegion(RunnelServer.REGION.id())
        .setCredentialsProvider(RunnelServer.CREDENTIALS)
        .setKinesisEndpoint("localhost")
        .setKinesisPort(server.port())
        .setStsEndpoint("localhost")
        .setStsPort(server.port())
        .setCaCertFile(server.authority().toString())
        .setMetricsLevel("none")
        .setLogLevel("error")
        .setRecordMaxBufferedTime(500)
        // Not a folder that goes with the test: the library looks after what it has put there.
        .setTempDirectory(System.getProperty("runnel.scratch"));
  }

  private static String firstIterator(KinesisClient kinesis) {
    return kinesis
        .getShardIterator(
            r ->
                r.streamName("s")
                    .shardId("shardId-000000000000")
                    .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
        .shardIterator();
  }
}
