package dev.varve.http.h2;

import dev.varve.base.Clock;
import dev.varve.http.h2.frame.Chunks;
import dev.varve.http.hpack.HeaderBlock;
import dev.varve.http.stream.HeadReader;
import dev.varve.http.stream.HeadWriter;

/// What all connections of one thread share because only one works at a time.
final class Workbench {
  private static final int BLOCK_AT_FIRST = 1024;

  private final Chunks chunks;
  private final Clock clock;
  private final byte[] scratch;
  private final HeadReader heads = new HeadReader();
  private final HeadWriter headWriter = new HeadWriter();
  private final HeaderBlock block = new HeaderBlock(BLOCK_AT_FIRST);

  /// @param headBytesMax largest decoded header block of all connections
  Workbench(Chunks chunks, Clock clock, int headBytesMax) {
    this.chunks = chunks;
    this.clock = clock;
    this.scratch = new byte[headBytesMax * 2];
  }

  Chunks chunks() {
    return chunks;
  }

  Clock clock() {
    return clock;
  }

  /// Room for the decoded strings of one field.
  byte[] scratch() {
    return scratch;
  }

  HeadReader heads() {
    return heads;
  }

  HeadWriter headWriter() {
    return headWriter;
  }

  /// Where header blocks are encoded.
  HeaderBlock block() {
    return block;
  }
}
