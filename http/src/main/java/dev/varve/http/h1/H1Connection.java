package dev.varve.http.h1;

import dev.varve.http.BodyFailure;
import dev.varve.http.Ending;
import dev.varve.http.Peer;
import dev.varve.http.ServerLimits;
import dev.varve.http.net.Loop;
import dev.varve.http.net.Timer;
import dev.varve.http.net.Transport;
import dev.varve.http.serve.ServerConnection;
import dev.varve.http.serve.Serving;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A client's HTTP/1 connection: reads requests one after the other, has them answered in order,
/// and keeps its time limits.
///
/// Input is read only while somebody wants it. What was read but is not wanted yet, the next
/// request of a pipelining client or the rest of a paused body, waits in `stash`, at most one read
/// buffer. Methods that come from outside run between [#enter] and [#leave]; an exchange that is
/// over is finished by the last `leave`, or between two steps of [#pump], when none of its own
/// methods is on the stack.
final class H1Connection implements Transport.Events, Outbox.Owner, ServerConnection, Runnable {
  private static final int READS_PER_TURN = 16;
  private static final int LINE_SPARE = 64 + 12;

  private final H1Server server;
  private final Peer peer;
  private final Outbox out;
  private final Timer timer;
  private final ConnectionClock clock;
  private @Nullable H1Exchange exchange;
  private @Nullable ByteBuffer stash;
  private @Nullable ByteBuffer fed;
  private @Nullable Linger linger;
  private int place = -1;
  private int requests;
  private int depth;
  private boolean pumping;
  private boolean closing;
  private boolean lingers;
  private boolean blankSeen;
  private boolean inputEnded;
  private boolean started;
  private boolean open = true;

  H1Connection(H1Server server, Transport transport, Peer peer) {
    this.server = server;
    this.peer = peer;
    this.out = new Outbox(transport, this);
    this.timer = transport.loop().timer(this);
    this.clock = new ConnectionClock(transport.loop().nanos());
  }

  /// Reads at once: the first bytes are often there, and a short connection then needs no
  /// registration.
  void open() {
    serving().add(this);
    out.transport().events(this);
    enter();
    try {
      pump();
      out.flush();
      if (open) {
        out.transport().start(this);
        started = true;
      }
    } catch (IOException cause) {
      broken(cause);
    } finally {
      leave();
    }
  }

  /// As [#open()], beginning with bytes that were received already.
  void open(ByteBuffer received) {
    keep(received);
    open();
  }

  Loop loop() {
    return out.transport().loop();
  }

  Peer peer() {
    return peer;
  }

  Serving serving() {
    return server.serving();
  }

  Outbox out() {
    return out;
  }

  /// Whether the connection ends after the answer that is under way.
  boolean isClosing() {
    return closing;
  }

  /// The answer under way is the last one.
  ///
  /// @param unread whether the client may still be sending, so that the connection must linger
  void closeAfterAnswer(boolean unread) {
    closing = true;
    lingers |= unread;
  }

  /// Whether a connection could take one more request after this one.
  boolean mayPersist() {
    return !closing
        && !inputEnded
        && !serving().isDraining()
        && requests < serving().limits().requests();
  }

  void enter() {
    depth++;
  }

  void leave() {
    if (depth > 1) {
      depth--;
      return;
    }
    if (isOver()) {
      finish(Ending.COMPLETE);
      pump();
    }
    depth--;
    if (open) {
      timer.startAt(clock.next(this));
    }
  }

  @Override
  public int place() {
    return place;
  }

  @Override
  public void place(int place) {
    this.place = place;
  }

  @Override
  public void drain() {
    if (exchange == null) {
      close();
    }
  }

  @Override
  public void cut() {
    cut(Ending.ABORTED, "");
  }

  @Override
  public void readable() {
    if (linger != null) {
      linger();
      return;
    }
    enter();
    try {
      pump();
    } finally {
      leave();
    }
  }

  @Override
  public void writable() {
    enter();
    try {
      out.writable();
    } finally {
      leave();
    }
  }

  @Override
  public void crashed() {
    cut(Ending.ABORTED, "");
  }

  /// A tunnel's output has ended; its input goes on.
  void endTunnelOutput() {
    out.flush();
    if (out.isEmpty() && !out.isCongested() && open) {
      try {
        out.transport().shutdownOutput();
      } catch (IOException cause) {
        broken(cause);
      }
    }
  }

