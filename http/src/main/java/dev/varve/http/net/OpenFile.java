package dev.varve.http.net;

import dev.varve.base.LateLogger;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A file that is open to be sent, until [#close]. On Linux it is open twice: as a channel, and by
/// a descriptor of which the kernel sends without copying, and which tells whether somebody has
/// written to the file since. One thread at a time.
public final class OpenFile implements AutoCloseable {
  private static final int NONE = -1;

  /// Below this a second descriptor costs more than the copies it saves.
  private static final long KERNEL_LEAST = 64 * 1024;

  private static final System.Logger LOG = LateLogger.of(OpenFile.class);

  private final FileChannel channel;
  private final long size;
  private final @Nullable FileTime changed;
  private int descriptor;

  private OpenFile(FileChannel channel, long size, int descriptor, @Nullable FileTime changed) {
    this.channel = channel;
    this.size = size;
    this.descriptor = descriptor;
    this.changed = changed;
  }

  /// A file of which nothing but the channel is known. It is closed with this, or at once when this
  /// cannot be made.
  ///
  /// @throws IOException when its size cannot be told
  public static OpenFile of(FileChannel channel) throws IOException {
    return new OpenFile(channel, size(channel), NONE, null);
  }

  /// A file that was opened with care, to be opened once more by its path, which may lead elsewhere
  /// by now: what has not the same key is closed again. Blocks.
  ///
  /// @param key of the file the channel reads ([BasicFileAttributes#fileKey])
  /// @throws IOException when its size cannot be told
  public static OpenFile of(FileChannel channel, Path path, @Nullable Object key)
      throws IOException {
    long size = size(channel);
    if (key == null || size < KERNEL_LEAST || !SystemCalls.areKnown()) {
      return of(channel);
    }
    int descriptor = NONE;
    try {
      descriptor = SystemCalls.open(path);
      BasicFileAttributes attributes = attributes(descriptor);
      if (key.equals(attributes.fileKey()) && attributes.size() == size) {
        return new OpenFile(channel, size, descriptor, attributes.lastModifiedTime());
      }
    } catch (IOException cause) {
      LOG.log(System.Logger.Level.DEBUG, "a file leaves by copies", cause);
    }
    release(descriptor);
    return of(channel);
  }

  /// Reading from it must name a position.
  public FileChannel channel() {
    return channel;
  }

  /// Whether the file still is what it was when it was opened. One that only grew is: the bytes
  /// that are to be sent stay the same. Without a descriptor only its length is looked at.
  ///
  /// @throws IOException when the system does not tell
  public boolean isIntact() throws IOException {
    if (descriptor == NONE) {
      return channel.size() >= size;
    }
    BasicFileAttributes now = attributes(descriptor);
    return now.size() > size
        || (now.size() == size && Objects.equals(now.lastModifiedTime(), changed));
  }

  /// For transports; negative when there is none.
  int descriptor() {
    return descriptor;
  }

  @Override
  public void close() throws IOException {
    int open = descriptor;
    descriptor = NONE;
    release(open);
    channel.close();
  }

  private static long size(FileChannel channel) throws IOException {
    try {
      return channel.size();
    } catch (IOException cause) {
      channel.close();
      throw cause;
    }
  }

  private static void release(int descriptor) {
    if (descriptor == NONE) {
      return;
    }
    try {
      SystemCalls.close(descriptor);
    } catch (IOException cause) {
      LOG.log(System.Logger.Level.WARNING, "cannot close a file", cause);
    }
  }

  private static BasicFileAttributes attributes(int descriptor) throws IOException {
    return Files.readAttributes(
        Path.of("/proc/self/fd", Integer.toString(descriptor)), BasicFileAttributes.class);
  }
}
