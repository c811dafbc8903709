package runnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StartingPosition;

/** A server with --credentials answers what the right key has signed, and nothing else. */
class SignatureTest {
  private static final int WINDOW = 1024 * 1024;
  private static final AwsCredentialsProvider RIGHT = key("AKIAME", "se/cret+=");
  private static final AwsCredentialsProvider WRONG = key("AKIAME", "wrong");
  private static final AwsCredentialsProvider UNKNOWN = key("AKIAWHO", "se/cret+=");

  @TempDir Path folder;
  private RunnelServer server;

  @BeforeEach
  void start() throws Exception {
    Path file =
        Files.createFile(
            folder.resolve("credentials"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(
        file, "[me]\naws_access_key_id = AKIAME\naws_secret_access_key = se/cret+=\n");
    server = new RunnelServer("--credentials=" + file);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void ofTheSynchronousClient(String scheme) throws Exception {
    try (KinesisClient kinesis = sync(scheme, RIGHT)) {
      kinesis.createStream(r -> r.streamName("s").shardCount(1));
      SdkBytes data = SdkBytes.fromUtf8String("signed");
      kinesis.putRecord(r -> r.streamName("s").partitionKey("k").data(data));
    }
    try (KinesisClient kinesis = sync(scheme, WRONG)) {
      refused("InvalidSignatureException", assertThrows(KinesisException.class,
          kinesis::listStreams));
    }
    try (KinesisClient kinesis = sync(scheme, UNKNOWN)) {
      refused("UnrecognizedClientException", assertThrows(KinesisException.class,
          kinesis::listStreams));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void ofTheAsynchronousClientAndItsSubscription(String scheme) throws Exception {
    try (KinesisAsyncClient kinesis = server.asyncKinesis(scheme, WINDOW, RIGHT)) {
      kinesis.createStream(r -> r.streamName("s").shardCount(1)).join();
      String arn =
          kinesis
              .describeStreamSummary(r -> r.streamName("s"))
              .join()
              .streamDescriptionSummary()
              .streamARN();
      String consumer =
          kinesis
              .registerStreamConsumer(r -> r.streamARN(arn).consumerName("c"))
              .join()
              .consumer()
              .consumerARN();
      SdkBytes data = SdkBytes.fromUtf8String("signed");
      kinesis.putRecord(r -> r.streamName("s").partitionKey("k").data(data)).join();
      StartingPosition oldest =
          StartingPosition.builder().type(ShardIteratorType.TRIM_HORIZON).build();
      Subscription subscription =
          new Subscription(kinesis, consumer, "shardId-000000000000", oldest);
      assertEquals(List.of(data), subscription.records(1).stream().map(r -> r.data()).toList());
      subscription.cancel();
    }
    try (KinesisAsyncClient kinesis = server.asyncKinesis(scheme, WINDOW, WRONG)) {
      Throwable failure =
          assertThrows(CompletionException.class, () -> kinesis.listStreams().join()).getCause();
      refused("InvalidSignatureException", assertInstanceOf(KinesisException.class, failure));
    }
  }

  private KinesisClient sync(String scheme, AwsCredentialsProvider credentials) throws Exception {
    return server.kinesisBuilder(scheme).credentialsProvider(credentials).build();
  }

  // Kinesis' model has no classes of their own for these errors.
  private static void refused(String code, KinesisException error) {
    assertEquals(code, error.awsErrorDetails().errorCode());
    assertEquals(400, error.statusCode());
  }

  private static AwsCredentialsProvider key(String id, String secret) {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create(id, secret));
  }
}
