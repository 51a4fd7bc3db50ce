package dev.varve.http.proxyprotocol;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/// Writes the header a proxy sends in front of a connection.
public final class ProxyHeaderWriter {
  private static final byte[] SIGNATURE = {
    0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a
  };
  private static final int TYPE_AUTHORITY = 2;
  private static final int SIZE_6 = 16;

  private ProxyHeaderWriter() {}

  /// Version 1: one line of text. The authority is not told.
  public static ByteBuffer first(ProxyHeader header) {
    InetSocketAddress source = header.source();
    InetSocketAddress destination = header.destination();
    if (source == null || destination == null) {
      return ByteBuffer.wrap("PROXY UNKNOWN\r\n".getBytes(US_ASCII));
    }
    boolean six = isSix(source) || isSix(destination);
    String line =
        "PROXY "
            + (six ? "TCP6 " : "TCP4 ")
            + text(source, six)
            + " "
            + text(destination, six)
            + " "
            + source.getPort()
            + " "
            + destination.getPort()
            + "\r\n";
    return ByteBuffer.wrap(line.getBytes(US_ASCII));
  }

  /// Version 2: binary.
  public static ByteBuffer second(ProxyHeader header) {
    InetSocketAddress source = header.source();
    InetSocketAddress destination = header.destination();
    if (source == null || destination == null) {
      return ByteBuffer.allocate(16)
          .put(SIGNATURE)
          .put((byte) 0x20)
          .putShort((short) 0)
          .put((byte) 0)
          .flip();
    }
    boolean six = isSix(source) || isSix(destination);
    byte[] authority = header.authority().getBytes(US_ASCII);
    int length = (six ? 36 : 12) + (authority.length == 0 ? 0 : 3 + authority.length);
    var out = ByteBuffer.allocate(16 + length).put(SIGNATURE);
    out.put((byte) 0x21).put((byte) (six ? 0x21 : 0x11)).putShort((short) length);
    out.put(bytes(source, six)).put(bytes(destination, six));
    out.putShort((short) source.getPort()).putShort((short) destination.getPort());
    if (authority.length > 0) {
      out.put((byte) TYPE_AUTHORITY).putShort((short) authority.length).put(authority);
    }
    return out.flip();
  }

  private static boolean isSix(InetSocketAddress address) {
    return !ProxyHeaderReader.isFour(address.getAddress());
  }

  /// One family for both addresses: those of version 4 are mapped where the other is of version 6.
  private static byte[] bytes(InetSocketAddress address, boolean six) {
    byte[] bytes = address.getAddress().getAddress();
    if (!six || bytes.length == SIZE_6) {
      return bytes;
    }
    var mapped = new byte[SIZE_6];
    mapped[10] = (byte) 0xff;
    mapped[11] = (byte) 0xff;
    System.arraycopy(bytes, 0, mapped, 12, 4);
    return mapped;
  }

  private static String text(InetSocketAddress address, boolean six) {
    InetAddress inet = address.getAddress();
    if (!six) {
      return inet.getHostAddress();
    }
    byte[] bytes = bytes(address, true);
    var text = new StringBuilder();
    for (int i = 0; i < SIZE_6; i += 2) {
      int group = ((bytes[i] & 0xff) << 8) | (bytes[i + 1] & 0xff);
      text.append(i == 0 ? "" : ":").append(Integer.toHexString(group));
    }
    return text.toString();
  }
}
