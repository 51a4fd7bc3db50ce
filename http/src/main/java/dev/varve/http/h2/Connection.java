package dev.varve.http.h2;

import dev.varve.http.BodyFailure;
import dev.varve.http.Fields;
import dev.varve.http.h2.frame.ErrorCode;
import dev.varve.http.h2.frame.FrameReader;
import dev.varve.http.h2.frame.FrameType;
import dev.varve.http.h2.frame.FrameWriter;
import dev.varve.http.h2.frame.H2Exception;
import dev.varve.http.h2.frame.Output;
import dev.varve.http.h2.frame.PeerSettings;
import dev.varve.http.h2.frame.Preface;
import dev.varve.http.hpack.HpackDecoder;
import dev.varve.http.hpack.HpackEncoder;
import dev.varve.http.stream.FloodBudget;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// One HTTP/2 connection, of a server or a client: octets in, calls to streams and octets out.
/// Knows no sockets and no threads; the time comes from the workbench.
///
/// The peer's mistakes end a stream where only that is concerned, else the connection: it says
/// GOAWAY, tells all streams, and from then on takes in nothing ([#isOver]).
final class Connection {
  /// More than this waiting for the transport, and bodies have to wait.
  static final int CONGESTED = 128 * 1024;

  private static final Fields NO_TRAILERS = new Fields();

  private final Workbench bench;
  private final Terms terms;
  private final Role role;
  private final Output output;
  private final FrameWriter writer;
  private final FrameReader reader;
  private final HpackDecoder decoder;
  private final HpackEncoder encoder;
  private final PeerSettings peer = new PeerSettings();
  private final StreamTable streams = new StreamTable();
  private final ReadyStreams ready = new ReadyStreams();
  private final FloodBudget budget;
  private final ReceiveWindow receiveWindow = new ReceiveWindow(PeerSettings.WINDOW_AT_FIRST);

  private long sendWindow = PeerSettings.WINDOW_AT_FIRST;
  private final EndingStreams ending = new EndingStreams();
  private @Nullable H2Exception over;

  private final PeerFrames frames = new PeerFrames(this);

  /// @param wake called when output begins to wait for [#write]
  Connection(Workbench bench, Terms terms, Role role, Runnable wake) {
    this.bench = bench;
    this.terms = terms;
    this.role = role;
    this.output = new Output(bench.chunks(), wake);
    this.writer = new FrameWriter(output);
    this.reader = new FrameReader(frames, terms.blockBytes());
    this.decoder = new HpackDecoder(Terms.HEADER_TABLE, bench.section());
    this.encoder = new HpackEncoder(bench.block());
    this.budget = new FloodBudget(bench.clock());
  }

  /// Sends our SETTINGS and widens the connection's window.
  void start(int... settings) {
    writer.settings(settings);
    int more = receiveWindow.widen(terms.connectionWindow());
    if (more > 0) {
      writer.windowUpdate(0, more);
    }
  }

  /// Sends what a client begins with.
  void sendPreface() {
    byte[] octets = Preface.octets();
    output.put(octets, 0, octets.length);
  }

  /// Takes in what came.
  void receive(ByteBuffer in) {
    if (over != null) {
      in.position(in.limit());
      return;
    }
    try {
      reader.read(in);
    } catch (H2Exception violation) {
      fail(violation);
    }
  }

  /// Writes what waits, then lets streams whose turn it is go on, until the sink is full or nothing
  /// waits any more.
  void write(Output.Sink sink) throws java.io.IOException {
    boolean tookAll = true;
    while (tookAll) {
      output.write(sink);
      tookAll = output.pending() == 0;
      tellFlushed();
      if (tookAll && output.pending() == 0 && !pump()) {
        return;
      }
    }
  }

  /// Whether the connection broke off by a violation; the reason is in [#violation].
  boolean isOver() {
    return over != null;
  }

  @Nullable H2Exception violation() {
    return over;
  }

  /// The number of the header block that is not complete yet, 0 when there is none.
  int openBlock() {
    return reader.openBlock();
  }

  /// Nothing was under way for a while: gives back what only streams need. What comes next makes it
  /// anew. Our table for header blocks is emptied, the peer's is kept, since it counts on it.
  void rest() {
    if (streams.count() == 0 && over == null) {
      streams.rest();
      ready.rest();
      reader.rest();
      output.rest();
      encoder.rest();
    }
  }

  /// How many octets wait for the transport.
  long pending() {
    return output.pending();
  }

  /// How many octets the transport took since the beginning.
  long written() {
    return output.written();
  }

  boolean isCongested() {
    return output.pending() > CONGESTED;
  }

