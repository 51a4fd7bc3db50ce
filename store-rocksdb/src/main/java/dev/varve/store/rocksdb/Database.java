package dev.varve.store.rocksdb;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.store.problem.StoreCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.rocksdb.AbstractNativeReference;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Status;
import org.rocksdb.WriteOptions;

/// The database in a directory: its three families, and a guard around all of its calls. RocksDB
/// brings the process down when it is used after it was closed, so closing waits for calls under
/// way and later ones throw [IllegalStateException].
final class Database implements AutoCloseable {
  private static final long CACHE_BYTES = 64L << 20;

  static {
    RocksDB.loadLibrary();
  }

  private final Path directory;
  private final List<AbstractNativeReference> owned = new ArrayList<>();
  private final List<ColumnFamilyHandle> handles = new ArrayList<>();
  private final Map<Family, ColumnFamilyHandle> byFamily = new EnumMap<>(Family.class);
  private final ReentrantReadWriteLock guard = new ReentrantReadWriteLock();
  private final RocksDB rocks;
  private final WriteOptions durably;
  private final WriteOptions soon;
  private boolean closed;

  private Database(Path directory, long bufferBytes) throws RocksDBException {
    this.directory = directory;
    try {
      var cache = own(new LRUCache(CACHE_BYTES));
      var descriptors = new ArrayList<ColumnFamilyDescriptor>();
      for (Family family : Family.values()) {
        descriptors.add(new ColumnFamilyDescriptor(family.bytes(), options(cache, bufferBytes)));
      }
      this.durably = own(new WriteOptions().setSync(true));
      this.soon = own(new WriteOptions());
      this.rocks = RocksDB.open(settings(), directory.toString(), descriptors, handles);
      for (Family family : Family.values()) {
        byFamily.put(family, handles.get(byFamily.size()));
      }
    } catch (RocksDBException | RuntimeException e) {
      release();
      throw e;
    }
  }

  private <T extends AbstractNativeReference> T own(T reference) {
    owned.add(reference);
    return reference;
  }

  private DBOptions settings() {
    return own(
        new DBOptions()
            .setCreateIfMissing(true)
            .setCreateMissingColumnFamilies(true)
            .setParanoidChecks(true)
            .setMaxBackgroundJobs(2)
            .setInfoLogLevel(InfoLogLevel.ERROR_LEVEL)
            .setKeepLogFileNum(1));
  }

  private ColumnFamilyOptions options(LRUCache cache, long bufferBytes) {
    var table =
        new BlockBasedTableConfig()
            .setBlockCache(cache)
            .setFilterPolicy(own(new BloomFilter(10)))
            .setFormatVersion(5);
    return own(
        new ColumnFamilyOptions()
            .setTableFormatConfig(table)
            .setWriteBufferSize(bufferBytes)
            .setCompressionType(CompressionType.LZ4_COMPRESSION)
            .setBottommostCompressionType(CompressionType.ZSTD_COMPRESSION));
  }

  /// Opens or creates the database.
  ///
  /// @throws Failure when another process has it, or when it is damaged
  static Database open(Path directory, long bufferBytes) throws IOException {
    Files.createDirectories(directory);
    try {
      return new Database(directory, bufferBytes);
    } catch (RocksDBException e) {
      if (String.valueOf(e.getMessage()).contains("LOCK:")) {
        throw new Failure(
            new Problem(
                StoreCode.IN_USE,
                directory.toString(),
                "the data directory must be used by one process at a time, but another one has it",
                "stop that process or use its address"),
            e);
      }
      if (isCorruption(e)) {
        throw damaged(directory.toString(), e);
      }
      throw new IOException(e.getMessage(), e);
    }
  }

  static boolean isCorruption(RocksDBException e) {
    Status status = e.getStatus();
    return status != null && status.getCode() == Status.Code.Corruption;
  }

