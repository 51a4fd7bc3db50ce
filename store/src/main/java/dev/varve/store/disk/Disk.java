package dev.varve.store.disk;

import java.io.IOException;
import java.util.List;

/// The directory a store lives in: flat, names without separators. Tests put a faulty one in its
/// place. Holding it means nobody else has the directory; closing it gives it up.
public interface Disk extends AutoCloseable {
  /// Creates a file of `size` zero bytes that are really allocated, or replaces one. Not synced.
  DiskFile create(String name, long size) throws IOException;

  /// The same, and something is done again and again meanwhile, where it takes long.
  default DiskFile create(String name, long size, Runnable between) throws IOException {
    return create(name, size);
  }

  DiskFile open(String name) throws IOException;

  List<String> list() throws IOException;

  void delete(String name) throws IOException;

  /// Replaces `to` if it exists.
  void rename(String from, String to) throws IOException;

  /// Makes created, renamed and deleted names durable.
  void syncNames() throws IOException;

  @Override
  void close() throws IOException;
}
