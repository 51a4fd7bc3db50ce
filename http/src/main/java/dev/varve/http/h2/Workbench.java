package dev.varve.http.h2;

import dev.varve.base.Clock;
import dev.varve.http.h2.frame.Chunks;
import dev.varve.http.hpack.FieldSection;
import dev.varve.http.hpack.HeaderBlock;
import dev.varve.http.stream.HeadReader;
import dev.varve.http.stream.HeadWriter;

/// What all connections of one thread share because only one works at a time.
final class Workbench {
  private static final int BLOCK_AT_FIRST = 1024;

  private final Chunks chunks;
  private final Clock clock;
  private final FieldSection section;
  private final HeadReader heads = new HeadReader();
  private final HeadWriter headWriter = new HeadWriter();
  private final HeaderBlock block = new HeaderBlock(BLOCK_AT_FIRST);

  /// @param headBytes largest decoded header block
  /// @param headFields most fields in one
  Workbench(Chunks chunks, Clock clock, int headBytes, int headFields) {
    this.chunks = chunks;
    this.clock = clock;
    this.section = new FieldSection(headBytes, headFields);
  }

  Chunks chunks() {
    return chunks;
  }

  Clock clock() {
    return clock;
  }

  /// The header block that is being decoded.
  FieldSection section() {
    return section;
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
