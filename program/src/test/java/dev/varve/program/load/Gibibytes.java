package dev.varve.program.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/// An application with large bodies: GET answers with so many bytes as the path says, POST with
/// count and checksum of what it got. One request for each connection.
final class Gibibytes implements AutoCloseable {
  private static final int BLOCK = 64 * 1024;

  private final ServerSocket server;

  Gibibytes() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /// The byte at this place of every body.
  static byte at(long place) {
    return (byte) (place * 31 + (place >>> 16));
  }

  /// A block of a body.
  static byte[] block(long from, int length) {
    var block = new byte[length];
    for (int i = 0; i < length; i++) {
      block[i] = at(from + i);
    }
    return block;
  }

  /// Of a body of that length.
  static String checksum(long length) {
    var sum = new CRC32C();
    for (long at = 0; at < length; at += BLOCK) {
      sum.update(block(at, (int) Math.min(BLOCK, length - at)));
    }
    return length + " " + Long.toHexString(sum.getValue());
  }

  /// Of what comes.
  static String checksum(InputStream in, long most) throws IOException {
    var sum = new CRC32C();
    var block = new byte[BLOCK];
    long count = 0;
    while (count < most) {
      int read = in.read(block, 0, (int) Math.min(BLOCK, most - count));
      if (read < 0) {
        break;
      }
      sum.update(block, 0, read);
      count += read;
    }
    return count + " " + Long.toHexString(sum.getValue());
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        Thread.ofPlatform().daemon().start(() -> serve(socket));
      }
    } catch (IOException _) {
      // The test is over.
    }
  }

  private static void serve(Socket socket) {
    try (socket) {
      InputStream in = socket.getInputStream();
      var head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        head.append((char) in.read());
      }
      String[] words = head.substring(0, head.indexOf("\r\n")).split(" ", -1);
      if (words[0].equals("POST")) {
        send(socket.getOutputStream(), checksum(in, Long.parseLong(words[1].substring(1))));
      } else {
        stream(socket.getOutputStream(), Long.parseLong(words[1].substring(1)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void send(OutputStream out, String text) throws IOException {
    out.write(
        "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: %d\r\n\r\n%s"
            .formatted(text.length(), text)
            .getBytes(StandardCharsets.US_ASCII));
  }

  private static void stream(OutputStream out, long length) throws IOException {
    out.write(
        "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: %d\r\n\r\n"
            .formatted(length)
            .getBytes(StandardCharsets.US_ASCII));
    for (long at = 0; at < length; at += BLOCK) {
      out.write(block(at, (int) Math.min(BLOCK, length - at)));
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
