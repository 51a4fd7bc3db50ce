package dev.varve.http.tls;

import dev.varve.http.net.Loop;
import dev.varve.http.net.OpenFile;
import dev.varve.http.net.Transport;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// TLS over another transport: an engine driven directly over the loop's buffers. Holds memory only
/// for half a record that was received and for the rest of one that the socket did not take.
///
/// The handshake runs by [#connected], which is asked again at each event; its end and its failure
/// are told by [Transport.Events#writable]. Work with keys is done on the loop.
final class TlsTransport implements Transport, Transport.Events {
  private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

  /// What a system call takes at a time; four full records are nearly what one read brings.
  private static final int RECORDS_AT_ONCE = 4;

  private final Transport raw;
  private final SSLEngine engine;
  private @Nullable Events events;
  private @Nullable ByteBuffer held;
  private final ArrayDeque<ByteBuffer> sealed = new ArrayDeque<>(RECORDS_AT_ONCE);

  /// Data that an engine decoded together with the last message of the handshake.
  private @Nullable ByteBuffer early;

  private @Nullable IOException failure;
  private boolean begun;
  private boolean started;
  private boolean handshaken;
  private boolean ended;
  private boolean open = true;

  private TlsTransport(Transport raw, SSLEngine engine) {
    this.raw = raw;
    this.engine = engine;
  }

  /// The side that begins the handshake; the transport is not started yet.
  static TlsTransport client(Transport raw, SSLEngine engine) {
    return new TlsTransport(raw, engine);
  }

  /// The side that was connected to, with what was received already in a buffer of [Loop#take],
  /// which is taken over; the transport is started.
  static TlsTransport server(Transport raw, SSLEngine engine, ByteBuffer received) {
    var transport = new TlsTransport(raw, engine);
    transport.held = received;
    transport.started = true;
    raw.events(transport);
    return transport;
  }

  SSLEngine engine() {
    return engine;
  }

  @Override
  public Loop loop() {
    return raw.loop();
  }

  @Override
  public void start(Events to) throws IOException {
    events = to;
    if (!started) {
      started = true;
      raw.start(this);
    }
  }

  @Override
  public void events(Events to) {
    events = to;
  }

  @Override
  public boolean connected() throws IOException {
    if (failure != null) {
      throw failure;
    }
    if (handshaken) {
      return true;
    }
    if (!raw.connected()) {
      return false;
    }
    if (!begun) {
      begun = true;
      engine.beginHandshake();
    }
    try {
      handshaken = shakeHands();
    } catch (SSLException cause) {
      sayWhy();
      throw cause;
    }
    return handshaken;
  }

