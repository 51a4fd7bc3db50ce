package dev.varve.edge.grpc;

import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import org.jspecify.annotations.Nullable;

/// How a call of gRPC travels; its content type tells.
public enum GrpcForm {
  /// gRPC itself: the status stands in trailers.
  PLAIN("application/grpc"),
  /// gRPC-Web, for clients that see no trailers: they are the last frame of the body.
  WEB("application/grpc-web"),
  /// gRPC-Web in Base64, for clients that take text only.
  WEB_TEXT("application/grpc-web-text");

  private static final GrpcForm[] LONGEST_FIRST = {WEB_TEXT, WEB, PLAIN};

  private final String type;

  GrpcForm(String type) {
    this.type = type;
  }

  /// Null when the message has nothing to do with gRPC.
  public static @Nullable GrpcForm of(Fields fields) {
    int place = fields.find(FieldName.CONTENT_TYPE);
    // Most bodies are told apart by one character.
    if (place < 0 || !mayBe(fields, place)) {
      return null;
    }
    String value = fields.value(place);
    for (GrpcForm form : LONGEST_FIRST) {
      if (form.isStartOf(value)) {
        return form;
      }
    }
    return null;
  }

  private static boolean mayBe(Fields fields, int place) {
    int letter = "application/".length();
    return fields.valueLength(place) >= PLAIN.type.length()
        && (fields.array()[fields.valueOffset(place) + letter] | 0x20) == 'g';
  }

  private boolean isStartOf(String value) {
    int length = type.length();
    if (!value.regionMatches(true, 0, type, 0, length)) {
      return false;
    }
    return value.length() == length || "+; ".indexOf(value.charAt(length)) >= 0;
  }

  /// Whether the client sees no trailers.
  public boolean isWeb() {
    return this != PLAIN;
  }

  public String type() {
    return type;
  }

  /// The same kind of messages in another form: `application/grpc+proto` as
  /// `application/grpc-web+proto`.
  String typeLike(String other, GrpcForm from) {
    return type + other.substring(from.type.length());
  }
}
