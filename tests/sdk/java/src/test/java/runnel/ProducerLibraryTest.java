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
      List<String> texts = IntStream.range(0, USER_RECORDS).mapToObj(i -> "text " + i).toList();
      KinesisProducer producer = new KinesisProducer(configuration());
      try {
        List<ListenableFuture<UserRecordResult>> results = new ArrayList<>();
        for (String text : texts) {
          ByteBuffer data = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
          results.add(producer.addUserRecord("s", "key", data));
        }
        producer.flush();
        for (ListenableFuture<UserRecordResult> result : results) {
          assertTrue(result.get(PATIENCE_SECONDS, TimeUnit.SECONDS).isSuccessful());
        }
      } finally {
        producer.destroy();
      }
      List<Record> records = readAll(kinesis);
      assertTrue(records.size() <= USER_RECORDS / 2, records.size() + " records: not aggregated");
      List<KinesisClientRecord> whole =
          records.stream().map(KinesisClientRecord::fromRecord).toList();
      List<String> found =
          new AggregatorUtil()
              .deaggregate(whole).stream()
                  .map(record -> StandardCharsets.UTF_8.decode(record.data()).toString())
                  .toList();
      // The library does not promise an order.
      assertEquals(texts.stream().sorted().toList(), found.stream().sorted().toList());
    }
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
        // Not a folder that goes with the test: the library looks after what it has put there.
        .setTempDirectory(System.getProperty("runnel.scratch"));
  }

  private static List<Record> readAll(KinesisClient kinesis) {
    String next =
        kinesis
            .getShardIterator(
                r ->
                    r.streamName("s")
                        .shardId("shardId-000000000000")
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
            .shardIterator();
    return kinesis.getRecords(r -> r.shardIterator(next)).records();
  }
}
