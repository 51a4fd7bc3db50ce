package dev.varve.store.engine;

import dev.varve.base.Problem;
import dev.varve.store.record.Entry;
import dev.varve.store.record.Group;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Keeps versions. Everything above it (transactions, ids, reads, watches, verification, backups)
/// is the same whatever keeps them; everything below it is the engine's own. How to write one is
/// told in `docs/internals/store-engines.md`.
///
/// Its life: [#recover] once, [#start], then any calls, [#rest], [#close]. The methods that write
/// are called by whoever leads, one thread at a time; those that tend are called by one thread at a
/// time, too, but beside the writer, and use [Host#exclusively] for what the writer must not meet.
public interface Engine extends Records, AutoCloseable {
  /// Makes ready what was kept. Every version that is not in the state saved last is shown, in
  /// order; all of them when there is none.
  ///
  /// Returns what retention has removed of each namespace.
  List<Removed> recover(Replay replay) throws IOException;

  /// Acknowledged versions that opening found damaged. To be asked for when erasures that a crash
  /// may have cut short were done again.
  List<Problem> damage();

  /// Takes up what was saved, then is shown what came after.
  interface Replay {
    /// @param state what [Host#state] gave; empty when nothing was saved
    void begin(Optional<Saved> state);

    void entry(Entry entry);
  }

  /// A state that was saved.
  ///
  /// @param time of the last transaction in it
  /// @param bytes as the host gave them
  @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
  record Saved(long time, byte[] bytes) {}

  /// Begins to tend itself.
  ///
  /// @param background by itself; without, only when [#tend] is called
  void start(Host host, boolean background);

  /// The latest position written.
  long last();

  /// Bytes that still go into a group; more need a [#roll] before.
  long room();

  /// Makes room for at least so many bytes.
  ///
  /// @throws IOException when there is none on the disk; everything stays as it was
  void roll(int bytes) throws IOException;

  /// Writes a group, which must fit, syncs it when asked, and makes its versions the latest of
  /// their keys. Whole transactions survive a crash, or nothing of them, and none without those
  /// before.
  void append(Group group, boolean synced) throws IOException;

  /// Makes everything written durable.
  void sync() throws IOException;

  boolean isDurable();

  /// Tends itself no more. Returns when what was under way is done.
  void rest();

  /// A group was published: see whether there is something to tend. Called by writers; cheap.
  void published();

  /// Does now what is otherwise done in the background.
  void tend();

  /// Saves [Host#state], so that opening need not be shown what is in it.
  void checkpoint() throws IOException;

  /// Lets go of every version that [Host#keeper] does not keep. Returns the bytes that went.
  long compact() throws IOException;

  /// Blanks the values of a key's versions before the one at `seq`, for good.
  void erase(long seq) throws IOException;

  /// Does what must not meet compaction, erasing or another such work half way.
  <T> T undisturbed(Work<T> work) throws IOException;

  /// Something done while the engine does not tend itself.
  interface Work<T> {
    T run() throws IOException;
  }

  /// Whether the version's bytes are as they were written.
  boolean isIntact(long seq);

  /// Where the version lies, for people.
  String place(long seq);

  Facts facts();

  /// @param keys in the index
  /// @param segments files of the log
  /// @param diskBytes size of all files
  /// @param indexBytes memory outside the heap
  /// @param syncs waits for the device since opening
  /// @param problems of tending itself, until it goes well
  record Facts(
      long keys,
      int segments,
      long diskBytes,
      long indexBytes,
      long syncs,
      List<Problem> problems) {
    public Facts {
      problems = List.copyOf(problems);
    }
  }

  @Override
  void close() throws IOException;
}
