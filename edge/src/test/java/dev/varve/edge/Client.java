package dev.varve.edge;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// One connection that sends exactly what it is told and shows exactly what comes.
public final class Client implements AutoCloseable {
  private final Socket socket;

  public Client(int port) {
    try {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(20_000);
      socket.setTcpNoDelay(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Client send(String bytes) {
    try {
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String readUntil(String mark) {
    var text = new StringBuilder();
    while (text.indexOf(mark) < 0) {
      int next = next();
      if (next < 0) {
        throw new AssertionError("must go on to '" + mark + "', but ends: " + text);
      }
      text.append((char) next);
    }
    return text.toString();
  }

  /// So many bytes.
  String read(int count) {
    try {
      byte[] bytes = socket.getInputStream().readNBytes(count);
      if (bytes.length < count) {
        throw new AssertionError("must go on, but ends");
      }
      return new String(bytes, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String readToEnd() {
    try (InputStream in = socket.getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int next() {
    try {
      return socket.getInputStream().read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void finish() {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
