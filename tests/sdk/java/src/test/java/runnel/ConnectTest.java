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

/** What {@code runnel connect java} prints, compiled and run. */
class ConnectTest {
  private static final String BEFORE =
      """
      import java.net.URI;
      import software.amazon.awssdk.auth.credentials.*;
      import software.amazon.awssdk.regions.Region;
      import software.amazon.awssdk.services.kinesis.*;

      public class Snippet {
        public static void run() {
      """;
  private static final String AFTER = "\n  }\n}\n";

  @TempDir Path folder;

  @Test
  void snippetListsTheStreams() throws Exception {
    try (RunnelServer server = new RunnelServer();
        KinesisClient kinesis = server.kinesisBuilder("http").build()) {
      kinesis.createStream(r -> r.streamName("found").shardCount(1));
      Path source = folder.resolve("Snippet.java");
      Files.writeString(source, BEFORE + server.say("connect", "java", "--code") + AFTER);
      ByteArrayOutputStream complaints = new ByteArrayOutputStream();
      int status =
          ToolProvider.getSystemJavaCompiler()
              .run(null, null, complaints, "-proc:none", "-d", folder.toString(),
                  "-cp", System.getProperty("java.class.path"), source.toString());
      assertEquals(0, status, complaints.toString(StandardCharsets.UTF_8));
      String printed = runCompiled();
      assertTrue(printed.contains("found"), printed);
    }
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
