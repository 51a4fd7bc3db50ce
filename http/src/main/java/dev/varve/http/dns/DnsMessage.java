package dev.varve.http.dns;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One question as it goes over the wire, and its answer (RFC 1035, 4). Reads nothing that it does
/// not need: the answer section alone, with the aliases that lead from the name asked for to its
/// records.
final class DnsMessage {
  /// The longest answer asked for over UDP (RFC 6891): one that no network breaks into fragments.
  static final int UDP_BYTES = 1232;

  private static final int TYPE_ALIAS = 5;
  private static final int TYPE_OPTIONS = 41;
  private static final int CLASS_INTERNET = 1;
  private static final int RECORDS_MOST = 512;
  private static final int ALIASES_MOST = 8;
  private static final int NAME_BYTES_MOST = 255;

  private final int id;
  private final String name;
  private final RecordType type;

  /// What a message says to the question.
  sealed interface Reading {
    /// It belongs to another question, or to nobody.
    record Foreign() implements Reading {}

    /// The whole of it does not fit into a datagram.
    record Truncated() implements Reading {}

    record Answered(DnsAnswer answer) implements Reading {}
  }

  /// A message that breaks the format.
  private static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String reason) {
      super(reason, null, false, false);
    }
  }

  /// A record before it is known whether it belongs to the name.
  private record Entry(String owner, int type, long ttlSeconds, DnsRecord record, String alias) {}

  /// @param name absolute, with or without its final dot
  DnsMessage(int id, String name, RecordType type) {
    String plain = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    this.id = id;
    this.name = plain.toLowerCase(Locale.ROOT);
    this.type = type;
  }

  /// @throws IllegalArgumentException when the name is none
  byte[] question() {
    var out = new ByteArrayOutputStream();
    two(out, id);
    two(out, 0x0100); // recursion is desired
    two(out, 1);
    two(out, 0);
    two(out, 0);
    two(out, 1);
    for (String label : name.split("\\.", -1)) {
      byte[] bytes = label.getBytes(StandardCharsets.US_ASCII);
      if (bytes.length == 0 || bytes.length > 63) {
        throw new IllegalArgumentException("must be a name of DNS, but is '" + name + "'");
      }
      out.write(bytes.length);
      out.writeBytes(bytes);
    }
    out.write(0);
    if (out.size() - 12 > NAME_BYTES_MOST) {
      throw new IllegalArgumentException("must be a name of DNS, but is too long: " + name);
    }
    two(out, type.number());
    two(out, CLASS_INTERNET);
    out.write(0);
    two(out, TYPE_OPTIONS);
    two(out, UDP_BYTES);
    two(out, 0);
    two(out, 0);
    two(out, 0);
    return out.toByteArray();
  }

  private static void two(ByteArrayOutputStream out, int number) {
    out.write(number >> 8);
    out.write(number);
  }

  /// Reads what came in answer, from position 0 to the limit.
  Reading read(ByteBuffer message) {
    if (message.limit() < 12 || number(message, 0) != id || (message.get(2) & 0xf8) != 0x80) {
      return new Reading.Foreign();
    }
    if (!repeatsQuestion(message)) {
      return new Reading.Foreign();
    }
    try {
      return answered(message);
    } catch (Malformed | BufferUnderflowException | IndexOutOfBoundsException cause) {
      return new Reading.Answered(new DnsAnswer.Failed("malformed answer: " + cause.getMessage()));
    }
  }

  private boolean repeatsQuestion(ByteBuffer message) {
    try {
      message.position(12);
      return number(message, 4) == 1
          && name(message).equals(name)
          && (message.getShort() & 0xffff) == type.number()
          && message.getShort() == CLASS_INTERNET;
    } catch (Malformed | BufferUnderflowException | IndexOutOfBoundsException _) {
      return false;
    }
  }

  private static int number(ByteBuffer message, int at) {
    return message.getShort(at) & 0xffff;
  }

  private Reading answered(ByteBuffer message) throws Malformed {
    if ((message.get(2) & 0x02) != 0) {
      return new Reading.Truncated();
    }
    int code = message.get(3) & 0x0f;
    return new Reading.Answered(
        switch (code) {
          case 0 -> found(entries(message));
          case 3 -> new DnsAnswer.None();
          default -> new DnsAnswer.Failed("the server answered with code " + code);
        });
  }

  private DnsAnswer found(List<Entry> entries) {
    String owner = name;
    long ttl = Long.MAX_VALUE;
    for (int i = 0; i < ALIASES_MOST; i++) {
      Entry alias = alias(entries, owner);
      if (alias == null) {
        break;
      }
      owner = alias.alias;
      ttl = Math.min(ttl, alias.ttlSeconds);
    }
    var records = new ArrayList<DnsRecord>();
    for (Entry each : entries) {
      if (each.type == type.number() && each.owner.equals(owner)) {
        records.add(each.record);
        ttl = Math.min(ttl, each.ttlSeconds);
      }
    }
    return records.isEmpty() ? new DnsAnswer.None() : new DnsAnswer.Found(records, ttl);
  }

  private static @Nullable Entry alias(List<Entry> entries, String owner) {
    for (Entry each : entries) {
      if (each.type == TYPE_ALIAS && each.owner.equals(owner)) {
        return each;
      }
    }
    return null;
  }

  private List<Entry> entries(ByteBuffer message) throws Malformed {
    int count = number(message, 6);
    if (count > RECORDS_MOST) {
      throw new Malformed("too many records");
    }
    var entries = new ArrayList<Entry>();
    for (int i = 0; i < count; i++) {
      entry(message, entries);
    }
    return entries;
  }

  private void entry(ByteBuffer message, List<Entry> to) throws Malformed {
    String owner = name(message);
    int kind = message.getShort() & 0xffff;
    boolean internet = message.getShort() == CLASS_INTERNET;
    long ttl = Math.max(0, message.getInt()); // RFC 2181, 8: a set first bit means zero
    int end = (message.getShort() & 0xffff) + message.position();
    if (end > message.limit()) {
      throw new Malformed("a record reaches beyond the message");
    }
    if (internet && kind == TYPE_ALIAS) {
      to.add(new Entry(owner, kind, ttl, new DnsRecord.Service(0, 0, 0, ""), name(message)));
      exactly(message, end);
    } else if (internet && kind == type.number()) {
      to.add(new Entry(owner, kind, ttl, record(message, end), ""));
      exactly(message, end);
    }
    message.position(end);
  }

  private static void exactly(ByteBuffer message, int end) throws Malformed {
    if (message.position() != end) {
      throw new Malformed("a record lies about its length");
    }
  }

  private DnsRecord record(ByteBuffer message, int end) throws Malformed {
    return switch (type) {
      case A -> address(message, 4, end);
      case AAAA -> address(message, 16, end);
      case SRV ->
          new DnsRecord.Service(
              message.getShort() & 0xffff,
              message.getShort() & 0xffff,
              message.getShort() & 0xffff,
              name(message));
    };
  }

  private static DnsRecord address(ByteBuffer message, int size, int end) throws Malformed {
    exactly(message, end - size);
    var bytes = new byte[size];
    message.get(bytes);
    try {
      return new DnsRecord.Address(InetAddress.getByAddress(bytes));
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException("addresses have 4 or 16 bytes", impossible);
    }
  }

  /// A name in lower case without its final dot. A pointer must lead back before the labels that it
  /// stands behind, so no chain of them can go round.
  private static String name(ByteBuffer message) throws Malformed {
    var text = new StringBuilder();
    int after = -1;
    int begin = message.position();
    while (true) {
      int length = message.get() & 0xff;
      if (length == 0) {
        break;
      }
      if (length >= 0xc0) {
        int to = (length & 0x3f) << 8 | (message.get() & 0xff);
        after = after < 0 ? message.position() : after;
        if (to >= begin) {
          throw new Malformed("a name points forward");
        }
        begin = to;
        message.position(to);
      } else {
        label(message, length, text);
      }
    }
    if (after >= 0) {
      message.position(after);
    }
    return text.toString();
  }

  private static void label(ByteBuffer message, int length, StringBuilder text) throws Malformed {
    if (length > 63 || text.length() + length + 1 > NAME_BYTES_MOST) {
      throw new Malformed("a name is too long");
    }
    if (!text.isEmpty()) {
      text.append('.');
    }
    for (int i = 0; i < length; i++) {
      int each = message.get() & 0xff;
      boolean upper = each >= 'A' && each <= 'Z';
      boolean lower = each >= 'a' && each <= 'z';
      boolean digit = each >= '0' && each <= '9';
      if (!upper && !lower && !digit && each != '-' && each != '_' && each != '*') {
        throw new Malformed("a name has a byte that names do not have");
      }
      text.append((char) (upper ? each + 32 : each));
    }
  }
}
