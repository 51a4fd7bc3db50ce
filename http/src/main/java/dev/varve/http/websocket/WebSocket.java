package dev.varve.http.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.varve.http.Body;
import dev.varve.http.BodyFailure;
import dev.varve.http.BodyReader;
import dev.varve.http.Exchange;
import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import dev.varve.http.Request;
import dev.varve.http.Response;
import dev.varve.http.client.ClientFailure;
import dev.varve.http.client.HttpClient;
import dev.varve.http.client.Origin;
import dev.varve.http.client.ResponseReader;
import dev.varve.http.net.Loop;
import dev.varve.http.net.Timer;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// An open WebSocket, at a server or a client, over HTTP/1.1 or HTTP/2. Belongs to a loop: all
/// calls are made there, and its listener is called there and must not block.
///
/// What waits for a slow peer is bounded: sending then says false, and [Listener#drained] tells
/// when to go on. A listener that is too slow itself calls [#pause].
public final class WebSocket {
  /// Who takes in messages. After [#closed] nothing more is told.
  public interface Listener {
    /// The handshake is done; sending works from now on.
    default void opened(WebSocket socket) {}

    void text(WebSocket socket, String message);

    /// @param message lent until this returns
    void binary(WebSocket socket, ByteBuffer message);

    /// There is room again after sending was refused.
    default void drained(WebSocket socket) {}

    /// Told once, in any case.
    ///
    /// @param code of [CloseCode]: the peer's, or why the WebSocket broke
    void closed(WebSocket socket, int code, String reason);
  }

  private static final int SCRATCH = 16 * 1024;
  private static final int REASON_MAX = 123;

  private final Loop loop;
  private final WebSocketOptions options;
  private final Listener listener;
  private final String protocol;
  private final Outbound out = new Outbound(new Draining());
  private final FrameWriter writer;
  private final FrameReader reader;
  private final MessageReader messages;
  private final @Nullable MessageDeflater deflater;
  private final Timer timer;
  private @Nullable Body in;
  private boolean closeSent;
  private boolean over;
  private boolean refused;
  private boolean pingSent;

  private WebSocket(
      Loop loop,
      WebSocketOptions options,
      Listener listener,
      Handshake.Outcome.Accepted accepted,
      boolean client) {
    this.loop = loop;
    this.options = options;
    this.listener = listener;
    this.protocol = accepted.protocol();
    DeflateTerms terms = accepted.deflate();
    boolean weForget = terms != null && (client ? terms.clientForgets() : terms.serverForgets());
    boolean peerForgets = terms != null && (client ? terms.serverForgets() : terms.clientForgets());
    this.deflater = terms == null ? null : new MessageDeflater(weForget);
    this.writer = new FrameWriter(client ? new Keys() : null);
    this.messages =
        new MessageReader(
            new Arriving(),
            options.messageBytes(),
            terms == null ? null : new MessageInflater(peerForgets));
    this.reader = new FrameReader(messages, !client, terms != null, new byte[SCRATCH]);
    this.timer = loop.timer(this::tick);
  }

  /// Whether a request asks for a WebSocket.
  public static boolean isAsked(Request request) {
    return Handshake.PROTOCOL.equalsIgnoreCase(String.valueOf(request.protocol()));
  }

  /// Answers a request: opens a WebSocket, or refuses a wrong handshake with 400 or 426. Whoever
  /// lets browsers in has to look at Origin before.
  public static void accept(Exchange exchange, WebSocketOptions options, Listener listener) {
    Request request = exchange.request();
    Response response = exchange.response().clear();
    switch (Handshake.check(request, options)) {
      case Handshake.Outcome.Refused(int status, String reason) ->
          exchange.respond(
              response
                  .status(status)
                  .field(FieldName.CONTENT_TYPE, "text/plain; charset=utf-8")
                  .field(Handshake.VERSION_NAME, Handshake.VERSION),
              Body.of(reason + "\n"));
      case Handshake.Outcome.Accepted accepted -> {
        Handshake.answer(request, accepted, response);
        var socket = new WebSocket(exchange.loop(), options, listener, accepted, false);
        Body incoming = exchange.body();
        exchange.tunnel(response, socket.out);
        socket.open(incoming);
      }
    }
  }

