package dev.varve.http.h2;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/// Reads a priority field value (RFC 9218 section 4). What browsers send, such as `u=1, i`, is read
/// by a scan that allocates nothing; all else as the structured field it is (RFC 9651).
final class Priority {
  static final int URGENCY_DEFAULT = 3;

  private int urgency;
  private boolean incremental;

  int urgency() {
    return urgency;
  }

  boolean incremental() {
    return incremental;
  }

  void read(byte[] text, int from, int to) {
    urgency = URGENCY_DEFAULT;
    incremental = false;
    if (!scan(text, from, to)) {
      String value = new String(text, from, to - from, ISO_8859_1);
      var whole = dev.varve.http.field.Priority.of(value);
      urgency = whole.urgency();
      incremental = whole.incremental();
    }
  }

  /// Takes `u=0` to `u=7` and `i`, a comma and at most one space apart. False for anything else.
  private boolean scan(byte[] text, int from, int to) {
    int at = from;
    while (at < to) {
      if (text[at] == 'i') {
        incremental = true;
        at++;
      } else if (at + 2 < to && text[at] == 'u' && text[at + 1] == '=' && isUrgency(text[at + 2])) {
        urgency = text[at + 2] - '0';
        at += 3;
      } else {
        return false;
      }
      if (at == to) {
        return true;
      }
      if (text[at] != ',') {
        return false;
      }
      at++;
      if (at < to && text[at] == ' ') {
        at++;
      }
    }
    return from == to;
  }

  private static boolean isUrgency(byte each) {
    return each >= '0' && each < '0' + ReadyStreams.URGENCIES;
  }
}
