package dev.varve.store.txn;

import dev.varve.store.NamespaceConfig;
import dev.varve.store.NamespaceStatus;
import dev.varve.store.log.Entry;
import java.nio.charset.StandardCharsets;

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

  /// Takes up counts from a checkpoint.
  void restore(long documentsThen, long keysThen, long versionsThen, long bytesThen) {
    documents = documentsThen;
    keys = keysThen;
    versions = versionsThen;
    bytes = bytesThen;
  }
}