  /// Breaks the connection off: GOAWAY, and all streams fail.
  void fail(H2Exception violation) {
    if (over != null) {
      return;
    }
    over = violation;
    writer.goAway(role.lastStream(), violation.code(), violation.reason());
    breakAll(new BodyFailure(BodyFailure.Kind.GONE, violation.reason()));
  }

  /// The transport is gone.
  void disconnected(BodyFailure cause) {
    if (over == null) {
      over = new H2Exception(ErrorCode.NO_ERROR, cause.reason());
    }
    breakAll(cause);
    output.clear();
  }

  private void breakAll(BodyFailure cause) {
    for (Stream each : streams.all()) {
      breakOff(each, cause, false);
    }
  }

  // What the roles and streams use.

  Workbench bench() {
    return bench;
  }

  Terms terms() {
    return terms;
  }

  long nanos() {
    return bench.clock().nanos();
  }

  PeerSettings peer() {
    return peer;
  }

  Role role() {
    return role;
  }

  StreamTable streams() {
    return streams;
  }

  ReadyStreams ready() {
    return ready;
  }

  /// Charges the peer for something that is of no use.
  void spend(int cost) throws H2Exception {
    if (!budget.spend(cost)) {
      throw new H2Exception(ErrorCode.ENHANCE_YOUR_CALM, FloodBudget.OVERDRAWN);
    }
  }

  FrameWriter writer() {
    return writer;
  }

  HpackDecoder decoder() {
    return decoder;
  }

  /// Begins a header block; [#sendHead] sends it.
  HpackEncoder beginHead() {
    bench.block().clear();
    encoder.begin(bench.block());
    return encoder;
  }

  void open(Stream stream, int id) {
    stream.begin(this, id);
    streams.add(stream);
  }

  /// Sends the header block that was written to the encoder.
  void sendHead(Stream stream, boolean last) {
    writer.headers(stream.id, bench.block(), last);
    if (last) {
      sentEnd(stream);
    }
  }

  /// Octets of the header block that was sent last, with its frame.
  int headBytesSent() {
    return bench.block().length() + FrameType.HEAD;
  }

  /// Octets of the header block that came last, with its frame.
  int headBytesReceived() {
    return frames.blockBytes() + FrameType.HEAD;
  }

  /// How many octets of data may go out on the stream now.
  int sendable(Stream stream) {
    return isCongested() ? 0 : (int) Math.max(0, Math.min(sendWindow, stream.sendWindow));
  }

  void sendData(Stream stream, ByteBuffer from, int count) {
    sendWindow -= count;
    stream.sendWindow -= count;
    budget.earn(FloodBudget.DATA_SENT);
    writer.data(stream.id, from, count);
  }

  void sendEnd(Stream stream, @Nullable Fields trailers) {
    if (trailers == null) {
      writer.end(stream.id);
      sentEnd(stream);
    } else {
      bench.headWriter().trailers(beginHead(), trailers);
      sendHead(stream, true);
    }
  }

  /// Octets of a body were taken in, so that more may come.
  void takenIn(Stream stream, int octets) {
    takenIn(octets);
    int more = stream.receiveWindow.release(octets, stream.in.windowTarget());
    if (more > 0 && stream.inOpen && over == null) {
      writer.windowUpdate(stream.id, more);
    }
  }

  /// Octets that no stream has were taken in.
  void takenIn(int octets) {
    int more = receiveWindow.release(octets, terms.connectionWindow());
    if (more > 0 && over == null) {
      writer.windowUpdate(0, more);
    }
  }

  /// Ends a stream by a reset, since something on our side went wrong.
  void abandon(Stream stream, ErrorCode code, BodyFailure cause) {
    if (!stream.isOver) {
      writer.reset(stream.id, code);
      streams.remember(stream.id);
    }
    breakOff(stream, cause, false);
  }

  /// Ends a stream by a reset, since the peer broke a rule or wants nothing more of us. That is
  /// paid for: a peer can provoke any number of these.
  void refuse(Stream stream, ErrorCode code, String reason) throws H2Exception {
    abandon(stream, code, new BodyFailure(BodyFailure.Kind.MALFORMED, reason));
    spend(FloodBudget.RESET);
  }

  /// Refuses a stream that was never opened.
  void refuse(int id, ErrorCode code) throws H2Exception {
    writer.reset(id, code);
    streams.remember(id);
    spend(FloodBudget.RESET);
  }

