package dev.varve.http.h3;

/// Why a stream or connection ends (RFC 9114 section 8.1, RFC 9204 section 6).
enum ErrorCode {
  H3_NO_ERROR(0x100),
  H3_INTERNAL_ERROR(0x102),
  H3_STREAM_CREATION_ERROR(0x103),
  H3_CLOSED_CRITICAL_STREAM(0x104),
  H3_FRAME_UNEXPECTED(0x105),
  H3_FRAME_ERROR(0x106),
  H3_EXCESSIVE_LOAD(0x107),
  H3_ID_ERROR(0x108),
  H3_SETTINGS_ERROR(0x109),
  H3_MISSING_SETTINGS(0x10a),
  H3_REQUEST_REJECTED(0x10b),
  H3_REQUEST_CANCELLED(0x10c),
  H3_REQUEST_INCOMPLETE(0x10d),
  H3_MESSAGE_ERROR(0x10e),
  QPACK_DECOMPRESSION_FAILED(0x200),
  QPACK_ENCODER_STREAM_ERROR(0x201),
  QPACK_DECODER_STREAM_ERROR(0x202);

  private final int number;

  ErrorCode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