  /// Opens a WebSocket at an origin over HTTP/1.1. The request is a GET that gets the fields of the
  /// handshake. A refused handshake is told as closed with [CloseCode#ABNORMAL].
  public static void connect(
      HttpClient client,
      Origin origin,
      Request request,
      WebSocketOptions options,
      Listener listener) {
    String key = Handshake.ask(request, options);
    var opening = new Opening(client.loop(), key, options, listener);
    client.send(origin, request, opening.outgoing, opening);
  }

  public Loop loop() {
    return loop;
  }

  /// The subprotocol both sides agreed on, empty without one.
  public String protocol() {
    return protocol;
  }

  /// Whether messages can still be sent.
  public boolean isOpen() {
    return !closeSent && !over;
  }

  /// How many bytes wait for the peer.
  public long waiting() {
    return out.waiting();
  }

  /// Sends a text message; false when it was refused, as too much waits or the WebSocket closes.
  public boolean text(String message) {
    byte[] bytes = message.getBytes(UTF_8);
    return send(Opcode.TEXT, bytes, bytes.length);
  }

  /// Sends a binary message, copying what is left of the buffer; false when it was refused.
  public boolean binary(ByteBuffer message) {
    var bytes = new byte[message.remaining()];
    message.get(bytes);
    return send(Opcode.BINARY, bytes, bytes.length);
  }

  /// A text message as a server sends it, to be [#relay]ed to any number of clients.
  ///
  /// @param text in UTF-8
  public static byte[] message(byte[] text) {
    ByteBuffer frame = new FrameWriter(null).frame(Opcode.FIN | Opcode.TEXT, text, 0, text.length);
    var bytes = new byte[frame.remaining()];
    frame.get(bytes);
    return bytes;
  }

  /// Sends messages of [#message], any number of whole ones one behind the other, as a server; they
  /// are not compressed. The buffer is lent. Nothing is kept here: false when something waits for
  /// the peer already, and [Listener#drained] tells when to try again.
  public boolean relay(ByteBuffer messages) {
    boolean sent = isOpen() && out.pass(messages);
    refused |= !sent && isOpen();
    return sent;
  }

  /// Asks the peer for a sign of life.
  public void ping() {
    if (isOpen()) {
      out.add(writer.frame(Opcode.FIN | Opcode.PING, new byte[0], 0, 0));
    }
  }

  /// Begins to close; the peer's answer is awaited for a moment.
  public void close(int code, String reason) {
    if (!CloseCode.maySend(code)) {
      throw new IllegalArgumentException("close code may not be sent: " + code);
    }
    if (isOpen()) {
      sendClose(code, reason);
      timer.start(options.close().toNanos());
    }
  }

  /// No more messages after those that came already, until [#resume].
  public void pause() {
    Body body = in;
    if (body != null) {
      body.pause();
    }
  }

  /// Messages may come again.
  public void resume() {
    Body body = in;
    if (body != null) {
      body.resume();
    }
  }

  private void open(Body incoming) {
    in = incoming;
    timer.start(options.ping().toNanos());
    listener.opened(this);
    if (!over) {
      incoming.read(new Arriving());
    }
  }

  private boolean send(int opcode, byte[] bytes, int length) {
    if (!isOpen() || out.waiting() + length > options.outboundBytes()) {
      refused = isOpen();
      return false;
    }
    MessageDeflater compressor = deflater;
    if (compressor != null && length >= options.compressFrom()) {
      int packed = compressor.deflate(bytes, 0, length);
      int first = Opcode.FIN | Opcode.COMPRESSED | opcode;
      out.add(writer.frame(first, compressor.bytes(), 0, packed));
    } else {
      out.add(writer.frame(Opcode.FIN | opcode, bytes, 0, length));
    }
    return true;
  }

  private void sendClose(int code, String reason) {
    closeSent = true;
    byte[] payload = closePayload(code, reason);
    out.add(writer.frame(Opcode.FIN | Opcode.CLOSE, payload, 0, payload.length));
  }

  private static byte[] closePayload(int code, String reason) {
    if (code == CloseCode.NONE) {
      return new byte[0];
    }
    byte[] text = reason.getBytes(UTF_8);
    int length = Math.min(text.length, REASON_MAX);
    while (length < text.length && length > 0 && (text[length] & 0xc0) == 0x80) {
      length--; // not within a character
    }
    byte[] payload = new byte[2 + length];
    payload[0] = (byte) (code >>> 8);
    payload[1] = (byte) code;
    System.arraycopy(text, 0, payload, 2, length);
    return payload;
  }