  static Failure damaged(String where, RocksDBException e) {
    return new Failure(
        new Problem(
            StoreCode.DAMAGED,
            where,
            "what RocksDB keeps must match its checksums, but does not: " + e.getMessage(),
            "run 'varve db verify', then restore a backup"),
        e);
  }

  Path directory() {
    return directory;
  }

  ColumnFamilyHandle handle(Family family) {
    ColumnFamilyHandle handle = byFamily.get(family);
    if (handle == null) {
      throw new IllegalStateException("the database is closed");
    }
    return handle;
  }

  /// Something done with RocksDB.
  interface Use<T> {
    T with(RocksDB rocks) throws RocksDBException;
  }

  /// Something done with a cursor over a family.
  interface Look<T> {
    T at(RocksIterator cursor) throws RocksDBException;
  }

  private <T> T guarded(Use<T> use) throws RocksDBException {
    guard.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("the database is closed");
      }
      return use.with(rocks);
    } finally {
      guard.readLock().unlock();
    }
  }

  private <T> T reading(Use<T> use) {
    try {
      return guarded(use);
    } catch (RocksDBException e) {
      throw isCorruption(e)
          ? damaged(directory.toString(), e)
          : new Failure(
              Problem.of(
                  StoreCode.IO_FAILED,
                  "the database must be readable, but " + e.getMessage(),
                  "check the disk"),
              e);
    }
  }

  /// @throws Failure when it cannot be read
  byte @Nullable [] find(Family family, byte[] key) {
    return reading(rocks -> rocks.get(handle(family), key));
  }

  /// Looks with a cursor, and checks that it saw everything.
  ///
  /// @throws Failure when it cannot be read
  <T> T look(Family family, Look<T> look) {
    return reading(rocks -> {
      try (RocksIterator cursor = rocks.newIterator(handle(family))) {
        T found = look.at(cursor);
        cursor.status();
        return found;
      }
    });
  }

  /// Changes the database; what a failure leaves behind is uncertain.
  void change(Use<?> use) throws IOException {
    try {
      guarded(use);
    } catch (RocksDBException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /// Writes a batch, all of it or nothing.
  void write(Batch batch, boolean synced) throws IOException {
    change(rocks -> {
      rocks.write(synced ? durably : soon, batch.rocks());
      return batch;
    });
  }

  void sync() throws IOException {
    change(rocks -> {
      rocks.flushWal(true);
      return rocks;
    });
  }

  /// Writes everything anew that lies between two keys of a family, so that nothing is left on the
  /// device of what was replaced or removed, neither in tables nor in logs.
  void rewrite(Family family, byte @Nullable [] from, byte @Nullable [] to) throws IOException {
    change(rocks -> {
      try (var flush = new FlushOptions().setWaitForFlush(true);
          var options = new CompactRangeOptions()) {
        rocks.flush(flush, handles);
        options.setBottommostLevelCompaction(CompactRangeOptions.BottommostLevelCompaction.kForce);
        rocks.compactRange(handle(family), from, to, options);
      }
      return rocks;
    });
  }

  /// Bytes RocksDB holds in memory.
  long memoryBytes() {
    return reading(rocks ->
        rocks.getAggregatedLongProperty("rocksdb.cur-size-all-mem-tables")
            + rocks.getAggregatedLongProperty("rocksdb.estimate-table-readers-mem")
            + rocks.getLongProperty("rocksdb.block-cache-usage"));
  }

  @Override
  public void close() throws IOException {
    guard.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        rocks.syncWal();
        rocks.cancelAllBackgroundWork(true);
        release();
      }
    } catch (RocksDBException e) {
      release();
      throw new IOException(e.getMessage(), e);
    } finally {
      guard.writeLock().unlock();
    }
  }

  private void release() {
    handles.forEach(ColumnFamilyHandle::close);
    if (rocks != null) {
      rocks.close();
    }
    owned.reversed().forEach(AbstractNativeReference::close);
    owned.clear();
    handles.clear();
    byFamily.clear();
  }
}
