package dev.varve.store.log;

import dev.varve.store.disk.Disk;
import dev.varve.store.disk.DiskFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// A disk that remembers what is durable and what is not, and can lose power at any step. What
/// survives is any legal state: of writes that were not synced any sectors, of names that were not
/// synced any first part of the changes. One thread.
public final class SimulatedDisk implements Disk {
  private static final int SECTOR = 512;

  /// What a step fails with when the power goes.
  public static final class PowerCut extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private final TreeMap<String, Inode> names = new TreeMap<>();
  private final TreeMap<String, Inode> durableNames = new TreeMap<>();
  private final List<NameChange> nameChanges = new ArrayList<>();
  private long steps;
  private long cutAt = Long.MAX_VALUE;
  private long failSyncAt = Long.MAX_VALUE;
  private long roomLeft = Long.MAX_VALUE;

  private record NameChange(String name, Inode inode) {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Pending(long position, byte[] bytes) {}

  private static final class Inode {
    MemorySegment memory;
    byte[] durable = {};
    final List<Pending> pending = new ArrayList<>();

    Inode(int size) {
      memory = Arena.ofAuto().allocate(Math.max(8, size), 4096).asSlice(0, size);
    }

    static Inode of(byte[] content) {
      var inode = new Inode(content.length);
      inode.memory.copyFrom(MemorySegment.ofArray(content));
      inode.durable = content;
      return inode;
    }

    long room() {
      return memory.byteSize();
    }

    void write(long position, byte[] bytes) {
      if (position + bytes.length > memory.byteSize()) {
        var larger = Arena.ofAuto().allocate(position + bytes.length, 4096);
        larger.asSlice(0, memory.byteSize()).copyFrom(memory);
        memory = larger;
      }
      memory.asSlice(position, bytes.length).copyFrom(MemorySegment.ofArray(bytes));
      pending.add(new Pending(position, bytes));
    }

    void sync() {
      durable = memory.toArray(ValueLayout.JAVA_BYTE);
      pending.clear();
    }

    /// What is left of the file after the power went.
    byte[] survivor(Random random) {
      byte[] left = durable.clone();
      int mode = random.nextInt(3);
      for (Pending write : pending) {
        for (int at = 0; at < write.bytes.length; at += SECTOR) {
          boolean kept = mode == 0 || (mode == 1 && random.nextBoolean());
          if (kept) {
            int end = Math.min(write.bytes.length, at + SECTOR);
            int position = (int) write.position;
            left = Arrays.copyOf(left, Math.max(left.length, position + end));
            System.arraycopy(write.bytes, at, left, position + at, end - at);
          }
        }
      }
      return left;
    }
  }

  /// The power goes at the step with this number from now.
  public void cutPowerAfter(long more) {
    cutAt = steps + more;
  }

  /// The sync with this number from now fails, and every one after it.
  public void failSyncAfter(long more) {
    failSyncAt = steps + more;
  }

  /// Only so many more bytes can be allocated.
  public void leaveRoom(long bytes) {
    roomLeft = bytes;
  }

  public long steps() {
    return steps;
  }

  private void step() throws IOException {
    if (++steps >= cutAt) {
      throw new PowerCut();
    }
  }

  /// A disk with what may be left after the power went.
  public SimulatedDisk afterPowerCut(Random random) {
    var after = new SimulatedDisk();
    var survivingNames = new TreeMap<>(durableNames);
    int kept = random.nextInt(nameChanges.size() + 1);
    for (NameChange change : nameChanges.subList(0, kept)) {
      apply(survivingNames, change);
    }
    survivingNames.forEach((name, inode) -> after.adopt(name, Inode.of(inode.survivor(random))));
    return after;
  }

  private void adopt(String name, Inode inode) {
    names.put(name, inode);
    durableNames.put(name, inode);
  }

  private static void apply(Map<String, Inode> to, NameChange change) {
    if (change.inode == GONE) {
      to.remove(change.name);
    } else {
      to.put(change.name, change.inode);
    }
  }

