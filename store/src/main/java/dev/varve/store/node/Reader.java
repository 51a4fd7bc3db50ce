package dev.varve.store.node;

import dev.varve.base.Digest;
import dev.varve.store.At;
import dev.varve.store.Content;
import dev.varve.store.History;
import dev.varve.store.Lookup;
import dev.varve.store.Scan;
import dev.varve.store.Version;
import dev.varve.store.Watch;
import dev.varve.store.engine.Records;
import dev.varve.store.query.Rows;
import dev.varve.store.record.Chain;
import dev.varve.store.record.Entry;
import dev.varve.store.record.Unpacking;
import dev.varve.store.txn.Names;
import dev.varve.store.txn.Pieces;
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
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Everything that reads. Any thread; never waits for a writer.
final class Reader {
  private final Records records;
  private final Spaces spaces;
  private final Writer writer;
  private final BooleanSupplier closed;
  private final Versions versions;

  Reader(Records records, Spaces spaces, Writer writer, BooleanSupplier closed) {
    this.records = records;
    this.spaces = spaces;
    this.writer = writer;
    this.closed = closed;
    this.versions = new Versions(new Pieces(records, spaces));
  }

  /// Reads, and reads again when compaction took versions away meanwhile: a chain that was closed
  /// over what went must not be seen half before and half after.
  <T> T stable(Supplier<T> read) {
    while (true) {
      long before = records.replacements();
      try {
        T found = read.get();
        if (records.replacements() == before) {
          return found;
        }
      } catch (IllegalStateException e) {
        requireOpen();
        if (records.replacements() == before) {
          throw e;
        }
      }
    }
  }

  void requireOpen() {
    if (closed.getAsBoolean()) {
      throw LogStore.closedFailure();
    }
  }

  Optional<Version> get(String namespace, String key) {
    return stable(() -> getOnce(namespace, key));
  }

  private Optional<Version> getOnce(String namespace, String key) {
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
    return stable(() -> atOnce(namespace, key, at));
  }

  private Lookup atOnce(String namespace, String key, At at) {
    Space space = spaces.find(namespace);
    byte[] bytes = Names.requireKey(key);
    if (space == null) {
      return new Lookup.Absent();
    }
    return switch (at) {
      case At.Latest _ -> visibleAt(space, bytes, writer.visible());
      case At.Seq seq -> visibleAt(space, bytes, wholeTransaction(seq.seq()));
      case At.Time time -> visibleAtTime(space, bytes, HybridTime.atMost(time.time()));
      case At.Vid vid -> byVid(space, bytes, vid.vid());
    };
  }

  private Lookup visibleAt(Space space, byte[] key, long seq) {
    Entry head = head(space.id(), key, writer.visible());
    return head == null ? new Lookup.Absent() : lookup(space, ancestor(space, head, seq));
  }

