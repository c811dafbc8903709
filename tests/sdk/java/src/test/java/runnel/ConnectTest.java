package runnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** What {@code runnel connect} prints for Java, compiled; that of the SDK is run as well. */
class ConnectTest {
  private static final String BEFORE =
      """
      import java.net.URI;
      import software.amazon.awssdk.auth.credentials.*;
      import software.amazon.awssdk.regions.Region;
      import software.amazon.awssdk.services.cloudwatch.*;
      import software.amazon.awssdk.services.dynamodb.*;
      import software.amazon.awssdk.services.kinesis.*;
      import software.amazon.kinesis.common.*;
      import software.amazon.kinesis.coordinator.*;
      import software.amazon.kinesis.metrics.*;
      import software.amazon.kinesis.processor.*;
      import software.amazon.kinesis.lifecycle.events.*;
      import software.amazon.kinesis.producer.*;

      public class Snippet {
        static class MyProcessor implements ShardRecordProcessor {
          public void initialize(InitializationInput input) {}
          public void processRecords(ProcessRecordsInput input) {}
          public void leaseLost(LeaseLostInput input) {}
          public void shardEnded(ShardEndedInput input) {}
          public void shutdownRequested(ShutdownRequestedInput input) {}
        }

        public static void run() {
      """;
  private static final String AFTER = "\n  }\n}\n";

  @TempDir Path folder;

  @Test
  void snippetListsTheStreams() throws Exception {
    try (RunnelServer server = new RunnelServer();
        KinesisClient kinesis = server.kinesisBuilder("http").build()) {
      kinesis.createStream(r -> r.streamName("found").shardCount(1));
      compile(server, "java");
      String printed = runCompiled();
      assertTrue(printed.contains("found"), printed);
    }
  }

  @Test
  void snippetsOfTheLibrariesCompile() throws Exception {
    try (RunnelServer server = new RunnelServer()) {
      compile(server, "kcl");
      compile(server, "kpl");
    }
  }

  private void compile(RunnelServer server, String client) throws Exception {
    Path source = folder.resolve("Snippet.java");
    Files.writeString(source, BEFORE + server.say("connect", client, "--code") + AFTER);
    ByteArrayOutputStream complaints = new ByteArrayOutputStream();
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, complaints, "-proc:none", "-d", folder.toString(),
                "-cp", System.getProperty("java.class.path"), source.toString());
    assertEquals(0, status, client + ": " + complaints.toString(StandardCharsets.UTF_8));
  }

  private String runCompiled() throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      loader.loadClass("Snippet").getMethod("run").invoke(null);
    } finally {
      System.setOut(before);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }
}
