package dev.varve.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.Exit;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `varve db query` and `export` hold no answer: the first rows are printed while the server has
/// not made the last ones, and the answer is given up when nobody reads what is printed.
final class QueryStreamTest {
  private static final int GIVES_UP_BYTES = 64 << 20;
  private static final int ENOUGH_BYTES = 400_000;
  private static final Pattern LENGTH = Pattern.compile("(?i)content-length: *(\\d+)");

  @TempDir Path folder;
  private ServerSocket server;
  private final AtomicLong printed = new AtomicLong();
  private final AtomicLong sent = new AtomicLong();
  private final CountDownLatch answered = new CountDownLatch(1);

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  /// Answers one query with rows until that is enough.
  private void answer(String begin, String between, String end, BooleanSupplier enough) {
    Thread.ofVirtual()
        .start(() -> {
          try (Socket client = server.accept();
              var out = new BufferedOutputStream(client.getOutputStream(), 1 << 16)) {
            readRequest(client.getInputStream());
            write(out, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + begin);
            for (int i = 0; sent.get() < GIVES_UP_BYTES && !enough.getAsBoolean(); i++) {
              write(out, (i == 0 ? "" : between) + row(i));
            }
            write(out, end);
            out.flush();
            client.shutdownOutput();
          } catch (IOException _) {
            sent.addAndGet(0); // the client went, which the test looks at by what was sent
          } finally {
            answered.countDown();
          }
        });
  }

  /// All of it: what is left unread when a socket is closed resets the connection.
  private static void readRequest(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.read());
    }
    Matcher length = LENGTH.matcher(head);
    in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
  }

  private void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    sent.addAndGet(text.length());
  }

  private static String row(int i) {
    return "{\"key\":\"k" + i + "\",\"value\":{\"n\":" + i + ",\"text\":\"some more\"}}";
  }

  private Exit run(OutputStream to, String... words) {
    try (var print = new PrintStream(to, true, StandardCharsets.UTF_8);
        var say = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8)) {
      String url = "http://127.0.0.1:" + server.getLocalPort();
      return CommandTree.of(AllCommands.list())
          .run(new Terminal(print, say), folder, Map.of("VARVE_URL", url), with(words, url));
    }
  }

  private static String[] with(String[] words, String url) {
    var all = java.util.Arrays.copyOf(words, words.length + 2);
    all[words.length] = "--url";
    all[words.length + 1] = url;
    return all;
  }

  /// Counts what is printed and keeps nothing.
  private final class Counted extends OutputStream {
    private final long most;

    Counted(long most) {
      this.most = most;
    }

    @Override
    public void write(int each) throws IOException {
      write(new byte[] {(byte) each}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      if (printed.addAndGet(count) > most) {
        throw new IOException("nobody reads");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "yaml", "table"})
  void rowsArePrintedWhileMoreAreMade(String form) {
    answer("{\"documents\":[", ",", "]}", () -> printed.get() > ENOUGH_BYTES);

    Exit exit = run(new Counted(Long.MAX_VALUE), "db", "query", "people", "-o", form);

    assertThat(exit).isEqualTo(Exit.OK);
    assertThat(sent.get()).as("bytes sent until enough was printed").isLessThan(GIVES_UP_BYTES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "yaml", "table"})
  void anExportIsPrintedWhileMoreIsMade(String form) {
    answer("", "\n", "\n", () -> printed.get() > ENOUGH_BYTES);

    Exit exit = run(new Counted(Long.MAX_VALUE), "db", "export", "people", "-o", form);

    assertThat(exit).isEqualTo(Exit.OK);
    assertThat(sent.get()).as("bytes sent until enough was printed").isLessThan(GIVES_UP_BYTES);
  }

  @Test
  void whatNobodyReadsIsGivenUp() throws InterruptedException {
    answer("{\"documents\":[", ",", "]}", () -> false);

    Exit exit = run(new Counted(ENOUGH_BYTES), "db", "query", "people");

    assertThat(exit).isEqualTo(Exit.OK);
    assertThat(answered.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(sent.get()).isLessThan(GIVES_UP_BYTES);
  }
}
