package dev.varve.edge.proxy;

import dev.varve.http.Body;
import dev.varve.http.BodyFailure;
import dev.varve.http.BodyReader;
import dev.varve.http.Fields;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A request's body that leaves a copy of what passes. Its speed is that of its reader alone.
final class CopiedBody implements Body, BodyReader {
  private final Body source;
  private final BodyCopy copy;
  private @Nullable BodyReader reader;

  CopiedBody(Body source, BodyCopy copy) {
    this.source = source;
    this.copy = copy;
  }

  @Override
  public long length() {
    return source.length();
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
    copy.cut();
    source.cancel();
  }

  @Override
  public long count() {
    return source.count();
  }

  @Override
  public void data(ByteBuffer lent) {
    copy.add(lent.duplicate());
    BodyReader to = reader;
    if (to != null) {
      to.data(lent);
    }
  }

  @Override
  public void end(Fields trailers) {
    copy.end();
    BodyReader to = reader;
    if (to != null) {
      to.end(trailers);
    }
  }

  @Override
  public void failed(BodyFailure cause) {
    copy.cut();
    BodyReader to = reader;
    if (to != null) {
      to.failed(cause);
    }
  }
}
