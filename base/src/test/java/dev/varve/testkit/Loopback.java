package dev.varve.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// A first conversation over the loopback interface, before anything is counted.
final class Loopback {
  private Loopback() {}

  /// The JDK opens some descriptors once and keeps them (the pollers of virtual threads, the marker
  /// it closes sockets with). They would count against whichever test comes first.
  static void warmUp() {
    var talk = new FutureTask<>(Loopback::talkToMyself);
    try {
      Thread.ofVirtual().start(talk).join();
      talk.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the loopback interface must work", e);
    }
  }

  private static int talkToMyself() throws IOException {
    java.util.concurrent.locks.LockSupport.parkNanos(
        1_000_000); // starts the JDK's timer thread for them
    try (ServerSocket listener = Ports.taken();
        Socket near = new Socket(listener.getInetAddress(), listener.getLocalPort());
        Socket far = listener.accept()) {
      Thread.ofVirtual().start(() -> answer(far));
      near.getOutputStream().write(1);
      return near.getInputStream().read();
    }
  }

  private static void answer(Socket socket) {
    try {
      socket.getOutputStream().write(socket.getInputStream().read());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
