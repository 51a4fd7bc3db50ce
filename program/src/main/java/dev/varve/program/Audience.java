package dev.varve.program;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/// Clients of a [Rehearsal] on this machine, just able to ask and to see where an answer ends.
sealed interface Audience extends Closeable {
  Duration PATIENCE = Duration.ofSeconds(20);

  /// Asks for a path.
  void ask(String path) throws IOException;

  /// Waits for the end of the answer.
  void hear() throws IOException;

  /// A client of HTTP/1.1.
  static Audience http1(URI server) throws IOException {
    return new Http1(new Wire(server));
  }

  /// A client of HTTP/2 that knows that the server speaks it.
  static Audience http2(URI server) throws IOException {
    return new Http2(new Wire(server));
  }

  /// Each client asks for each path, all at the same time, again and again.
  static void ask(List<Audience> clients, List<String> paths, int rounds) throws IOException {
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < clients.size(); i++) {
        clients.get(i).ask(paths.get((round + i) % paths.size()));
      }
      for (Audience each : clients) {
        each.hear();
      }
    }
  }

  /// A connection.
  final class Wire implements Closeable {
    final Socket socket;
    final DataInputStream in;
    final OutputStream out;
    final String authority;

    Wire(URI server) throws IOException {
      this.socket = new Socket(InetAddress.getLoopbackAddress(), server.getPort());
      socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
      socket.setTcpNoDelay(true);
      this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
      this.out = socket.getOutputStream();
      this.authority = server.getAuthority();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  /// RFC 9112, where every answer has a Content-Length.
  record Http1(Wire wire) implements Audience {
    private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);

    @Override
    public void ask(String path) throws IOException {
      String head = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n";
      wire.out.write(head.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void hear() throws IOException {
      long length = 0;
      for (byte[] line = line(); line.length > 0; line = line()) {
        length = Math.max(length, length(line));
      }
      wire.in.skipNBytes(length);
    }

    private byte[] line() throws IOException {
      var line = new ByteArrayOutputStream();
      for (int octet = wire.in.read(); octet != '\n'; octet = wire.in.read()) {
        if (octet < 0) {
          throw new EOFException("the rehearsal's server closed a connection");
        }
        if (octet != '\r') {
          line.write(octet);
        }
      }
      return line.toByteArray();
    }

    private static long length(byte[] line) {
      for (int i = 0; i < LENGTH.length; i++) {
        if (i >= line.length || Character.toLowerCase(line[i]) != LENGTH[i]) {
          return 0;
        }
      }
      String value =
          new String(line, LENGTH.length, line.length - LENGTH.length, StandardCharsets.US_ASCII);
      return Long.parseLong(value.strip());
    }

    @Override
    public void close() throws IOException {
      wire.close();
    }
  }

  /// RFC 9113, with fields that no table remembers (RFC 7541, 6.2.2).
  final class Http2 implements Audience {
    private static final int FRAME_HEAD = 9;
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;
    private static final int WINDOW_UPDATE = 8;
    private static final int END_STREAM = 1;
    private static final int END_STREAM_AND_HEADERS = 5;
    private static final int WINDOW = 1 << 30;

    private final Wire wire;
    private int stream = -1;

    private Http2(Wire wire) throws IOException {
      this.wire = wire;
      wire.out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      frame(SETTINGS, 0, 0, new byte[0]);
      frame(WINDOW_UPDATE, 0, 0, ByteBuffer.allocate(4).putInt(WINDOW).array());
    }

    @Override
    public void ask(String path) throws IOException {
      stream += 2;
      var fields = new ByteArrayOutputStream();
      fields.write(0x82); // :method GET
      fields.write(0x86); // :scheme http
      field(fields, 4, path);
      field(fields, 1, wire.authority);
      frame(HEADERS, END_STREAM_AND_HEADERS, stream, fields.toByteArray());
    }

    private static void field(ByteArrayOutputStream fields, int name, String value) {
      fields.write(name);
      fields.write(value.length());
      fields.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void hear() throws IOException {
      boolean ended = false;
      while (!ended) {
        int head = wire.in.readInt();
        int type = head & 0xff;
        int flags = wire.in.readUnsignedByte();
        int about = wire.in.readInt();
        wire.in.skipNBytes(head >>> 8);
        if (type == SETTINGS && flags == 0) {
          frame(SETTINGS, 1, 0, new byte[0]);
        }
        ended = about == stream && (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
      }
    }

    private void frame(int type, int flags, int about, byte[] payload) throws IOException {
      wire.out.write(
          ByteBuffer.allocate(FRAME_HEAD + payload.length)
              .putInt((payload.length << 8) | type)
              .put((byte) flags)
              .putInt(about)
              .put(payload)
              .array());
    }

    @Override
    public void close() throws IOException {
      wire.close();
    }
  }
}
