package dev.varve.store.disk;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;

/// Files in memory, outside the heap, given back when they become unreachable.
public final class MemoryDisk implements Disk {
  private final ConcurrentSkipListMap<String, MemoryFile> files = new ConcurrentSkipListMap<>();

  @Override
  public DiskFile create(String name, long size) {
    var file = new MemoryFile(name, size);
    files.put(name, file);
    return file;
  }

  @Override
  public DiskFile open(String name) throws IOException {
    MemoryFile file = files.get(name);
    if (file == null) {
      throw new FileNotFoundException(name);
    }
    return file;
  }

  @Override
  public List<String> list() {
    return List.copyOf(files.keySet());
  }

  @Override
  public void delete(String name) {
    files.remove(name);
  }

  @Override
  public void rename(String from, String to) throws IOException {
    MemoryFile file = files.remove(from);
    if (file == null) {
      throw new FileNotFoundException(from);
    }
    file.name = to;
    files.put(to, file);
  }

  @Override
  public void syncNames() {}

  @Override
  public void close() {}

  private static final class MemoryFile implements DiskFile {
    private volatile String name;
    private volatile MemorySegment memory;

    MemoryFile(String name, long size) {
      this.name = name;
      this.memory = Arena.ofAuto().allocate(Math.max(8, size), 8).asSlice(0, size);
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public long size() {
      return memory.byteSize();
    }

    @Override
    public void write(ByteBuffer bytes, long position) {
      int length = bytes.remaining();
      if (position + length > size()) {
        resize(position + length);
      }
      memory.asSlice(position, length).copyFrom(MemorySegment.ofBuffer(bytes));
      bytes.position(bytes.limit());
    }

    @Override
    public void writeSynced(ByteBuffer bytes, long position) {
      write(bytes, position);
    }

    @Override
    public void sync() {}

    @Override
    public void truncate(long size) {
      if (size < size()) {
        memory = memory.asSlice(0, size);
      }
    }

    /// Only files that are not mapped grow, so no reader is left with the old memory.
    private void resize(long size) {
      MemorySegment larger = Arena.ofAuto().allocate(size, 8);
      MemorySegment.copy(memory, 0, larger, 0, size());
      memory = larger;
    }

    @Override
    public MemorySegment map(long length, Arena arena) {
      return memory.asSlice(0, length).asReadOnly();
    }

    @Override
    public MemorySegment mapPrivate(long position, long length, Arena arena) {
      MemorySegment copy = arena.allocate(length, 8);
      MemorySegment.copy(memory, position, copy, 0, length);
      return copy;
    }

    @Override
    public void close() {}
  }
}
