package dev.varve.http.h1;

import dev.varve.http.Body;
import dev.varve.http.BodyFailure;
import dev.varve.http.Fields;
import dev.varve.http.Request;
import dev.varve.http.Response;
import dev.varve.http.net.Loop;
import dev.varve.http.net.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// An HTTP/1.1 connection to an origin: one request at a time. Input is read only while somebody
/// wants it; whatever is incomplete, ambiguous or too much ends the connection.
///
/// Works like [H1Connection]: calls from outside run between [#enter] and [#leave], and an exchange
/// that is over is ended by the last `leave` only, when none of its methods is on the stack.
public final class H1Upstream
    implements Transport.Events, Outbox.Owner, Incoming.Owner, Outgoing.Owner {
  /// Why there is no response.
  public enum Fault {
    /// The connection broke.
    BROKEN,
    /// The response breaks the rules.
    BAD,
    /// The request's own body broke off.
    REQUEST
  }

  /// Who sent the request. Nothing is told after [#failed] or [#ended].
  public interface Listener {
    /// An interim response; valid until this returns.
    void informed(Response interim);

    /// The response's head; valid, with its body, until [#ended].
    void response(Response response, Body body);

    /// There is no response; the connection is closed.
    void failed(Fault fault, String reason);

    /// The exchange is over.
    ///
    /// @param reusable whether the connection is open for the next request
    void ended(boolean reusable);
  }

  /// Who owns the connection.
  @FunctionalInterface
  public interface Keeper {
    /// It closed, whether it was in use or not.
    void closed(H1Upstream connection);
  }

  private static final int READS_PER_TURN = 16;
  private static final int INTERIM_MOST = 32;

  private final Transport transport;
  private final Keeper keeper;
  private final int headBytesMost;
  private final int headFieldsMost;
  private final Outbox out;
  private final HeadScanner scanner = new HeadScanner();
  private final Response response = new Response();
  private final ResponseHead head = new ResponseHead(response);
  private final Incoming incoming = new Incoming(this);
  private final Outgoing outgoing;
  private @Nullable Listener listener;
  private @Nullable Body tunnelBody;
  private @Nullable ByteBuffer stash;
  private @Nullable IOException transportEnds;
  private int headLength;
  private int interims;
  private int depth;
  private int served;
  private long bytesIn;
  private long firstByteNanos;
  private boolean pumping;
  private boolean toHead;
  private boolean asksTunnel;
  private boolean connects;
  private boolean responded;
  private boolean requestSent;
  private boolean reusable;
  private boolean outputBroken;
  private boolean open = true;

  public H1Upstream(Transport transport, int headBytesMost, int headFieldsMost, Keeper keeper) {
    this.transport = transport;
    this.keeper = keeper;
    this.headBytesMost = headBytesMost;
    this.headFieldsMost = headFieldsMost;
    this.out = new Outbox(transport, this);
    this.outgoing = new Outgoing(out, this);
  }

  public Transport transport() {
    return transport;
  }

  public boolean isOpen() {
    return open;
  }

  /// How many requests were sent.
  public int served() {
    return served;
  }

  /// Bytes moved in both directions, to see whether anything moves.
  public long progress() {
    return bytesIn + out.total() - out.waiting();
  }

  /// Whether it is the origin's turn to do something.
  public boolean waitsForOrigin() {
    return out.isCongested()
        || (!responded && !outgoing.isSending())
        || (responded && incoming.wants());
  }

  /// When the first byte of the current response came, by the loop's nanos; 0 before.
  public long firstByteNanos() {
    return firstByteNanos;
  }

  /// Whether all of the current request was handed over.
  public boolean requestSent() {
    return requestSent;
  }

  /// Sends a request; the connection must be open and unused. Whether the body was touched can be
  /// asked of it.
  public void send(Request request, Body body, Listener to) {
    enter();
    try {
      begin(request, to);
      long length = asksTunnel ? 0 : body.length();
      HeadWriter.requestLine(out, request);
      HeadWriter.requestFields(out, request.fields());
      framing(request, length);
      HeadWriter.end(out);
      if (asksTunnel) {
        tunnelBody = body;
        requestSent = true;
      } else if (length == 0) {
        body.cancel();
        requestSent = true;
      } else {
        boolean chunked = length < 0;
        outgoing.send(body, chunked ? Outgoing.Form.CHUNKED : Outgoing.Form.FIXED, length);
      }
    } finally {
      leave();
    }
  }

  private void begin(Request request, Listener to) {
    listener = to;
    served++;
    toHead = request.isHead();
    connects = request.isConnect();
    asksTunnel = request.protocol() != null || connects;
    tunnelBody = null;
    headLength = 0;
    interims = 0;
    firstByteNanos = 0;
    responded = false;
    requestSent = false;
    reusable = false;
    scanner.reset();
    response.clear();
    incoming.begin(0, headBytesMost, headFieldsMost);
  }

  private void framing(Request request, long length) {
    String protocol = request.protocol();
    if (protocol != null) {
      HeadWriter.upgrade(out, protocol);
    } else if (length < 0) {
      HeadWriter.chunked(out);
    } else if (length > 0 || expectsLength(request.method())) {
      HeadWriter.length(out, length);
    }
  }

  /// RFC 9110, 8.6: a length of 0 is told for methods that usually have a body.
  private static boolean expectsLength(String method) {
    return switch (method) {
      case "POST", "PUT", "PATCH" -> true;
      default -> false;
    };
  }

  /// Ends it at once. Who sent a request is told nothing.
  public void close() {
    listener = null;
    end();
  }

  private void enter() {
    depth++;
  }

  private void leave() {
    if (depth == 1 && isOver()) {
      finish();
    }
    depth--;
  }

  private boolean isOver() {
    return responded && incoming.isDone() && incoming.isBegun() && !isTunnelling();
  }

  private boolean isTunnelling() {
    return incoming.endsWithConnection() && asksTunnel && outgoing.isSending();
  }

  private void finish() {
    Listener told = listener;
    listener = null;
    boolean whole = open && reusable && requestSent && stash == null && !outputBroken;
    if (!whole) {
      outgoing.cancel();
      end();
    }
    responded = false;
    if (whole) {
      pump(); // the origin may have ended the connection right behind its response
    }
    if (told != null) {
      told.ended(whole && open);
    }
  }

  @Override
  public void readable() {
    enter();
    try {
      pump();
    } finally {
      leave();
    }
  }

  @Override
  public void writable() {
    if (!out.isCongested()) {
      return; // a connection that had to wait for its making is told at every read
    }
    enter();
    try {
      out.writable();
    } finally {
      leave();
    }
  }

  @Override
  public void drained() {
    if (outgoing.isSending()) {
      outgoing.drained();
    } else if (asksTunnel && responded) {
      endTunnelOutput();
    }
  }

  /// Nothing more can be sent; an answer may still be there to read, as when an origin refuses a
  /// large body.
  @Override
  public void broken(IOException cause) {
    outputBroken = true;
    outgoing.cancel();
    if (!responded) {
      transportEnds = cause;
      pump();
    }
  }

  @Override
  public void crashed() {
    enter();
    try {
      ended("the connection failed by a bug");
      end();
    } finally {
      leave();
    }
  }

  private void pump() {
    if (pumping || !open) {
      return;
    }
    pumping = true;
    Loop loop = transport.loop();
    ByteBuffer buffer = loop.takeRead();
    try {
      if (feedStash()) {
        readWanted(buffer);
      }
    } catch (IOException cause) {
      ended(reason(cause));
    } finally {
      loop.giveRead(buffer);
      pumping = false;
    }
  }

  private boolean feedStash() {
    ByteBuffer kept = stash;
    if (kept == null) {
      return true;
    }
    feed(kept);
    if (kept.hasRemaining()) {
      return false;
    }
    stash = null;
    return true;
  }

  private void readWanted(ByteBuffer buffer) throws IOException {
    for (int i = 0; i < READS_PER_TURN; i++) {
      if (!open || stash != null || (responded && !incoming.wants())) {
        return;
      }
      int read = transport.read(buffer.clear());
      if (read == 0) {
        if (transportEnds != null) {
          ended(reason(transportEnds));
        }
        return;
      }
      if (read < 0) {
        ended("connection closed by the origin");
        return;
      }
      bytesIn += read;
      feed(buffer.flip());
      if (buffer.hasRemaining() && open) {
        stash = ByteBuffer.allocate(buffer.remaining()).put(buffer).flip();
      }
    }
    transport.loop().execute(this::readable);
  }

  private static String reason(IOException cause) {
    return "connection broke: " + cause.getMessage();
  }

  private void feed(ByteBuffer in) {
    while (in.hasRemaining() && open) {
      if (listener == null) {
        end(); // bytes nobody asked for
      } else if (!responded) {
        takeHead(in);
      } else if (incoming.wants()) {
        incoming.feed(in);
      } else {
        return;
      }
    }
  }

  private void takeHead(ByteBuffer in) {
    if (firstByteNanos == 0) {
      firstByteNanos = transport.loop().nanos();
    }
    int length = scanner.scan(in);
    int piece = length == HeadScanner.MORE ? in.remaining() : length;
    if (headLength + piece > headBytesMost) {
      fail(Fault.BAD, Refusal.FIELDS_TOO_LARGE.reason());
      return;
    }
    Fields fields = response.fields();
    byte[] bytes = headLength == 0 ? fields.open(piece) : fields.widen(headLength + piece);
    in.get(bytes, headLength, piece);
    headLength += piece;
    if (length == HeadScanner.MORE) {
      return;
    }
    Refusal refusal = head.parse(headLength, headFieldsMost, toHead);
    if (refusal == null) {
      refusal = response.status() < 200 ? interim() : respond();
    }
    if (refusal != null) {
      fail(Fault.BAD, refusal.reason());
    }
  }

  private @Nullable Refusal interim() {
    if (response.status() == 101) {
      return asksTunnel ? respond() : Refusal.UPGRADE_NOT_ASKED;
    }
    if (++interims > INTERIM_MOST) {
      return Refusal.INTERIM_RESPONSES;
    }
    Listener to = listener;
    if (to != null && response.status() != 100) {
      to.informed(response);
    }
    headLength = 0;
    scanner.reset();
    response.clear();
    return null;
  }

  private @Nullable Refusal respond() {
    int status = response.status();
    boolean switches = status == 101 || (connects && status / 100 == 2);
    responded = true;
    if (switches || head.bodyLength() == ResponseHead.UNTIL_CLOSE) {
      incoming.beginRaw();
    } else {
      incoming.begin(head.bodyLength(), headBytesMost, headFieldsMost);
      reusable = head.persistent() && !asksTunnel;
    }
    Body tunnel = tunnelBody;
    tunnelBody = null;
    if (tunnel != null && !switches) {
      tunnel.cancel();
    }
    Listener to = listener;
    if (to != null) {
      to.response(response, incoming);
    }
    if (tunnel != null && switches && open) {
      outgoing.send(tunnel, Outgoing.Form.RAW, -1);
    }
    return null;
  }

  private void endTunnelOutput() {
    out.flush();
    if (out.isEmpty() && !out.isCongested() && open) {
      try {
        transport.shutdownOutput();
      } catch (IOException cause) {
        ended(reason(cause));
      }
    }
  }

  /// The origin ended the connection, or it broke.
  private void ended(String reason) {
    if (listener == null) {
      end();
    } else if (!responded) {
      fail(Fault.BROKEN, reason);
    } else {
      reusable = false;
      incoming.closed();
    }
  }

  private void fail(Fault fault, String reason) {
    Listener told = listener;
    listener = null;
    outgoing.cancel();
    cancelTunnel();
    end();
    if (told != null) {
      told.failed(fault, reason);
    }
  }

  private void cancelTunnel() {
    Body tunnel = tunnelBody;
    tunnelBody = null;
    if (tunnel != null) {
      tunnel.cancel();
    }
  }

  private void end() {
    if (open) {
      open = false;
      stash = null;
      out.close();
      transport.close();
      outgoing.cancel();
      cancelTunnel();
      keeper.closed(this);
    }
  }

  /// Breaks the response's body off, as for a limit of time.
  public void breakOff(BodyFailure cause) {
    enter();
    reusable = false;
    incoming.fail(cause);
    leave();
  }

  @Override
  public void bodyWanted() {
    enter();
    try {
      pump();
    } finally {
      leave();
    }
  }

  @Override
  public void bodyFailed(BodyFailure cause) {
    reusable = false;
    enter();
    leave();
  }

  @Override
  public void bodyCancelled() {
    enter();
    if (!incoming.isDone()) {
      reusable = false;
      incoming.abandon();
    }
    leave();
  }

  @Override
  public void bodySent() {
    enter();
    requestSent = true;
    if (asksTunnel) {
      endTunnelOutput();
    }
    leave();
  }

  @Override
  public void bodyNotSent(BodyFailure cause) {
    enter();
    if (responded) {
      reusable = false;
    } else {
      fail(Fault.REQUEST, "request body broke off: " + cause.reason());
    }
    leave();
  }
}
