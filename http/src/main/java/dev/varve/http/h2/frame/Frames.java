package dev.varve.http.h2.frame;

import java.nio.ByteBuffer;

/// Who takes in what [FrameReader] reads. Everything told here is well formed by itself; whether it
/// may come now is for the receiver to say, by throwing.
public interface Frames {
  /// A DATA frame begins. Its pieces follow, then [#dataEnd].
  ///
  /// @param flowLength octets that count for flow control, padding included
  void data(int stream, int flowLength, boolean last) throws H2Exception;

  /// Some of the frame's data, at least one octet, lent.
  void dataPiece(ByteBuffer lent) throws H2Exception;

  void dataEnd() throws H2Exception;

  /// A whole header block, whatever number of frames it came in: octets `from` to before `to`.
  void headers(int stream, boolean last, byte[] block, int from, int to) throws H2Exception;

  void reset(int stream, int code) throws H2Exception;

  void setting(int id, int value) throws H2Exception;

  /// All of one SETTINGS frame was told.
  void settingsEnd() throws H2Exception;

  void settingsAcknowledged() throws H2Exception;

  void ping(long payload) throws H2Exception;

  void pong(long payload) throws H2Exception;

  void goAway(int lastStream, int code) throws H2Exception;

  /// @param stream 0 for the connection
  /// @param increment 0 is an error, of the stream or the connection
  void windowUpdate(int stream, int increment) throws H2Exception;

  /// The priority of a stream by RFC 9218; the field value lies in `text`.
  void priorityUpdate(int stream, byte[] text, int from, int to) throws H2Exception;

  /// A frame without meaning for us: PRIORITY or an unknown type.
  void ignored(int type) throws H2Exception;
}
