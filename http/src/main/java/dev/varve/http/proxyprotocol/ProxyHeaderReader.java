package dev.varve.http.proxyprotocol;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Reads the header at the begin of a connection, of either version, in pieces of any size. Takes
/// not one byte of what follows. Strict: one form of each number, nothing left over, known families
/// only.
///
/// To be used for connections of trusted proxies only, and then a header must come: a connection
/// without one is malformed.
public final class ProxyHeaderReader {
  /// Most bytes of a header: version 1 has at most 107, and version 2 needs no more for what we
  /// read.
  public static final int LENGTH_MAX = 2048;

  private static final int V1_LENGTH_MAX = 107;
  private static final int V2_HEAD = 16;
  private static final byte[] V1 = "PROXY ".getBytes(US_ASCII);
  private static final byte[] V2 = {
    0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a
  };
  private static final int TYPE_AUTHORITY = 2;
  private static final int TYPE_CHECKSUM = 3;
  private static final int AUTHORITY_MAX = 255;

  /// What came so far.
  public sealed interface Outcome {
    /// It is not complete.
    record More() implements Outcome {}

    record Complete(ProxyHeader header) implements Outcome {}

    /// The connection is to be closed.
    record Malformed(String reason) implements Outcome {}
  }

  private static final Outcome MORE = new Outcome.More();

  private byte[] bytes = new byte[V2_HEAD + 36];
  private int have;

  /// For one connection.
  public ProxyHeaderReader() {}

