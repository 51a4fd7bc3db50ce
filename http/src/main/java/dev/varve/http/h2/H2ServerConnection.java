package dev.varve.http.h2;

import dev.varve.base.LateLogger;
import dev.varve.http.Peer;
import dev.varve.http.h2.frame.ErrorCode;
import dev.varve.http.h2.frame.H2Exception;
import dev.varve.http.h2.frame.Output;
import dev.varve.http.h2.frame.Preface;
import dev.varve.http.net.Loop;
import dev.varve.http.net.Timer;
import dev.varve.http.net.Transport;
import dev.varve.http.serve.ServerConnection;
import dev.varve.http.serve.Serving;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NotYetConnectedException;
import java.time.Duration;

/// A server's connection on its transport: reads, writes at the end of each turn, and keeps the
/// time. Belongs to its loop.
///
/// While the client does not take what we send it is not read either, so what it can make us hold
/// is bounded. After a violation the connection is read on for a moment, so that the client gets to
/// see the GOAWAY.
final class H2ServerConnection implements ServerConnection, Transport.Events, Output.Sink {
  private static final System.Logger LOG = LateLogger.of(H2ServerConnection.class);
  private static final long SWEEP = Duration.ofSeconds(1).toNanos();

  /// Idle for so long, it gives back what only requests need.
  private static final long REST = Duration.ofSeconds(4).toNanos();

  private static final int READS_PER_TURN = 16;
  private static final long UNREAD_MAX = 4L * Connection.CONGESTED;

  private final Serving serving;
  private final Transport transport;
  private final Peer peer;
  private final ServerRole role;
  private final Connection connection;
  private final Preface preface = new Preface();
  private final Timer timer;
  private final Runnable flush = this::flush;
  private final Runnable readOn = this::readable;
  private int place = -1;
  private long idleSince;
  private int lastStream;
  private long lingerUntil;
  private boolean lingering;
  private boolean readingStopped;
  private boolean closed;
  private int slowBlock;
  private long slowSince;
  private boolean unsent;
  private long takenBefore;
  private long takenAt;

  H2ServerConnection(ServerRole.Parts parts, Workbench bench, Transport transport, Peer peer) {
    this.serving = parts.serving();
    this.transport = transport;
    this.peer = peer;
    this.role =
        new ServerRole(
            parts,
            bench,
            peer,
            (reason, status) -> serving.log().refused(peer.remote(), status, reason),
            () -> serving.loop().afterTurns(flushing()));
    this.connection = role.connection();
    this.timer = serving.loop().timer(this::tick);
  }

  private Runnable flushing() {
    return flush;
  }

  void open(ByteBuffer received) {
    serving.add(this);
    transport.events(this);
    idleSince = loop().nanos();
    timer.start(SWEEP);
    role.start();
    if (serving.isDraining()) {
      role.drain();
    }
    receive(received);
    readable();
  }

  private Loop loop() {
    return serving.loop();
  }

  @Override
  public void readable() {
    if (closed || readingStopped) {
      return;
    }
    ByteBuffer buffer = loop().takeRead();
    try {
      read(buffer);
    } catch (IOException cause) {
      close(String.valueOf(cause.getMessage()));
    } catch (RuntimeException bug) {
      crashed(bug);
    } finally {
      loop().giveRead(buffer);
    }
  }

  private void read(ByteBuffer buffer) throws IOException {
    for (int i = 0; i < READS_PER_TURN; i++) {
      int read = transport.read(buffer.clear());
      if (read < 0) {
        close("client closed the connection");
        return;
      }
      if (read == 0) {
        return;
      }
      receive(buffer.flip());
      if (closed || stopReading()) {
        return;
      }
    }
    loop().execute(readOn);
  }

  private void receive(ByteBuffer in) {
    if (lingering) {
      return;
    }
    int before = Math.max(role.requests(), 1);
    try {
      if (!preface.isComplete()) {
        preface.read(in);
      }
      if (preface.isComplete()) {
        connection.receive(in);
      }
    } catch (H2Exception violation) {
      connection.fail(violation);
    }
    serving.repeats(Math.max(role.requests() - before, 0));
  }