  /// We want nothing more from the peer on this stream, and have sent all.
  void stopReceiving(Stream stream) {
    if (stream.inOpen) {
      writer.reset(stream.id, ErrorCode.NO_ERROR);
      streams.remember(stream.id);
      stream.inOpen = false;
      frames.forget(stream);
      finishIfOver(stream);
    }
  }

  /// Resets streams whose data waited too long for the peer (security R3).
  void resetStalled() {
    long now = nanos();
    for (Stream each : streams.all()) {
      if (each.out.isBlocked() && now - each.out.blockedSince() > terms.stallNanos()) {
        abandon(
            each,
            ErrorCode.CANCEL,
            new BodyFailure(BodyFailure.Kind.TOO_SLOW, "peer did not widen its window"));
      }
    }
  }

  boolean pump() {
    boolean any = false;
    while (sendWindow > 0 && !ready.isEmpty() && !isCongested()) {
      Stream next = ready.take();
      if (next != null) {
        any = true;
        next.out.turn();
      }
    }
    return any && output.pending() > 0;
  }

  private void sentEnd(Stream stream) {
    stream.outOpen = false;
    ready.remove(stream);
    budget.earn(FloodBudget.RESET);
    ending.add(stream, output.total());
  }

  private void tellFlushed() {
    Stream flushed = ending.take(output.written());
    while (flushed != null) {
      flushed.owner.flushed();
      finishIfOver(flushed);
      flushed = ending.take(output.written());
    }
  }

  private void finishIfOver(Stream stream) {
    if (!stream.inOpen && !stream.outOpen && stream.endMark == 0) {
      streams.rememberEnd(stream.id);
      close(stream);
    }
  }

  void breakOff(Stream stream, BodyFailure cause, boolean unprocessed) {
    if (stream.isOver) {
      return;
    }
    stream.inOpen = false;
    stream.outOpen = false;
    frames.forget(stream);
    ending.remove(stream);
    stream.out.close();
    stream.owner.broken(cause, unprocessed);
    close(stream);
  }

  private void close(Stream stream) {
    if (stream.isOver) {
      return;
    }
    stream.isOver = true;
    ready.remove(stream);
    streams.remove(stream);
    stream.out.close();
    stream.owner.closed();
  }

  // What frames of the peer do.

  /// Octets of data came, of whatever stream.
  void came(int octets) throws H2Exception {
    if (!receiveWindow.take(octets)) {
      throw new H2Exception(ErrorCode.FLOW_CONTROL_ERROR, "data over the connection's window");
    }
  }

  /// The peer has sent all of a stream.
  void received(Stream stream, Fields trailers) throws H2Exception {
    stream.inOpen = false;
    if (!stream.in.body.finish(trailers)) {
      stream.inOpen = true;
      refuse(stream, ErrorCode.PROTOCOL_ERROR, "body under its Content-Length");
      return;
    }
    finishIfOver(stream);
  }

  /// The head of a stream was read: its body, if any, follows.
  void headDone(Stream stream, boolean last) throws H2Exception {
    stream.headRead = true;
    if (last) {
      received(stream, NO_TRAILERS);
    }
  }

  /// The peer has said its settings.
  void settingsChanged() {
    encoder.tableBytesMax(peer.headerTableSize());
    writer.settingsAck();
    role.settingsChanged();
    pump();
  }

  /// The peer did not look at this stream (GOAWAY).
  void unprocessed(Stream stream) {
    breakOff(stream, new BodyFailure(BodyFailure.Kind.GONE, "peer takes no more streams"), true);
  }

  /// The peer takes so much more of all streams together.
  void widen(int increment) throws H2Exception {
    sendWindow += increment;
    if (sendWindow > Integer.MAX_VALUE) {
      throw new H2Exception(ErrorCode.FLOW_CONTROL_ERROR, "window over 2^31-1");
    }
  }

  /// The peer takes so much more, or less, of a stream.
  void widen(Stream stream, int change) throws H2Exception {
    stream.sendWindow += change;
    if (stream.sendWindow > Integer.MAX_VALUE) {
      throw new H2Exception(ErrorCode.FLOW_CONTROL_ERROR, "window over 2^31-1");
    }
    if (stream.sendWindow > 0 && stream.out.isBlocked()) {
      ready.add(stream);
    }
  }

  /// Sets the urgency of a stream by a Priority field value (RFC 9218).
  void prioritise(Stream stream, byte[] text, int from, int to) {
    Priority priority = bench.priority();
    priority.read(text, from, to);
    boolean waiting = stream.isReady;
    ready.remove(stream);
    stream.urgency = priority.urgency();
    stream.incremental = priority.incremental();
    if (waiting) {
      ready.add(stream);
    }
  }
}
