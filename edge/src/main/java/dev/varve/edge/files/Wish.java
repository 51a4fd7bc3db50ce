package dev.varve.edge.files;

import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import dev.varve.http.Request;
import org.jspecify.annotations.Nullable;

/// What a request for a file asks for, taken out of it, so that it can be carried to another thread
/// and outlives the request.
///
/// @param range null where there is none, or it does not count (HEAD)
record Wish(
    boolean isHead,
    Preconditions conditions,
    @Nullable String range,
    @Nullable String ifRange,
    @Nullable String acceptEncoding,
    boolean isNavigation,
    boolean likesJson) {
  private static final FieldName IF_UNMODIFIED_SINCE = FieldName.of("if-unmodified-since");
  private static final FieldName SEC_FETCH_MODE = FieldName.of("sec-fetch-mode");
  private static final Preconditions UNCONDITIONAL = new Preconditions(null, null, null, null);

  static Wish of(Request request) {
    Fields fields = request.fields();
    boolean isHead = request.isHead();
    return new Wish(
        isHead,
        conditions(fields),
        isHead ? null : range(fields),
        fields.value(FieldName.IF_RANGE),
        joined(fields, FieldName.ACCEPT_ENCODING),
        isNavigation(fields),
        likesJson(fields));
  }

  /// Which of two is meant cannot be known, so two are none (RFC 9110 section 5.3).
  private static @Nullable String range(Fields fields) {
    boolean clear = isOnce(fields, FieldName.RANGE) && isOnce(fields, FieldName.IF_RANGE);
    return clear ? fields.value(FieldName.RANGE) : null;
  }

  private static boolean isOnce(Fields fields, FieldName name) {
    int first = fields.find(name);
    return first < 0 || fields.find(name, first + 1) < 0;
  }

  private static Preconditions conditions(Fields fields) {
    String ifMatch = joined(fields, FieldName.IF_MATCH);
    String ifUnmodifiedSince = fields.value(IF_UNMODIFIED_SINCE);
    String ifNoneMatch = joined(fields, FieldName.IF_NONE_MATCH);
    String ifModifiedSince = fields.value(FieldName.IF_MODIFIED_SINCE);
    return ifMatch == null
            && ifUnmodifiedSince == null
            && ifNoneMatch == null
            && ifModifiedSince == null
        ? UNCONDITIONAL
        : new Preconditions(ifMatch, ifUnmodifiedSince, ifNoneMatch, ifModifiedSince);
  }

  /// A browser goes to a page: it says so, or where it does not, it names HTML among what it takes.
  private static boolean isNavigation(Fields fields) {
    int mode = fields.find(SEC_FETCH_MODE);
    if (mode >= 0) {
      return fields.valueIs(mode, "navigate");
    }
    String accept = joined(fields, FieldName.ACCEPT);
    return accept != null && (accept.contains("text/html") || accept.contains("application/xhtml"));
  }

  private static boolean likesJson(Fields fields) {
    String accept = joined(fields, FieldName.ACCEPT);
    return accept != null && accept.contains("application/json") && !accept.contains("text/html");
  }

  private static @Nullable String joined(Fields fields, FieldName name) {
    int first = fields.find(name);
    if (first < 0) {
      return null;
    }
    return fields.find(name, first + 1) < 0
        ? fields.value(first)
        : String.join(", ", fields.values(name));
  }
}
