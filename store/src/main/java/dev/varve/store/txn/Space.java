package dev.varve.store.txn;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonNumber;
import dev.varve.store.NamespaceConfig;
import dev.varve.store.NamespaceStatus;
import dev.varve.store.log.Entry;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A namespace as the engine knows it: the number its records carry, and what it holds. Counted by
/// the writer, read by anybody.
public final class Space {
  /// The namespace of namespaces: its documents are the configurations, under the names.
  public static final int NAMESPACES = 0;

  /// The namespace that remembers idempotency keys.
  public static final int ONCE = 1;

  static final int FIRST_FREE = 2;

  final int id;
  final String name;
  final byte[] nameBytes;
  private volatile NamespaceConfig config;
  private volatile long documents;
  private volatile long keys;
  private volatile long versions;
  private volatile long bytes;
  private volatile long droppedThrough;

  Space(int id, String name, NamespaceConfig config) {
    this.id = id;
    this.name = name;
    this.nameBytes = name.getBytes(StandardCharsets.UTF_8);
    this.config = config;
  }

  public int id() {
    return id;
  }

  public String name() {
    return name;
  }

  public byte[] nameBytes() {
    return nameBytes;
  }

  public NamespaceConfig config() {
    return config;
  }

  /// The newest position that retention removed a version at.
  public long droppedThrough() {
    return droppedThrough;
  }

  /// Retention removed versions up to here.
  public void dropped(long seq) {
    droppedThrough = Math.max(droppedThrough, seq);
  }

  void configure(NamespaceConfig changed) {
    config = changed;
  }

  public long bytes() {
    return bytes;
  }

  public NamespaceStatus status() {
    return new NamespaceStatus(name, config, documents, keys, versions, bytes);
  }

  /// Counts a version that was published.
  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
  void count(Entry record) {
    versions++;
    bytes += record.keyLength() + record.valueLength();
    if (record.number() == 1) {
      keys++;
    }
    documents += (record.hasValue() ? 1 : 0) - (record.replacesValue() ? 1 : 0);
  }

  Json save() {
    return Json.of(
        List.of(
            Json.of(documents),
            Json.of(keys),
            Json.of(versions),
            Json.of(bytes),
            Json.of(droppedThrough)));
  }

  void load(JsonArray counts) {
    documents = ((JsonNumber) counts.items().get(0)).longValue();
    keys = ((JsonNumber) counts.items().get(1)).longValue();
    versions = ((JsonNumber) counts.items().get(2)).longValue();
    bytes = ((JsonNumber) counts.items().get(3)).longValue();
    droppedThrough = ((JsonNumber) counts.items().get(4)).longValue();
  }
}
