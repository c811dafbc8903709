package runnel;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** DynamoDB and CloudWatch for the client library, on a free port. Ends with {@link #close}. */
final class MotoServer implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("Running on (http://\\S+)");

  private final Process process;
  private final BufferedReader output;
  private final URI endpoint;

  MotoServer() throws IOException {
    process =
        new ProcessBuilder(System.getenv("RUNNEL_MOTO_SERVER"), "--host=127.0.0.1", "--port=0")
            .redirectErrorStream(true)
            .start();
    output = process.inputReader(StandardCharsets.UTF_8);
    endpoint = awaitReady();
    Thread reader = new Thread(() -> output.lines().forEach(line -> {}), "what moto prints");
    reader.setDaemon(true);
    reader.start();
  }

  URI endpoint() {
    return endpoint;
  }

  @Override
  public void close() throws Exception {
    process.destroy();
    if (process.waitFor(10, TimeUnit.SECONDS)) return;
    process.destroyForcibly();
    throw new IllegalStateException("moto did not end within 10 s");
  }

  private URI awaitReady() throws IOException {
    StringBuilder printed = new StringBuilder();
    for (String line; (line = output.readLine()) != null; ) {
      Matcher ready = READY.matcher(line);
      if (ready.find()) return URI.create(ready.group(1));
      printed.append(line).append('\n');
    }
    throw new IOException("moto did not start: " + printed);
  }
}
