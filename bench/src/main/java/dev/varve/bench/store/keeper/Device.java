package dev.varve.bench.store.keeper;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The floor: writes as many bytes as a put has, one behind the other, into a file that was zeroed
/// before, and syncs them.
public final class Device implements AutoCloseable {
  private static final int RECORD = 744;
  private static final int BYTES = 64 << 20;

  private final FileChannel file;
  private final ByteBuffer record = ByteBuffer.allocateDirect(RECORD);
  private long at;

  public Device(Path directory) throws IOException {
    file =
        FileChannel.open(
            directory.resolve("device"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    ByteBuffer zeros = ByteBuffer.allocateDirect(1 << 20);
    for (long place = 0; place < BYTES; place += zeros.capacity()) {
      file.write(zeros.clear(), place);
    }
    file.force(true);
  }

  public void write() throws IOException {
    file.write(record.clear(), at);
    file.force(false);
    at = at + 2 * RECORD > BYTES ? 0 : at + RECORD;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
