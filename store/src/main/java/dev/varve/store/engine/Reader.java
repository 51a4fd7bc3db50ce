package dev.varve.store.engine;

import dev.varve.store.At;
import dev.varve.store.Digest;
import dev.varve.store.History;
import dev.varve.store.Lookup;
import dev.varve.store.Scan;
import dev.varve.store.Version;
import dev.varve.store.index.KeyIndex;
import dev.varve.store.log.Entry;
import dev.varve.store.log.Log;
import dev.varve.store.txn.Names;
import dev.varve.store.txn.Space;
import dev.varve.store.txn.Spaces;
import dev.varve.store.txn.Versions;
import dev.varve.store.txn.Writer;
import dev.varve.store.version.HybridTime;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Everything that reads. Any thread; never waits for a writer.
final class Reader implements KeyIndex.Owner {
  private final Log log;
  private final KeyIndex index;
  private final Spaces spaces;
  private final Writer writer;
  private final Versions versions = new Versions();

  Reader(Log log, KeyIndex index, Spaces spaces, Writer writer) {
    this.log = log;
    this.index = index;
    this.spaces = spaces;
    this.writer = writer;
  }

  Optional<Version> get(String namespace, String key) {
    Space space = spaces.find(namespace);
    if (space == null) {
      return Optional.empty();
    }
    Entry head = head(space.id(), Names.requireKey(key), writer.visible());
    return head == null || !head.hasValue()
        ? Optional.empty()
        : Optional.of(versions.of(head, namespace, key));
  }

  Lookup at(String namespace, String key, At at) {
    Space space = spaces.find(namespace);
    byte[] bytes = Names.requireKey(key);
    if (space == null) {
      return new Lookup.Absent();
    }
    return switch (at) {
      case At.Latest _ -> visibleAt(space, bytes, writer.visible());
      case At.Seq seq -> visibleAt(space, bytes, wholeTransaction(seq.seq()));
      case At.Time time -> visibleAt(space, bytes, seqAt(HybridTime.atMost(time.time())));
      case At.Vid vid -> byVid(space, bytes, vid.vid());
    };
  }

  private Lookup visibleAt(Space space, byte[] key, long seq) {
    Entry head = head(space.id(), key, writer.visible());
    return head == null ? new Lookup.Absent() : lookup(space, ancestor(head, seq));
  }

  private Lookup lookup(Space space, Ancestor ancestor) {
    Entry record = ancestor.record();
    if (record == null) {
      return ancestor.oldest() == 0 ? new Lookup.Absent() : new Lookup.Compacted(ancestor.oldest());
    }
    Version version = versions.of(record, space.name());
    return record.hasValue() || record.erased()
        ? new Lookup.Found(version)
        : new Lookup.Deleted(version);
  }

  private Lookup byVid(Space space, byte[] key, Digest vid) {
    Entry at = head(space.id(), key, writer.visible());
    while (at != null) {
      if (at.vid().equals(vid)) {
        return lookup(space, new Ancestor(at, 0));
      }
      at = at.previous() == 0 ? null : log.entry(at.previous());
    }
    return new Lookup.Absent();
  }

  /// The key's newest version up to `visible`, or null.
  private @Nullable Entry head(int namespace, byte[] key, long visible) {
    long seq = index.latest(namespace, key, this);
    Entry record = seq == 0 ? null : log.entry(seq);
    while (record != null && record.seq() > visible) {
      record = record.previous() == 0 ? null : log.entry(record.previous());
    }
    return record;
  }

  @Override
  public boolean owns(long seq, int namespace, byte[] key) {
    Entry entry = log.entry(seq);
    return entry != null && entry.isOf(namespace, key);
  }

  /// A version found by walking back.
  ///
  /// @param oldest when nothing was found because retention removed it, the oldest that is left
  private record Ancestor(@Nullable Entry record, long oldest) {}

  /// The newest version in the chain that is not after `seq`.
  private Ancestor ancestor(Entry head, long seq) {
    Entry at = head;
    while (at.seq() > seq) {
      Entry far = at.jump() > seq ? log.entry(at.jump()) : null;
      if (far != null) {
        at = far;
        continue;
      }
      Entry previous = at.previous() == 0 ? null : log.entry(at.previous());
      if (previous == null) {
        return new Ancestor(null, at.number() == 1 ? 0 : at.seq());
      }
      if (previous.seq() <= seq && previous.number() != at.number() - 1) {
        return new Ancestor(null, at.seq());
      }
      at = previous;
    }
    return new Ancestor(at, 0);
  }

