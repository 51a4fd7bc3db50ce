package dev.varve.edge.upstream;

import dev.varve.http.Body;
import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import dev.varve.http.Request;
import dev.varve.http.client.Origin;
import dev.varve.http.client.OriginTls;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The one call of `grpc.health.v1.Health` that a probe makes, written and read by hand: a message
/// with one text in it, and one with one number.
///
/// ```
/// message  = not compressed (0), length in four bytes, protobuf
/// request  = field 1, text: the service
/// response = field 1, number: 1 means SERVING
/// ```
final class GrpcHealth {
  private static final FieldName GRPC_STATUS = FieldName.of("grpc-status");
  private static final FieldName TE = FieldName.of("te");
  private static final int PREFIX = 5;
  private static final int SERVING = 1;

  private GrpcHealth() {}

  /// The same place, spoken to in HTTP/2.
  static Origin origin(Origin of) {
    OriginTls tls = of.tls();
    return tls == null
        ? new Origin(of.scheme(), of.host(), of.port(), null, true)
        : new Origin(of.scheme(), of.host(), of.port(), tls.withAlpn(List.of("h2")));
  }

  static Request request(String authority, String scheme) {
    Request request = new Request().set("POST", "/grpc.health.v1.Health/Check");
    request.scheme(scheme).authority(authority);
    request.fields().add(FieldName.CONTENT_TYPE, "application/grpc");
    request.fields().add(TE, "trailers");
    return request;
  }

  static Body body(String service) {
    byte[] name = service.getBytes(StandardCharsets.UTF_8);
    var message = new ByteArrayOutputStream();
    if (name.length > 0) {
      message.write(1 << 3 | 2);
      number(message, name.length);
      message.writeBytes(name);
    }
    return Body.of(
        ByteBuffer.allocate(PREFIX + message.size())
            .put((byte) 0)
            .putInt(message.size())
            .put(message.toByteArray())
            .array());
  }

  private static void number(ByteArrayOutputStream out, int value) {
    int left = value;
    while (left >= 0x80) {
      out.write(left | 0x80);
      left >>>= 7;
    }
    out.write(left);
  }

  /// Whether the call itself went well.
  static boolean isGood(Fields trailers) {
    return "0".equals(trailers.value(GRPC_STATUS));
  }

  /// Whether the answer's one message says SERVING.
  static boolean isServing(ByteBuffer answer) {
    if (answer.remaining() < PREFIX || answer.get() != 0 || answer.getInt() != answer.remaining()) {
      return false;
    }
    long status = 0;
    while (answer.hasRemaining()) {
      long tag = number(answer);
      int kind = (int) tag & 7;
      if (kind == 0) {
        long value = number(answer);
        status = tag >>> 3 == 1 ? value : status;
      } else if (!skip(answer, kind)) {
        return false;
      }
    }
    return status == SERVING;
  }

  /// Passes over a field that a later version may have; false when it is malformed.
  private static boolean skip(ByteBuffer in, int kind) {
    long length =
        switch (kind) {
          case 1 -> 8;
          case 2 -> number(in);
          case 5 -> 4;
          default -> -1;
        };
    if (length < 0 || length > in.remaining()) {
      return false;
    }
    in.position(in.position() + (int) length);
    return true;
  }

  /// A number in groups of seven bits, the lowest first; -1 when it is malformed.
  private static long number(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < 63 && in.hasRemaining(); shift += 7) {
      int each = in.get();
      value |= (long) (each & 0x7f) << shift;
      if (each >= 0) {
        return value;
      }
    }
    return -1;
  }
}
