package dev.varve.store.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A directory of the file system, locked as long as it is held. The lock is the system's own: it
/// goes when the process goes, however that ends.
public final class SystemDisk implements Disk {
  private static final String LOCK = "lock";
  private static final int ZEROS = 1 << 20;
  private static final int FEW_ZEROS = 256 << 10;

  private final Path directory;
  private final FileChannel lockFile;
  private final FileLock lock;

  private SystemDisk(Path directory, FileChannel lockFile, FileLock lock) {
    this.directory = directory;
    this.lockFile = lockFile;
    this.lock = lock;
  }

  /// @throws InUse when another store has the directory
  public static SystemDisk open(Path directory) throws IOException {
    Files.createDirectories(directory);
    FileChannel file =
        FileChannel.open(
            directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = tryLock(file);
    if (lock == null) {
      file.close();
      throw new InUse(directory);
    }
    return new SystemDisk(directory, file, lock);
  }

  private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException _) {
      return null;
    }
  }

  @Override
  public DiskFile create(String name, long size) throws IOException {
    return zeroed(name, size, ZEROS, () -> {});
  }

  @Override
  public DiskFile create(String name, long size, Runnable between) throws IOException {
    return zeroed(name, size, FEW_ZEROS, between);
  }

  /// Many megabytes at once would hold up those who wait for a sync of their own.
  private DiskFile zeroed(String name, long size, int piece, Runnable between) throws IOException {
    Files.deleteIfExists(directory.resolve(name));
    var file = SystemFile.open(directory.resolve(name), true);
    ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(size, piece));
    for (long at = 0; at < size; at += piece) {
      zeros.clear().limit((int) Math.min(size - at, piece));
      file.write(zeros, at);
      file.sync();
      between.run();
    }
    return file;
  }

  @Override
  public DiskFile open(String name) throws IOException {
    return SystemFile.open(directory.resolve(name), false);
  }

  @Override
  public List<String> list() throws IOException {
    try (var files = Files.list(directory)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.equals(LOCK))
          .sorted()
          .toList();
    }
  }

  @Override
  public void delete(String name) throws IOException {
    Files.deleteIfExists(directory.resolve(name));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Files.move(
        directory.resolve(from),
        directory.resolve(to),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void syncNames() throws IOException {
    try (var names = FileChannel.open(directory, StandardOpenOption.READ)) {
      names.force(true);
    }
  }

  @Override
  public void close() throws IOException {
    lock.release();
    lockFile.close();
  }
}
