package dev.varve.edge.fastcgi;

import dev.varve.base.LateLogger;
import dev.varve.edge.action.RoutedExchange;
import dev.varve.edge.health.Attempt;
import dev.varve.edge.health.Breaker;
import dev.varve.edge.upstream.KeptConnections;
import dev.varve.edge.upstream.LoopUpstream;
import dev.varve.edge.upstream.Place;
import dev.varve.graph.upstream.Timeouts;
import dev.varve.http.Body;
import dev.varve.http.BodyFailure;
import dev.varve.http.Response;
import dev.varve.http.net.Loop;
import dev.varve.http.net.Timer;
import dev.varve.http.net.Transport;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/// One conversation with a FastCGI server: the request's body out as STDIN, the answer back from
/// STDOUT, both at the speed of whoever takes them. Belongs to the exchange's loop.
///
/// A connection that was kept may have been ended by the server meanwhile, which shows only when it
/// is used. So only requests that may be sent twice, and have no body, go to one.
final class FastCgiRun implements Transport.Events, RecordReader.Content, AutoCloseable {
  private static final System.Logger LOG = LateLogger.of(FastCgiRun.class);
  private static final int COMPLAINT_MAX = 2_000;

  /// A free worker takes a request far sooner.
  private static final long UNSERVED_NANOS = 100_000_000;

  private final RoutedExchange exchange;
  private final Place place;
  private final SocketAddress address;
  private final byte[] begin;
  private final Consumer<Attempt.Cause> refused;
  private final Loop loop;
  private final KeptConnections kept;
  private final Timeouts timeouts;
  private final Timer timer;
  private final Timer patience;
  private final CgiHead head = new CgiHead();
  private final ScriptOutput output = new ScriptOutput(this::readOn, this::close);
  private final StringBuilder complaint = new StringBuilder();
  private RecordReader records = new RecordReader(this);
  private Transport transport;
  private Stdin stdin;
  private boolean again;
  private boolean connected;
  private boolean heard;
  private boolean unserved;
  private boolean sent;
  private boolean answered;
  private boolean over;
  private boolean reading;

  /// @param begin the records that come before the body
  /// @param refused told instead of the client when no connection comes about
  /// @throws IOException when there is no connection at once
  FastCgiRun(
      RoutedExchange exchange,
      LoopUpstream upstream,
      Contact contact,
      byte[] begin,
      Consumer<Attempt.Cause> refused)
      throws IOException {
    this.exchange = exchange;
    this.place = contact.place();
    this.address = contact.address();
    this.begin = begin;
    this.refused = refused;
    this.loop = exchange.loop();
    this.kept = upstream.kept();
    this.timeouts = upstream.group().settings().timeouts();
    this.timer = loop.timer(this::tooLate);
    this.patience = loop.timer(this::unserved);
    Transport before = isRepeatable() ? kept.take(contact.place().target()) : null;
    this.again = before != null;
    this.transport = before == null ? loop.connect(contact.address()) : before;
    this.stdin = stdin();
  }

  private boolean isRepeatable() {
    return exchange.request().isIdempotent() && exchange.body().length() == 0;
  }

  private Stdin stdin() {
    return new Stdin(transport, exchange.body(), this::sending, this::broken).begin(begin);
  }

  void begin() {
    try {
      connected = again;
      if (again) {
        transport.events(this);
      } else {
        timer.start(timeouts.connect().toNanos());
        transport.start(this);
      }
      writable();
    } catch (IOException _) {
      failed("upstream_connect");
    }
  }

  /// The server had ended the kept connection: the same on a new one.
  private void beginAgain() {
    again = false;
    connected = false;
    transport.close();
    stdin.cancel();
    try {
      transport = loop.connect(address);
    } catch (IOException _) {
      failed("upstream_connect");
      return;
    }
    stdin = stdin();
    records = new RecordReader(this);
    begin();
  }

  @Override
  public void writable() {
    if (over) {
      return;
    }
    try {
      if (!connected) {
        if (!transport.connected()) {
          return;
        }
        connected = true;
        patience.start(UNSERVED_NANOS);
      }
      stdin.flush();
      sending();
    } catch (IOException cause) {
      failed(connected ? "upstream_request_write" : "upstream_connect");
    }
  }

  /// Waits for the client are the client's affair; a server that takes nothing is timed, and the
  /// first byte of the answer once all was sent.
  private void sending() {
    if (over || heard) {
      return;
    }
    if (stdin.isSent()) {
      timer.start(timeouts.firstByte().toNanos());
    } else if (stdin.isBlocked()) {
      timer.start(timeouts.idle().toNanos());
    } else {
      timer.stop();
    }
  }

