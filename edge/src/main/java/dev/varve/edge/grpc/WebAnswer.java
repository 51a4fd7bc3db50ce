package dev.varve.edge.grpc;

import dev.varve.http.Body;
import dev.varve.http.BodyFailure;
import dev.varve.http.BodyReader;
import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import dev.varve.http.Response;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// The answer to a call of gRPC-Web: the messages of gRPC as they come, and what gRPC says in
/// trailers in one frame more. Base64 is padded wherever a buffer ends, as its clients expect, so
/// that no byte waits for the next message.
public final class WebAnswer implements Body, BodyReader {
  /// Marks the frame that has trailers in place of a message.
  private static final byte TRAILERS = (byte) 0x80;

  private static final FieldName[] OUTCOME = {
    GrpcStatus.STATUS, GrpcStatus.MESSAGE, GrpcStatus.DETAILS
  };

  private final Body source;
  private final GrpcForm form;
  private final Fields early;
  private @Nullable BodyReader reader;
  private byte @Nullable [] last;
  private boolean paused;
  private long count;

  private WebAnswer(Body source, GrpcForm form, Fields early) {
    this.source = source;
    this.form = form;
    this.early = early;
  }

  /// Makes an answer of gRPC one of gRPC-Web; what is none stays as it is.
  public static Body of(Response response, Body body, GrpcForm form) {
    Fields fields = response.fields();
    String type = fields.value(FieldName.CONTENT_TYPE);
    if (type == null || GrpcForm.of(fields) != GrpcForm.PLAIN) {
      return body;
    }
    fields.set(FieldName.CONTENT_TYPE, form.typeLike(type, GrpcForm.PLAIN));
    fields.remove(FieldName.CONTENT_LENGTH);
    fields.remove(FieldName.TRAILER);
    // An answer without messages says in its head what others say behind them. Scripts of other
    // origins do not see it there.
    var early = new Fields();
    for (FieldName name : OUTCOME) {
      String value = fields.value(name);
      if (value != null) {
        early.add(name, value);
        fields.remove(name);
      }
    }
    return new WebAnswer(body, form, early);
  }

  /// The last frame.
  static byte[] frame(GrpcForm form, Fields trailers) {
    var text = new StringBuilder();
    for (int i = 0; i < trailers.size(); i++) {
      text.append(trailers.name(i)).append(": ").append(trailers.value(i)).append("\r\n");
    }
    byte[] block = text.toString().getBytes(StandardCharsets.ISO_8859_1);
    byte[] frame =
        ByteBuffer.allocate(5 + block.length).put(TRAILERS).putInt(block.length).put(block).array();
    return form == GrpcForm.WEB_TEXT ? Base64.getEncoder().encode(frame) : frame;
  }

  @Override
  public long length() {
    return -1;
  }

  @Override
  public void read(BodyReader to) {
    reader = to;
    source.read(this);
  }

  @Override
  public void pause() {
    paused = true;
    source.pause();
  }

  @Override
  public void resume() {
    paused = false;
    if (last == null) {
      source.resume();
    } else {
      finish();
    }
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
    ByteBuffer sent = form == GrpcForm.WEB_TEXT ? Base64.getEncoder().encode(lent) : lent;
    count += sent.remaining();
    to.data(sent);
  }

  @Override
  public void end(Fields trailers) {
    last = frame(form, early.copy(trailers));
    if (!paused) {
      finish();
    }
  }

  private void finish() {
    BodyReader to = reader;
    byte[] frame = last;
    if (to != null && frame != null) {
      reader = null;
      count += frame.length;
      to.data(ByteBuffer.wrap(frame));
      to.end(new Fields());
    }
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
