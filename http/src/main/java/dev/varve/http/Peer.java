package dev.varve.http;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The other end of a server's connection. The same object for all exchanges of a connection.
public interface Peer {
  /// Who connected: an `InetSocketAddress`, or a `UnixDomainSocketAddress` without a path. With the
  /// PROXY protocol what the trusted proxy said.
  SocketAddress remote();

  /// [#remote] written out; made once for a connection.
  Address address();

  /// The address connected to.
  SocketAddress local();

  /// `http` or `https`.
  String scheme();

  /// What TLS negotiated; null on plain connections.
  @Nullable TlsFacts tls();

  /// Who is at the other end, written out once for all requests of a connection.
  final class Address {
    private final byte[] ip;
    private final String text;
    private final byte[] ascii;

    private Address(byte[] ip, String text) {
      this.ip = ip;
      this.text = text;
      this.ascii = text.getBytes(StandardCharsets.ISO_8859_1);
    }

    public static Address of(SocketAddress address) {
      if (!(address instanceof InetSocketAddress inet)) {
        return new Address(new byte[0], "unix");
      }
      if (inet.getAddress() == null) {
        return new Address(new byte[0], "unknown");
      }
      String text = inet.getAddress().getHostAddress();
      int zone = text.indexOf('%');
      return new Address(inet.getAddress().getAddress(), zone < 0 ? text : text.substring(0, zone));
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
}
