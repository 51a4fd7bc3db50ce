package dev.varve.store.disk;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/// A file of a [Disk]. Writes are positioned and whole. One thread writes at a time; an interrupt
/// of that thread does no harm.
public interface DiskFile extends AutoCloseable {
  String name();

  long size() throws IOException;

  void write(ByteBuffer bytes, long position) throws IOException;

  /// Writes, and returns when the bytes (and all written before) are on the device.
  void writeSynced(ByteBuffer bytes, long position) throws IOException;

  /// Returns when everything written is on the device.
  void sync() throws IOException;

  void truncate(long size) throws IOException;

  /// Read-only memory that shows the file, later writes included, until the arena closes.
  MemorySegment map(long length, Arena arena) throws IOException;

  /// Memory that starts with the file's content; what is written to it stays in this process.
  MemorySegment mapPrivate(long position, long length, Arena arena) throws IOException;

  @Override
  void close() throws IOException;
}
