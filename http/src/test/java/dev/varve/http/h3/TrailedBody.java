package dev.varve.http.h3;

import dev.varve.http.Body;
import dev.varve.http.BodyReader;
import dev.varve.http.Fields;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// A text of unknown length with one trailer behind it.
record TrailedBody(String text, String name, String value) implements Body {
  @Override
  public long length() {
    return -1;
  }

  @Override
  public void read(BodyReader reader) {
    reader.data(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    reader.end(Fields.of(name, value));
  }

  @Override
  public void pause() {}

  @Override
  public void resume() {}

  @Override
  public void cancel() {}

  @Override
  public long count() {
    return text.length();
  }
}
