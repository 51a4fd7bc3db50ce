package dev.varve.http.h2;

/// Reads the parameters `u` and `i` of a priority field value (RFC 9218 section 4). A scan that
/// allocates nothing; what it cannot read it takes for the default, as the RFC asks.
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
    int at = from;
    while (at < to) {
      int comma = at;
      while (comma < to && text[comma] != ',') {
        comma++;
      }
      while (at < comma && (text[at] == ' ' || text[at] == '\t')) {
        at++;
      }
      member(text, at, comma);
      at = comma + 1;
    }
  }

  private void member(byte[] text, int from, int to) {
    int end = to;
    while (end > from && (text[end - 1] == ' ' || text[end - 1] == '\t')) {
      end--;
    }
    int length = end - from;
    if (length == 3 && text[from] == 'u' && text[from + 1] == '=') {
      int digit = text[from + 2] - '0';
      urgency = digit >= 0 && digit < ReadyStreams.URGENCIES ? digit : URGENCY_DEFAULT;
    } else if (length > 0 && text[from] == 'i') {
      incremental = length == 1 || (length == 4 && text[from + 3] == '1');
    }
  }
}