  private static final Inode GONE = new Inode(0);

  /// What the file holds.
  public byte[] bytesOf(String name) {
    return java.util.Objects.requireNonNull(names.get(name)).memory.toArray(ValueLayout.JAVA_BYTE);
  }

  /// Turns one bit of a file over, where it is durable too.
  public void flip(String name, long bit) {
    Inode inode = find(name);
    long at = bit / 8;
    byte flipped = (byte) (inode.memory.get(ValueLayout.JAVA_BYTE, at) ^ (1 << (int) (bit % 8)));
    inode.memory.set(ValueLayout.JAVA_BYTE, at, flipped);
    inode.durable[(int) at] = flipped;
  }

  public long sizeOf(String name) {
    return find(name).memory.byteSize();
  }

  private Inode find(String name) {
    Inode inode = names.get(name);
    if (inode == null) {
      throw new IllegalArgumentException("no file " + name);
    }
    return inode;
  }

  @Override
  public DiskFile create(String name, long size) throws IOException {
    step();
    if (size > roomLeft) {
      throw new IOException("No space left on device");
    }
    roomLeft = roomLeft == Long.MAX_VALUE ? roomLeft : roomLeft - size;
    var inode = new Inode(0);
    change(new NameChange(name, inode));
    if (size > 0) {
      inode.write(0, new byte[(int) size]);
    }
    return new SimulatedFile(name, inode);
  }

  private void change(NameChange change) {
    apply(names, change);
    nameChanges.add(change);
  }

  @Override
  public DiskFile open(String name) throws IOException {
    Inode inode = names.get(name);
    if (inode == null) {
      throw new FileNotFoundException(name);
    }
    return new SimulatedFile(name, inode);
  }

  @Override
  public List<String> list() {
    return List.copyOf(names.keySet());
  }

  @Override
  public void delete(String name) throws IOException {
    step();
    if (names.containsKey(name)) {
      roomLeft = roomLeft == Long.MAX_VALUE ? roomLeft : roomLeft + find(name).room();
      change(new NameChange(name, GONE));
    }
  }

  @Override
  public void rename(String from, String to) throws IOException {
    step();
    Inode inode = find(from);
    change(new NameChange(to, inode));
    change(new NameChange(from, GONE));
  }

  @Override
  public void syncNames() throws IOException {
    step();
    nameChanges.forEach(change -> apply(durableNames, change));
    nameChanges.clear();
  }

  @Override
  public void close() {}

  private final class SimulatedFile implements DiskFile {
    private final String name;
    private final Inode inode;

    SimulatedFile(String name, Inode inode) {
      this.name = name;
      this.inode = inode;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public long size() {
      return inode.memory.byteSize();
    }

    @Override
    public void write(ByteBuffer bytes, long position) throws IOException {
      var copy = new byte[bytes.remaining()];
      bytes.get(copy);
      long more = Math.max(0, position + copy.length - inode.room());
      if (more > roomLeft) {
        throw new IOException("No space left on device");
      }
      roomLeft = roomLeft == Long.MAX_VALUE ? roomLeft : roomLeft - more;
      inode.write(position, copy);
      step();
    }

    @Override
    public void writeSynced(ByteBuffer bytes, long position) throws IOException {
      write(bytes, position);
      sync();
    }

    @Override
    public void sync() throws IOException {
      step();
      if (steps >= failSyncAt) {
        throw new IOException("Input/output error");
      }
      inode.sync();
    }

    @Override
    public void truncate(long size) throws IOException {
      step();
      inode.memory = inode.memory.asSlice(0, size);
      inode.sync();
    }

    @Override
    public MemorySegment map(long length, Arena arena) {
      return inode.memory.asSlice(0, length).asReadOnly();
    }

    @Override
    public MemorySegment mapPrivate(long position, long length, Arena arena) {
      MemorySegment copy = arena.allocate(length, 4096);
      MemorySegment.copy(inode.memory, position, copy, 0, length);
      return copy;
    }

    @Override
    public void close() {}
  }
}
