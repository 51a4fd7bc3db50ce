package dev.varve.bench.store.keeper;

import java.nio.file.Path;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteOptions;

/// RocksDB: each put in the synced log, which it groups by itself; reads with a Bloom filter and
/// everything in its cache. Keeps the latest document only.
public final class RocksKeeper implements Keeper {
  static {
    RocksDB.loadLibrary();
  }

  private final Documents documents;
  private final BloomFilter filter = new BloomFilter(10);
  private final LRUCache cache = new LRUCache(2L << 30);
  private final Options options;
  private final RocksDB database;
  private final WriteOptions synced = new WriteOptions().setSync(true);
  private final WriteOptions unsynced = new WriteOptions().setDisableWAL(true);
  private final ReadOptions reading = new ReadOptions().setVerifyChecksums(false);

  /// For reads by one thread at a time.
  private final byte[] value = new byte[4096];

  public RocksKeeper(Path directory, Documents documents) throws RocksDBException {
    this.documents = documents;
    this.options =
        new Options()
            .setCreateIfMissing(true)
            .setTableFormatConfig(
                new BlockBasedTableConfig().setFilterPolicy(filter).setBlockCache(cache));
    this.database = RocksDB.open(options, directory.toString());
  }

  @Override
  public String name() {
    RocksDB.Version version = RocksDB.rocksdbVersion();
    return "RocksDB " + version.getMajor() + "." + version.getMinor() + "." + version.getPatch();
  }

  @Override
  public void put(long key, long document) throws RocksDBException {
    database.put(synced, documents.keyBytes(key), documents.bytes(document));
  }

  @Override
  public void load(int keys) throws RocksDBException {
    for (int i = 0; i < keys; i++) {
      database.put(unsynced, documents.keyBytes(i), documents.bytes(i));
    }
    database.compactRange();
  }

  @Override
  public int get(long key) throws RocksDBException {
    return database.get(reading, documents.keyBytes(key), value);
  }

  @Override
  public void close() {
    database.close();
    options.close();
    synced.close();
    unsynced.close();
    reading.close();
    cache.close();
    filter.close();
  }
}
