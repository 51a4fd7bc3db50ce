package dev.varve.http.h2.frame;

/// What the peer said in its SETTINGS (RFC 9113 section 6.5.2, RFC 8441 section 3).
public final class PeerSettings {
  public static final int HEADER_TABLE_SIZE = 1;
  public static final int ENABLE_PUSH = 2;
  public static final int MAX_CONCURRENT_STREAMS = 3;
  public static final int INITIAL_WINDOW_SIZE = 4;
  public static final int MAX_FRAME_SIZE = 5;
  public static final int MAX_HEADER_LIST_SIZE = 6;
  public static final int ENABLE_CONNECT_PROTOCOL = 8;
  public static final int NO_RFC7540_PRIORITIES = 9;

  public static final int WINDOW_AT_FIRST = 65_535;

  private static final int FRAME_SIZE_MAX = 16_777_215;

  private int headerTableSize = 4096;
  private int concurrentStreams = Integer.MAX_VALUE;
  private int initialWindow = WINDOW_AT_FIRST;
  private boolean connectProtocol;

  /// Takes one setting in. Unknown ones are ignored.
  public void set(int id, int value) throws H2Exception {
    switch (id) {
      case HEADER_TABLE_SIZE -> headerTableSize = value < 0 ? Integer.MAX_VALUE : value;
      case ENABLE_PUSH -> require(value == 0 || value == 1, "SETTINGS_ENABLE_PUSH");
      case MAX_CONCURRENT_STREAMS -> concurrentStreams = value < 0 ? Integer.MAX_VALUE : value;
      case INITIAL_WINDOW_SIZE -> {
        if (value < 0) {
          throw new H2Exception(
              ErrorCode.FLOW_CONTROL_ERROR, "SETTINGS_INITIAL_WINDOW_SIZE over 2^31-1");
        }
        initialWindow = value;
      }
      case MAX_FRAME_SIZE ->
          require(
              value >= FrameWriter.FRAME_LENGTH_MAX && value <= FRAME_SIZE_MAX,
              "SETTINGS_MAX_FRAME_SIZE");
      case ENABLE_CONNECT_PROTOCOL -> {
        require(value == 1 || (value == 0 && !connectProtocol), "SETTINGS_ENABLE_CONNECT_PROTOCOL");
        connectProtocol = value == 1;
      }
      default -> {}
    }
  }

  public int headerTableSize() {
    return headerTableSize;
  }

  public int concurrentStreams() {
    return concurrentStreams;
  }

  public int initialWindow() {
    return initialWindow;
  }

  public boolean connectProtocol() {
    return connectProtocol;
  }

  private static void require(boolean holds, String name) throws H2Exception {
    if (!holds) {
      throw new H2Exception(ErrorCode.PROTOCOL_ERROR, name + " with a forbidden value");
    }
  }
}
