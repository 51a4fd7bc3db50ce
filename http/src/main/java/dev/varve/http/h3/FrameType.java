package dev.varve.http.h3;

/// Numbers of frames and of streams in one direction (RFC 9114 sections 6.2 and 7.2).
final class FrameType {
  static final int DATA = 0x00;
  static final int HEADERS = 0x01;
  static final int CANCEL_PUSH = 0x03;
  static final int SETTINGS = 0x04;
  static final int PUSH_PROMISE = 0x05;
  static final int GOAWAY = 0x07;
  static final int MAX_PUSH_ID = 0x0d;

  /// RFC 9218 section 7.2, of requests and of pushes.
  static final int PRIORITY_UPDATE = 0xf0700;

  static final int PRIORITY_UPDATE_OF_PUSH = 0xf0701;

  static final int CONTROL_STREAM = 0x00;
  static final int PUSH_STREAM = 0x01;
  static final int QPACK_ENCODER_STREAM = 0x02;
  static final int QPACK_DECODER_STREAM = 0x03;

  private FrameType() {}

  /// Whether it changes the priority of something.
  static boolean isPriorityUpdate(long type) {
    return type == PRIORITY_UPDATE || type == PRIORITY_UPDATE_OF_PUSH;
  }

  /// Whether HTTP/2 has such a frame and HTTP/3 must never see it (section 7.2.8).
  static boolean isOfHttp2(long type) {
    return type == 0x02 || type == 0x06 || type == 0x08 || type == 0x09;
  }
}
