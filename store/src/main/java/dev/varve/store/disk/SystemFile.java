package dev.varve.store.disk;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file whose use survives interrupts. Callers commit their own writes, and an interrupt closes
/// the channel a thread is using; the channel is then opened anew and the step repeated. Repeating
/// is sound: writes are positioned, and a write that was to be synced is written again before the
/// sync.
final class SystemFile implements DiskFile {
  private final Path path;
  private FileChannel channel;

  private SystemFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  static SystemFile open(Path path, boolean create) throws IOException {
    return new SystemFile(path, openChannel(path, create));
  }

  private static FileChannel openChannel(Path path, boolean create) throws IOException {
    return create
        ? FileChannel.open(
            path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)
        : FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /// One step on the channel.
  private interface Step {
    void run(FileChannel channel) throws IOException;
  }

  private void uninterrupted(Step step) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          step.run(channel);
          return;
        } catch (ClosedByInterruptException _) {
          interrupted |= Thread.interrupted();
          channel = openChannel(path, false);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public String name() {
    return path.getFileName().toString();
  }

  @Override
  public long size() throws IOException {
    return java.nio.file.Files.size(path);
  }

  @Override
  public void write(ByteBuffer bytes, long position) throws IOException {
    int start = bytes.position();
    uninterrupted(file -> writeAll(file, bytes.position(start), position));
  }

  @Override
  public void writeSynced(ByteBuffer bytes, long position) throws IOException {
    int start = bytes.position();
    uninterrupted(file -> {
      writeAll(file, bytes.position(start), position);
      file.force(false);
    });
  }

  private static void writeAll(FileChannel file, ByteBuffer bytes, long position)
      throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      at += file.write(bytes, at);
    }
  }

  @Override
  public void sync() throws IOException {
    uninterrupted(file -> file.force(true));
  }

  @Override
  public void truncate(long size) throws IOException {
    uninterrupted(file -> file.truncate(size));
  }

  @Override
  public MemorySegment map(long length, Arena arena) throws IOException {
    return map(FileChannel.MapMode.READ_ONLY, 0, length, arena);
  }

  @Override
  public MemorySegment mapPrivate(long position, long length, Arena arena) throws IOException {
    return map(FileChannel.MapMode.PRIVATE, position, length, arena);
  }

  private MemorySegment map(FileChannel.MapMode mode, long position, long length, Arena arena)
      throws IOException {
    var mapped = new MemorySegment[1];
    uninterrupted(file -> mapped[0] = file.map(mode, position, length, arena));
    return mapped[0];
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
