package dev.varve.store;

import dev.varve.base.Check;
import dev.varve.base.Problem;
import dev.varve.base.json.Json;
import dev.varve.store.query.Rows;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// JSON documents under keys in namespaces, with every version they ever had.
///
/// Writes are transactions, strictly serializable, acknowledged when they are as durable as their
/// namespaces ask. Reads never wait for writes. All methods may be called from any thread; writing
/// ones block until the outcome is certain. A namespace comes to be by the first write to it.
///
/// One is opened with [dev.varve.store.local.LocalStore].
///
/// Conflicts and refusals are outcomes. A [dev.varve.base.Failure] means the store itself is broken
/// or closed: its codes are in [StoreCode].
public interface Store extends AutoCloseable {
  /// The namespace of JSON Schemas: a document of it, under the name of a namespace, is what every
  /// value must keep to that is written there afterwards. One that breaks it is refused with every
  /// rule it breaks; what was there before is not looked at.
  String SCHEMAS = "varve.schemas";

  /// Carries out a transaction.
  Outcome commit(Transaction transaction);

  /// Carries out several independent transactions, in order, sharing one wait for the device.
  List<Outcome> commitAll(List<Transaction> transactions);

  /// Takes several independent transactions, to be carried out in order and like those of
  /// [#commitAll], without waiting for the device: what became of each is told later. There is no
  /// limit to what is under way but the submitter's own.
  ///
  /// @throws IllegalArgumentException when one erases, which takes long
  void submit(List<Submission> submissions);

  default Outcome put(String namespace, String key, Json value) {
    return commit(Transaction.of(new Operation.Put(namespace, key, value)));
  }

  default Outcome delete(String namespace, String key) {
    return commit(Transaction.of(new Operation.Delete(namespace, key)));
  }

  /// Makes an earlier value current again, as a new version. Brings deleted keys back, too.
  default Outcome revert(String namespace, String key, long toSeq) {
    return commit(Transaction.of(new Operation.Revert(namespace, key, toSeq)));
  }

  /// Deletes a key and erases all its values for good; the ids of its versions stay.
  default Outcome erase(String namespace, String key) {
    return commit(Transaction.of(new Operation.Erase(namespace, key)));
  }

  /// Applies every namespace's retention now to all that was written; the disk space is free when
  /// this returns. Writers go on. Returns the bytes of the versions removed.
  long compact();

  /// The latest version of a key, when it holds a value.
  Optional<Version> get(String namespace, String key);

  /// What stood under a key at some point. What it answers for a point up to now never changes,
  /// except that an erased value is gone and that retention may later answer compacted.
  Lookup at(String namespace, String key, At at);

  /// The versions of a key, newest first, tombstones included.
  History log(String namespace, String key, History.Page page);

  /// Keys that hold a value, in order.
  Scan.Keys keys(String namespace, Scan scan);

  /// Documents in the order of their keys.
  Scan.Documents documents(String namespace, Scan scan);

  /// The same without an end, for who looks at most and keeps few: each row is valid until the next
  /// is asked for. One thread uses it.
  ///
  /// @param at a time or a seq
  Rows rows(String namespace, Scan.Range range, At at);

  /// Some keys, at most so many, that cut a namespace into about equal parts, in their order. None
  /// where that cannot be told without reading.
  List<String> marks(String namespace, int most);

  /// Writes every version after a position into a file: 0 for a full backup, the `upTo` of the last
  /// one for an incremental one. The file appears when it is complete. Writers go on.
  Backup backup(Path file, long after);

  /// A name for a position. As long as it stands, retention keeps every version that is current at
  /// that position, so that [At#seq] of it has its true answer.
  ///
  /// @param name 1 to 1,024 bytes of UTF-8
  /// @param namespace which one's versions it keeps; empty for all
  /// @param seq the position
  record Tag(String name, String namespace, long seq) {
    public Tag {
      Check.within("tag.seq", seq, 1L, Long.MAX_VALUE);
    }
  }

  /// Gives a position a name, or moves the name there. As long as the tag stands, retention keeps
  /// what was current at the position. Refused when retention has removed some of it already; the
  /// latest position can always be tagged.
  Outcome tag(Tag tag, Origin origin);

  /// Takes a tag away; a conflict when there is none.
  Outcome untag(String name, Origin origin);

  /// All tags, in order of their names.
  List<Tag> tags();

  /// Checks checksums, ids, chains and the index. Returns what is wrong, with its place.
  List<Problem> verify();

  /// Follows what is written, from any position on.
  Watch watch(Watch.Spec spec);

  /// All namespaces, in order of their names.
  List<NamespaceStatus> namespaces();

  /// What each namespace takes on the disk, in order of their names, those of the store itself
  /// included and volatile ones not. Reads the head of every record: seconds for millions.
  List<NamespaceStatus.Usage> usage();

  /// Creates a namespace or changes how it keeps its documents.
  Outcome configure(String namespace, NamespaceConfig config);

  /// The latest position: everything up to it can be read.
  long seq();

  StoreStatus status();

  /// Waits for writes under way, then releases files and memory. Writing afterwards fails.
  @Override
  void close();
}
