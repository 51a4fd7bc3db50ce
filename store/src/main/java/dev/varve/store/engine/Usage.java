package dev.varve.store.engine;

import dev.varve.store.NamespaceStatus;
import dev.varve.store.index.KeyIndex;
import dev.varve.store.log.Entry;
import dev.varve.store.log.Log;
import dev.varve.store.txn.Spaces;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Counts what each namespace has in the log, from record to record.
final class Usage {
  private final Log log;
  private final KeyIndex index;
  private final Spaces spaces;
  private final Map<Integer, Counts> counts = new TreeMap<>();

  /// What one namespace has.
  private static final class Counts {
    long documents;
    long versions;
    long liveBytes;
    long diskBytes;
  }

  Usage(Log log, KeyIndex index, Spaces spaces) {
    this.log = log;
    this.index = index;
    this.spaces = spaces;
  }

  List<NamespaceStatus.Usage> upTo(long last) {
    for (long seq = log.next(1); seq != 0 && seq <= last; seq = log.next(seq + 1)) {
      Entry entry = log.entry(seq);
      if (entry != null) {
        count(entry);
      }
    }
    var all = new ArrayList<NamespaceStatus.Usage>();
    counts.forEach((id, each) -> {
      String name = spaces.byId(id).status().name();
      all.add(
          new NamespaceStatus.Usage(
              name, each.documents, each.versions, each.liveBytes, each.diskBytes));
    });
    all.sort(java.util.Comparator.comparing(NamespaceStatus.Usage::name));
    return all;
  }

  private void count(Entry entry) {
    Counts mine = counts.computeIfAbsent(entry.namespace(), _ -> new Counts());
    mine.versions++;
    mine.diskBytes += entry.length();
    boolean live =
        entry.hasValue() && index.latest(entry.namespace(), entry.key(), this::owns) == entry.seq();
    if (live) {
      mine.documents++;
      mine.liveBytes += entry.length();
    }
  }

  private boolean owns(long seq, int namespace, byte[] key) {
    Entry entry = log.entry(seq);
    return entry != null && entry.isOf(namespace, key);
  }
}
