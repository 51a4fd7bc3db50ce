package dev.varve.program.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.program.Child;
import dev.varve.testkit.Await;
import dev.varve.testkit.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Thousands of clients that take large answers drop by drop hold up nobody else.
@Tag("slow")
final class SlowReadersTest {
  private static final int READERS = 5_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int ASKED = 4_000;
  private static final int LARGE = 8 << 20;

  /// What may wait for one of them: a piece of the file and its connection.
  private static final long KIB_EACH = 40;

  private final int port = Ports.free();

  @TempDir private Path folder;

  @Test
  void doNotSlowOthers() throws Exception {
    Files.createDirectory(folder.resolve("files"));
    Files.write(folder.resolve("files/large.bin"), Gibibytes.block(0, LARGE));
    Files.writeString(folder.resolve("files/small.txt"), "small");
    Files.writeString(
        folder.resolve("varve.yaml"),
        """
        listen:
          http:
            address: '127.0.0.1:%d'
            limits: { connections: 20000, connectionsPerClient: 20000 }
        sites: { '*': [{ path: '/*', static: files }] }
        """
            .formatted(port));
    List<SocketChannel> readers = new ArrayList<>();
    try (var varve = Child.start(folder, List.of(), "serve", "--admin", "127.0.0.1:0")) {
      varve.site();
      ask(ASKED); // compiles what is to be measured
      long[] before = ask(ASKED);
      long memory = Memory.now(varve.pid());

      for (int i = 0; i < READERS; i++) {
        readers.add(reader());
      }
      assertThat(Await.within(PATIENCE, () -> drops(readers) == READERS))
          .as("all are being answered")
          .isTrue();
      long[] during = ask(ASKED);
      assertThat(drops(readers)).as("readers that still get something").isEqualTo(READERS);
      long grown = (Memory.now(varve.pid()) - memory) / READERS;

      System.out.printf(
          Locale.ROOT,
          "microseconds before: p50 %d, p99 %d; beside %d slow readers: p50 %d, p99 %d; %d KiB each%n",
          micros(before, 50),
          micros(before, 99),
          READERS,
          micros(during, 50),
          micros(during, 99),
          grown);
      // Other programs share the machine: what would be seen is waiting behind thousands.
      assertThat(micros(during, 50)).isLessThan(3 * micros(before, 50) + 1_000);
      assertThat(micros(during, 99)).isLessThan(10 * micros(before, 99) + 20_000);
      assertThat(grown).isLessThan(KIB_EACH);
    } finally {
      for (SocketChannel each : readers) {
        each.close();
      }
    }
  }

  private SocketChannel reader() throws IOException {
    SocketChannel channel = SocketChannel.open();
    channel.setOption(StandardSocketOptions.SO_RCVBUF, 4_096);
    channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.write(ascii("GET /large.bin HTTP/1.1\r\nhost: a\r\n\r\n"));
    channel.configureBlocking(false);
    return channel;
  }

  private static ByteBuffer ascii(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  /// Each takes a few bytes; how many got any.
  private static int drops(List<SocketChannel> readers) {
    var drop = ByteBuffer.allocate(64);
    int count = 0;
    for (SocketChannel each : readers) {
      try {
        count += each.read(drop.clear()) > 0 ? 1 : 0;
      } catch (IOException e) {
        throw new AssertionError("a slow reader was cut", e);
      }
    }
    return count;
  }

  /// Nanoseconds of each of so many requests, one after the other, sorted.
  private long[] ask(int count) throws IOException {
    byte[] request =
        "GET /small.txt HTTP/1.1\r\nhost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    var spans = new long[count];
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      for (int i = 0; i < count; i++) {
        long begin = System.nanoTime();
        socket.getOutputStream().write(request);
        readTo(socket.getInputStream(), "\r\n\r\nsmall");
        spans[i] = System.nanoTime() - begin;
      }
    }
    Arrays.sort(spans);
    return spans;
  }

  private static void readTo(InputStream in, String end) throws IOException {
    var block = new byte[4096];
    var text = new StringBuilder();
    while (!text.toString().endsWith(end)) {
      int read = in.read(block);
      assertThat(read).isPositive();
      text.append(new String(block, 0, read, StandardCharsets.US_ASCII));
    }
  }

  private static long micros(long[] sorted, int percent) {
    return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)] / 1_000;
  }
}