  @Override
  public void drained() {
    H1Exchange current = exchange;
    if (current != null && current.isTunnel() && !current.outgoing().isSending()) {
      endTunnelOutput();
    } else if (current != null && current.outgoing().isSending()) {
      current.outgoing().drained();
    } else if (current == null && closing) {
      endOutput();
    } else {
      pump();
    }
  }

  @Override
  public void broken(IOException cause) {
    cut(Ending.CLIENT_GONE, "");
  }

  /// Reads and handles what is wanted, until there is nothing, nobody wants more, or it is somebody
  /// else's turn.
  void pump() {
    if (pumping || !open) {
      return;
    }
    pumping = true;
    ByteBuffer buffer = loop().takeRead();
    try {
      if (feedStash()) {
        readWanted(buffer);
      }
    } catch (IOException cause) {
      broken(cause);
    } finally {
      loop().giveRead(buffer);
      fed = null;
      pumping = false;
    }
  }

  /// False when the stash could not be used up, so that nothing more is to be read.
  private boolean feedStash() {
    ByteBuffer kept = stash;
    if (kept == null) {
      return true;
    }
    feed(kept);
    if (kept.hasRemaining() && open && !closing) {
      return false;
    }
    stash = null;
    return true;
  }

  private void readWanted(ByteBuffer buffer) throws IOException {
    for (int i = 0; i < READS_PER_TURN; i++) {
      if (!mayRead()) {
        return;
      }
      buffer.clear();
      int read = out.transport().read(buffer);
      if (read == 0) {
        return;
      }
      if (read < 0) {
        inputEnded();
        return;
      }
      feed(buffer.flip());
      keep(buffer);
    }
    loop().execute(this::readable);
  }

  /// While an answer is made, one read notices a client that goes away.
  private boolean mayRead() {
    if (!open || inputEnded || stash != null) {
      return false;
    }
    H1Exchange current = exchange;
    if (current == null) {
      return !closing && !out.isCongested();
    }
    return !current.hasHead()
        || current.incoming().wants()
        || (current.incoming().isDone() && !closing);
  }

  /// What nobody wants yet waits; what nobody will ever want is dropped.
  private void keep(ByteBuffer buffer) {
    if (buffer.hasRemaining() && open && !closing) {
      stash = ByteBuffer.allocate(buffer.remaining()).put(buffer).flip();
    }
  }

  /// Lets a body that nobody will read drop what came of it.
  void skip(H1Exchange current) {
    ByteBuffer in = fed == null ? stash : fed;
    if (in != null) {
      current.incoming().skip(in);
    }
  }

  private void feed(ByteBuffer in) {
    fed = in;
    while (in.hasRemaining() && open) {
      H1Exchange current = exchange;
      int before = in.position();
      if (current == null) {
        if (closing || out.isCongested()) {
          return;
        }
        begin();
      } else if (!current.hasHead()) {
        head(current, in);
      } else if (current.incoming().wants()) {
        current.incoming().feed(in);
      } else {
        return;
      }
      if (current != null) {
        current.countIn(in.position() - before);
      }
      if (isOver()) {
        finish(Ending.COMPLETE);
      }
    }
  }

  private void begin() {
    H1Exchange next = server.take();
    next.begin(this);
    exchange = next;
    next.clock().headBegins(loop().nanos());
  }

  /// Takes the next piece of a head; with the last one the request is handled.
  private void head(H1Exchange current, ByteBuffer in) {
    RequestHead head = current.head();
    int length = head.scan(in);
    int piece = length == HeadScanner.MORE ? in.remaining() : length;
    ServerLimits limits = serving().limits();
    int most = limits.targetBytes() + limits.headBytes() + LINE_SPARE;
    if (head.length() + piece > most) {
      // Judged by its first bytes alone, whatever packets it came in.
      head.take(in, most - head.length());
      in.position(in.limit());
      current.refuseTooLarge();
      return;
    }
    head.take(in, piece);
    if (length == HeadScanner.MORE) {
      return;
    }
    if (head.isBlankLine() && !blankSeen) {
      blankSeen = true; // RFC 9112, 2.2: one empty line before a request is forgiven
      server.give(current);
      exchange = null;
      return;
    }
    blankSeen = false;
    if (requests++ > 0) {
      serving().repeats(1);
    }
    if (mayBeHttp2() && head.isPreface()) {
      handOver(head, in);
      return;
    }
    current.clock().headEnds(loop().nanos());
    current.handle();
  }

