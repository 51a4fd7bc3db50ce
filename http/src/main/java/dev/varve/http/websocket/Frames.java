package dev.varve.http.websocket;

/// Who takes in what [FrameReader] reads. Bytes are lent and unmasked.
interface Frames {
  /// A message begins.
  void begin(boolean text, boolean compressed) throws ProtocolException;

  /// Some bytes of its payload.
  void piece(byte[] bytes, int from, int length) throws ProtocolException;

  /// It is complete.
  void end() throws ProtocolException;

  void ping(byte[] payload, int length) throws ProtocolException;

  void pong() throws ProtocolException;

  /// @param code [CloseCode#NONE] where the frame has none
  void close(int code, String reason) throws ProtocolException;
}
