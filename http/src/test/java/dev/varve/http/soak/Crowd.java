package dev.varve.http.soak;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Thousands of connections that do next to nothing, in a process of their own, since one process
/// may not have descriptors enough for both ends.
final class Crowd implements AutoCloseable {
  private static final byte[] WHOLE = bytes("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  private static final byte[] SLOW =
      bytes("GET / HTTP/1.1\r\nHost: h\r\nX-Slow: " + "s".repeat(4_000));
  private static final long PAUSE_NANOS = 100_000_000;

  private final Process process;

  private Crowd(Process process) {
    this.process = process;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /// They come in a moment; the server sees when they are there.
  ///
  /// @param slow whether each sends a head byte by byte, one every five seconds; else one request,
  ///   and then nothing
  static Crowd of(int count, int port, boolean slow) throws IOException {
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
                String.valueOf(slow))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return new Crowd(process);
  }

  /// Ends with its parent.
  public static void main(String[] arguments) throws IOException {
    var address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
    boolean slow = Boolean.parseBoolean(arguments[2]);
    List<SocketChannel> all = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
      SocketChannel each = SocketChannel.open(address);
      each.write(slow ? ByteBuffer.wrap(SLOW, 0, 1) : ByteBuffer.wrap(WHOLE));
      all.add(each);
    }
    trickle(all, slow);
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
