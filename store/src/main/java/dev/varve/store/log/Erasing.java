package dev.varve.store.log;

import dev.varve.store.record.Checksum;
import dev.varve.store.record.Entry;
import dev.varve.store.record.RecordLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/// Blanks values where they stand, so that a crash at any point is seen for what it is: first the
/// marks that they are erased, and when those are on the device the values and checksums. A record
/// that is marked and does not match its checksum was being blanked; it is done again.
final class Erasing {
  private final Checksum checksum = new Checksum();

  /// Blanks records of a segment. False when one is packed: then nothing was done.
  boolean blank(Segment segment, List<Long> seqs) throws IOException {
    for (long seq : seqs) {
      Entry entry = segment.entry(seq);
      if (entry != null && entry.hasValue() && entry.isPacked()) {
        return false;
      }
    }
    boolean marked = false;
    for (long seq : seqs) {
      Entry entry = segment.entry(seq);
      if (entry != null && entry.hasValue()) {
        byte[] mark = {entry.blanked()[RecordLayout.FLAGS]};
        segment.file.write(ByteBuffer.wrap(mark), entry.offset() + RecordLayout.FLAGS);
        marked = true;
      }
    }
    if (marked) {
      segment.file.sync();
    }
    fill(segment, seqs);
    return true;
  }

  private void fill(Segment segment, List<Long> seqs) throws IOException {
    boolean filled = false;
    for (long seq : seqs) {
      Entry entry = segment.entry(seq);
      if (entry != null && entry.erased() && !Inspection.isIntact(segment, entry, seq)) {
        byte[] bytes = entry.blanked();
        int crc = checksum.of(segment.id, bytes, 0, bytes.length);
        ByteBuffer out = ByteBuffer.wrap(bytes).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        segment.file.write(out.putInt(RecordLayout.CRC, crc), entry.offset());
        filled = true;
      }
    }
    if (filled) {
      segment.file.sync();
    }
  }
}
