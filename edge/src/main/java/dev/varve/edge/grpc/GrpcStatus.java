package dev.varve.edge.grpc;

import dev.varve.http.Body;
import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import dev.varve.http.Response;
import java.nio.charset.StandardCharsets;

/// What gRPC calls the outcome of a call. An error of the edge is told to its clients as their own
/// servers would: in a head that is all of the answer, with status 200.
public final class GrpcStatus {
  public static final FieldName STATUS = FieldName.of("grpc-status");
  static final FieldName MESSAGE = FieldName.of("grpc-message");
  static final FieldName DETAILS = FieldName.of("grpc-status-details-bin");

  private static final int UNKNOWN = 2;
  private static final int DEADLINE_EXCEEDED = 4;
  private static final int PERMISSION_DENIED = 7;
  private static final int RESOURCE_EXHAUSTED = 8;
  private static final int UNIMPLEMENTED = 12;
  private static final int INTERNAL = 13;
  private static final int UNAVAILABLE = 14;
  private static final int UNAUTHENTICATED = 16;

  private GrpcStatus() {}

  /// As gRPC's page on statuses of HTTP has it; where that would be UNKNOWN, what is known.
  public static int of(int httpStatus) {
    return switch (httpStatus) {
      case 400, 500 -> INTERNAL;
      case 401 -> UNAUTHENTICATED;
      case 403 -> PERMISSION_DENIED;
      case 404, 405, 415, 501 -> UNIMPLEMENTED;
      case 413 -> RESOURCE_EXHAUSTED;
      case 429, 502, 503 -> UNAVAILABLE;
      case 408, 504 -> DEADLINE_EXCEEDED;
      default -> UNKNOWN;
    };
  }

  /// Whether the answer says that nobody is there to take the call, as 503 does elsewhere.
  public static boolean isUnavailable(Fields fields) {
    int place = fields.find(STATUS);
    return place >= 0 && fields.valueIs(place, "14");
  }

  /// Makes the response say so; what is returned goes behind its head.
  public static Body tell(Response response, GrpcForm form, int httpStatus, String detail) {
    String message = detail.isEmpty() ? Response.reason(httpStatus) : detail;
    Fields outcome = new Fields();
    outcome.add(STATUS, of(httpStatus));
    outcome.add(MESSAGE, encoded(message));
    response.status(200).fields().add(FieldName.CONTENT_TYPE, form.type());
    if (form.isWeb()) {
      return Body.of(WebAnswer.frame(form, outcome));
    }
    response.fields().copy(outcome);
    return Body.empty();
  }

  /// Messages are printable ASCII, everything else by percent signs.
  static String encoded(String message) {
    var text = new StringBuilder();
    for (byte each : message.getBytes(StandardCharsets.UTF_8)) {
      if (each >= ' ' && each <= '~' && each != '%') {
        text.append((char) each);
      } else {
        text.append('%').append("%02X".formatted(each & 0xFF));
      }
    }
    return text.toString();
  }
}
