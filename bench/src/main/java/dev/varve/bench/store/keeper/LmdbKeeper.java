package dev.varve.bench.store.keeper;

import static java.nio.ByteBuffer.allocateDirect;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.Meta;
import org.lmdbjava.Txn;

/// LMDB: a tree in shared memory. Each read has a transaction of its own, renewed rather than made,
/// and copies what it found. Keeps the latest document only; reads and writes by one thread.
public final class LmdbKeeper implements Keeper {
  private final Documents documents;
  private final Env<ByteBuffer> environment;
  private final Dbi<ByteBuffer> database;
  private final Txn<ByteBuffer> reading;
  private final ByteBuffer name = allocateDirect(511);
  private final ByteBuffer content = allocateDirect(4096);
  private final byte[] value = new byte[4096];

  public LmdbKeeper(Path directory, Documents documents) {
    this.documents = documents;
    this.environment =
        Env.create()
            .setMapSize(8L << 30)
            .setMaxDbs(1)
            .open(directory.toFile(), EnvFlags.MDB_NORDAHEAD);
    this.database = environment.openDbi("docs", DbiFlags.MDB_CREATE);
    this.reading = environment.txnRead();
    reading.reset();
  }

  @Override
  public String name() {
    Meta.Version version = Meta.version();
    return "LMDB " + version.major + "." + version.minor + "." + version.patch;
  }

  private ByteBuffer key(long key) {
    return name.clear().put(documents.keyBytes(key)).flip();
  }

  private ByteBuffer content(long document) {
    return content.clear().put(documents.bytes(document)).flip();
  }

  @Override
  public void put(long key, long document) {
    database.put(key(key), content(document));
  }

  @Override
  public void load(int keys) {
    try (Txn<ByteBuffer> writing = environment.txnWrite()) {
      for (int i = 0; i < keys; i++) {
        database.put(writing, key(i), content(i));
      }
      writing.commit();
    }
  }

  @Override
  public int get(long key) {
    reading.renew();
    try {
      ByteBuffer found = database.get(reading, key(key));
      int length = found.remaining();
      found.get(value, 0, length);
      return length;
    } finally {
      reading.reset();
    }
  }

  @Override
  public void close() {
    reading.close();
    environment.close();
  }
}
