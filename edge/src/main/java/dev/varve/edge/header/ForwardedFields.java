package dev.varve.edge.header;

import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import dev.varve.http.Peer;
import dev.varve.http.Request;
import java.net.InetSocketAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Tells an upstream who asked, and how: X-Forwarded-For, -Host, -Port, -Proto, X-Real-IP and
/// Forwarded (RFC 7239). What a client without trust said about itself is dropped; what a trusted
/// proxy said is kept, with the proxy itself added behind. Owned by one exchange.
public final class ForwardedFields {
  private static final FieldName FORWARDED = FieldName.of("forwarded");
  private static final FieldName FOR = FieldName.of("x-forwarded-for");
  private static final FieldName HOST = FieldName.of("x-forwarded-host");
  private static final FieldName PORT = FieldName.of("x-forwarded-port");
  private static final FieldName PROTO = FieldName.of("x-forwarded-proto");
  private static final FieldName REAL_IP = FieldName.of("x-real-ip");

  private byte[] address = {};
  private boolean isV6;
  private int port;
  private byte[] text = new byte[128];
  private int length;

  // What was written for the last request without trust. Mostly the next one is from the same place
  // for the same host, and its fields are one copy instead of six: 0.2 us.
  private final Fields made = new Fields();
  private byte[] madeAddress = {};
  private String madeHost = "";
  private String madeScheme = "";
  private int madePort = -1;

  /// Writes the fields of a request without trust, or of one that came through a trusted proxy.
  ///
  /// @param out has what travels on of the request's own fields
  public void write(Fields out, Request request, Peer from, boolean trusted, String client) {
    remember(from);
    if (!trusted) {
      Forwarding.remove(out);
      fresh(out, request, from);
      return;
    }
    String before = joined(out, FOR);
    String chain = joined(out, FORWARDED);
    String host = out.value(HOST);
    String proto = out.value(PROTO);
    String on = out.value(PORT);
    Forwarding.remove(out);
    begin(before == null ? "" : before + ", ");
    append(address);
    out.add(FOR, text, 0, length);
    host(out, host == null ? request.authority() : host);
    out.add(PROTO, proto == null ? from.scheme() : proto);
    out.add(PORT, on == null ? String.valueOf(port) : on);
    out.add(REAL_IP, client);
    element(chain == null ? "" : chain + ", ", request, from);
    out.add(FORWARDED, text, 0, length);
  }

  private void fresh(Fields out, Request request, Peer from) {
    if (!isAsBefore(request, from)) {
      make(request, from);
      madeAddress = address;
      madeHost = request.authority();
      madeScheme = from.scheme();
      madePort = port;
    }
    out.copy(made);
  }

  private boolean isAsBefore(Request request, Peer from) {
    return port == madePort
        && from.scheme().equals(madeScheme)
        && request.authority().equals(madeHost)
        && Arrays.equals(address, madeAddress);
  }

  private void make(Request request, Peer from) {
    made.clear();
    made.add(FOR, address, 0, address.length);
    host(made, request.authority());
    made.add(PROTO, from.scheme());
    made.add(PORT, port);
    made.add(REAL_IP, address, 0, address.length);
    element("", request, from);
    made.add(FORWARDED, text, 0, length);
  }

  /// A client of HTTP/1.0 may name no host.
  private static void host(Fields out, String host) {
    if (!host.isEmpty()) {
      out.add(HOST, host);
    }
  }

  private static @Nullable String joined(Fields fields, FieldName name) {
    return fields.contains(name) ? String.join(", ", fields.values(name)) : null;
  }

  /// `for=192.0.2.1;host=a.example;proto=https`, quoted where the form demands it.
  private void element(String before, Request request, Peer from) {
    begin(before);
    append("for=");
    append(isV6 ? "\"[" : "");
    append(address);
    append(isV6 ? "]\"" : "");
    if (!request.authority().isEmpty()) {
      append(";host=\"");
      append(request.authority());
      append("\"");
    }
    append(";proto=");
    append(from.scheme());
  }

  private void remember(Peer from) {
    address = from.address().ascii();
    isV6 = from.address().ip().length > 4;
    port = from.local() instanceof InetSocketAddress local ? local.getPort() : 0;
  }

  private void begin(String start) {
    length = 0;
    append(start);
  }

  private void append(String part) {
    room(part.length());
    for (int i = 0; i < part.length(); i++) {
      text[length++] = (byte) part.charAt(i);
    }
  }

  private void append(byte[] part) {
    room(part.length);
    System.arraycopy(part, 0, text, length, part.length);
    length += part.length;
  }

  private void room(int more) {
    if (length + more > text.length) {
      text = Arrays.copyOf(text, Math.max(text.length * 2, length + more));
    }
  }
}
