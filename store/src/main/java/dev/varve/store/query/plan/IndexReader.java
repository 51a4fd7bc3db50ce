package dev.varve.store.query.plan;

import dev.varve.store.filter.Row;
import dev.varve.store.query.Rows;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the executor of plans needs of whoever holds documents and indexes: one consistent state of
/// one namespace. One thread uses it.
public interface IndexReader {
  /// The keys of documents whose entries lie in a range, in the order of the entries.
  interface Keys {
    /// Null at the end.
    @Nullable String next();
  }

  /// Entries of an index in a range, upwards, or downwards from the end of the range.
  Keys scan(IndexDefinition index, ByteRange range, boolean downwards);

  /// About how many entries of an index lie in a range; below zero when that is not known.
  ///
  /// @param enough how many make no difference any more
  long estimate(IndexDefinition index, ByteRange range, long enough);

  /// Whether no entry of the index was cut; see [IndexEntries#isExact].
  boolean isExact(IndexDefinition index);

  /// The document of a key, valid until the next call; null when there is none.
  @Nullable Row get(String key);

  /// Documents whose keys lie between two, in their order.
  ///
  /// @param from the first key that may come
  /// @param to the first key that may no more; null for no end
  Rows documents(String from, @Nullable String to);

  /// Some keys, at most so many, that cut the documents into about equal parts; none where that is
  /// not known. [#documents] of different parts may be read by different threads at once.
  default List<String> marks(int most) {
    return List.of();
  }

  /// How many documents there are; about, where that is not known.
  long documents();
}
