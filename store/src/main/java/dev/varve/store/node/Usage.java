package dev.varve.store.node;

import dev.varve.store.NamespaceStatus;
import dev.varve.store.engine.Engine;
import dev.varve.store.record.Entry;
import dev.varve.store.txn.Spaces;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Counts what each namespace has in the log, from record to record.
final class Usage {
  private final Engine engine;
  private final Spaces spaces;
  private final Map<Integer, Counts> counts = new TreeMap<>();

  /// What one namespace has.
  private static final class Counts {
    long documents;
    long versions;
    long liveBytes;
    long diskBytes;
  }

  Usage(Engine engine, Spaces spaces) {
    this.engine = engine;
    this.spaces = spaces;
  }

  List<NamespaceStatus.Usage> upTo(long last) {
    for (long seq = engine.next(1); seq != 0 && seq <= last; seq = engine.next(seq + 1)) {
      Entry entry = engine.entry(seq);
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
    all.sort(Comparator.comparing(NamespaceStatus.Usage::name));
    return all;
  }

  private void count(Entry entry) {
    Counts mine = counts.computeIfAbsent(entry.namespace(), _ -> new Counts());
    mine.versions++;
    mine.diskBytes += entry.length();
    Entry head = entry.hasValue() ? engine.head(entry.namespace(), entry.key()) : null;
    if (head != null && head.seq() == entry.seq()) {
      mine.documents++;
      mine.liveBytes += entry.length();
    }
  }
}
