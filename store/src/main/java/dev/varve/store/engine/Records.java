package dev.varve.store.engine;

import dev.varve.store.record.Chain;
import dev.varve.store.record.Entry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The versions an engine has, to look at. Any thread; nothing here waits for a writer.
///
/// An [Entry] is a view of memory that the engine may take away when it rewrites its files: reading
/// it then throws [IllegalStateException] and [#replacements] has moved. Whoever reads starts over,
/// also where the count alone has moved: what was read then may be half before and half after.
public interface Records extends Chain.Lookup {
  /// The random number that tells this store from others.
  long store();

  /// The version at a position, or null when there is none or retention has removed it.
  ///
  /// @throws dev.varve.base.Failure when an engine that checks what it reads finds it damaged
  @Override
  @Nullable Entry entry(long seq);

  /// The first position from `seq` on that has a version, 0 when there is none.
  long next(long seq);

  /// The last position up to `most` whose time is not after; 0 for none.
  long seqAt(long time, long most);

  /// What is known of a time without looking at versions: nothing up to `upTo` is after it, and
  /// everything from `from` on is. Between the two a version has to be looked at.
  record Span(long upTo, long from) {
    /// Nothing is known.
    public static final Span UNKNOWN = new Span(0, Long.MAX_VALUE);
  }

  /// Where a time lies, as closely as the engine can tell.
  default Span span(long time) {
    return Span.UNKNOWN;
  }

  /// The latest published version of a key, or null.
  @Nullable Entry head(int namespace, byte[] key);

  /// Up to `limit` keys of a namespace from `from` on, in the order of their bytes.
  List<byte[]> keysFrom(int namespace, byte[] from, int limit);

  /// Some keys of a namespace, at most so many, that cut it into about equal parts, in their order;
  /// none where that cannot be told cheaply.
  default List<byte[]> marks(int namespace, int most) {
    return List.of();
  }

  /// How often versions were taken away from readers. What is read between two equal answers was
  /// not touched by it.
  long replacements();
}
