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
}
