package runnel;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.KinesisClientBuilder;

/** A server process of one's own, on a free port, and clients for it. Ends with {@link #close}. */
final class RunnelServer implements AutoCloseable {
  static final Region REGION = Region.US_EAST_1;
  static final StaticCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "secret"));

  // Signatures are verified only by a server that is asked to.
  private static final String UNVERIFIED_SIGNATURE =
      "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/kinesis/aws4_request, "
          + "SignedHeaders=host;x-amz-date, Signature=00";

  // One for all clients: to end a group takes two seconds. Closing a client waits on one of its
  // threads for another.
  private static final SdkEventLoopGroup EVENT_LOOPS =
      SdkEventLoopGroup.builder().numberOfThreads(4).build();

  // Changes are complete when their call returns, so that tests need not wait.
  private static final List<String> NO_DELAYS =
      List.of(
          "--create-stream-delay=0",
          "--delete-stream-delay=0",
          "--update-stream-delay=0",
          "--register-consumer-delay=0",
          "--deregister-consumer-delay=0");

  private final String program = System.getenv("RUNNEL_PROGRAM");
  private final Path folder = Files.createTempDirectory("runnel-java");
  private final String tlsFolder = "--tls-dir=" + folder.resolve("tls");
  private final Process process;
  private final BufferedReader output;
  private final int port;

  RunnelServer(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(program, "serve", "--port=0"));
    command.addAll(List.of("--log-level=error", tlsFolder));
    command.addAll(NO_DELAYS);
    command.addAll(List.of(arguments));
    process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    output = process.inputReader(StandardCharsets.UTF_8);
    String ready = output.readLine();
    if (ready == null || !ready.contains("http://")) {
      throw new IOException("the server did not start: " + ready);
    }
    port = URI.create(ready.substring(ready.indexOf("http://")).trim()).getPort();
  }

  int port() {
    return port;
  }

  /** The server's address under "http" or "https". */
  URI endpoint(String scheme) {
    return URI.create(scheme + "://localhost:" + port);
  }

  /** What {@code runnel ARGUMENTS} prints when it is pointed at the server. */
  String say(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--endpoint", endpoint("http").toString()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) throw new IOException("it failed: " + command);
    return printed;
  }

  /** The certificate that clients have to trust, a PEM file; it is there after this call. */
  Path authority() throws IOException, InterruptedException {
    Path printed = folder.resolve("authority.pem");
    Process cert =
        new ProcessBuilder(program, "cert", tlsFolder)
            .redirectOutput(printed.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (cert.waitFor() != 0) throw new IOException("runnel cert failed");
    return printed;
  }

  /** HTTP/1.1 of the synchronous client. */
  KinesisClientBuilder kinesisBuilder(String scheme) throws Exception {
    TrustManager[] trusted = trustManagers();
    return KinesisClient.builder()
        .region(REGION)
        .credentialsProvider(CREDENTIALS)
        .endpointOverride(endpoint(scheme))
        .httpClientBuilder(ApacheHttpClient.builder().tlsTrustManagersProvider(() -> trusted));
  }

  /** HTTP/2 of the asynchronous client: with prior knowledge for http, by ALPN for https. */
  KinesisAsyncClient asyncKinesis(String scheme, int initialWindow) throws Exception {
    return asyncKinesis(scheme, initialWindow, CREDENTIALS);
  }

  KinesisAsyncClient asyncKinesis(
      String scheme, int initialWindow, AwsCredentialsProvider credentials) throws Exception {
    TrustManager[] trusted = trustManagers();
    return KinesisAsyncClient.builder()
        .region(REGION)
        .credentialsProvider(credentials)
        .endpointOverride(endpoint(scheme))
        .overrideConfiguration(c -> c.retryStrategy(r -> r.maxAttempts(1)))
        .httpClientBuilder(
            NettyNioAsyncHttpClient.builder()
                .eventLoopGroup(EVENT_LOOPS)
                .tlsTrustManagersProvider(() -> trusted)
                .http2Configuration(h -> h.initialWindowSize(initialWindow)))
        .build();
  }

  /** Moves the emulator's clock forward. */
  void advanceClock(Duration by) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint("http"))
            .version(HttpClient.Version.HTTP_1_1)
            .header("Content-Type", "application/x-amz-json-1.1")
            .header("X-Amz-Target", "Runnel.UpdateClock")
            .header("X-Amz-Date", "20260101T000000Z")
            .header("Authorization", UNVERIFIED_SIGNATURE)
            .POST(HttpRequest.BodyPublishers.ofString("{\"AdvanceMillis\":" + by.toMillis() + "}"))
            .build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) throw new IOException(answer.body());
  }

  @Override
  public void close() throws Exception {
    process.destroy();
    boolean ended = process.waitFor(10, TimeUnit.SECONDS);
    if (!ended) process.destroyForcibly();
    output.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
    }
    if (!ended) throw new IllegalStateException("the server did not end within 10 s");
  }

  private TrustManager[] trustManagers() throws Exception {
    KeyStore store = emptyKeyStore();
    try (InputStream pem = Files.newInputStream(authority())) {
      store.setCertificateEntry(
          "runnel", CertificateFactory.getInstance("X.509").generateCertificate(pem));
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static KeyStore emptyKeyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    return store;
  }
}
