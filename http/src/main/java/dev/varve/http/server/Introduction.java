package dev.varve.http.server;

import dev.varve.http.net.Timer;
import dev.varve.http.net.Transport;
import dev.varve.http.proxyprotocol.ProxyHeader;
import dev.varve.http.proxyprotocol.ProxyHeaderReader;
import dev.varve.http.proxyprotocol.ProxyHeaderReader.Outcome;
import dev.varve.http.serve.ServerConnection;
import dev.varve.http.serve.Serving;
import java.io.IOException;
import java.nio.ByteBuffer;

/// The begin of a connection that a trusted proxy makes: waits for its header, within the limit of
/// time of a handshake, and passes on whom it speaks for and what came behind.
final class Introduction implements Transport.Events, ServerConnection {
  /// Who goes on with the connection; the bytes are lent.
  @FunctionalInterface
  interface Next {
    void introduced(ProxyHeader header, ByteBuffer received);
  }

  private final Serving serving;
  private final ProxyHeaderReader header = new ProxyHeaderReader();
  private final Transport transport;
  private final Next next;
  private final Timer timer;
  private final ByteBuffer received;
  private int place = -1;
  private boolean over;

  Introduction(Serving serving, Transport transport, Next next) {
    this.serving = serving;
    this.transport = transport;
    this.next = next;
    this.timer = transport.loop().timer(() -> fail("PROXY header took too long"));
    this.received = transport.loop().take();
  }

  void begin() {
    serving.add(this);
    timer.start(serving.timeouts().handshake().toNanos());
    try {
      transport.start(this);
      readable();
    } catch (IOException cause) {
      fail(String.valueOf(cause.getMessage()));
    }
  }

  @Override
  public void readable() {
    if (over) {
      return;
    }
    try {
      int read = transport.read(received.clear());
      while (read > 0 && !over) {
        take(header.read(received.flip()));
        read = over ? 0 : transport.read(received.clear());
      }
      if (read < 0) {
        fail("connection ended before its PROXY header");
      }
    } catch (IOException cause) {
      fail(String.valueOf(cause.getMessage()));
    }
  }

  private void take(Outcome outcome) {
    switch (outcome) {
      case Outcome.More() -> {}
      case Outcome.Malformed(String reason) -> fail(reason);
      case Outcome.Complete(ProxyHeader whole) -> {
        end();
        serving.release(this);
        next.introduced(whole, received);
        transport.loop().give(received);
      }
    }
  }

  @Override
  public void writable() {}

  private void end() {
    over = true;
    timer.stop();
  }

  private void fail(String reason) {
    if (over) {
      return;
    }
    end();
    if (!reason.isEmpty()) {
      serving.log().refused(transport.remote(), 0, reason);
    }
    transport.loop().give(received);
    transport.close();
    // No client was counted yet: that is whom the header names.
    serving.release(this);
    serving.gate().closed();
  }

  @Override
  public void crashed() {
    fail("");
  }

  @Override
  public void drain() {
    fail("");
  }

  @Override
  public void cut() {
    fail("");
  }

  @Override
  public int place() {
    return place;
  }

  @Override
  public void place(int place) {
    this.place = place;
  }
}