  private boolean stopReading() {
    readingStopped = connection.pending() > UNREAD_MAX;
    return readingStopped;
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
      boolean flushed = transport.flush();
      if (!flushed || connection.pending() > 0) {
        watchClient();
        return;
      }
      unsent = false;
      if (connection.isOver() && !lingering) {
        violated();
      } else if (role.isDrained()) {
        linger();
      } else if (readingStopped) {
        readingStopped = false;
        loop().execute(readOn);
      }
    } catch (IOException cause) {
      close(String.valueOf(cause.getMessage()));
    } catch (RuntimeException bug) {
      crashed(bug);
    }
  }

  private void violated() throws IOException {
    H2Exception violation = connection.violation();
    if (violation != null && violation.code() != ErrorCode.NO_ERROR) {
      serving.log().refused(peer.remote(), 0, violation.code() + ": " + violation.reason());
    }
    linger();
  }

  /// Everything is said. Closing at once would take the last frames away from a client that still
  /// sends, so what it sends is dropped for a moment.
  private void linger() throws IOException {
    if (lingering) {
      return;
    }
    lingering = true;
    lingerUntil = loop().nanos() + serving.timeouts().linger().toNanos();
    try {
      transport.shutdownOutput();
    } catch (NotYetConnectedException _) {
      close("client closed the connection");
      return;
    }
    readingStopped = false;
    timer.startAt(lingerUntil);
    readable();
  }

  private void tick() {
    if (closed) {
      return;
    }
    long now = loop().nanos();
    if (lingering) {
      close("done");
      return;
    }
    if (isStuck(now)) {
      String reason = "client takes nothing of the answers";
      serving.log().refused(peer.remote(), 0, reason);
      close(reason);
      return;
    }
    role.sweep(now);
    watchBlock(now);
    if (!preface.isComplete() && now - idleSince > serving.timeouts().head().toNanos()) {
      connection.fail(new H2Exception(ErrorCode.PROTOCOL_ERROR, "preface too slow"));
    } else {
      watchIdling(now);
    }
    if (!lingering && !closed) {
      timer.start(SWEEP);
    }
  }

  /// What came and went between two looks was something to do, too.
  private void watchIdling(long now) {
    if (!role.isIdle() || role.lastStream() != lastStream) {
      lastStream = role.lastStream();
      idleSince = now;
    } else if (now - idleSince > serving.timeouts().idle().toNanos()) {
      connection.fail(new H2Exception(ErrorCode.NO_ERROR, "idle"));
    } else if (now - idleSince > REST) {
      connection.rest();
    }
  }

  /// A header block has to come to its end in time, however its pieces trickle in (security R4).
  private void watchBlock(long now) {
    int block = connection.openBlock();
    if (block != slowBlock) {
      slowBlock = block;
      slowSince = now;
    } else if (block != 0 && now - slowSince > serving.timeouts().head().toNanos()) {
      connection.fail(new H2Exception(ErrorCode.PROTOCOL_ERROR, "header block too slow"));
    }
  }

  /// Remembers when the client took something last while more waits for it.
  private void watchClient() {
    long taken = connection.written();
    if (!unsent || taken != takenBefore) {
      unsent = true;
      takenBefore = taken;
      takenAt = loop().nanos();
    }
  }

  /// Whether octets wait, windows or not, and the client has not taken one for as long as a write
  /// may last (security R3).
  private boolean isStuck(long now) {
    return unsent && now - takenAt > serving.timeouts().write().toNanos();
  }

  private void crashed(RuntimeException bug) {
    LOG.log(System.Logger.Level.ERROR, "a connection failed", bug);
    close("internal error");
  }

  private void close(String reason) {
    if (closed) {
      return;
    }
    closed = true;
    timer.stop();
    role.disconnected(reason);
    transport.close();
    serving.remove(this, peer.remote());
  }

  @Override
  public void retire() {
    role.drain();
  }

  @Override
  public void crashed() {
    close("internal error");
  }

  @Override
  public void drain() {
    role.drain();
  }

  @Override
  public void cut() {
    close("server closes");
  }

  @Override
  public int place() {
    return place;
  }

  @Override
  public void place(int number) {
    place = number;
  }
}
