package dev.varve.http;

import dev.varve.http.net.Loop;
import dev.varve.http.net.OpenFile;
import java.nio.ByteBuffer;

/// The one type of body: of requests and responses, in both directions, over all protocols, and of
/// all stages in between. A source that pushes buffers into a [BodyReader] at the speed the reader
/// bears.
///
/// A body belongs to one loop and is read once: all calls are made on that loop. Any of them may
/// call the reader before it returns. Nothing is read from a connection before [#read].
public interface Body {
  /// How many bytes it has in all, or -1 when nobody knows yet.
  long length();

  /// Begins to read. To be called once.
  void read(BodyReader reader);

  /// No more data after what is under way (at most one buffer), until [#resume]. End and failure
  /// may still be told.
  void pause();

  /// Data may come again.
  void resume();

  /// The rest is not wanted. The reader is not called again. May come before [#read] in its stead,
  /// and is of no effect after the end.
  void cancel();

  /// How many bytes the reader got so far.
  long count();

  /// Whether all of it is there, so that making it needs nothing of the request any more.
  default boolean isReady() {
    return false;
  }

  /// A body of no bytes.
  static Body empty() {
    return EmptyBody.INSTANCE;
  }

  /// Bytes the caller does not change any more.
  static Body of(byte[] bytes) {
    return of(bytes, 0, bytes.length);
  }

  /// Part of an array the caller does not change any more.
  static Body of(byte[] bytes, int from, int length) {
    return new BytesBody(ByteBuffer.wrap(bytes), from, length);
  }

  /// Part of a buffer whose bytes nobody changes any more, counted from its begin; its position and
  /// limit do not matter. Large parts of a direct one leave without being copied.
  static Body of(ByteBuffer bytes, int from, int length) {
    return new BytesBody(bytes, from, length);
  }

  /// Text in UTF-8.
  static Body of(String text) {
    return of(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  /// Part of a file. A connection that can lets the kernel send it; others read it piece by piece.
  /// The file stays open: whoever opened it closes it when the exchange has ended.
  static Body file(Loop loop, OpenFile file, long from, long length) {
    return new FileBody(loop, file, from, length);
  }
}
