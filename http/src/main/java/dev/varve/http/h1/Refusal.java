package dev.varve.http.h1;

/// Why a message is not taken, and the status that says so. For answers of an upstream the status
/// does not matter. One constant for each rule, so that refusing costs nothing.
enum Refusal {
  REQUEST_LINE(400, "request line must be method, target and version, one space apart"),
  METHOD(400, "method must be a token of at most 64 characters"),
  TARGET(400, "target must be a path, an absolute http URI, or * for OPTIONS"),
  TARGET_CHARACTER(400, "target must be visible ASCII without a fragment"),
  TARGET_TOO_LONG(414, "target is too long"),
  VERSION(505, "version must be HTTP/1.0 or HTTP/1.1"),
  VERSION_FORM(400, "version must be written HTTP/1.1"),
  /// Nothing in the line is of HTTP/1, so it may as well be a wrong preface of HTTP/2, which is not
  /// answered in the words of HTTP/1 (RFC 9113 section 3.4).
  NO_HTTP(400, "first line must be of HTTP"),
  LINE_END(400, "lines must end in CR LF"),
  FIELD_NAME(400, "field name must be a token followed by a colon"),
  FIELD_VALUE(400, "field value must not have control characters"),
  FIELD_FOLDED(400, "fields must not be folded over lines"),
  FIELDS_TOO_LARGE(431, "header fields are too large"),
  TOO_MANY_FIELDS(431, "there are too many header fields"),
  HOST_MISSING(400, "host must be given"),
  HOST_TWICE(400, "host must be given once"),
  HOST(400, "host must be a name or address with an optional port"),
  HOST_OTHER(400, "host must agree with the target"),
  LENGTH(400, "content-length must be one number of digits"),
  LENGTH_TWICE(400, "content-length must be given once"),
  LENGTH_AND_CODING(400, "content-length and transfer-encoding must not come together"),
  CODING(501, "transfer-encoding must be chunked"),
  CODING_TWICE(400, "transfer-encoding must be chunked once"),
  CODING_IN_OLD_VERSION(400, "transfer-encoding must not come with HTTP/1.0"),
  EXPECTATION(417, "expectation must be 100-continue"),
  EXPECTATION_FORM(400, "expectation must be written 100-continue, once"),
  CONNECTION_FORM(400, "connection must be a list of tokens"),
  UPGRADE_WITH_BODY(400, "a request that asks for an upgrade or a tunnel must not have a body"),
  CHUNK_SIZE(400, "chunk size must be 1 to 16 hexadecimal digits"),
  CHUNK_EXTENSION(400, "chunk extension is malformed"),
  CHUNK_EXTENSIONS_TOO_LONG(400, "chunk extensions are too long"),
  CHUNK_END(400, "chunk must end in CR LF"),
  STATUS_LINE(502, "status line must be a version and three digits"),
  BODY_WHERE_NONE_MAY_BE(502, "a response with this status must not have a body"),
  INTERIM_RESPONSES(502, "there are too many interim responses"),
  UPGRADE_NOT_ASKED(502, "nobody asked to switch protocols"),
  EXTRA_BYTES(502, "bytes came that belong to no response");

  private final int status;
  private final String reason;

  Refusal(int status, String reason) {
    this.status = status;
    this.reason = reason;
  }

  int status() {
    return status;
  }

  String reason() {
    return reason;
  }
}