  private Lookup visibleAtTime(Space space, byte[] key, long time) {
    Entry head = head(space.id(), key, writer.visible());
    return head == null ? new Lookup.Absent() : lookup(space, ancestorAt(head, time));
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
      at = Chain.older(at, records);
    }
    return new Lookup.Absent();
  }

  /// The key's newest version up to `visible`, or null.
  private @Nullable Entry head(int namespace, byte[] key, long visible) {
    Entry entry = records.head(namespace, key);
    while (entry != null && entry.seq() > visible) {
      entry = Chain.older(entry, records);
    }
    return entry;
  }

  /// A version found by walking back.
  ///
  /// @param oldest when nothing was found because retention removed it, the oldest that is left
  private record Ancestor(@Nullable Entry record, long oldest) {}

  /// The newest version in the chain that is not after `seq`.
  private Ancestor ancestor(Space space, Entry head, long seq) {
    Entry at = head;
    while (at.seq() > seq) {
      Entry far = at.jump() > seq ? records.entry(at.jump()) : null;
      if (far != null) {
        at = far;
        continue;
      }
      Entry previous = Chain.older(at, records);
      if (previous == null) {
        return new Ancestor(null, at.number() == 1 ? 0 : at.seq());
      }
      boolean gap = previous.seq() < seq && previous.number() != at.number() - 1;
      if (gap && !spaces.pins().holds(space.name(), seq, seq + 1)) {
        return new Ancestor(null, at.seq());
      }
      at = previous;
    }
    return new Ancestor(at, 0);
  }

  /// The newest version in the chain that is not after a time. What is known of the time without
  /// looking at versions spares most looks at those that are not on the way.
  private Ancestor ancestorAt(Entry head, long time) {
    Records.Span span = records.span(time);
    Entry at = head;
    long seq = head.seq();
    while (isAfter(at, seq, span, time)) {
      long jump = at.jump();
      Entry far = jump > span.upTo() ? records.entry(jump) : null;
      if (far != null && isAfter(far, jump, span, time)) {
        at = far;
        seq = jump;
        continue;
      }
      Entry previous = far != null && jump == at.previous() ? far : Chain.older(at, records);
      if (previous == null) {
        return new Ancestor(null, at.number() == 1 ? 0 : seq);
      }
      if (previous.number() != at.number() - 1 && previous.time() < time) {
        return new Ancestor(null, seq);
      }
      at = previous;
      seq = previous.seq();
    }
    return new Ancestor(at, 0);
  }

  private static boolean isAfter(Entry entry, long seq, Records.Span span, long time) {
    return seq >= span.from() || (seq > span.upTo() && entry.time() > time);
  }

  /// The end of the transaction the position belongs to.
  private long wholeTransaction(long seq) {
    if (seq >= writer.visible()) {
      return writer.visible();
    }
    Entry record = seq <= 0 ? null : records.entry(seq);
    return record == null ? seq : seq - record.index() + record.count() - 1;
  }

  /// The last position not after the time.
  private long seqAt(long time) {
    return records.seqAt(time, writer.visible());
  }

  History log(String namespace, String key, History.Page page) {
    return stable(() -> logOnce(namespace, key, page));
  }

  private History logOnce(String namespace, String key, History.Page page) {
    Space space = spaces.find(namespace);
    byte[] bytes = Names.requireKey(key);
    Entry head = space == null ? null : head(space.id(), bytes, writer.visible());
    if (space == null || head == null) {
      return new History(List.of(), OptionalLong.empty(), false);
    }
    Entry at =
        page.before() > head.seq() ? head : ancestor(space, head, page.before() - 1).record();
    var found = new ArrayList<Version>(Math.min(page.limit(), 1024));
    var unpacking = new Unpacking();
    boolean gap = at == null;
    while (at != null && found.size() < page.limit()) {
      found.add(versions.of(at, namespace, key, unpacking));
      Entry previous = Chain.older(at, records);
      gap |= at.number() > 1 && (previous == null || previous.number() != at.number() - 1);
      at = previous;
    }
    OptionalLong next = at == null ? OptionalLong.empty() : OptionalLong.of(found.getLast().seq());
    return new History(found, next, gap);
  }

  Scan.Keys keys(String namespace, Scan scan) {
    return stable(() -> keysOnce(namespace, scan));
  }

  private Scan.Keys keysOnce(String namespace, Scan scan) {
    var keys = new ArrayList<String>();
    Walk walk = walk(namespace, scan, record -> keys.add(text(record.key())));
    return new Scan.Keys(keys, next(walk, keys.isEmpty() ? "" : keys.getLast()), walk.seq());
  }

  Scan.Documents documents(String namespace, Scan scan) {
    return stable(() -> documentsOnce(namespace, scan));
  }

  private Scan.Documents documentsOnce(String namespace, Scan scan) {
    var documents = new ArrayList<Version>();
    var unpacking = new Unpacking();
    Walk walk =
        walk(namespace, scan, record -> documents.add(versions.of(record, namespace, unpacking)));
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
    long seq = position(scan.at());
    Space space = spaces.find(namespace);
    if (space == null) {
      return new Walk(seq, false);
    }
    byte[] prefix = scan.prefix().getBytes(StandardCharsets.UTF_8);
    byte[] from = start(prefix, scan.after());
    int left = scan.limit();
    while (true) {
      List<byte[]> keys = records.keysFrom(space.id(), from, Math.min(left + 1, 256));
      for (byte[] key : keys) {
        if (!startsWith(key, prefix)) {
          return new Walk(seq, false);
        }
        Entry record = version(space, key, seq);
        if (record != null && (scan.deleted() || record.hasValue())) {
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

  /// The position that a scan looks at.
  private long position(At point) {
    return switch (point) {
      case At.Latest _, At.Vid _ -> writer.visible();
      case At.Seq at -> Math.min(writer.visible(), wholeTransaction(at.seq()));
      case At.Time at -> seqAt(HybridTime.atMost(at.time()));
    };
  }

  /// What a key had at a position: a value, a tombstone, or nothing.
  @Nullable Entry version(Space space, byte[] key, long seq) {
    Entry head = head(space.id(), key, writer.visible());
    return head == null || head.seq() <= seq ? head : ancestor(space, head, seq).record();
  }

  /// A value that is in pieces; nothing when it was erased meanwhile.
  Optional<Content.Value> large(Entry record, Space space) {
    return versions.of(record, space.name()).content() instanceof Content.Value value
        ? Optional.of(value)
        : Optional.empty();
  }

  Rows rows(String namespace, Scan.Range range, At at) {
    long seq = stable(() -> position(at));
    Space space = spaces.find(namespace);
    return space == null ? () -> null : new RowScan(this, records, space, seq, range);
  }

  List<String> marks(String namespace, int most) {
    Space space = spaces.find(namespace);
    return space == null
        ? List.of()
        : records.marks(space.id(), most).stream().map(Reader::text).toList();
  }

  private static byte[] start(byte[] prefix, String after) {
    byte[] behind = after.isEmpty() ? new byte[0] : after(after.getBytes(StandardCharsets.UTF_8));
    return Arrays.compareUnsigned(prefix, behind) > 0 ? prefix : behind;
  }

  /// The smallest key behind this one.
  static byte[] after(byte[] key) {
    return Arrays.copyOf(key, key.length + 1);
  }

  private static boolean startsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }

  /// Whole transactions from a position on, up to what is visible and about `limit` versions.
  ///
  /// @param filter which versions are wanted
  Read read(long from, int limit, Watch.Spec filter) {
    return stable(() -> readOnce(from, limit, filter));
  }

  /// Versions read from the log.
  ///
  /// @param next where to go on
  record Read(List<Version> versions, long next) {}

  private Read readOnce(long from, int limit, Watch.Spec spec) {
    var found = new ArrayList<Version>();
    var unpacking = new Unpacking();
    long visible = writer.visible();
    long next = from;
    while (next <= visible && found.size() < limit) {
      long seq = records.next(next);
      Entry entry = seq == 0 || seq > visible ? null : records.entry(seq);
      if (entry == null) {
        next = visible + 1;
        break;
      }
      long end = seq - entry.index() + entry.count() - 1;
      for (long at = seq; at <= end; at++) {
        take(records.entry(at), spec, found, unpacking);
      }
      next = end + 1;
    }
    return new Read(found, next);
  }

  private void take(
      @Nullable Entry entry, Watch.Spec spec, List<Version> found, Unpacking unpacking) {
    Space space = entry == null ? null : spaces.byId(entry.namespace());
    if (entry == null || space == null || !isWanted(space, spec.namespace())) {
      return;
    }
    Version version = versions.of(entry, space.name(), unpacking);
    if (version.key().startsWith(spec.prefix()) && spec.filter().test(version)) {
      found.add(version);
    }
  }

  private static boolean isWanted(Space space, String namespace) {
    return namespace.isEmpty() ? !space.name().startsWith("_") : space.name().equals(namespace);
  }

  /// Whether retention removed anything of the wanted namespaces from `from` on.
  boolean isOvertaken(long from, String namespace) {
    for (Space space : spaces.all()) {
      if (isWanted(space, namespace) && space.droppedThrough() >= from) {
        return true;
      }
    }
    return false;
  }

  long visible() {
    return writer.visible();
  }
}
