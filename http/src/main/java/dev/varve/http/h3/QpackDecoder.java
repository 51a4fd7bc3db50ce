package dev.varve.http.h3;

import dev.varve.http.hpack.FieldLines;
import dev.varve.http.hpack.FieldSection;
import dev.varve.http.hpack.HpackException;

/// Reads field sections (RFC 9204 section 4.5), one field at a time: [#begin], then [#next] until
/// it says false.
///
/// We allow clients no dynamic table, so a section stands alone: one that refers to the dynamic
/// table breaks the connection, and one that is too large costs only its own stream.
final class QpackDecoder implements FieldLines<H3Exception> {
  private final FieldSection section;
  private String excess = "";

  QpackDecoder(FieldSection section) {
    this.section = section;
  }

  /// Starts a section: the first so many bytes.
  void begin(byte[] bytes, int length) throws H3Exception {
    section.begin(bytes, 0, length);
    excess = "";
    try {
      if (section.integer(8) != 0) {
        throw failed("section needs a dynamic table, which was not allowed");
      }
      section.integer(7);
    } catch (HpackException wrong) {
      throw failed(wrong.reason());
    }
  }

  /// What was too much of the section, after which [#next] ended it early; empty when nothing was.
  String excess() {
    return excess;
  }

  @Override
  public FieldSection section() {
    return section;
  }

  @Override
  public boolean next() throws H3Exception {
    if (!section.hasMore() || !excess.isEmpty()) {
      return false;
    }
    try {
      field(section.peek());
      section.count();
      return true;
    } catch (HpackException wrong) {
      if (!wrong.isExcessive()) {
        throw failed(wrong.reason());
      }
      excess = wrong.reason();
      return false;
    }
  }

  private void field(int first) throws H3Exception, HpackException {
    if ((first & 0x80) != 0) {
      QpackStatic.Entry known = lookup(section.integer(6), (first & 0x40) != 0);
      section.name(known.name, known.name.length);
      section.value(known.value, 0, known.value.length);
    } else if ((first & 0x40) != 0) {
      QpackStatic.Entry known = lookup(section.integer(4), (first & 0x10) != 0);
      section.name(known.name, known.name.length);
      section.valueString();
    } else if ((first & 0x20) != 0) {
      section.nameString(3);
      section.valueString();
    } else {
      throw failed("field refers to the dynamic table");
    }
  }

  private static QpackStatic.Entry lookup(int index, boolean fixed) throws H3Exception {
    if (!fixed) {
      throw failed("field refers to the dynamic table");
    }
    if (index >= QpackStatic.size()) {
      throw failed("index beyond the table");
    }
    return QpackStatic.at(index);
  }

  private static H3Exception failed(String reason) {
    return new H3Exception(ErrorCode.QPACK_DECOMPRESSION_FAILED, reason);
  }
}
