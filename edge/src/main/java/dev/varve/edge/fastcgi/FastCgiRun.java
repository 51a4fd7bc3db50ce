package dev.varve.edge.fastcgi;

import dev.varve.edge.action.RoutedExchange;
import dev.varve.edge.health.Breaker;
import dev.varve.edge.upstream.Place;
import dev.varve.graph.upstream.Timeouts;
import dev.varve.http.Body;
import dev.varve.http.BodyFailure;
import dev.varve.http.Ending;
import dev.varve.http.Exchange;
import dev.varve.http.Response;
import dev.varve.http.net.Timer;
import dev.varve.http.net.Transport;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/// One conversation with a FastCGI server: the request's body out as STDIN, the answer back from
/// STDOUT, both at the speed of whoever takes them. A connection serves one request. Belongs to the
/// exchange's loop.
final class FastCgiRun implements Transport.Events, RecordReader.Content, Exchange.EndListener {
  private static final System.Logger LOG = System.getLogger(FastCgiRun.class.getName());
  private static final int COMPLAINT_MAX = 2_000;

  private final RoutedExchange exchange;
  private final Place place;
  private final Timeouts timeouts;
  private final Transport transport;
  private final Timer timer;
  private final RecordReader records = new RecordReader(this);
  private final CgiHead head = new CgiHead();
  private final Stdin stdin;
  private final ScriptOutput output = new ScriptOutput(this::readOn, this::closeTransport);
  private final StringBuilder complaint = new StringBuilder();
  private boolean connected;
  private boolean answered;
  private boolean over;
  private boolean reading;

  private FastCgiRun(
      RoutedExchange exchange, Place place, Timeouts timeouts, Transport transport, byte[] begin) {
    this.exchange = exchange;
    this.place = place;
    this.timeouts = timeouts;
    this.transport = transport;
    this.timer = transport.loop().timer(this::tooLate);
    this.stdin = new Stdin(transport, exchange.body(), begin, this::broken);
  }

  /// @throws IOException when there is no connection at once
  static void begin(
      RoutedExchange exchange, Place place, Timeouts timeouts, SocketAddress address, byte[] begin)
      throws IOException {
    Transport transport = exchange.loop().connect(address);
    var run = new FastCgiRun(exchange, place, timeouts, transport, begin);
    exchange.onEnd(run);
    run.timer.start(timeouts.connect().toNanos());
    transport.start(run);
    run.writable();
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
        timer.start(timeouts.firstByte().toNanos());
      }
      stdin.flush();
    } catch (IOException cause) {
      failed(connected ? "upstream_request_write" : "upstream_connect");
    }
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
      LOG.log(System.Logger.Level.WARNING, () -> place.target() + " broke off: " + cause);
      failed("upstream_response_read");
    } finally {
      reading = false;
    }
  }

  /// False when there is nothing to read now, or never again.
  private boolean readOnce() throws IOException {
    ByteBuffer buffer = transport.loop().takeRead().clear();
    try {
      int count = transport.read(buffer);
      if (count < 0) {
        failed("upstream_response_read");
      } else if (count > 0) {
        timer.start(timeouts.idle().toNanos());
        records.read(buffer.flip());
      }
      return count > 0;
    } finally {
      transport.loop().giveRead(buffer);
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
    place.left(status >= 500 ? Breaker.Result.BAD : Breaker.Result.GOOD, transport.loop().nanos());
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
    if (!answered) {
      failed(refused ? "upstream_busy" : "upstream_response_read");
      return;
    }
    finish();
    output.end();
  }

  private void broken() {
    failed("upstream_request_write");
  }

  private void tooLate() {
    failed(
        connected
            ? answered ? "upstream_idle_timeout" : "upstream_first_byte_timeout"
            : "upstream_connect_timeout");
  }

  private void failed(String errorType) {
    if (over) {
      return;
    }
    finish();
    if (answered) {
      output.fail(new BodyFailure(BodyFailure.Kind.GONE, errorType));
      return;
    }
    place.left(Breaker.Result.BAD, transport.loop().nanos());
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
    stdin.cancel();
    transport.close();
    if (!complaint.isEmpty()) {
      String text = complaint.toString().replaceAll("[\\r\\n]+", " | ");
      LOG.log(System.Logger.Level.WARNING, () -> place.target() + " says: " + text);
    }
  }

  private void closeTransport() {
    if (!over) {
      finish();
    }
  }

  /// The client is served, or has gone.
  @Override
  public void ended(Exchange of, Ending ending) {
    if (!over) {
      if (!answered) {
        place.left(Breaker.Result.UNKNOWN, transport.loop().nanos());
      }
      finish();
    }
    place.target().ended();
  }
}
