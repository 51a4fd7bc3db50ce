package dev.varve.store.txn;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonNumber;
import dev.varve.store.NamespaceConfig;
import dev.varve.store.NamespaceStatus;
import dev.varve.store.engine.Removed;
import dev.varve.store.record.Entry;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A namespace as the engine knows it: the number its records carry, and what it holds. Counted by
/// the writer, read by anybody.
public final class Space {
  /// The namespace of namespaces: its documents are the configurations, under the names.
  public static final int NAMESPACES = 0;

  /// The namespace that remembers idempotency keys.
  public static final int ONCE = 1;

  /// Most namespaces of a store.
  static final int MOST = 10_000;

  final int id;
  final String name;
  final byte[] nameBytes;
  private volatile NamespaceConfig config;
  private volatile long documents;
  private volatile long keys;
  private volatile long versions;
  private volatile long bytes;
  private volatile Removed removed;
  private volatile long wholeFrom;

  Space(int id, String name, NamespaceConfig config) {
    this.id = id;
    this.name = name;
    this.nameBytes = name.getBytes(StandardCharsets.UTF_8);
    this.config = config;
    this.removed = new Removed(id, 0, 0, 0, 0);
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
    return removed.through();
  }

  /// Retention removed versions.
  ///
  /// @param seq the latest position at that time: what was current then or later is there
  public void removed(Removed more, long seq) {
    removed = removed.and(more);
    if (more.versions() > 0 || more.through() > 0) {
      wholeFrom = seq;
    }
  }

  /// From here on every position can be read at.
  public long wholeFrom() {
    return wholeFrom;
  }

  void configure(NamespaceConfig changed) {
    config = changed;
  }

  /// Keys and values of the versions that are kept.
  public long bytes() {
    return bytes - removed.bytes();
  }

  public NamespaceStatus status() {
    Removed gone = removed;
    return new NamespaceStatus(
        name,
        config,
        documents,
        keys - gone.keys(),
        versions - gone.versions(),
        bytes - gone.bytes());
  }

  /// Counts a version that was published.
  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
  void count(Entry record) {
    versions++;
    bytes += record.keyLength() + record.size();
    if (record.number() == 1) {
      keys++;
    }
    boolean hadValue = record.hasValue() || record.erased();
    documents += (hadValue ? 1 : 0) - (record.replacesValue() ? 1 : 0);
  }

  /// Counts what is kept anew: there was no count to go on from, and what was removed before was
  /// never seen.
  @SuppressWarnings("NonAtomicVolatileUpdate") // before anybody writes
  void recount(Entry record, boolean isHead) {
    versions++;
    bytes += record.keyLength() + record.size();
    keys += isHead ? 1 : 0;
    documents += isHead && record.hasValue() ? 1 : 0;
  }

  void clear() {
    documents = 0;
    keys = 0;
    versions = 0;
    bytes = 0;
    removed = new Removed(id, removed.through(), 0, 0, 0);
  }

  Json save() {
    return Json.of(
        List.of(
            Json.of(documents),
            Json.of(keys),
            Json.of(versions),
            Json.of(bytes),
            Json.of(removed.through())));
  }

  void load(JsonArray counts) {
    documents = ((JsonNumber) counts.items().get(0)).longValue();
    keys = ((JsonNumber) counts.items().get(1)).longValue();
    versions = ((JsonNumber) counts.items().get(2)).longValue();
    bytes = ((JsonNumber) counts.items().get(3)).longValue();
    long through = ((JsonNumber) counts.items().get(4)).longValue();
    removed = new Removed(id, through, 0, 0, 0);
  }
}
