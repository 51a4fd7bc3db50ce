package dev.varve.edge.upstream;

import dev.varve.http.net.Loop;
import dev.varve.http.net.Timer;
import dev.varve.http.net.Transport;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.function.Consumer;

/// Connects once and says whether that worked.
final class TcpProbe implements Transport.Events {
  private final Transport transport;
  private final Timer timer;
  private final Consumer<Boolean> found;
  private boolean over;

  private TcpProbe(Transport transport, Duration timeout, Consumer<Boolean> found) {
    this.found = found;
    this.transport = transport;
    this.timer = transport.loop().timer(() -> end(false));
    timer.start(timeout.toNanos());
  }

  /// @param found told once, on the loop
  static void begin(Loop loop, SocketAddress address, Duration timeout, Consumer<Boolean> found)
      throws IOException {
    Transport transport = loop.connect(address);
    var probe = new TcpProbe(transport, timeout, found);
    transport.start(probe);
    probe.look();
  }

  @Override
  public void readable() {
    look();
  }

  @Override
  public void writable() {
    look();
  }

  private void look() {
    try {
      if (transport.connected()) {
        end(true);
      }
    } catch (IOException _) {
      end(false);
    }
  }

  private void end(boolean good) {
    if (!over) {
      over = true;
      timer.stop();
      transport.close();
      found.accept(good);
    }
  }
}
