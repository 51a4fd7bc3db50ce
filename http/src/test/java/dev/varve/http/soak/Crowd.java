package dev.varve.http.soak;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Thousands of connections that do next to nothing, in a process of their own, since one process
/// may not have descriptors enough for both ends.
final class Crowd implements AutoCloseable {
  private static final byte[] WHOLE = bytes("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  private static final byte[] SLOW =
      bytes("GET / HTTP/1.1\r\nHost: h\r\nX-Slow: " + "s".repeat(4_000));
  private static final byte[] WHOLE_H2 =
      HexFormat.of()
          .parseHex(
              "505249202a20485454502f322e300d0a0d0a534d0d0a0d0a" // the preface
                  + "000000040000000000" // SETTINGS
                  + "00001d010500000001" // HEADERS that end the stream
                  + "828684" // GET, http, /
                  + "410476617276" // :authority
                  + "7a087761746368657231" // user-agent
                  + "53032a2f2a" // accept
                  + "4001780179"); // x: y
  private static final long PAUSE_NANOS = 100_000_000;

  private final Process process;

  private Crowd(Process process) {
    this.process = process;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /// What each of them does.
  enum Talk {
    /// One request over HTTP/1.1, and then nothing.
    ONE_REQUEST,
    /// The same over HTTP/2.
    ONE_REQUEST_H2,
    /// A head byte by byte, one every five seconds.
    SLOW_HEAD;

    private ByteBuffer opening() {
      return switch (this) {
        case ONE_REQUEST -> ByteBuffer.wrap(WHOLE);
        case ONE_REQUEST_H2 -> ByteBuffer.wrap(WHOLE_H2);
        case SLOW_HEAD -> ByteBuffer.wrap(SLOW, 0, 1);
      };
    }
  }

  /// They come in a moment; the server sees when they are there.
  static Crowd of(int count, int port, Talk talk) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Crowd.class.getName(),
                String.valueOf(port),
                String.valueOf(count),
                talk.name())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return new Crowd(process);
  }

  /// Ends with its parent.
  public static void main(String[] arguments) throws IOException {
    var address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
    Talk talk = Talk.valueOf(arguments[2]);
    List<SocketChannel> all = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
      SocketChannel each = SocketChannel.open(address);
      each.write(talk.opening());
      all.add(each);
    }
    trickle(all, talk == Talk.SLOW_HEAD);
  }

  private static void trickle(List<SocketChannel> all, boolean slow) throws IOException {
    int part = Math.max(1, all.size() / 50);
    var parent = ProcessHandle.current().parent();
    for (int at = 1, next = 0; ProcessHandle.current().parent().equals(parent); ) {
      LockSupport.parkNanos(PAUSE_NANOS);
      for (int i = 0; slow && i < part; i++) {
        all.get(next).write(ByteBuffer.wrap(SLOW, at, 1));
        next++;
        if (next == all.size()) {
          next = 0;
          at++;
        }
      }
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
