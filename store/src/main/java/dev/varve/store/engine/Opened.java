package dev.varve.store.engine;

import dev.varve.store.index.Checkpoint;
import dev.varve.store.index.KeyIndex;
import dev.varve.store.log.Disk;
import dev.varve.store.log.Entry;
import dev.varve.store.log.Log;
import dev.varve.store.txn.Spaces;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// The state of a store that is being opened: the last checkpoint and what the log has since.
/// Without a good checkpoint, everything from the log.
///
/// @param time of the last transaction
/// @param seq up to where a checkpoint had it
/// @param erasures positions whose erasing may not have been finished
record Opened(KeyIndex index, Spaces spaces, long time, long seq, List<Long> erasures) {

  static Opened of(Disk disk, Log log) throws IOException {
    Optional<Checkpoint.Loaded> loaded = Checkpoint.load(disk, log.store());
    KeyIndex index = loaded.map(Checkpoint.Loaded::index).orElseGet(KeyIndex::new);
    long seq = loaded.map(checkpoint -> checkpoint.point().seq()).orElse(0L);
    long time = loaded.map(checkpoint -> checkpoint.point().time()).orElse(0L);
    var spaces = new Spaces();
    loaded.ifPresent(checkpoint -> spaces.load(checkpoint.point().counts()));
    var replay = new Replay(index, spaces, time);
    log.recover(seq, replay);
    if (log.last() < seq) {
      index.close();
      return rebuilt(log);
    }
    log.dropped().forEach((space, dropped) -> spaces.byId(space).dropped(dropped));
    return new Opened(index, spaces, replay.time(), seq, replay.erasures());
  }

  /// The log is shorter than the checkpoint knew it, so it was damaged.
  private static Opened rebuilt(Log log) {
    var index = new KeyIndex();
    var spaces = new Spaces();
    var replay = new Replay(index, spaces, 0);
    for (long seq = log.next(1); seq != 0; seq = log.next(seq + 1)) {
      Entry entry = log.entry(seq);
      if (entry != null) {
        replay.entry(entry);
      }
    }
    log.dropped().forEach((space, dropped) -> spaces.byId(space).dropped(dropped));
    return new Opened(index, spaces, replay.time(), 0, replay.erasures());
  }
}
