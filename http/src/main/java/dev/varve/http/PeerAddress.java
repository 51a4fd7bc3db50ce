package dev.varve.http;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;

/// Who is at the other end, written out once for all requests of a connection.
public final class PeerAddress {
  private final byte[] ip;
  private final String text;
  private final byte[] ascii;

  private PeerAddress(byte[] ip, String text) {
    this.ip = ip;
    this.text = text;
    this.ascii = text.getBytes(StandardCharsets.ISO_8859_1);
  }

  public static PeerAddress of(SocketAddress address) {
    if (!(address instanceof InetSocketAddress inet)) {
      return new PeerAddress(new byte[0], "unix");
    }
    if (inet.getAddress() == null) {
      return new PeerAddress(new byte[0], "unknown");
    }
    String text = inet.getAddress().getHostAddress();
    int zone = text.indexOf('%');
    return new PeerAddress(
        inet.getAddress().getAddress(), zone < 0 ? text : text.substring(0, zone));
  }

  /// 4 or 16 bytes, or none for a unix socket; not to be changed.
  public byte[] ip() {
    return ip;
  }

  /// As people write it, without a port or a zone; `unix` for a unix socket.
  public String text() {
    return text;
  }

  /// [#text] in ASCII; not to be changed.
  public byte[] ascii() {
    return ascii;
  }
}
