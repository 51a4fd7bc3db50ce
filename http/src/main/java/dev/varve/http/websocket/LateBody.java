package dev.varve.http.websocket;

import dev.varve.http.Body;
import dev.varve.http.BodyReader;
import org.jspecify.annotations.Nullable;

/// A body whose source is found only after it may be read.
final class LateBody implements Body {
  private @Nullable Body source;
  private @Nullable BodyReader reader;
  private boolean paused;
  private boolean cancelled;

  void become(Body found) {
    source = found;
    if (cancelled) {
      found.cancel();
      return;
    }
    if (paused) {
      found.pause();
    }
    if (reader != null) {
      found.read(reader);
    }
  }

  @Override
  public long length() {
    return -1;
  }

  @Override
  public void read(BodyReader to) {
    reader = to;
    if (source != null) {
      source.read(to);
    }
  }

  @Override
  public void pause() {
    paused = true;
    if (source != null) {
      source.pause();
    }
  }

  @Override
  public void resume() {
    paused = false;
    if (source != null) {
      source.resume();
    }
  }

  @Override
  public void cancel() {
    cancelled = true;
    if (source != null) {
      source.cancel();
    }
  }

  @Override
  public long count() {
    return source == null ? 0 : source.count();
  }
}
