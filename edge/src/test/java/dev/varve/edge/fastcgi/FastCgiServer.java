package dev.varve.edge.fastcgi;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// A FastCGI server with one worker. Answers every request with the same text, and remembers its
/// variables.
final class FastCgiServer implements AutoCloseable {
  private final ServerSocket socket;
  private final byte[] answer;
  final List<Map<String, String>> seen = new CopyOnWriteArrayList<>();
  final AtomicInteger connections = new AtomicInteger();

  /// Of one connection, which is then closed without a word.
  final AtomicInteger requestsMax = new AtomicInteger(Integer.MAX_VALUE);

  FastCgiServer(String answer) {
    this.answer = answer.getBytes(StandardCharsets.ISO_8859_1);
    try {
      socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.startVirtualThread(this::accept);
  }

  String address() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  /// The one worker, which belongs to a connection until that ends.
  private void accept() {
    while (!socket.isClosed()) {
      try (Socket connection = socket.accept()) {
        connections.incrementAndGet();
        int served = 0;
        while (served < requestsMax.get() && serve(connection)) {
          served++;
        }
      } catch (IOException _) {
        // The edge has left, or the test is over.
      }
    }
  }

  /// False when the edge asks for nothing more, or not to keep the connection.
  private boolean serve(Socket connection) throws IOException {
    var in = new DataInputStream(connection.getInputStream());
    boolean keep = false;
    var parameters = new ByteArrayOutputStream();
    long stdin = 0;
    while (true) {
      byte[] header = in.readNBytes(8);
      if (header.length < 8) {
        return false;
      }
      int length = ((header[4] & 0xFF) << 8) | (header[5] & 0xFF);
      byte[] content = in.readNBytes(length);
      in.readNBytes(header[6] & 0xFF);
      if (header[1] == 1) {
        keep = content[2] == 1;
      } else if (header[1] == 4) {
        parameters.writeBytes(content);
      } else if (header[1] == 5) {
        stdin += length;
        if (length == 0) {
          break;
        }
      }
    }
    Map<String, String> variables = variables(parameters.toByteArray());
    variables.put("(stdin)", String.valueOf(stdin));
    seen.add(variables);
    write(connection.getOutputStream());
    return keep && answer.length > 0;
  }

  private void write(OutputStream out) throws IOException {
    if (answer.length == 0) {
      return;
    }
    for (int at = 0; at < answer.length; at += 8_000) {
      int length = Math.min(8_000, answer.length - at);
      out.write(new byte[] {1, 6, 0, 1, (byte) (length >> 8), (byte) length, 0, 0});
      out.write(answer, at, length);
    }
    out.write(new byte[] {1, 3, 0, 1, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    out.flush();
  }

  private static Map<String, String> variables(byte[] bytes) {
    var variables = new TreeMap<String, String>();
    int[] at = {0};
    while (at[0] < bytes.length) {
      int name = length(bytes, at);
      int value = length(bytes, at);
      String key = new String(bytes, at[0], name, StandardCharsets.UTF_8);
      variables.put(key, new String(bytes, at[0] + name, value, StandardCharsets.UTF_8));
      at[0] += name + value;
    }
    return variables;
  }

  private static int length(byte[] bytes, int[] at) {
    int first = bytes[at[0]++] & 0xFF;
    if (first < 128) {
      return first;
    }
    int length = (first & 0x7F) << 24;
    length |= (bytes[at[0]++] & 0xFF) << 16;
    length |= (bytes[at[0]++] & 0xFF) << 8;
    return length | (bytes[at[0]++] & 0xFF);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
