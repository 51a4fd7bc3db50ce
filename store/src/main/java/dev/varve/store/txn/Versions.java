package dev.varve.store.txn;

import dev.varve.store.Action;
import dev.varve.store.Content;
import dev.varve.store.Origin;
import dev.varve.store.Version;
import dev.varve.store.record.Entry;
import dev.varve.store.record.Unpacking;
import dev.varve.store.version.HybridTime;
import java.nio.charset.StandardCharsets;

/// Turns records into versions that outlive them.
public final class Versions {
  private static final Content TOMBSTONE = new Content.Tombstone();
  private static final Content ERASED = new Content.Erased();

  private final Pieces pieces;

  public Versions(Pieces pieces) {
    this.pieces = pieces;
  }

  /// A copy of what the record says.
  public Version of(Entry record, String namespace) {
    return of(record, namespace, new Unpacking());
  }

  /// The same, for several that are read one after the other.
  public Version of(Entry record, String namespace, Unpacking unpacking) {
    return of(record, namespace, new String(record.key(), StandardCharsets.UTF_8), unpacking);
  }

  /// The same, when the key is at hand.
  public Version of(Entry record, String namespace, String key) {
    return of(record, namespace, key, new Unpacking());
  }

  /// The same, for several that are read one after the other.
  public Version of(Entry record, String namespace, String key, Unpacking unpacking) {
    return of(record, namespace, key, content(record, unpacking));
  }

  /// The same, when what it holds is at hand.
  public static Version of(Entry record, String namespace, String key, Content content) {
    return new Version(
        namespace,
        key,
        record.seq(),
        record.vid(),
        record.cid(),
        HybridTime.toInstant(record.time()),
        record.number(),
        record.previous(),
        record.parents(),
        origin(record),
        Action.of(record.action()),
        content);
  }

  private static Origin origin(Entry record) {
    String author = record.author();
    String message = record.message();
    return author.isEmpty() && message.isEmpty() ? Origin.NONE : new Origin(author, message);
  }

  private Content content(Entry record, Unpacking unpacking) {
    if (record.erased()) {
      return ERASED;
    }
    if (!record.hasValue()) {
      return TOMBSTONE;
    }
    byte[] value = record.value(unpacking);
    if (record.erased()) {
      return ERASED;
    }
    return record.isChunked()
        ? new Content.Large(record.cid(), record.size(), out -> pieces.writeTo(value, out))
        : new Content.Document(value);
  }
}
