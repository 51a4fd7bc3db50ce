package dev.varve.edge.error;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonObject;
import dev.varve.http.Response;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/// The page for a status: HTML for whoever asks for HTML, `application/problem+json` (RFC 9457) for
/// everybody else. It names the status, the request's id and what the edge chose to tell; nothing
/// of what lies behind the edge ever gets in, since nothing of it is asked for here.
///
/// @param contentType of the body
/// @param body UTF-8
public record ErrorPage(String contentType, Bytes body) {
  /// The bytes of a page; nobody changes them.
  public static final class Bytes {
    private final byte[] array;

    Bytes(byte[] array) {
      this.array = array;
    }

    public byte[] array() {
      return array;
    }
  }

  /// @param accept the request's Accept, or null
  /// @param detail a sentence for the client, or empty
  /// @param requestId by which the operator finds the request in the log; may be empty
  public static ErrorPage of(int status, @Nullable String accept, String detail, String requestId) {
    return wantsHtml(accept)
        ? new ErrorPage("text/html; charset=utf-8", bytes(html(status, detail, requestId)))
        : new ErrorPage("application/problem+json", bytes(json(status, detail, requestId)));
  }

  /// Whether HTML is named, and not liked less than JSON. `*/*` alone is no wish for HTML: programs
  /// send it.
  public static boolean wantsHtml(@Nullable String accept) {
    if (accept == null) {
      return false;
    }
    double html = quality(accept, "text/html");
    return html > 0
        && html
            >= Math.max(
                quality(accept, "application/json"), quality(accept, "application/problem+json"));
  }

  private static double quality(String accept, String type) {
    for (String each : accept.split(",", 50)) {
      String range = each.strip();
      if (range.regionMatches(true, 0, type, 0, type.length())) {
        int q = range.indexOf("q=");
        try {
          return q < 0 ? 1 : Double.parseDouble(range.substring(q + 2).strip());
        } catch (NumberFormatException _) {
          return 0;
        }
      }
    }
    return 0;
  }

  private static String json(int status, String detail, String requestId) {
    var members = new LinkedHashMap<String, Json>();
    members.put("type", Json.of("about:blank"));
    members.put("title", Json.of(Response.reason(status)));
    members.put("status", Json.of(status));
    if (!detail.isEmpty()) {
      members.put("detail", Json.of(detail));
    }
    if (!requestId.isEmpty()) {
      members.put("requestId", Json.of(requestId));
    }
    return new JsonObject(members).compact() + "\n";
  }

  private static String html(int status, String detail, String requestId) {
    String title = Html.escape(status + " " + Response.reason(status));
    var page = new StringBuilder();
    page.append("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>")
        .append(title)
        .append("</title><meta name=\"viewport\" content=\"width=device-width\">")
        .append("<style>body{font:16px/1.5 system-ui;margin:20vh auto;max-width:36rem;")
        .append("padding:0 1rem;color:#222}small{color:#777}</style><h1>")
        .append(title)
        .append("</h1>");
    if (!detail.isEmpty()) {
      page.append("<p>").append(Html.escape(detail)).append("</p>");
    }
    if (!requestId.isEmpty()) {
      page.append("<p><small>Request ").append(Html.escape(requestId)).append("</small></p>");
    }
    return page.append("</html>\n").toString();
  }

  private static Bytes bytes(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
