package dev.varve.app;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonObject;
import dev.varve.http.Ascii;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// What a handler answers.
///
/// @param status 200 to 599
/// @param headers in the order they leave; Content-Length is not among them, it follows from the
///   content
/// @param content what follows the head
public record Reply(int status, List<Header> headers, Content content) {
  /// One header field; a name may be repeated.
  public record Header(String name, String value) {
    public Header {
      if (!Ascii.isToken(name)) {
        throw new IllegalArgumentException(
            "a header's name must be a token, but is '" + name + "'");
      }
      if (value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0 || value.indexOf(0) >= 0) {
        throw new IllegalArgumentException(
            "the value of " + name + " must not have line breaks or NUL in it");
      }
    }
  }

  /// What follows the head.
  public sealed interface Content {
    /// All of it at once.
    final class Whole implements Content {
      private final byte[] bytes;

      /// @param bytes not changed any more
      Whole(byte[] bytes) {
        this.bytes = bytes;
      }

      byte[] bytes() {
        return bytes;
      }
    }

    /// A file, sent by the system where it can.
    record File(Path path) implements Content {}

    /// Written piece by piece by the handler's own thread; each piece leaves when it is flushed, of
    /// `text/event-stream` when it is written.
    record Stream(Writer writer) implements Content {}
  }

  /// Writes a streamed answer. May block; an exception breaks the answer off.
  @FunctionalInterface
  public interface Writer {
    void write(OutputStream out) throws IOException;
  }

  private static final List<Header> TEXT =
      List.of(new Header("content-type", "text/plain; charset=utf-8"));
  private static final List<Header> HTML =
      List.of(new Header("content-type", "text/html; charset=utf-8"));
  private static final List<Header> JSON = List.of(new Header("content-type", "application/json"));

  public Reply {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("status must be between 200 and 599, but is " + status);
    }
    headers = List.copyOf(headers);
  }

  /// 200 with plain text.
  public static Reply text(String text) {
    return whole(TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  /// 200 with HTML. The caller has escaped what others wrote.
  public static Reply html(String html) {
    return whole(HTML, html.getBytes(StandardCharsets.UTF_8));
  }

  /// 200 with JSON.
  public static Reply json(Json json) {
    return whole(JSON, json.compact().getBytes(StandardCharsets.UTF_8));
  }

  /// 200 with bytes of a media type.
  public static Reply of(String type, byte[] bytes) {
    return whole(List.of(new Header("content-type", type)), bytes);
  }

  private static Reply whole(List<Header> headers, byte[] bytes) {
    return new Reply(200, headers, new Content.Whole(bytes));
  }

  /// A status without content.
  public static Reply status(int status) {
    return new Reply(status, List.of(), new Content.Whole(new byte[0]));
  }

  /// 200 with the bytes of a file, whose existence the caller has checked.
  public static Reply file(String type, Path path) {
    return new Reply(200, List.of(new Header("content-type", type)), new Content.File(path));
  }

  /// 200 with content written piece by piece.
  public static Reply stream(String type, Writer writer) {
    return new Reply(200, List.of(new Header("content-type", type)), new Content.Stream(writer));
  }

  /// 303: the client goes on with GET at another path of this host.
  ///
  /// @param path starts with one slash, so it cannot name another host
  public static Reply redirect(String path) {
    if (!path.startsWith("/") || path.startsWith("//") || path.startsWith("/\\")) {
      throw new IllegalArgumentException(
          "a redirect must go to a path of this host that starts with one '/', but is '"
              + path
              + "'");
    }
    return status(303).withHeader("location", path);
  }

  /// A problem by RFC 9457: `{"status":404,"title":"Not Found","detail":"No such order."}`.
  public static Reply problem(int status, String detail) {
    var members = new LinkedHashMap<String, Json>();
    members.put("status", Json.of(status));
    members.put("detail", Json.of(detail));
    byte[] bytes = new JsonObject(members).compact().getBytes(StandardCharsets.UTF_8);
    return of("application/problem+json", bytes).withStatus(status);
  }

  /// Whether this is a stream of server-sent events.
  boolean isEvents() {
    return headers.stream()
        .anyMatch(header ->
            header.name().equalsIgnoreCase("content-type")
                && header.value().startsWith("text/event-stream"));
  }

  public Reply withStatus(int status) {
    return new Reply(status, headers, content);
  }

  /// This reply with one more header field.
  public Reply withHeader(String name, String value) {
    var more = new ArrayList<>(headers);
    more.add(new Header(name, value));
    return new Reply(status, more, content);
  }
}
