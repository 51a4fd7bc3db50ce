package dev.varve.control.live;

import dev.varve.store.Content;
import dev.varve.store.Version;
import dev.varve.store.filter.Row;

/// A version as queries see it; without bytes where it has no value.
public record RowOf(Version version) implements Row {
  private static final byte[] NO_BYTES = {};

  @Override
  public String key() {
    return version.key();
  }

  @Override
  public long seq() {
    return version.seq();
  }

  @Override
  public long timeMillis() {
    return version.time().toEpochMilli();
  }

  @Override
  public String author() {
    return version.origin().author();
  }

  @Override
  public byte[] bytes() {
    return version.content() instanceof Content.Value held ? held.bytes() : NO_BYTES;
  }

  @Override
  public int start() {
    return 0;
  }

  @Override
  public int end() {
    return bytes().length;
  }
}
