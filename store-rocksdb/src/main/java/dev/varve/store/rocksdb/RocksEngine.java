package dev.varve.store.rocksdb;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.store.engine.Engine;
import dev.varve.store.engine.Host;
import dev.varve.store.engine.Removed;
import dev.varve.store.problem.StoreCode;
import dev.varve.store.record.Entry;
import dev.varve.store.record.Group;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Keeps versions in RocksDB: every group is one batch of records and heads, in its write-ahead log
/// before it is acknowledged.
final class RocksEngine implements Engine {
  private static final int FORMAT = 1;

  private final Database database;
  private final RocksRecords records;
  private final Room room;
  private final Totals totals = new Totals();
  private final List<Problem> damage = new ArrayList<>();
  private final AtomicLong syncs = new AtomicLong();
  private @Nullable Tending tending;
  private volatile long durable;
  private volatile long keys;

  private RocksEngine(Database database, RocksRecords records) {
    this.database = database;
    this.records = records;
    this.room = Room.in(database.directory());
    this.durable = records.last();
  }

  /// Takes hold of a directory.
  ///
  /// @param bufferBytes of what is written, before it becomes a table
  static RocksEngine open(Path directory, long bufferBytes) throws IOException {
    Database database = Database.open(directory, bufferBytes);
    try {
      return new RocksEngine(database, records(database));
    } catch (IOException | RuntimeException e) {
      database.close();
      throw e;
    }
  }

  private static RocksRecords records(Database database) throws IOException {
    byte[] store = database.find(Family.DEFAULT, Keys.STORE);
    byte[] format = database.find(Family.DEFAULT, Keys.FORMAT);
    if (store == null || format == null) {
      store = Keys.number(new SecureRandom().nextLong());
      try (var batch = new Batch(database)) {
        batch.put(Family.DEFAULT, Keys.STORE, store);
        batch.put(Family.DEFAULT, Keys.FORMAT, format());
        database.write(batch, true);
      }
    } else if (ByteBuffer.wrap(format).getInt() != FORMAT) {
      throw new Failure(
          new Problem(
              StoreCode.UNKNOWN_FORMAT,
              database.directory().toString(),
              "the format must be " + FORMAT + ", but is " + ByteBuffer.wrap(format).getInt(),
              "open it with the program that wrote it"));
    }
    byte[] last = database.find(Family.DEFAULT, Keys.LAST);
    return new RocksRecords(database, Keys.number(store), last == null ? 0 : Keys.number(last));
  }

  private static byte[] format() {
    return ByteBuffer.allocate(Integer.BYTES).putInt(FORMAT).array();
  }

  @Override
  public List<Removed> recover(Replay replay) {
    totals.load(database);
    byte[] state = database.find(Family.DEFAULT, Keys.STATE);
    Checkpoint saved = state == null ? null : Checkpoint.read(state);
    replay.begin(Optional.ofNullable(saved).map(Checkpoint::state));
    keys = saved == null ? 0 : saved.keys();
    long from = saved == null ? 0 : saved.seq();
    for (long seq = records.next(from + 1); seq != 0; seq = records.next(seq + 1)) {
      show(seq, replay);
    }
    return totals.all();
  }

  private void show(long seq, Replay replay) {
    Entry entry;
    try {
      entry = records.entry(seq);
    } catch (Failure e) {
      damage.addAll(e.problems());
      return;
    }
    if (entry != null) {
      count(entry);
      replay.entry(entry);
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
  private void count(Entry entry) {
    keys += entry.number() == 1 ? 1 : 0;
  }

  /// Of what is behind the state that was saved: the rest was not looked at.
  @Override
  public List<Problem> damage() {
    return List.copyOf(damage);
  }

  @Override
  public void start(Host host, boolean background) {
    tending = new Tending(this, host);
    if (background) {
      tending.start();
    }
  }

  private Tending tending() {
    Tending started = tending;
    if (started == null) {
      throw new IllegalStateException("an engine must be started before it is tended");
    }
    return started;
  }

  Database database() {
    return database;
  }

  RocksRecords records() {
    return records;
  }

  Totals totals() {
    return totals;
  }

  /// Keys that ever came, also those of which nothing is left.
  long keys() {
    return keys;
  }

  /// A batch was synced that everything written before goes along with.
  void synced() {
    syncs.incrementAndGet();
    durable = records.last();
  }

  @Override
  public long store() {
    return records.store();
  }

  @Override
  public long last() {
    return records.last();
  }

  @Override
  public @Nullable Entry entry(long seq) {
    return records.entry(seq);
  }

  @Override
  public long next(long seq) {
    return records.next(seq);
  }

  @Override
  public long seqAt(long time, long most) {
    return records.seqAt(time, most);
  }

  @Override
  public @Nullable Entry head(int namespace, byte[] key) {
    return records.head(namespace, key);
  }

  @Override
  public List<byte[]> keysFrom(int namespace, byte[] from, int limit) {
    return records.keysFrom(namespace, from, limit);
  }

  @Override
  public long replacements() {
    return records.replacements();
  }

  @Override
  public long room() {
    return room.left();
  }

  @Override
  public void roll(int bytes) throws IOException {
    room.make(bytes);
  }

  @Override
  public void append(Group group, boolean synced) throws IOException {
    List<Entry> entries = group.entries();
    try (var batch = new Batch(database)) {
      for (Entry entry : entries) {
        byte[] seq = Keys.number(entry.seq());
        batch.put(Family.RECORDS, seq, RocksRecords.stamped(entry.bytes()));
        batch.put(Family.HEADS, Keys.head(entry.namespace(), entry.key()), seq);
      }
      long last = entries.getLast().seq();
      batch.put(Family.DEFAULT, Keys.LAST, Keys.number(last));
      database.write(batch, synced);
      records.wrote(last);
    }
    entries.forEach(this::count);
    room.took(group.length());
    if (synced) {
      synced();
    }
  }

  @Override
  public void sync() throws IOException {
    database.sync();
    synced();
  }

  @Override
  public boolean isDurable() {
    return durable == records.last();
  }

  @Override
  public void rest() {
    tending().close();
  }

  @Override
  public void published() {
    tending().published();
  }

  @Override
  public void tend() {
    tending().tend();
  }

  @Override
  public void checkpoint() throws IOException {
    tending().checkpoint();
  }

  @Override
  public long compact() throws IOException {
    return tending().compact();
  }

  @Override
  public void erase(long seq) throws IOException {
    tending().erase(seq);
  }

  @Override
  public <T> T undisturbed(Work<T> work) throws IOException {
    return tending().undisturbed(work);
  }

  @Override
  public boolean isIntact(long seq) {
    return records.isIntact(seq);
  }

  @Override
  public String place(long seq) {
    return "position " + seq + " of " + database.directory();
  }

  @Override
  public Facts facts() {
    Tending started = tending;
    List<Problem> problems = started == null ? List.of() : started.problem().stream().toList();
    int files = 0;
    long bytes = 0;
    try (var all = Files.newDirectoryStream(database.directory(), "*.{sst,log}")) {
      for (Path file : all) {
        files++;
        bytes += file.toFile().length(); // 0 for one that went meanwhile
      }
    } catch (IOException e) {
      problems =
          List.of(Problem.of(StoreCode.IO_FAILED, "the directory must be listed, but " + e, ""));
    }
    return new Facts(
        keys - totals.keys(), files, bytes, database.memoryBytes(), syncs.get(), problems);
  }

  @Override
  public void close() throws IOException {
    database.close();
  }
}
