package dev.varve.store.log;

import dev.varve.store.disk.Disk;
import java.io.IOException;
import java.util.Locale;

/// Room on the disk that is kept for compaction: a file of zeros, given up when the disk is full
/// and taken again when there is room.
public final class Reserve {
  private static final String NAME = "reserve";
  private static final long LEAST = 1 << 20;
  private static final long MOST = 64 << 20;

  private final Disk disk;
  private long held;

  public Reserve(Disk disk) {
    this.disk = disk;
  }

  /// Holds about a quarter of what the log takes. Less, or nothing, when there is no room.
  public void hold(long logBytes) throws IOException {
    long wanted = Math.min(MOST, Math.max(LEAST, logBytes / 4));
    if (held >= wanted / 2) {
      return;
    }
    try (var file = disk.create(NAME, wanted)) {
      file.sync();
      held = wanted;
    } catch (IOException e) {
      if (!isDiskFull(e)) {
        throw e;
      }
      release();
    }
  }

  /// Gives the room up.
  public void release() throws IOException {
    disk.delete(NAME);
    disk.syncNames();
    held = 0;
  }

  /// Whether a failure means that there is no room.
  public static boolean isDiskFull(IOException e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("no space left")
        || message.contains("quota exceeded")
        || message.contains("not enough space");
  }
}
