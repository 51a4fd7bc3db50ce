package dev.varve.http.tls;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The parts of a client's first message (RFC 8446, 4.1.2) that decide which certificate it gets,
/// or where its connection goes.
///
/// @param serverName in lower case without a final dot; empty when none was sent
/// @param protocols the ALPN protocols offered, in order
public record ClientHello(String serverName, List<String> protocols) {
  /// The longest message that is looked at; those of post-quantum clients have about 2 KiB.
  public static final int BYTES_MOST = 16 * 1024;

  private static final int HOST_MOST = 254;

  private static final int RECORD_HEADER = 5;
  private static final int HANDSHAKE_RECORD = 22;
  private static final int CLIENT_HELLO = 1;
  private static final int SERVER_NAME = 0;
  private static final int ALPN = 16;

  public ClientHello {
    protocols = List.copyOf(protocols);
  }

  /// What bytes that are not TLS, or are malformed, are told apart by.
  public static final class NotTls extends Exception {
    private static final long serialVersionUID = 1L;

    NotTls(String reason) {
      super(reason, null, false, false);
    }
  }

  /// Reads the message from the begin of a connection; null when it is not complete. The buffer
  /// stays as it is.
  public static @Nullable ClientHello read(ByteBuffer received) throws NotTls {
    ByteBuffer message = ByteBuffer.allocate(received.remaining());
    ByteBuffer in = received.duplicate();
    while (in.remaining() >= RECORD_HEADER && !isWhole(message)) {
      int type = in.get() & 0xff;
      int major = in.get() & 0xff;
      in.get();
      int length = in.getShort() & 0xffff;
      if (type != HANDSHAKE_RECORD || major != 3 || length == 0 || length > BYTES_MOST) {
        throw new NotTls("client does not begin with a TLS handshake");
      }
      int piece = Math.min(length, in.remaining());
      message.put(in.slice(in.position(), piece));
      in.position(in.position() + piece);
    }
    message.flip();
    if (message.remaining() < 4) {
      return null;
    }
    int header = message.getInt();
    int length = header & 0xffffff;
    if (header >>> 24 != CLIENT_HELLO || length > BYTES_MOST) {
      throw new NotTls("client does not begin with a TLS hello");
    }
    if (message.remaining() < length) {
      return null;
    }
    return parse(message.limit(message.position() + length));
  }

  /// Whether the records so far hold the whole message. What comes behind it is not looked at: it
  /// may be early data.
  private static boolean isWhole(ByteBuffer message) {
    return message.position() >= 4 && message.position() - 4 >= (message.getInt(0) & 0xffffff);
  }

  private static ClientHello parse(ByteBuffer in) throws NotTls {
    try {
      skip(in, 2 + 32);
      must(take(in, in.get() & 0xff).remaining() <= 32, "session id");
      ByteBuffer suites = take(in, in.getShort() & 0xffff);
      must(suites.hasRemaining() && suites.remaining() % 2 == 0, "cipher suites");
      must(take(in, in.get() & 0xff).hasRemaining(), "compression methods");
      return in.hasRemaining() ? extensions(in) : new ClientHello("", List.of());
    } catch (IndexOutOfBoundsException | BufferUnderflowException | IllegalArgumentException _) {
      throw new NotTls("TLS hello is malformed");
    }
  }

  private static void must(boolean holds, String what) throws NotTls {
    if (!holds) {
      throw new NotTls("TLS hello has malformed " + what);
    }
  }

  private static ClientHello extensions(ByteBuffer in) throws NotTls {
    @Nullable String name = null;
    @Nullable List<String> protocols = null;
    ByteBuffer list = take(in, in.getShort() & 0xffff);
    must(!in.hasRemaining(), "end");
    while (list.hasRemaining()) {
      int type = list.getShort() & 0xffff;
      ByteBuffer content = take(list, list.getShort() & 0xffff);
      if (type == SERVER_NAME) {
        must(name == null, "server name, given twice");
        name = serverName(content);
      } else if (type == ALPN) {
        must(protocols == null, "ALPN, given twice");
        protocols = protocols(content);
      }
    }
    return new ClientHello(name == null ? "" : name, protocols == null ? List.of() : protocols);
  }

  /// RFC 6066, 3: one name, of the only kind there is.
  private static String serverName(ByteBuffer content) throws NotTls {
    ByteBuffer names = take(content, content.getShort() & 0xffff);
    must(names.get() == 0, "server name");
    ByteBuffer bytes = take(names, names.getShort() & 0xffff);
    must(bytes.hasRemaining() && !names.hasRemaining() && !content.hasRemaining(), "server name");
    String name = text(bytes).toLowerCase(Locale.ROOT);
    must(isHost(name), "server name");
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  private static boolean isHost(String name) {
    for (int i = 0; i < name.length(); i++) {
      char each = name.charAt(i);
      boolean fits =
          (each >= 'a' && each <= 'z')
              || (each >= '0' && each <= '9')
              || each == '-'
              || each == '.'
              || each == '_';
      if (!fits) {
        return false;
      }
    }
    return name.length() <= HOST_MOST;
  }

  /// RFC 7301, 3.1.
  private static List<String> protocols(ByteBuffer content) throws NotTls {
    var protocols = new ArrayList<String>();
    ByteBuffer names = take(content, content.getShort() & 0xffff);
    must(!content.hasRemaining(), "ALPN");
    while (names.hasRemaining()) {
      ByteBuffer name = take(names, names.get() & 0xff);
      must(name.hasRemaining(), "ALPN");
      protocols.add(text(name));
    }
    return protocols;
  }

  private static void skip(ByteBuffer in, int bytes) {
    in.position(in.position() + bytes);
  }

  private static ByteBuffer take(ByteBuffer in, int bytes) {
    ByteBuffer taken = in.slice(in.position(), bytes);
    skip(in, bytes);
    return taken;
  }

  private static String text(ByteBuffer bytes) {
    return StandardCharsets.ISO_8859_1.decode(bytes).toString();
  }
}
