package dev.varve.http;

/// The head of an answer. Mutable and recycled: one that came with an [Exchange] or from a client
/// is valid until that exchange ends.
///
/// Framing is not said here: Content-Length, Transfer-Encoding and Connection among the fields are
/// replaced by what the [Body] and the connection require. Only the answer to HEAD and a 304 keep
/// the Content-Length they are given.
public final class Response {
  private final Fields fields = new Fields();
  private Version version = Version.HTTP_1_1;
  private int status = 200;

  /// 200 without fields, to be filled.
  public Response() {}

  public static Response of(int status) {
    return new Response().status(status);
  }

  /// Back to 200 without fields.
  public Response clear() {
    fields.clear();
    status = 200;
    version = Version.HTTP_1_1;
    return this;
  }

  public int status() {
    return status;
  }

  /// @throws IllegalArgumentException when it is not a number from 100 to 599
  public Response status(int status) {
    if (status < 100 || status > 599) {
      throw new IllegalArgumentException("status must be between 100 and 599, but is " + status);
    }
    this.status = status;
    return this;
  }

  public Fields fields() {
    return fields;
  }

  /// How it came from an upstream; of no meaning in an answer that is sent.
  public Version version() {
    return version;
  }

  public Response version(Version version) {
    this.version = version;
    return this;
  }

  /// Adds a field; see [Fields#add(FieldName, String)].
  public Response field(FieldName name, String value) {
    fields.add(name, value);
    return this;
  }

  @Override
  public String toString() {
    return version + " " + status;
  }

  /// The name of a status (RFC 9110 and its companions): nobody reads it on the wire but people
  /// with a packet dump; pages of errors show it.
  public static String reason(int status) {
    return switch (status / 100) {
      case 1 -> informational(status);
      case 2 -> successful(status);
      case 3 -> redirecting(status);
      case 4 -> clientError(status);
      default -> serverError(status);
    };
  }

  private static String informational(int status) {
    return switch (status) {
      case 100 -> "Continue";
      case 101 -> "Switching Protocols";
      case 102 -> "Processing";
      case 103 -> "Early Hints";
      default -> "Informational";
    };
  }

  private static String successful(int status) {
    return switch (status) {
      case 200 -> "OK";
      case 201 -> "Created";
      case 202 -> "Accepted";
      case 203 -> "Non-Authoritative Information";
      case 204 -> "No Content";
      case 205 -> "Reset Content";
      case 206 -> "Partial Content";
      case 207 -> "Multi-Status";
      default -> "Success";
    };
  }

  private static String redirecting(int status) {
    return switch (status) {
      case 300 -> "Multiple Choices";
      case 301 -> "Moved Permanently";
      case 302 -> "Found";
      case 303 -> "See Other";
      case 304 -> "Not Modified";
      case 307 -> "Temporary Redirect";
      case 308 -> "Permanent Redirect";
      default -> "Redirection";
    };
  }

  private static String clientError(int status) {
    return switch (status) {
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 406 -> "Not Acceptable";
      case 408 -> "Request Timeout";
      case 409 -> "Conflict";
      case 410 -> "Gone";
      case 411 -> "Length Required";
      case 412 -> "Precondition Failed";
      case 413 -> "Content Too Large";
      case 414 -> "URI Too Long";
      case 415 -> "Unsupported Media Type";
      case 416 -> "Range Not Satisfiable";
      case 417 -> "Expectation Failed";
      case 421 -> "Misdirected Request";
      case 422 -> "Unprocessable Content";
      case 425 -> "Too Early";
      case 426 -> "Upgrade Required";
      case 428 -> "Precondition Required";
      case 429 -> "Too Many Requests";
      case 431 -> "Request Header Fields Too Large";
      case 451 -> "Unavailable For Legal Reasons";
      default -> "Client Error";
    };
  }

  private static String serverError(int status) {
    return switch (status) {
      case 500 -> "Internal Server Error";
      case 501 -> "Not Implemented";
      case 502 -> "Bad Gateway";
      case 503 -> "Service Unavailable";
      case 504 -> "Gateway Timeout";
      case 505 -> "HTTP Version Not Supported";
      default -> "Server Error";
    };
  }
}
