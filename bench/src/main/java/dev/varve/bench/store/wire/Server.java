package dev.varve.bench.store.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A server's process on a directory and a port of its own, ended with [#close].
public final class Server implements AutoCloseable {
  private final String name;
  private final Process process;
  private final int port;

  private Server(String name, Process process, int port) {
    this.name = name;
    this.process = process;
    this.port = port;
  }

  /// Starts a program and waits until it takes connections.
  static Server start(String name, int port, Path log, List<String> command)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    var server = new Server(name, process, port);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!server.listens()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        server.close();
        throw new IOException(name + " does not start: " + Files.readString(log));
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    return server;
  }

  /// A port nobody has at this moment; servers that take port 0 do not tell which they took.
  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private boolean listens() {
    try (var socket = new Socket()) {
      socket.connect(address(), 1000);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  public String name() {
    return name;
  }

  public InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  public ProcessHandle process() {
    return process.toHandle();
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().completeOnTimeout(process, 10, TimeUnit.SECONDS).join();
    process.destroyForcibly();
  }
}
