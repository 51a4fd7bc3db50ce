package dev.varve.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// One TCP connection that sends exactly the bytes it is given and shows exactly the bytes that
/// come back. Text is ISO 8859-1: a character is a byte. Every read has a deadline, twenty seconds
/// unless said otherwise. For one thread at a time.
public final class RawClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Socket socket;
  private final Duration patience;

  private RawClient(Socket socket, Duration patience) {
    this.socket = socket;
    this.patience = patience;
  }

  /// Connects to a port of the loopback interface.
  public static RawClient connect(int port) {
    return connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE);
  }

  /// @param patience how long connecting and each later read may take
  public static RawClient connect(SocketAddress address, Duration patience) {
    var socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(address, Math.toIntExact(patience.toMillis()));
      return new RawClient(socket, patience);
    } catch (IOException e) {
      closeAfter(e, socket);
      throw new UncheckedIOException(e);
    }
  }

  private static void closeAfter(IOException cause, Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  public RawClient send(String text) {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  public RawClient send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Exactly so many bytes.
  ///
  /// @throws AssertionError showing what came instead
  public String read(int count) {
    byte[] bytes = new byte[count];
    int size = fill(bytes);
    if (size < count) {
      throw new AssertionError(
          "must read "
              + count
              + " bytes, but the peer closed after "
              + size
              + ": "
              + text(bytes, size));
    }
    return text(bytes, size);
  }

  /// Up to and with the mark, and not a byte more.
  public String readUntil(String mark) {
    var read = new StringBuilder();
    long deadline = deadline();
    while (read.indexOf(mark, Math.max(0, read.length() - mark.length())) < 0) {
      int next = readByte(deadline, read);
      if (next < 0) {
        throw new AssertionError("must read '" + mark + "', but the peer closed after: " + read);
      }
      read.append((char) next);
    }
    return read.toString();
  }

  /// Everything until the peer closes its side.
  public String readToEnd() {
    var bytes = new ByteArrayOutputStream();
    long deadline = deadline();
    byte[] chunk = new byte[8192];
    int size;
    while ((size = readSome(chunk, 0, deadline, bytes)) >= 0) {
      bytes.write(chunk, 0, size);
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  /// Nothing comes for so long, and the connection stays open.
  public RawClient staysSilent(Duration span) {
    try {
      socket.setSoTimeout(Math.toIntExact(span.toMillis()));
      int next = socket.getInputStream().read();
      throw new AssertionError(
          "must stay silent, but " + (next < 0 ? "closed" : "sent byte " + next));
    } catch (SocketTimeoutException _) {
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Ends the sending direction; reading goes on.
  public RawClient finishSending() {
    try {
      socket.shutdownOutput();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Drops the connection with a reset instead of a proper end.
  public void reset() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int localPort() {
    return socket.getLocalPort();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int fill(byte[] bytes) {
    long deadline = deadline();
    int size = 0;
    while (size < bytes.length) {
      int got = readSome(bytes, size, deadline, size + " bytes");
      if (got < 0) {
        break;
      }
      size += got;
    }
    return size;
  }

  private int readByte(long deadline, Object soFar) {
    byte[] one = new byte[1];
    return readSome(one, 0, deadline, soFar) < 0 ? -1 : one[0] & 0xFF;
  }

  private int readSome(byte[] into, int at, long deadline, Object soFar) {
    try {
      socket.setSoTimeout((int) Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
      return socket.getInputStream().read(into, at, into.length - at);
    } catch (SocketTimeoutException _) {
      throw new AssertionError("must read within " + patience + ", but got only: " + soFar);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long deadline() {
    return System.nanoTime() + patience.toNanos();
  }

  private static String text(byte[] bytes, int size) {
    return new String(bytes, 0, size, StandardCharsets.ISO_8859_1);
  }
}
