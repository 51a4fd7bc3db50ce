package dev.varve.store.node;

import dev.varve.store.Content;
import dev.varve.store.filter.Row;
import dev.varve.store.record.Entry;
import dev.varve.store.record.Unpacking;
import dev.varve.store.version.HybridTime;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A record as queries see it: copied into arrays that the next one is copied into, its texts made
/// when somebody asks. Most records of a query are looked at once and never again, so a row makes
/// no garbage.
final class FoundRow implements Row {
  private static final byte[] NOBODY = {};

  private final Unpacking unpacking = new Unpacking();
  private byte[] keyBytes = {};
  private @Nullable String key = "";
  private byte[] author = NOBODY;
  private long seq;
  private long time;
  private byte[] buffer = new byte[1024];
  private byte[] value = buffer;
  private int end;

  /// Takes a record with a value.
  ///
  /// @param bytes its key, not copied
  void take(Entry record, byte[] bytes) {
    keyBytes = bytes;
    key = null;
    seq = record.seq();
    time = record.time();
    author = record.hasAuthor() ? record.authorBytes() : NOBODY;
    if (record.isPacked()) {
      whole(record.value(unpacking));
      return;
    }
    end = record.valueLength();
    if (buffer.length < end) {
      buffer = new byte[Math.max(end, 2 * buffer.length)];
    }
    record.copyValue(buffer);
    value = buffer;
  }

  /// The value of the record just taken, where it is kept elsewhere.
  void takeLarge(Content.Value content) {
    whole(content.bytes());
  }

  private void whole(byte[] bytes) {
    value = bytes;
    end = bytes.length;
  }

  @Override
  public String key() {
    String text = key;
    if (text == null) {
      text = new String(keyBytes, StandardCharsets.UTF_8);
      key = text;
    }
    return text;
  }

  @Override
  public long seq() {
    return seq;
  }

  @Override
  public long timeMillis() {
    return HybridTime.millis(time);
  }

  @Override
  public String author() {
    return author.length == 0 ? "" : new String(author, StandardCharsets.UTF_8);
  }

  @Override
  public byte[] bytes() {
    return value;
  }

  @Override
  public int start() {
    return 0;
  }

  @Override
  public int end() {
    return end;
  }
}
