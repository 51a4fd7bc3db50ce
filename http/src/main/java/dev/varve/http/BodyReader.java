package dev.varve.http;

import java.nio.ByteBuffer;

/// Who takes in a [Body]. Called on the body's loop: any number of [#data], then one of [#end] or
/// [#failed], then nothing more.
public interface BodyReader {
  /// Some bytes, at least one. The buffer is lent: what is wanted of it must be consumed or copied
  /// before returning. A reader that is full calls [Body#pause] here and gets at most one buffer
  /// more.
  void data(ByteBuffer lent);

  /// The body is complete. Trailers are mostly [Fields] without any; lent like data, to be copied
  /// when they are kept.
  void end(Fields trailers);

  /// The body will not become complete.
  void failed(BodyFailure cause);
}