  /// The peer broke a rule.
  private void fail(ProtocolException violation) {
    if (!closeSent) {
      sendClose(violation.code(), violation.reason());
    }
    finish(violation.code(), violation.reason());
  }

  /// The end: what was sent still leaves, what comes is dropped, and the peer has a moment to end
  /// its side. Cutting the connection at once could take our close frame away.
  private void finish(int code, String reason) {
    if (over) {
      return;
    }
    over = true;
    if (code == CloseCode.ABNORMAL) {
      cut();
    } else {
      resume();
      timer.start(options.close().toNanos());
    }
    out.end();
    messages.close();
    if (deflater != null) {
      deflater.close();
    }
    listener.closed(this, code, reason);
  }

  private void cut() {
    timer.stop();
    Body body = in;
    if (body != null) {
      in = null;
      body.cancel();
    }
  }

  /// Nothing came for a while.
  private void tick() {
    if (over) {
      cut();
      return;
    }
    if (closeSent) {
      finish(CloseCode.ABNORMAL, "peer did not answer the close frame");
    } else if (pingSent) {
      finish(CloseCode.ABNORMAL, "peer gives no sign of life");
    } else {
      pingSent = true;
      ping();
      timer.start(options.ping().toNanos());
    }
  }

  private void signOfLife() {
    pingSent = false;
    if (!closeSent) {
      timer.start(options.ping().toNanos());
    }
  }

  /// What comes from the peer: bytes, and then what they mean.
  private final class Arriving implements BodyReader, MessageReader.Sink {
    @Override
    public void data(ByteBuffer lent) {
      if (over) {
        return;
      }
      signOfLife();
      try {
        reader.read(lent);
      } catch (ProtocolException violation) {
        fail(violation);
      }
    }

    @Override
    public void end(Fields trailers) {
      in = null;
      timer.stop();
      finish(CloseCode.ABNORMAL, "peer closed the connection");
    }

    @Override
    public void failed(BodyFailure cause) {
      in = null;
      timer.stop();
      finish(CloseCode.ABNORMAL, cause.reason());
    }

    @Override
    public void text(String message) {
      if (!closeSent) {
        listener.text(WebSocket.this, message);
      }
    }

    @Override
    public void binary(byte[] bytes, int length) {
      if (!closeSent) {
        listener.binary(WebSocket.this, ByteBuffer.wrap(bytes, 0, length).asReadOnlyBuffer());
      }
    }

    @Override
    public void ping(byte[] payload, int length) {
      // While the peer takes nothing its pings need no answer: it would not get to see it.
      if (isOpen() && out.waiting() < options.outboundBytes()) {
        out.add(writer.frame(Opcode.FIN | Opcode.PONG, payload, 0, length));
      }
    }

    @Override
    public void pong() {
      // Any bytes are a sign of life already.
      pingSent = false;
    }

    @Override
    public void close(int code, String reason) {
      if (!closeSent) {
        sendClose(code, reason);
      }
      finish(code, reason);
    }
  }

  /// What becomes of frames that were sent.
  private final class Draining implements Outbound.Listener {
    @Override
    public void drained() {
      if (refused && out.waiting() * 2 <= options.outboundBytes()) {
        refused = false;
        listener.drained(WebSocket.this);
      }
    }

    @Override
    public void gone() {
      loop.execute(() -> finish(CloseCode.ABNORMAL, "connection is gone"));
    }
  }

  /// A client's handshake. Until the answer is there nothing is sent behind the request.
  private static final class Opening implements ResponseReader {
    private final Loop loop;
    private final String key;
    private final WebSocketOptions options;
    private final Listener listener;
    private final LateBody outgoing = new LateBody();

    Opening(Loop loop, String key, WebSocketOptions options, Listener listener) {
      this.loop = loop;
      this.key = key;
      this.options = options;
      this.listener = listener;
    }

    @Override
    public void response(Response response, Body body) {
      try {
        var accepted = Handshake.confirm(response, key, options);
        var socket = new WebSocket(loop, options, listener, accepted, true);
        outgoing.become(socket.out);
        socket.open(body);
      } catch (ProtocolException violation) {
        body.cancel();
        closed(violation.reason());
      }
    }

    @Override
    public void failed(ClientFailure failure) {
      closed(failure.reason());
    }

    private void closed(String reason) {
      var never = new Handshake.Outcome.Accepted("", null);
      new WebSocket(loop, options, listener, never, true).finish(CloseCode.ABNORMAL, reason);
    }
  }
}
