package dev.varve.graph.term;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An address that can be listened on or connected to: a host and port, or a unix socket.
///
/// @param host name or IP address without brackets; empty for every address of the machine; empty
///   for a unix socket
/// @param port 1 to 65535; 0 for a unix socket
/// @param socket path of the unix socket; empty for TCP
public record Address(String host, int port, String socket) {
  private static final String UNIX = "unix:";
  private static final Pattern TCP =
      Pattern.compile("(?:\\[([0-9a-fA-F:.]+)\\]|([A-Za-z0-9_.-]*)):(\\d{1,5})");
  private static final Pattern URL = Pattern.compile("https?://[^/]+/?");

  /// @param anyHost whether the host may be left out, as when listening
  /// @throws IllegalArgumentException saying `must …, but is …`
  public static Address parse(String text, boolean anyHost) {
    if (text.startsWith(UNIX) && text.length() > UNIX.length() && Terms.isFieldText(text)) {
      return new Address("", 0, text.substring(UNIX.length()));
    }
    Matcher form = TCP.matcher(text);
    if (!form.matches()) {
      throw wrong(text);
    }
    String host = form.group(1) != null ? Addresses.text(v6(form.group(1), text)) : form.group(2);
    int port = Integer.parseInt(form.group(3));
    if (port < 1 || port > 65_535 || (host.isEmpty() && !anyHost)) {
      throw wrong(text);
    }
    return new Address(host, port, "");
  }

  private static byte[] v6(String inner, String text) {
    byte[] address = Addresses.parse(inner);
    if (address.length != 16) {
      throw wrong(text);
    }
    return address;
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(
        "must be an address such as '127.0.0.1:8080', '[::1]:80' or 'unix:/run/app.sock', but is '"
            + text
            + "'");
  }

  /// Whether a route may write this in place of an upstream's name.
  static boolean isInline(String text) {
    if (URL.matcher(text).matches()) {
      return true;
    }
    try {
      parse(text, false);
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  public boolean isUnix() {
    return !socket.isEmpty();
  }

  /// The form [#parse] reads back.
  public String text() {
    if (isUnix()) {
      return UNIX + socket;
    }
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
