package dev.varve.store;

import dev.varve.base.Check;

/// How a namespace keeps its documents.
///
/// @param retention which versions stay
/// @param durability when a write is acknowledged
/// @param quotaBytes most bytes that keys and values of kept versions may take; 0 for no limit
public record NamespaceConfig(Retention retention, Durability durability, long quotaBytes) {
  public static final NamespaceConfig DEFAULT =
      new NamespaceConfig(Retention.ALL, Durability.SYNC, 0);

  public NamespaceConfig {
    Check.within("namespace.quotaBytes", quotaBytes, 0L, Long.MAX_VALUE);
  }

  public NamespaceConfig with(Retention wanted) {
    return new NamespaceConfig(wanted, durability, quotaBytes);
  }

  public NamespaceConfig with(Durability wanted) {
    return new NamespaceConfig(retention, wanted, quotaBytes);
  }

  public NamespaceConfig withQuota(long bytes) {
    return new NamespaceConfig(retention, durability, bytes);
  }
}
