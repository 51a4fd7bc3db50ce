package dev.varve.http.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/// Reads frames (RFC 6455 section 5) from bytes that come in pieces of any size, and checks all
/// that they tell about themselves and their order. Payloads pass through in pieces; it keeps
/// nothing but the payload of a control frame.
final class FrameReader {
  /// Most frames in a row that bring nothing: empty fragments and pings.
  static final int IDLE_FRAMES_MAX = 1_000;

  private static final int HEAD_MAX = 14;

  private enum State {
    HEAD,
    PAYLOAD,
    CONTROL
  }

  private final Frames frames;
  private final boolean masked;
  private final boolean compression;
  private final byte[] head = new byte[HEAD_MAX];
  private final byte[] control = new byte[Opcode.CONTROL_LENGTH_MAX];
  private final byte[] scratch;
  private final Utf8 reasons = new Utf8();
  private State state = State.HEAD;
  private int headLength;
  private int controlLength;
  private int opcode;
  private boolean fin;
  private boolean inMessage;
  private boolean closed;
  private long left;
  private long offset;
  private int key;
  private int idleFrames;

  /// @param masked whether the peer must mask, as clients do; else it must not
  /// @param compression whether permessage-deflate was agreed on
  /// @param scratch where payloads are unmasked; may be shared on one thread
  FrameReader(Frames frames, boolean masked, boolean compression, byte[] scratch) {
    this.frames = frames;
    this.masked = masked;
    this.compression = compression;
    this.scratch = scratch;
  }

  /// Takes in all that is there. What comes behind a close frame is dropped.
  void read(ByteBuffer in) throws ProtocolException {
    while (in.hasRemaining() && !closed) {
      switch (state) {
        case HEAD -> head(in);
        case PAYLOAD -> payload(in);
        case CONTROL -> control(in);
      }
    }
  }

  private void head(ByteBuffer in) throws ProtocolException {
    head[headLength++] = in.get();
    if (headLength == 2) {
      begin();
    }
    if (headLength >= 2 && headLength == headSize()) {
      headLength = 0;
      payloadBegins();
    }
  }

  private int headSize() {
    int length = head[1] & 0x7f;
    return 2 + (length == 126 ? 2 : length == 127 ? 8 : 0) + (masked ? 4 : 0);
  }

  /// Checks what the first two octets say.
  private void begin() throws ProtocolException {
    fin = (head[0] & Opcode.FIN) != 0;
    opcode = head[0] & 0x0f;
    if (((head[1] & Opcode.MASKED) != 0) != masked) {
      throw violation(masked ? "client does not mask" : "server masks");
    }
    if ((head[0] & 0x30) != 0) {
      throw violation("reserved bits are set");
    }
    boolean compressed = (head[0] & Opcode.COMPRESSED) != 0;
    switch (opcode) {
      case Opcode.CONTINUATION -> require(inMessage && !compressed, "continuation of nothing");
      case Opcode.TEXT, Opcode.BINARY -> {
        require(!inMessage, "message within a message");
        require(compression || !compressed, "compression was not agreed on");
      }
      case Opcode.CLOSE, Opcode.PING, Opcode.PONG ->
          require(
              fin && !compressed && (head[1] & 0x7f) <= Opcode.CONTROL_LENGTH_MAX,
              "control frame is fragmented, compressed or too long");
      default -> throw violation("unknown opcode " + opcode);
    }
  }

  private void payloadBegins() throws ProtocolException {
    int size = headSize();
    left = length();
    offset = 0;
    key = masked ? number(size - 4, 4) : 0;
    if (opcode >= Opcode.CLOSE) {
      controlLength = 0;
      state = State.CONTROL;
      spend(opcode != Opcode.CLOSE);
      if (left == 0) {
        controlEnds();
      }
      return;
    }
    if (opcode != Opcode.CONTINUATION) {
      inMessage = true;
      frames.begin(opcode == Opcode.TEXT, (head[0] & Opcode.COMPRESSED) != 0);
    }
    spend(left == 0 && !fin);
    state = State.PAYLOAD;
    if (left == 0) {
      payloadEnds();
    }
  }

  private long length() throws ProtocolException {
    int length = head[1] & 0x7f;
    if (length < 126) {
      return length;
    }
    long longer = length == 126 ? number(2, 2) : ((long) number(2, 4) << 32) | unsigned(6);
    require(longer >= (length == 126 ? 126 : 65_536), "length is not in its shortest form");
    return longer;
  }

  private void payload(ByteBuffer in) throws ProtocolException {
    int count = (int) Math.min(left, Math.min(in.remaining(), scratch.length));
    in.get(scratch, 0, count);
    if (masked) {
      Mask.apply(scratch, 0, count, key, offset);
    }
    offset += count;
    left -= count;
    frames.piece(scratch, 0, count);
    if (left == 0) {
      payloadEnds();
    }
  }

  private void payloadEnds() throws ProtocolException {
    state = State.HEAD;
    if (fin) {
      inMessage = false;
      frames.end();
    }
  }

  private void control(ByteBuffer in) throws ProtocolException {
    int count = (int) Math.min(left, in.remaining());
    in.get(control, controlLength, count);
    controlLength += count;
    left -= count;
    if (left == 0) {
      controlEnds();
    }
  }

  private void controlEnds() throws ProtocolException {
    state = State.HEAD;
    if (masked) {
      Mask.apply(control, 0, controlLength, key, 0);
    }
    switch (opcode) {
      case Opcode.PING -> frames.ping(control, controlLength);
      case Opcode.PONG -> frames.pong();
      default -> close();
    }
  }

  private void close() throws ProtocolException {
    closed = true;
    if (controlLength == 0) {
      frames.close(CloseCode.NONE, "");
      return;
    }
    require(controlLength >= 2, "close frame with half a code");
    int code = ((control[0] & 0xff) << 8) | (control[1] & 0xff);
    require(CloseCode.maySend(code), "close code " + code + " may not be sent");
    reasons.reset();
    if (!reasons.accept(control, 2, controlLength - 2) || !reasons.isComplete()) {
      throw new ProtocolException(CloseCode.BAD_DATA, "reason is not UTF-8");
    }
    frames.close(code, new String(control, 2, controlLength - 2, UTF_8));
  }

  private void spend(boolean idle) throws ProtocolException {
    idleFrames = idle ? idleFrames + 1 : 0;
    if (idleFrames > IDLE_FRAMES_MAX) {
      throw new ProtocolException(CloseCode.POLICY, "too many frames that bring nothing");
    }
  }

  private int number(int at, int octets) {
    int number = 0;
    for (int i = at; i < at + octets; i++) {
      number = (number << 8) | (head[i] & 0xff);
    }
    return number;
  }

  private long unsigned(int at) {
    return number(at, 4) & 0xffff_ffffL;
  }

  private static void require(boolean holds, String reason) throws ProtocolException {
    if (!holds) {
      throw violation(reason);
    }
  }

  private static ProtocolException violation(String reason) {
    return new ProtocolException(CloseCode.PROTOCOL_ERROR, reason);
  }
}
