package dev.varve.http.compress;

/// How large a body may become.
///
/// @param bytes at most
/// @param ratio at most so many times the bytes that came, once it is larger than a small one
/// @param decodes whether it decompresses
record CodedLimits(long bytes, int ratio, boolean decodes) {
  static final CodedLimits NONE = new CodedLimits(Long.MAX_VALUE, 0, false);

  /// Below this any ratio is allowed: it is little memory and time.
  private static final int SMALL = 1 << 20;

  boolean allow(long taken, long made) {
    return made <= bytes && (!decodes || made <= SMALL || made / ratio <= taken);
  }
}