  /// Takes the header off the buffer.
  public Outcome read(ByteBuffer in) {
    while (in.hasRemaining()) {
      if (have == bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.min(LENGTH_MAX, bytes.length * 2));
      }
      bytes[have++] = in.get();
      Outcome outcome = step();
      if (!(outcome instanceof Outcome.More)) {
        return outcome;
      }
    }
    return MORE;
  }

  private Outcome step() {
    boolean v1 = begins(V1);
    if (!v1 && !begins(V2)) {
      return new Outcome.Malformed("connection does not begin with a PROXY header");
    }
    return v1 ? first() : second();
  }

  private boolean begins(byte[] signature) {
    int length = Math.min(have, signature.length);
    return Arrays.equals(bytes, 0, length, signature, 0, length);
  }

  private Outcome first() {
    if (bytes[have - 1] != '\n') {
      return have < V1_LENGTH_MAX ? MORE : new Outcome.Malformed("PROXY line over 107 bytes");
    }
    if (bytes[have - 2] != '\r') {
      return new Outcome.Malformed("PROXY line without CR LF");
    }
    String[] words = new String(bytes, 0, have - 2, US_ASCII).split(" ", -1);
    if (words.length >= 2 && words[1].equals("UNKNOWN")) {
      return new Outcome.Complete(ProxyHeader.UNKNOWN);
    }
    boolean six = words.length == 6 && words[1].equals("TCP6");
    if (!six && !(words.length == 6 && words[1].equals("TCP4"))) {
      return new Outcome.Malformed("PROXY line of another form");
    }
    InetAddress source = address(words[2], six);
    InetAddress destination = address(words[3], six);
    int sourcePort = port(words[4]);
    int destinationPort = port(words[5]);
    if (source == null || destination == null || sourcePort < 0 || destinationPort < 0) {
      return new Outcome.Malformed("PROXY line with a wrong address or port");
    }
    return new Outcome.Complete(
        ProxyHeader.of(
            new InetSocketAddress(source, sourcePort),
            new InetSocketAddress(destination, destinationPort)));
  }

  /// Digits and separators of one family only, so that no name is ever looked up.
  private static @Nullable InetAddress address(String text, boolean six) {
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      boolean hex = (each >= 'a' && each <= 'f') || (each >= 'A' && each <= 'F');
      boolean fits = (each >= '0' && each <= '9') || (six && (hex || each == ':')) || each == '.';
      if (!fits) {
        return null;
      }
    }
    if (six ? text.indexOf(':') < 0 : !isDotted(text)) {
      return null;
    }
    try {
      InetAddress parsed = InetAddress.ofLiteral(text);
      // A mapped address of version 4 is written like one of version 6.
      return six || parsed instanceof Inet4Address ? parsed : null;
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  private static boolean isDotted(String text) {
    String[] parts = text.split("\\.", -1);
    boolean dotted = parts.length == 4;
    for (String each : parts) {
      boolean leadingZero = each.length() > 1 && each.charAt(0) == '0';
      dotted &= !each.isEmpty() && each.length() <= 3 && !leadingZero;
    }
    return dotted;
  }

  private static int port(String text) {
    if (text.isEmpty() || text.length() > 5 || (text.length() > 1 && text.charAt(0) == '0')) {
      return -1;
    }
    int port = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      port = port * 10 + digit;
    }
    return port <= 65_535 ? port : -1;
  }

  private Outcome second() {
    if (have < V2_HEAD) {
      return MORE;
    }
    int length = number(14);
    if (V2_HEAD + length > LENGTH_MAX) {
      return new Outcome.Malformed("PROXY header over " + LENGTH_MAX + " bytes");
    }
    if (have < V2_HEAD + length) {
      return MORE;
    }
    int command = bytes[12] & 0xff;
    return switch (command) {
      case 0x20 -> new Outcome.Complete(ProxyHeader.UNKNOWN);
      case 0x21 -> proxied(bytes[13] & 0xff, length);
      default -> new Outcome.Malformed("PROXY header with version or command " + command);
    };
  }

  private Outcome proxied(int family, int length) {
    return switch (family) {
      case 0x11 -> addresses(4, length);
      case 0x21 -> addresses(16, length);
      // Unspecified, datagrams, unix sockets: no address that we could use.
      case 0x00, 0x12, 0x22, 0x31, 0x32 -> new Outcome.Complete(ProxyHeader.UNKNOWN);
      default -> new Outcome.Malformed("PROXY header with family " + family);
    };
  }

  private Outcome addresses(int size, int length) {
    int ports = V2_HEAD + 2 * size;
    int end = V2_HEAD + length;
    if (ports + 4 > end) {
      return new Outcome.Malformed("PROXY header too short for its addresses");
    }
    var extras = new Extras(ports + 4, end);
    if (!extras.valid) {
      return new Outcome.Malformed("PROXY header with a wrong extension");
    }
    return new Outcome.Complete(
        new ProxyHeader(
            socket(V2_HEAD, size, ports),
            socket(V2_HEAD + size, size, ports + 2),
            extras.authority));
  }

  private InetSocketAddress socket(int at, int size, int port) {
    byte[] address = Arrays.copyOfRange(bytes, at, at + size);
    try {
      return new InetSocketAddress(InetAddress.getByAddress(address), number(port));
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException("addresses have 4 or 16 bytes", impossible);
    }
  }

  private int number(int at) {
    return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
  }

  /// The type-length-value part of version 2.
  private final class Extras {
    private boolean valid = true;
    private String authority = "";

    Extras(int from, int end) {
      int at = from;
      while (at < end && valid) {
        int length = at + 3 <= end ? number(at + 1) : Integer.MAX_VALUE / 2;
        valid = at + 3 + length <= end && take(bytes[at] & 0xff, at + 3, length, end);
        at += 3 + length;
      }
    }

    private boolean take(int type, int at, int length, int end) {
      return switch (type) {
        case TYPE_AUTHORITY -> authority(at, length);
        case TYPE_CHECKSUM -> length == 4 && checksum(at, end);
        default -> true;
      };
    }

    private boolean authority(int at, int length) {
      for (int i = at; i < at + length; i++) {
        if (bytes[i] <= 0x20 || bytes[i] == 0x7f) {
          return false;
        }
      }
      authority = new String(bytes, at, length, US_ASCII);
      return length <= AUTHORITY_MAX;
    }

    private boolean checksum(int at, int end) {
      var sum = new CRC32C();
      sum.update(bytes, 0, at);
      sum.update(new byte[4], 0, 4);
      sum.update(bytes, at + 4, end - at - 4);
      return sum.getValue() == (((long) number(at) << 16) | number(at + 2));
    }
  }

  /// Whether an address is one of version 4, mapped ones included.
  static boolean isFour(InetAddress address) {
    return address instanceof Inet4Address;
  }
}
