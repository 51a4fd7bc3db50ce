package dev.varve.http.h1;

import dev.varve.http.Body;
import dev.varve.http.BodyFailure;
import dev.varve.http.BodyFailure.Kind;
import dev.varve.http.BodyReader;
import dev.varve.http.Digits;
import dev.varve.http.Fields;
import dev.varve.http.FileBody;
import dev.varve.http.net.Scratch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Sends the body of one message at the speed the socket bears: as it is, in chunks, or raw. Used
/// by servers and clients; recycled with the exchange.
final class Outgoing implements BodyReader {
  /// How the end of the body is told.
  enum Form {
    /// By its length.
    FIXED,
    /// By the last chunk.
    CHUNKED,
    /// By the end of the connection.
    RAW
  }

  /// The connection this belongs to.
  interface Owner {
    /// All of the body was handed to the outbox.
    void bodySent();

    /// The body cannot be sent to its end.
    void bodyNotSent(BodyFailure cause);
  }

  private static final byte[] CRLF = {'\r', '\n'};
  private static final byte[] LAST = "0\r\n".getBytes(StandardCharsets.ISO_8859_1);

  private final Owner owner;
  private Outbox out;
  private Form form = Form.RAW;
  private long left;
  private long count;
  private boolean paused;
  private @Nullable Body source;
  private @Nullable FileBody file;

  Outgoing(Outbox out, Owner owner) {
    this.out = out;
    this.owner = owner;
  }

  /// From now on the body leaves by this outbox.
  void bind(Outbox other) {
    out = other;
  }

  /// Begins to send.
  ///
  /// @param length the bytes a [Form#FIXED] body has
  void send(Body body, Form form, long length) {
    this.form = form;
    left = length;
    count = 0;
    paused = false;
    source = body;
    if (body instanceof FileBody part && form != Form.CHUNKED && part.isSentBy(out.transport())) {
      file = part;
      sendFile();
    } else {
      body.read(this);
    }
  }

  /// Whether a body is under way.
  boolean isSending() {
    return source != null;
  }

  /// Bytes of body sent so far.
  long count() {
    return count;
  }

  /// The socket has room again.
  void drained() {
    if (file != null) {
      sendFile();
    } else if (paused && source != null) {
      paused = false;
      source.resume();
    }
  }

  /// Gives the source up; nobody is told.
  void cancel() {
    Body given = source;
    source = null;
    file = null;
    if (given != null) {
      given.cancel();
    }
  }

  @Override
  public void data(ByteBuffer lent) {
    Body from = source;
    if (from == null) {
      return;
    }
    int length = lent.remaining();
    count += length;
    switch (form) {
      case FIXED -> {
        if (length > left) {
          abandon("body is longer than it said");
          return;
        }
        left -= length;
        out.send(lent);
      }
      case CHUNKED -> chunk(lent, length);
      case RAW -> out.send(lent);
    }
    if (out.isCongested() && !paused && source != null) {
      paused = true;
      from.pause();
    }
  }

  private void chunk(ByteBuffer lent, int length) {
    if (length == 0) {
      return; // an empty chunk would end the body
    }
    ByteBuffer room = out.room(16);
    int before = room.position();
    Digits.writeHex(room, length);
    room.put(CRLF);
    out.count(room.position() - before);
    out.send(lent, out.transport().loop().lineEnd());
  }

  @Override
  public void end(Fields trailers) {
    if (source == null) {
      return;
    }
    if (form == Form.FIXED && left > 0) {
      abandon("body is shorter than it said");
      return;
    }
    if (form == Form.CHUNKED) {
      out.put(LAST);
      Scratch lines = out.transport().loop().scratch();
      HeadWriter.trailers(lines, trailers);
      out.put(lines);
      out.put(CRLF);
    }
    finish();
  }

  @Override
  public void failed(BodyFailure cause) {
    if (source == null) {
      return;
    }
    source = null;
    owner.bodyNotSent(cause);
  }

  private void finish() {
    source = null;
    file = null;
    owner.bodySent();
  }

  private void abandon(String reason) {
    cancel();
    owner.bodyNotSent(new BodyFailure(Kind.UNREADABLE, reason));
  }

  /// One call a turn, so that other connections have theirs; the socket tells when to go on.
  private void sendFile() {
    out.flush();
    FileBody part = file;
    if (part == null || out.isCongested()) {
      return;
    }
    try {
      long sent = part.send(out.transport());
      count += sent;
      out.sentElsewhere(sent);
    } catch (IOException cause) {
      notSent(part, cause);
      return;
    }
    if (part.remaining() == 0) {
      finish();
    } else {
      out.block();
    }
  }

  /// There are file systems from which the kernel does not send; such files leave by copies.
  private void notSent(FileBody part, IOException cause) {
    if (part.count() == 0 && out.transport().isOpen()) {
      file = null;
      part.read(this);
    } else {
      abandon("file could not be sent: " + cause.getMessage());
    }
  }
}
