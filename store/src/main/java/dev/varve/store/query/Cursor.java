package dev.varve.store.query;

import dev.varve.base.Failure;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.store.problem.StoreCode;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32C;

/// Where a page ended: the sort bytes of its last document. It stays right while documents come and
/// go, since it names a place in the order and not a number of documents.
///
/// ```
/// cursor = base64url( %x01 shape sort-bytes check )
/// shape  = 4 bytes ; CRC32C of the query's filter and sort
/// check  = 4 bytes ; CRC32C of all before
/// ```
public final class Cursor {
  private static final int LENGTH_MAX = 1 << 16;
  private static final String NEXT = "start again without a cursor";

  private Cursor() {}

  /// The cursor of a query at a place.
  static String write(Query query, byte[] position) {
    var buffer = ByteBuffer.allocate(position.length + 9);
    buffer.put((byte) 1).putInt(shape(query)).put(position);
    buffer.putInt(crc(buffer.array(), buffer.position()));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(buffer.array());
  }

  /// The sort bytes of the last document the cursor's page had.
  ///
  /// @throws Failure when the text is no cursor, or of another query
  public static byte[] read(Query query, String text) {
    byte[] bytes = decode(text);
    int end = bytes.length - 4;
    if (end < 5 || bytes[0] != 1 || ByteBuffer.wrap(bytes).getInt(end) != crc(bytes, end)) {
      throw wrong("a cursor must be one that a query gave, but is damaged");
    }
    if (ByteBuffer.wrap(bytes).getInt(1) != shape(query)) {
      throw wrong("a cursor must be used with the filter and the sort it came from");
    }
    return Arrays.copyOfRange(bytes, 5, end);
  }

  private static byte[] decode(String text) {
    if (text.length() > LENGTH_MAX) {
      throw wrong("a cursor must have at most " + LENGTH_MAX + " characters");
    }
    try {
      return Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new Failure(
          new dev.varve.base.Problem(
              StoreCode.BAD_CURSOR, "cursor", "a cursor must be one that a query gave", NEXT),
          e);
    }
  }

  private static Failure wrong(String message) {
    return new Failure(new dev.varve.base.Problem(StoreCode.BAD_CURSOR, "cursor", message, NEXT));
  }

  private static int shape(Query query) {
    var terms = query.sort().stream().map(term -> Json.of(term.toString())).toList();
    byte[] bytes =
        Json.of(
                java.util.Map.of(
                    "filter",
                    query.filter().json(),
                    "sort",
                    new JsonArray(java.util.List.copyOf(terms))))
            .canonical();
    return crc(bytes, bytes.length);
  }

  private static int crc(byte[] bytes, int length) {
    var crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
