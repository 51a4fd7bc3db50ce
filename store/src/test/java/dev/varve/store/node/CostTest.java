package dev.varve.store.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.varve.base.json.Json;
import dev.varve.store.At;
import dev.varve.store.History;
import dev.varve.store.Operation;
import dev.varve.store.StoreOptions;
import dev.varve.store.Transaction;
import dev.varve.store.disk.Disk;
import dev.varve.store.disk.DiskFile;
import dev.varve.store.disk.MemoryDisk;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the speed of the store rests on, counted rather than timed: calls of the disk and garbage.
class CostTest {
  private static final Json VALUE = Json.parse("{\"n\":1,\"text\":\"" + "x".repeat(500) + "\"}");
  private static final int TIMES = 2_000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final CountingDisk disk = new CountingDisk(new MemoryDisk());
  private LogStore store;

  /// Kept so that no read is optimised away.
  private long seen;

  @BeforeEach
  void open() throws IOException {
    store = LogStore.over(disk, StoreOptions.DEFAULT.withBackground(false));
    store.put("docs", "k", VALUE).version();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aPutIsOneWriteThatIsSyncedAndNothingElse() {
    int before = disk.calls.get();
    int syncedBefore = disk.synced.get();

    store.put("docs", "k", VALUE).version();

    assertThat(disk.synced.get() - syncedBefore).isEqualTo(1);
    assertThat(disk.calls.get() - before).isEqualTo(1);
  }

  @Test
  void aGroupThatFitsIntoOneWriteIsSyncedOnce() {
    int before = disk.calls.get();

    store.commitAll(puts(60));

    assertThat(disk.calls.get() - before).isEqualTo(1);
  }

  @Test
  void syncsGrowWithBytesNotWithTransactions() {
    int before = disk.synced.get();

    store.commitAll(puts(800)); // about 600 KB, 64 KiB a group

    assertThat(disk.synced.get() - before).isBetween(8, 12);
  }

  @Test
  void readingCallsTheDiskForNothing() {
    store.commitAll(puts(100));
    int before = disk.calls.get();

    assertThat(store.get("docs", "k7")).isPresent();
    assertThat(store.at("docs", "k7", At.seq(50)).found()).isPresent();
    assertThat(store.log("docs", "k", History.Page.first(10)).versions()).hasSize(1);
    assertThat(disk.calls.get()).isEqualTo(before);
  }

  @Test
  void aGetLeavesLittleMoreGarbageThanTheDocument() {
    Runnable get = () -> seen += store.get("docs", "k").orElseThrow().seq();

    assertThat(garbage(get)).as("bytes for a document of 520 B").isLessThan(1_500);
  }

  @Test
  void aPutLeavesAFewTimesTheDocumentAsGarbage() {
    Runnable put = () -> store.put("docs", "k", VALUE).version();

    assertThat(garbage(put)).as("bytes for a document of 520 B").isLessThan(9_000);
  }

  private static List<Transaction> puts(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Transaction.of(new Operation.Put("docs", "k" + i, VALUE)))
        .toList();
  }

  /// Of one call, once it is warm; bounds leave room for code that was not compiled yet.
  private double garbage(Runnable work) {
    repeat(work);
    long self = Thread.currentThread().threadId();
    long before = threads.getThreadAllocatedBytes(self);
    repeat(work);
    return (double) (threads.getThreadAllocatedBytes(self) - before) / TIMES;
  }

  private static void repeat(Runnable work) {
    for (int i = 0; i < TIMES; i++) {
      work.run();
    }
  }

  /// Counts what is asked of files.
  private record CountingDisk(Disk disk, AtomicInteger calls, AtomicInteger synced)
      implements Disk {
    CountingDisk(Disk disk) {
      this(disk, new AtomicInteger(), new AtomicInteger());
    }

    @Override
    public DiskFile create(String name, long size) throws IOException {
      return new CountingFile(disk.create(name, size), this);
    }

    @Override
    public DiskFile open(String name) throws IOException {
      return new CountingFile(disk.open(name), this);
    }

    @Override
    public List<String> list() throws IOException {
      return disk.list();
    }

    @Override
    public void delete(String name) throws IOException {
      disk.delete(name);
    }

    @Override
    public void rename(String from, String to) throws IOException {
      disk.rename(from, to);
    }

    @Override
    public void syncNames() throws IOException {
      calls.incrementAndGet();
      disk.syncNames();
    }

    @Override
    public void close() throws IOException {
      disk.close();
    }
  }

  private record CountingFile(DiskFile file, CountingDisk disk) implements DiskFile {
    @Override
    public String name() {
      return file.name();
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public void write(ByteBuffer bytes, long position) throws IOException {
      disk.calls.incrementAndGet();
      file.write(bytes, position);
    }

    @Override
    public void writeSynced(ByteBuffer bytes, long position) throws IOException {
      disk.calls.incrementAndGet();
      disk.synced.incrementAndGet();
      file.writeSynced(bytes, position);
    }

    @Override
    public void sync() throws IOException {
      disk.calls.incrementAndGet();
      disk.synced.incrementAndGet();
      file.sync();
    }

    @Override
    public void truncate(long size) throws IOException {
      file.truncate(size);
    }

    @Override
    public MemorySegment map(long length, Arena arena) throws IOException {
      return file.map(length, arena);
    }

    @Override
    public MemorySegment mapPrivate(long position, long length, Arena arena) throws IOException {
      return file.mapPrivate(position, length, arena);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
