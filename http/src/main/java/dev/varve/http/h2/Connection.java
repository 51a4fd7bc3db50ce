package dev.varve.http.h2;

import dev.varve.http.BodyFailure;
import dev.varve.http.Fields;
import dev.varve.http.h2.frame.ErrorCode;
import dev.varve.http.h2.frame.FrameReader;
import dev.varve.http.h2.frame.FrameType;
import dev.varve.http.h2.frame.FrameWriter;
import dev.varve.http.h2.frame.Frames;
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
final class Connection implements Frames {
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
  private final Priority priority = new Priority();
  private final ReceiveWindow receiveWindow = new ReceiveWindow(PeerSettings.WINDOW_AT_FIRST);

  private long sendWindow = PeerSettings.WINDOW_AT_FIRST;
  private boolean settingsCame;
  private int blockBytes;
  private final EndingStreams ending = new EndingStreams();
  private @Nullable H2Exception over;

  private final DataFrames dataFrames = new DataFrames(this);
  private final HeadFrames headFrames = new HeadFrames(this);

  /// @param wake called when output begins to wait for [#write]
  Connection(Workbench bench, Terms terms, Role role, Runnable wake) {
    this.bench = bench;
    this.terms = terms;
    this.role = role;
    this.output = new Output(bench.chunks(), wake);
    this.writer = new FrameWriter(output);
    this.reader = new FrameReader(this, terms.blockBytes());
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
    return blockBytes + FrameType.HEAD;
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
      dataFrames.forget(stream);
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

  private boolean pump() {
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

  private void breakOff(Stream stream, BodyFailure cause, boolean unprocessed) {
    if (stream.isOver) {
      return;
    }
    stream.inOpen = false;
    stream.outOpen = false;
    dataFrames.forget(stream);
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

  // Frames of the peer.

  @Override
  public void data(int id, int flowLength, boolean last) throws H2Exception {
    requireSettings();
    if (!receiveWindow.take(flowLength)) {
      throw new H2Exception(ErrorCode.FLOW_CONTROL_ERROR, "data over the connection's window");
    }
    dataFrames.begin(id, flowLength, last);
  }

  @Override
  public void dataPiece(ByteBuffer lent) throws H2Exception {
    dataFrames.piece(lent);
  }

  @Override
  public void dataEnd() throws H2Exception {
    dataFrames.end();
  }

  /// The peer has sent all of a stream.
  void received(Stream stream, Fields trailers) throws H2Exception {
    stream.inOpen = false;
    if (!stream.in.finish(trailers)) {
      stream.inOpen = true;
      refuse(stream, ErrorCode.PROTOCOL_ERROR, "body under its Content-Length");
      return;
    }
    finishIfOver(stream);
  }

  @Override
  public void headers(int id, boolean last, byte[] block, int from, int to) throws H2Exception {
    requireSettings();
    blockBytes = to - from;
    decoder.begin(block, from, to);
    headFrames.read(id, last);
  }

  /// The head of a stream was read: its body, if any, follows.
  void headDone(Stream stream, boolean last) throws H2Exception {
    stream.headRead = true;
    if (last) {
      received(stream, NO_TRAILERS);
    }
  }

  @Override
  public void reset(int id, int code) throws H2Exception {
    requireSettings();
    Stream stream = streams.find(id);
    if (stream == null) {
      if (role.isIdle(id)) {
        throw new H2Exception(ErrorCode.PROTOCOL_ERROR, "reset of an idle stream");
      }
      spend(FloodBudget.SMALL);
      return;
    }
    ErrorCode why = ErrorCode.of(code);
    breakOff(
        stream,
        new BodyFailure(BodyFailure.Kind.GONE, "peer reset the stream: " + why),
        why == ErrorCode.REFUSED_STREAM);
    spend(FloodBudget.RESET);
  }

  @Override
  public void setting(int id, int value) throws H2Exception {
    if (id == PeerSettings.ENABLE_PUSH && value == 1 && !role.isOfServer()) {
      throw new H2Exception(ErrorCode.PROTOCOL_ERROR, "a server that takes pushes");
    }
    int windowBefore = peer.initialWindow();
    peer.set(id, value);
    spend(FloodBudget.SMALL);
    int change = peer.initialWindow() - windowBefore;
    if (change != 0) {
      for (Stream each : streams.all()) {
        widen(each, change);
      }
    }
  }

  @Override
  public void settingsEnd() throws H2Exception {
    if (settingsCame) {
      spend(FloodBudget.SETTINGS);
    }
    settingsCame = true;
    encoder.tableBytesMax(peer.headerTableSize());
    writer.settingsAck();
    role.settingsChanged();
    pump();
  }

  @Override
  public void settingsAcknowledged() throws H2Exception {
    requireSettings();
    spend(FloodBudget.SMALL);
  }

  @Override
  public void ping(long payload) throws H2Exception {
    requireSettings();
    spend(FloodBudget.CONTROL);
    writer.ping(payload, true);
  }

  @Override
  public void pong(long payload) throws H2Exception {
    requireSettings();
    spend(FloodBudget.SMALL);
    role.pong(payload);
  }

  @Override
  public void goAway(int lastStream, int code) throws H2Exception {
    requireSettings();
    spend(FloodBudget.CONTROL);
    role.goAway(lastStream, ErrorCode.of(code));
  }

  /// The peer did not look at this stream (GOAWAY).
  void unprocessed(Stream stream) {
    breakOff(stream, new BodyFailure(BodyFailure.Kind.GONE, "peer takes no more streams"), true);
  }

  @Override
  public void windowUpdate(int id, int increment) throws H2Exception {
    requireSettings();
    spend(FloodBudget.SMALL);
    if (id == 0) {
      if (increment == 0) {
        throw new H2Exception(ErrorCode.PROTOCOL_ERROR, "window update of nothing");
      }
      sendWindow += increment;
      if (sendWindow > Integer.MAX_VALUE) {
        throw new H2Exception(ErrorCode.FLOW_CONTROL_ERROR, "window over 2^31-1");
      }
    } else {
      windowUpdateOfStream(id, increment);
    }
    pump();
  }

  private void windowUpdateOfStream(int id, int increment) throws H2Exception {
    Stream stream = streams.find(id);
    if (stream == null) {
      if (role.isIdle(id)) {
        throw new H2Exception(ErrorCode.PROTOCOL_ERROR, "window update of an idle stream");
      }
    } else if (increment == 0) {
      refuse(stream, ErrorCode.PROTOCOL_ERROR, "window update of nothing");
    } else if (stream.sendWindow + increment > Integer.MAX_VALUE) {
      refuse(stream, ErrorCode.FLOW_CONTROL_ERROR, "window over 2^31-1");
    } else {
      widen(stream, increment);
    }
  }

  private void widen(Stream stream, int change) throws H2Exception {
    stream.sendWindow += change;
    if (stream.sendWindow > Integer.MAX_VALUE) {
      throw new H2Exception(ErrorCode.FLOW_CONTROL_ERROR, "window over 2^31-1");
    }
    if (stream.sendWindow > 0 && stream.out.isBlocked()) {
      ready.add(stream);
    }
  }

  @Override
  public void priorityUpdate(int id, byte[] text, int from, int to) throws H2Exception {
    requireSettings();
    spend(FloodBudget.CONTROL);
    Stream stream = streams.find(id);
    if (stream != null) {
      prioritise(stream, text, from, to);
    }
  }

  /// Sets the urgency of a stream by a Priority field value (RFC 9218).
  void prioritise(Stream stream, byte[] text, int from, int to) {
    priority.read(text, from, to);
    boolean waiting = stream.isReady;
    ready.remove(stream);
    stream.urgency = priority.urgency();
    stream.incremental = priority.incremental();
    if (waiting) {
      ready.add(stream);
    }
  }

  @Override
  public void ignored(int type) throws H2Exception {
    requireSettings();
    spend(FloodBudget.CONTROL);
  }

  private void requireSettings() throws H2Exception {
    if (!settingsCame) {
      throw new H2Exception(ErrorCode.PROTOCOL_ERROR, "first frame is not SETTINGS");
    }
  }
}
