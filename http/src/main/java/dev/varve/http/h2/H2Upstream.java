package dev.varve.http.h2;

import dev.varve.http.Body;
import dev.varve.http.Request;
import dev.varve.http.Response;
import dev.varve.http.h2.frame.H2Exception;
import dev.varve.http.h2.frame.LoopChunks;
import dev.varve.http.h2.frame.Output;
import dev.varve.http.net.Loop;
import dev.varve.http.net.Timer;
import dev.varve.http.net.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/// An HTTP/2 connection to an origin: many requests at a time, as many as the origin allows.
/// Belongs to the loop of its transport, which must be connected; ALPN or prior knowledge has to
/// say that the origin speaks HTTP/2.
public final class H2Upstream implements Transport.Events, Output.Sink {
  /// Why there is no response.
  public enum Fault {
    /// The origin has certainly not looked at the request: any may be sent again (RFC 9113 8.7).
    UNPROCESSED,
    /// The connection or the stream broke.
    BROKEN,
    /// The response breaks the rules.
    BAD,
    /// The request's own body broke off.
    REQUEST
  }

  /// Who sent a request. After [#failed] only [#ended] is told.
  public interface Listener {
    /// An interim response; valid until this returns.
    void informed(Response interim);

    /// The response's head; valid, with its body, until [#ended].
    void response(Response response, Body body);

    /// There is no response.
    void failed(Fault fault, String reason);

    /// The exchange is over. Comes last, in any case.
    void ended();
  }

  /// A request under way.
  public interface Exchange {
    /// Gives up: the stream is reset, the connection goes on. Only [Listener#ended] is told.
    void cancel();

    /// Whether all of the request was handed over.
    boolean requestSent();

    /// Octets of bodies moved in both directions, to see whether anything moves.
    long progress();
  }

  /// Who owns the connection.
  public interface Keeper {
    /// [H2Upstream#room] or [H2Upstream#isRetired] may have changed.
    void changed(H2Upstream connection);

    /// It closed; all exchanges were told before.
    void closed(H2Upstream connection);
  }

  private static final long SWEEP = Duration.ofSeconds(1).toNanos();
  private static final int READS_PER_TURN = 16;

  private final Transport transport;
  private final Keeper keeper;
  private final ClientRole role;
  private final Connection connection;
  private final Timer timer;
  private final Runnable flush = this::flush;
  private final Runnable readOn = this::readable;
  private boolean closed;

  public H2Upstream(Transport transport, int headBytes, int headFields, Keeper keeper) {
    this.transport = transport;
    this.keeper = keeper;
    Loop loop = transport.loop();
    var bench = new Workbench(new LoopChunks(loop), loop.turnClock(), headBytes, headFields);
    this.role =
        new ClientRole(
            bench,
            headBytes,
            headFields,
            () -> loop.afterTurns(flushing()),
            () -> keeper.changed(this));
    this.connection = role.connection();
    this.timer = loop.timer(this::tick);
  }

  private Runnable flushing() {
    return flush;
  }

  /// Takes the transport's events and begins.
  public void open() {
    transport.events(this);
    timer.start(SWEEP);
    role.start();
  }

  /// Sends a request; there must be [#room]. The listener may be called before this returns.
  public Exchange send(Request request, Body body, Listener listener) {
    if (role.room() == 0) {
      throw new IllegalStateException("connection takes no more requests now");
    }
    var exchange = new ClientExchange(role, request, listener);
    exchange.send(body);
    return exchange;
  }

  /// How many requests may be sent now.
  public int room() {
    return closed ? 0 : role.room();
  }

  /// Whether the origin has said what it can do; until then no tunnel may be asked for.
  public boolean isSettled() {
    return role.isSettled();
  }

  /// Whether the origin takes tunnels of other protocols (RFC 8441 section 3).
  public boolean takesTunnels() {
    return connection.peer().connectProtocol();
  }

  /// Whether it takes no more requests at all; those under way go on.
  public boolean isRetired() {
    return closed || role.isRetired();
  }

  /// How many requests are under way.
  public int underWay() {
    return connection.streams().count();
  }

  public boolean isOpen() {
    return !closed;
  }

  /// Closes at once; requests under way fail.
  public void close() {
    close("connection was closed");
  }

  @Override
  public void readable() {
    if (closed) {
      return;
    }
    ByteBuffer buffer = transport.loop().takeRead();
    try {
      read(buffer);
    } catch (IOException cause) {
      close(String.valueOf(cause.getMessage()));
    } finally {
      transport.loop().giveRead(buffer);
    }
  }

  private void read(ByteBuffer buffer) throws IOException {
    for (int i = 0; i < READS_PER_TURN; i++) {
      int read = transport.read(buffer.clear());
      if (read < 0) {
        close("origin closed the connection");
        return;
      }
      if (read == 0) {
        return;
      }
      connection.receive(buffer.flip());
      if (closed) {
        return;
      }
    }
    transport.loop().execute(readOn);
  }

  @Override
  public void writable() {
    flush();
  }

  @Override
  public void write(ByteBuffer[] buffers, int count) throws IOException {
    if (count == 1) {
      transport.write(buffers[0]);
    } else {
      transport.write(buffers, count);
    }
  }

  private void flush() {
    if (closed) {
      return;
    }
    try {
      connection.write(this);
      if (!transport.flush() || connection.pending() > 0) {
        return;
      }
    } catch (IOException cause) {
      close(String.valueOf(cause.getMessage()));
      return;
    }
    H2Exception violation = connection.violation();
    if (violation != null) {
      close(violation.reason());
    } else if (role.isRetired() && underWay() == 0) {
      close("origin takes no more requests");
    }
  }

  private void tick() {
    if (!closed) {
      connection.resetStalled();
      timer.start(SWEEP);
    }
  }

  @Override
  public void crashed() {
    close("the connection failed by a bug");
  }

  private void close(String reason) {
    if (closed) {
      return;
    }
    closed = true;
    timer.stop();
    role.disconnected(reason);
    transport.close();
    keeper.closed(this);
  }
}
