package dev.varve.edge.grpc;

import dev.varve.http.Body;
import dev.varve.http.BodyFailure;
import dev.varve.http.BodyReader;
import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// The request of a call of gRPC-Web in Base64, read as one of gRPC. The text is made of groups of
/// four characters, any of which may end with padding: clients encode one message after the other.
public final class WebCall implements Body, BodyReader {
  private static final int GROUP = 4;

  private final Body source;
  private @Nullable BodyReader reader;
  private final byte[] rest = new byte[GROUP];
  private int restLength;
  private long count;

  private WebCall(Body source) {
    this.source = source;
  }

  /// Makes the head of a call of gRPC-Web one of gRPC, and its body too.
  public static Body of(Fields fields, Body body, GrpcForm form) {
    String type = fields.value(FieldName.CONTENT_TYPE);
    if (type != null) {
      fields.set(FieldName.CONTENT_TYPE, GrpcForm.PLAIN.typeLike(type, form));
    }
    fields.set(FieldName.TE, "trailers");
    if (form != GrpcForm.WEB_TEXT) {
      return body;
    }
    fields.remove(FieldName.CONTENT_LENGTH);
    return new WebCall(body);
  }

  @Override
  public long length() {
    return source.length() == 0 ? 0 : -1;
  }

  @Override
  public void read(BodyReader to) {
    reader = to;
    source.read(this);
  }

  @Override
  public void pause() {
    source.pause();
  }

  @Override
  public void resume() {
    source.resume();
  }

  @Override
  public void cancel() {
    reader = null;
    source.cancel();
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public void data(ByteBuffer lent) {
    BodyReader to = reader;
    if (to == null) {
      return;
    }
    var text = new byte[restLength + lent.remaining()];
    System.arraycopy(rest, 0, text, 0, restLength);
    lent.get(text, restLength, lent.remaining());
    restLength = text.length % GROUP;
    int whole = text.length - restLength;
    System.arraycopy(text, whole, rest, 0, restLength);
    byte[] bytes;
    try {
      bytes = decoded(text, whole);
    } catch (IllegalArgumentException _) {
      broken("body is not Base64");
      return;
    }
    if (bytes.length > 0) {
      count += bytes.length;
      to.data(ByteBuffer.wrap(bytes));
    }
  }

  private static byte[] decoded(byte[] text, int length) {
    var bytes = ByteBuffer.allocate(length / GROUP * 3);
    int from = 0;
    while (from < length) {
      int to = from + GROUP;
      while (to < length && text[to - 1] != '=') {
        to += GROUP;
      }
      bytes.put(Base64.getDecoder().decode(Arrays.copyOfRange(text, from, to)));
      from = to;
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  @Override
  public void end(Fields trailers) {
    if (restLength > 0) {
      broken("Base64 ends within a group");
      return;
    }
    BodyReader to = reader;
    reader = null;
    if (to != null) {
      to.end(new Fields());
    }
  }

  private void broken(String reason) {
    source.cancel();
    failed(new BodyFailure(BodyFailure.Kind.MALFORMED, reason));
  }

  @Override
  public void failed(BodyFailure cause) {
    BodyReader to = reader;
    reader = null;
    if (to != null) {
      to.failed(cause);
    }
  }
}