  /// Goes on with the handshake as far as the peer allows.
  private boolean shakeHands() throws IOException {
    while (sealed.size() < RECORDS_AT_ONCE || sendSealed()) {
      switch (engine.getHandshakeStatus()) {
        case NEED_TASK -> runTasks();
        case NEED_WRAP -> {
          ByteBuffer cipher = loop().take();
          check(engine.wrap(NOTHING, cipher));
          seal(cipher);
        }
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
          if (!sendSealed() || !receiveHandshake()) {
            return false;
          }
        }
        case FINISHED, NOT_HANDSHAKING -> {
          return sendSealed();
        }
      }
    }
    return false;
  }

  /// The engine has an alert for the peer; what does not fit into the socket is not waited for.
  private void sayWhy() throws IOException {
    if (sendSealed() && engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
      ByteBuffer cipher = loop().take();
      engine.wrap(NOTHING, cipher);
      seal(cipher);
      sendSealed();
    }
  }

  private void runTasks() {
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      task.run();
    }
  }

  /// Unwraps handshake records, reading when there is none; false when there is nothing to read.
  private boolean receiveHandshake() throws IOException {
    Loop loop = loop();
    ByteBuffer plain = loop.takeRead().clear();
    try {
      ByteBuffer cipher = takeHeld();
      SSLEngineResult result = engine.unwrap(cipher.flip(), plain);
      if (plain.position() > 0) {
        early = ByteBuffer.allocate(plain.position()).put(plain.flip()).flip();
      }
      cipher.compact();
      held = cipher;
      if (result.getStatus() == Status.CLOSED) {
        throw new SSLException("peer ended the handshake");
      }
      boolean stuck =
          result.getStatus() == Status.BUFFER_UNDERFLOW
              || (result.bytesConsumed() == 0 && needsUnwrap());
      return !stuck || readMore(cipher);
    } finally {
      loop.giveRead(plain);
    }
  }

  private boolean needsUnwrap() {
    HandshakeStatus status = engine.getHandshakeStatus();
    return status == HandshakeStatus.NEED_UNWRAP || status == HandshakeStatus.NEED_UNWRAP_AGAIN;
  }

  private boolean readMore(ByteBuffer cipher) throws IOException {
    if (!cipher.hasRemaining()) {
      throw new SSLException("TLS record is too long");
    }
    int read = raw.read(cipher);
    if (read < 0) {
      throw new SSLException("connection closed within the handshake");
    }
    return read > 0;
  }

  /// The buffer with received bytes that are not decoded yet, in the state for adding to it.
  private ByteBuffer takeHeld() {
    ByteBuffer kept = held;
    held = null;
    return kept == null ? loop().take() : kept;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    ByteBuffer first = early;
    if (first != null && open) {
      return readEarly(first, into);
    }
    if (ended || !open) {
      return -1;
    }
    Loop loop = loop();
    ByteBuffer cipher = loop.takeRead().clear();
    try {
      ByteBuffer kept = held;
      if (kept != null) {
        held = null;
        cipher.put(kept.flip());
        loop.give(kept);
        int produced = open(cipher, into);
        if (produced != 0) {
          return produced;
        }
      }
      return readRaw(cipher, into);
    } finally {
      keepRest(cipher);
      loop.giveRead(cipher);
    }
  }

  private int readEarly(ByteBuffer first, ByteBuffer into) {
    int piece = Math.min(first.remaining(), into.remaining());
    into.put(first.slice(first.position(), piece));
    first.position(first.position() + piece);
    if (!first.hasRemaining()) {
      early = null;
    }
    return piece;
  }

  /// Reads until there is plain text, nothing more to read, or the end.
  private int readRaw(ByteBuffer cipher, ByteBuffer into) throws IOException {
    while (true) {
      cipher.limit(Math.min(cipher.capacity(), Math.max(cipher.position(), into.remaining())));
      int read = cipher.hasRemaining() ? raw.read(cipher) : 0;
      cipher.limit(cipher.capacity());
      if (read <= 0) {
        return read;
      }
      int produced = open(cipher, into);
      if (produced != 0) {
        return produced;
      }
    }
  }

  /// Decodes the records at the begin of the buffer; -1 when the peer ended without more.
  private int open(ByteBuffer cipher, ByteBuffer into) throws IOException {
    int before = into.position();
    cipher.flip();
    boolean more = true;
    while (more && cipher.hasRemaining()) {
      SSLEngineResult result = engine.unwrap(cipher, into);
      if (result.getStatus() == Status.CLOSED) {
        ended = true;
      }
      more = result.getStatus() == Status.OK && answerHandshake(result);
    }
    cipher.compact();
    int produced = into.position() - before;
    return produced == 0 && ended ? -1 : produced;
  }

  /// After the handshake, a peer of TLS 1.3 may still ask for new keys; false when nothing moved.
  private boolean answerHandshake(SSLEngineResult result) throws IOException {
    boolean moved = result.bytesConsumed() > 0 || result.bytesProduced() > 0;
    return switch (result.getHandshakeStatus()) {
      case NEED_TASK -> {
        refuseRenegotiation();
        runTasks();
        yield true;
      }
      case NEED_WRAP -> {
        boolean said = sealAnswer();
        refuseRenegotiation();
        yield said || moved;
      }
      case NEED_UNWRAP, NEED_UNWRAP_AGAIN, FINISHED, NOT_HANDSHAKING -> moved;
    };
  }

  /// Nobody needs to shake hands twice, and each time costs a key operation (RFC 9325 section 3.5).
  /// The connection is over then.
  private void refuseRenegotiation() throws SSLException {
    if (!engine.getSession().getProtocol().equals("TLSv1.3")) {
      throw new SSLException("peer shakes hands again");
    }
  }

  /// What the engine has to say to the peer; false when there was nothing.
  private boolean sealAnswer() throws IOException {
    ByteBuffer cipher = loop().take();
    boolean said;
    try {
      engine.wrap(NOTHING, cipher);
    } finally {
      said = cipher.position() > 0;
      seal(cipher);
    }
    if (!sendSealed() && sealed.size() > RECORDS_AT_ONCE) {
      throw new SSLException("peer asks for keys and takes none");
    }
    return said;
  }

  private void keepRest(ByteBuffer cipher) {
    if (cipher.position() > 0 && open) {
      cipher.flip();
      ByteBuffer kept = loop().take();
      cipher.limit(Math.min(cipher.limit(), kept.remaining()));
      held = kept.put(cipher);
    }
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    int before = from.remaining();
    while (from.hasRemaining() && sendSealed()) {
      for (int i = 0; i < RECORDS_AT_ONCE && from.hasRemaining(); i++) {
        ByteBuffer cipher = loop().take();
        check(engine.wrap(from, cipher));
        seal(cipher);
      }
      sendSealed();
    }
    return before - from.remaining();
  }

  @Override
  public long write(ByteBuffer[] from, int count) throws IOException {
    long before = remaining(from, count);
    while (remaining(from, count) > 0 && sendSealed()) {
      for (int i = 0; i < RECORDS_AT_ONCE && remaining(from, count) > 0; i++) {
        ByteBuffer cipher = loop().take();
        check(engine.wrap(from, 0, count, cipher));
        seal(cipher);
      }
      sendSealed();
    }
    return before - remaining(from, count);
  }

  private static long remaining(ByteBuffer[] from, int count) {
    long remaining = 0;
    for (int i = 0; i < count; i++) {
      remaining += from[i].remaining();
    }
    return remaining;
  }

  private static void check(SSLEngineResult result) throws SSLException {
    if (result.getStatus() != Status.OK) {
      throw new SSLException("TLS connection is closed");
    }
  }

  /// A record that is ready to be sent.
  private void seal(ByteBuffer cipher) {
    if (cipher.flip().hasRemaining()) {
      sealed.addLast(cipher);
    } else {
      loop().give(cipher);
    }
  }

  /// Sends the records that are ready, several in one system call; false when the socket does not
  /// take all of them.
  private boolean sendSealed() throws IOException {
    int count = sealed.size();
    if (count == 0) {
      return true;
    }
    if (count == 1) {
      raw.write(sealed.getFirst());
    } else {
      raw.write(sealed.toArray(new ByteBuffer[count]), count);
    }
    while (!sealed.isEmpty() && !sealed.getFirst().hasRemaining()) {
      loop().give(sealed.removeFirst());
    }
    return sealed.isEmpty();
  }

  @Override
  public boolean flush() throws IOException {
    return sendSealed();
  }

  @Override
  public boolean sends(OpenFile file) {
    return false;
  }

  @Override
  public long send(OpenFile file, long position, long count) {
    throw new IllegalStateException("files leave this connection by copies");
  }

  @Override
  public void shutdownOutput() throws IOException {
    sayGoodbye();
    raw.shutdownOutput();
  }

  private void sayGoodbye() throws IOException {
    if (!handshaken || engine.isOutboundDone() || !sendSealed()) {
      return;
    }
    engine.closeOutbound();
    ByteBuffer cipher = loop().take();
    engine.wrap(NOTHING, cipher);
    seal(cipher);
    sendSealed();
  }

  @Override
  public void close() {
    if (!open) {
      return;
    }
    try {
      sayGoodbye();
    } catch (IOException cause) {
      failure = cause; // the peer is gone; there is nobody to take leave of
    }
    open = false;
    events = null;
    giveBack(held);
    sealed.forEach(this::giveBack);
    sealed.clear();
    held = null;
    Engines.release(engine);
    raw.close();
  }

  private void giveBack(@Nullable ByteBuffer chunk) {
    if (chunk != null) {
      loop().give(chunk);
    }
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public SocketAddress remote() {
    return raw.remote();
  }

  @Override
  public SocketAddress local() {
    return raw.local();
  }

  @Override
  public void readable() {
    if (handshaken) {
      Events to = events;
      if (to != null) {
        to.readable();
      }
    } else {
      progress();
    }
  }

  @Override
  public void writable() {
    if (!handshaken) {
      progress();
      return;
    }
    Events to = events;
    if (to != null) {
      to.writable();
    }
  }

  @Override
  public void crashed() {
    Events to = events;
    if (to != null) {
      to.crashed();
    }
    close();
  }

  private void progress() {
    boolean over;
    try {
      over = connected();
    } catch (IOException cause) {
      failure = cause;
      over = true;
    }
    Events to = events;
    if (over && to != null) {
      to.writable();
    }
    to = events;
    if (over && failure == null && to != null) {
      to.readable();
    }
  }
}
