package runnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.kinesis.retrieval.RetrievalSpecificConfig;
import software.amazon.kinesis.retrieval.fanout.FanOutConfig;
import software.amazon.kinesis.retrieval.polling.PollingConfig;

/** The Kinesis Client Library reads a stream that is resharded meanwhile. */
class ClientLibraryTest {
  private static final int WINDOW = 1024 * 1024;
  private static final int KEYS = 20;
  private static final int RECORDS_PER_KEY = 5;
  private static final String PARENT = "shardId-000000000000";

  private final Map<String, Integer> sent = new HashMap<>();
  private final Map<String, Integer> seen = new HashMap<>();
  private MotoServer moto;
  private RunnelServer server;

  @BeforeEach
  void start() throws Exception {
    moto = new MotoServer();
    server = new RunnelServer();
  }

  @AfterEach
  void stop() throws Exception {
    if (server != null) server.close();
    moto.close();
  }

  @Test
  void byPollingInTheClear() throws Exception {
    try (KinesisAsyncClient kinesis = server.asyncKinesis("http", WINDOW)) {
      readThroughAReshard(
          kinesis, new PollingConfig("s", kinesis).idleTimeBetweenReadsInMillis(200));
    }
  }

  @Test
  void byFanOutOverTls() throws Exception {
    try (KinesisAsyncClient kinesis = server.asyncKinesis("https", WINDOW)) {
      readThroughAReshard(
          kinesis, new FanOutConfig(kinesis).streamName("s").applicationName("reader"));
    }
  }

  private void readThroughAReshard(KinesisAsyncClient kinesis, RetrievalSpecificConfig retrieval)
      throws Exception {
    kinesis.createStream(r -> r.streamName("s").shardCount(2)).join();
    put(kinesis);
    try (ClientLibrary reader = new ClientLibrary(kinesis, moto.endpoint(), "s", retrieval)) {
      receive(reader);
      String quarter = BigInteger.TWO.pow(126).toString();
      kinesis
          .splitShard(r -> r.streamName("s").shardToSplit(PARENT).newStartingHashKey(quarter))
          .join();
      put(kinesis);
      receive(reader);
      assertEquals(Set.of(PARENT), reader.endedShards());
      assertEquals(4, reader.startedShards().size(), () -> "started " + reader.startedShards());
      assertEquals(0, reader.unclaimed(), "records that came twice");
    }
  }

  // Numbers the records of each key, on from those put before.
  private void put(KinesisAsyncClient kinesis) {
    List<PutRecordsRequestEntry> entries =
        IntStream.range(0, KEYS * RECORDS_PER_KEY)
            .mapToObj(i -> "key-" + i % KEYS)
            .map(
                key ->
                    PutRecordsRequestEntry.builder()
                        .partitionKey(key)
                        .data(SdkBytes.fromUtf8String("" + sent.merge(key, 1, Integer::sum)))
                        .build())
            .toList();
    assertEquals(
        0, kinesis.putRecords(r -> r.streamName("s").records(entries)).join().failedRecordCount());
  }

  // Each key's numbers must come one after the other: nothing twice, left out or out of order.
  private void receive(ClientLibrary reader) throws InterruptedException {
    while (!seen.equals(sent)) {
      ClientLibrary.Received record = reader.next();
      assertNotNull(record, () -> "of " + sent + " only " + seen + " came");
      int number = seen.merge(record.key(), 1, Integer::sum);
      assertEquals(number, Integer.parseInt(record.text()), record.key());
    }
  }
}