  private void unserved() {
    unserved = true;
    kept.unserved();
  }

  @Override
  public void readable() {
    if (!connected) {
      writable();
    }
    readOn();
  }

  /// Whoever takes the answer may ask for more from within; the loop below goes on by itself then.
  private void readOn() {
    if (reading) {
      return;
    }
    reading = true;
    try {
      while (!over && connected && !output.isFull()) {
        if (!readOnce()) {
          return;
        }
      }
    } catch (IOException | IllegalArgumentException cause) {
      if (heard || !again) {
        LOG.log(System.Logger.Level.WARNING, () -> place.target() + " broke off: " + cause);
      }
      failed("upstream_response_read");
    } finally {
      reading = false;
    }
  }

  /// False when there is nothing to read now, or never again.
  private boolean readOnce() throws IOException {
    ByteBuffer buffer = loop.takeRead().clear();
    try {
      int count = transport.read(buffer);
      if (count < 0) {
        failed("upstream_response_read");
      } else if (count > 0) {
        hear();
        records.read(buffer.flip());
        if (records.isOver()) {
          part(!buffer.hasRemaining());
        }
      }
      return count > 0;
    } finally {
      loop.giveRead(buffer);
    }
  }

  private void hear() {
    heard = true;
    served();
    timer.start(timeouts.idle().toNanos());
  }

  private void served() {
    patience.stop();
    if (unserved) {
      unserved = false;
      kept.served();
    }
  }

  @Override
  public void output(ByteBuffer piece) {
    if (!head.isComplete()) {
      head.read(piece);
      if (!head.isComplete()) {
        return;
      }
      answer();
    }
    if (piece.hasRemaining()) {
      output.deliver(piece);
    }
  }

  private void answer() {
    answered = true;
    int status = head.status();
    place.left(status >= 500 ? Breaker.Result.BAD : Breaker.Result.GOOD, loop.nanos());
    Response response = exchange.response();
    response.status(status).fields().copy(head.fields());
    boolean none = exchange.request().isHead() || status == 204 || status == 304;
    output.length(head.length());
    if (none) {
      output.discard();
    }
    exchange.respond(response, none ? Body.empty() : output);
  }

  @Override
  public void complaint(ByteBuffer piece) {
    while (piece.hasRemaining() && complaint.length() < COMPLAINT_MAX) {
      complaint.append((char) (piece.get() & 0xFF));
    }
  }

  @Override
  public void ended(boolean refused) {
    if (over) {
      return; // The client went while its answer was read.
    }
    if (!answered) {
      failed(refused ? "upstream_busy" : "upstream_response_read");
      return;
    }
    sent = stdin.isSent();
    finish();
  }

  /// @param clean nothing follows the end of the request
  private void part(boolean clean) {
    if (clean && sent) {
      kept.keep(place.target(), transport);
    } else {
      transport.close();
    }
    if (answered) {
      output.end();
    }
  }

  private void broken() {
    failed("upstream_request_write");
  }

  private void tooLate() {
    again = false;
    failed(
        connected
            ? answered ? "upstream_idle_timeout" : "upstream_first_byte_timeout"
            : "upstream_connect_timeout");
  }

  private void failed(String errorType) {
    if (over) {
      return;
    }
    if (again && !heard) {
      beginAgain();
      return;
    }
    if (!connected) {
      stdin.forget();
      finish();
      transport.close();
      refused.accept(
          errorType.endsWith("timeout") ? Attempt.Cause.CONNECT_TIMEOUT : Attempt.Cause.CONNECT);
      return;
    }
    finish();
    transport.close();
    if (answered) {
      output.fail(new BodyFailure(BodyFailure.Kind.GONE, errorType));
      return;
    }
    place.left(Breaker.Result.BAD, loop.nanos());
    BodyFailure ours = stdin.failure();
    if (ours != null) {
      exchange.fail(ours.kind().status(), "request_body_read");
    } else if (errorType.equals("upstream_busy")) {
      exchange.fail(503, errorType);
    } else {
      exchange.fail(errorType.endsWith("timeout") ? 504 : 502, errorType);
    }
  }

  /// The conversation is over, the exchange perhaps not yet.
  private void finish() {
    over = true;
    timer.stop();
    served();
    stdin.cancel();
    if (!complaint.isEmpty()) {
      String text = complaint.toString().replaceAll("[\\r\\n]+", " | ");
      LOG.log(System.Logger.Level.WARNING, () -> place.target() + " says: " + text);
    }
  }

  /// The client is served, or has gone.
  @Override
  public void close() {
    if (!over) {
      if (!answered) {
        place.left(Breaker.Result.UNKNOWN, loop.nanos());
      }
      finish();
      transport.close();
    }
  }
}