  /// The end of the transaction the position belongs to.
  private long wholeTransaction(long seq) {
    if (seq >= writer.visible()) {
      return writer.visible();
    }
    Entry record = seq <= 0 ? null : log.entry(seq);
    return record == null ? seq : seq - record.index() + record.count() - 1;
  }

  /// The last position not after the time.
  private long seqAt(long time) {
    return log.seqAt(time, writer.visible());
  }

  History log(String namespace, String key, History.Page page) {
    Space space = spaces.find(namespace);
    byte[] bytes = Names.requireKey(key);
    Entry head = space == null ? null : head(space.id(), bytes, writer.visible());
    if (head == null) {
      return new History(List.of(), OptionalLong.empty(), false);
    }
    Entry at = page.before() > head.seq() ? head : ancestor(head, page.before() - 1).record();
    var found = new ArrayList<Version>(Math.min(page.limit(), 1024));
    boolean gap = at == null;
    while (at != null && found.size() < page.limit()) {
      found.add(versions.of(at, namespace, key));
      Entry previous = at.previous() == 0 ? null : log.entry(at.previous());
      gap |= at.number() > 1 && (previous == null || previous.number() != at.number() - 1);
      at = previous;
    }
    OptionalLong next = at == null ? OptionalLong.empty() : OptionalLong.of(found.getLast().seq());
    return new History(found, next, gap);
  }

  Scan.Keys keys(String namespace, Scan scan) {
    var keys = new ArrayList<String>();
    Walk walk = walk(namespace, scan, record -> keys.add(text(record.key())));
    return new Scan.Keys(keys, next(walk, keys.isEmpty() ? "" : keys.getLast()), walk.seq());
  }

  Scan.Documents documents(String namespace, Scan scan) {
    var documents = new ArrayList<Version>();
    Walk walk = walk(namespace, scan, record -> documents.add(versions.of(record, namespace)));
    String last = documents.isEmpty() ? "" : documents.getLast().key();
    return new Scan.Documents(documents, next(walk, last), walk.seq());
  }

  private static Optional<String> next(Walk walk, String last) {
    return walk.more() ? Optional.of(last) : Optional.empty();
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  private record Walk(long seq, boolean more) {}

  private interface Taker {
    void take(Entry record);
  }

  /// Shows the records of keys that hold a value at the scan's point.
  private Walk walk(String namespace, Scan scan, Taker taker) {
    long visible = writer.visible();
    long seq =
        switch (scan.at()) {
          case At.Latest _, At.Vid _ -> visible;
          case At.Seq at -> Math.min(visible, wholeTransaction(at.seq()));
          case At.Time at -> seqAt(HybridTime.atMost(at.time()));
        };
    Space space = spaces.find(namespace);
    if (space == null) {
      return new Walk(seq, false);
    }
    byte[] prefix = scan.prefix().getBytes(StandardCharsets.UTF_8);
    byte[] from = start(prefix, scan.after());
    int left = scan.limit();
    while (true) {
      List<byte[]> keys = index.keysFrom(space.id(), from, Math.min(left + 1, 256));
      for (byte[] key : keys) {
        if (!startsWith(key, prefix)) {
          return new Walk(seq, false);
        }
        Entry record = valueAt(space.id(), key, seq);
        if (record != null) {
          if (left == 0) {
            return new Walk(seq, true);
          }
          taker.take(record);
          left--;
        }
      }
      if (keys.isEmpty()) {
        return new Walk(seq, false);
      }
      from = after(keys.getLast());
    }
  }

  private @Nullable Entry valueAt(int namespace, byte[] key, long seq) {
    Entry head = head(namespace, key, writer.visible());
    Entry record = head == null ? null : ancestor(head, seq).record();
    return record != null && record.hasValue() ? record : null;
  }

  private static byte[] start(byte[] prefix, String after) {
    byte[] behind = after.isEmpty() ? new byte[0] : after(after.getBytes(StandardCharsets.UTF_8));
    return Arrays.compareUnsigned(prefix, behind) > 0 ? prefix : behind;
  }

  /// The smallest key behind this one.
  private static byte[] after(byte[] key) {
    return Arrays.copyOf(key, key.length + 1);
  }

  private static boolean startsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }
}