  /// Whether the first line may be the preface of HTTP/2.
  boolean mayBeHttp2() {
    return requests == 1 && server.successor() != null;
  }

  private void handOver(RequestHead preface, ByteBuffer in) {
    byte[] bytes = preface.bytes();
    ByteBuffer received = ByteBuffer.allocate(bytes.length + in.remaining()).put(bytes).put(in);
    exchange = null;
    open = false;
    timer.stop();
    out.close();
    serving().release(this);
    try {
      if (!started) {
        out.transport().start(this); // the successor takes the events
      }
      server.handOver(out.transport(), peer, received.flip());
    } catch (IOException _) {
      server.abandon(out.transport(), peer);
    }
  }

  private boolean isOver() {
    return exchange != null && exchange.isOver();
  }

  /// The exchange is over: its numbers are told, and it is recycled when nobody can still hold it.
  private void finish(Ending ending) {
    H1Exchange current = exchange;
    if (current == null) {
      return;
    }
    exchange = null;
    boolean reusable = current.end(ending);
    if (reusable) {
      server.give(current);
    }
    clock.quiet(loop().nanos());
    if (closing || serving().isDraining()) {
      close();
    }
  }

  /// No further request is read; what waits is sent, and then the connection ends.
  private void close() {
    closing = true;
    stash = null;
    out.flush();
    if (out.isEmpty() && !out.isCongested()) {
      endOutput();
    }
  }

  private void endOutput() {
    if (!lingers || inputEnded || !open) {
      end();
      return;
    }
    try {
      out.transport().shutdownOutput();
    } catch (IOException _) {
      end();
      return;
    }
    linger = new Linger();
    clock.quiet(loop().nanos());
    if (started) {
      linger();
    }
  }

  private void linger() {
    if (linger != null && linger.isOver(out.transport())) {
      end();
    }
  }

  /// The connection is gone, whatever was under way.
  void cut(Ending ending, String reason) {
    if (!open) {
      return;
    }
    if (!reason.isEmpty()) {
      serving().log().refused(peer.remote(), 0, reason);
    }
    closing = true;
    end();
    H1Exchange current = exchange;
    if (current != null) {
      exchange = null;
      current.breakOff(ending);
    }
  }

  private void end() {
    if (open) {
      open = false;
      stash = null;
      timer.stop();
      out.close();
      out.transport().close();
      serving().remove(this, peer.remote());
    }
  }

  /// The client sends no more.
  private void inputEnded() {
    inputEnded = true;
    H1Exchange current = exchange;
    if (current == null) {
      close();
    } else if (!current.hasHead()) {
      cut(Ending.CLIENT_GONE, "");
    } else if (!current.incoming().isDone()) {
      current.incoming().closed();
    } else if (!current.isTunnel()) {
      if (current.answered()) {
        closing = true;
      } else {
        cut(Ending.CLIENT_GONE, "");
      }
    }
    if (isOver()) {
      finish(Ending.COMPLETE);
    }
  }

  /// The request's body broke off.
  void bodyFailed(BodyFailure cause) {
    closing = true;
    lingers = true;
    H1Exchange current = exchange;
    if (current == null) {
      return;
    }
    if (inputEnded) {
      cut(Ending.CLIENT_GONE, "");
    } else if (!current.answered()) {
      current.refuse(cause.kind().status(), cause.reason());
    } else {
      serving().log().refused(peer.remote(), 0, cause.reason());
    }
  }

  /// The exchange under way; none while what still comes is only dropped.
  @Nullable H1Exchange timed() {
    return linger == null ? exchange : null;
  }

  boolean isLingering() {
    return linger != null;
  }

  /// Something may be too late.
  @Override
  public void run() {
    enter();
    try {
      check();
    } finally {
      leave();
    }
  }

  private void check() {
    H1Exchange current = exchange;
    ExchangeClock.Verdict verdict = clock.verdict(this);
    switch (verdict) {
      case FINE -> {}
      case IDLE -> end();
      case WRITE_STALLED -> cut(Ending.TIMED_OUT, "client takes nothing of the answer");
      case HEAD_SLOW, BODY_SLOW, HANDLER_SLOW -> {
        if (current != null) {
          current.late(verdict);
        }
      }
    }
  }
}
