package dev.varve.store.node;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.store.Backup;
import dev.varve.store.StoreOptions;
import dev.varve.store.disk.SystemDisk;
import dev.varve.store.engine.Records;
import dev.varve.store.log.Archive;
import dev.varve.store.problem.StoreCode;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// Backups as files.
public final class Backups {
  private static final int BUFFER = 256 << 10;

  private Backups() {}

  /// Writes a backup durably; the file appears when it is complete.
  static Backup write(Records records, Path file, long after, long upTo) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".part");
    Archive.Contents contents;
    try (var channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      var out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
      contents = Archive.write(records, after, upTo, out);
      out.flush();
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    return new Backup(contents.after(), contents.upTo(), contents.records());
  }

  /// Makes an empty directory the store of a full backup and those that follow it, up to a
  /// position. Returns the last position restored.
  public static long restore(Path directory, List<Path> backups, long upTo) {
    try (var disk = SystemDisk.open(directory)) {
      if (!disk.list().isEmpty()) {
        throw new Failure(
            new Problem(
                StoreCode.BAD_BACKUP,
                directory.toString(),
                "the directory to restore to must be empty, but is not",
                "name another one"));
      }
      var restoring = new Archive.Restoring(disk, StoreOptions.DEFAULT.segmentBytes(), upTo);
      for (Path backup : backups) {
        try (var in = new BufferedInputStream(Files.newInputStream(backup), BUFFER)) {
          restoring.take(in, backup.toString());
        }
      }
      return restoring.finish();
    } catch (IOException e) {
      throw new Failure(
          Problem.of(
              StoreCode.IO_FAILED,
              "the backups must be readable and the directory writable, but " + e,
              "check the paths and the disk"),
          e);
    }
  }
}
