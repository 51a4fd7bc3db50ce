package dev.varve.graph.term;

import java.util.ArrayList;
import java.util.List;

/// IP addresses as text, without ever asking a name server.
final class Addresses {
  private Addresses() {}

  static byte[] parse(String text) {
    byte[] address = text.indexOf(':') >= 0 ? v6(text) : v4(text);
    if (address.length == 0) {
      throw new IllegalArgumentException("must be an IP address, but is '" + text + "'");
    }
    return address;
  }

  private static byte[] v4(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return new byte[0];
    }
    byte[] address = new byte[4];
    for (int i = 0; i < 4; i++) {
      boolean decimal = parts[i].matches("0|[1-9]\\d{0,2}");
      if (!decimal || Integer.parseInt(parts[i]) > 255) {
        return new byte[0];
      }
      address[i] = (byte) Integer.parseInt(parts[i]);
    }
    return address;
  }

  private static byte[] v6(String text) {
    int gap = text.indexOf("::");
    if (gap != text.lastIndexOf("::")) {
      return new byte[0];
    }
    List<Integer> head = gap < 0 ? groups(text) : groups(text.substring(0, gap));
    List<Integer> tail = gap < 0 ? List.of() : groups(text.substring(gap + 2));
    int count = head.size() + tail.size();
    boolean wrong = head.contains(-1) || tail.contains(-1) || (gap < 0 ? count != 8 : count > 7);
    if (wrong) {
      return new byte[0];
    }
    byte[] address = new byte[16];
    for (int i = 0; i < head.size(); i++) {
      put(address, i, head.get(i));
    }
    for (int i = 0; i < tail.size(); i++) {
      put(address, 8 - tail.size() + i, tail.get(i));
    }
    return address;
  }

  /// Groups of 16 bits; -1 stands for a malformed one.
  private static List<Integer> groups(String text) {
    var groups = new ArrayList<Integer>();
    if (text.isEmpty()) {
      return groups;
    }
    String[] parts = text.split(":", -1);
    for (int i = 0; i < parts.length; i++) {
      if (i == parts.length - 1 && parts[i].indexOf('.') >= 0) {
        byte[] embedded = v4(parts[i]);
        groups.add(embedded.length == 0 ? -1 : group(embedded, 0));
        groups.add(embedded.length == 0 ? -1 : group(embedded, 2));
      } else {
        groups.add(parts[i].matches("[0-9a-fA-F]{1,4}") ? Integer.parseInt(parts[i], 16) : -1);
      }
    }
    return groups;
  }

  private static int group(byte[] bytes, int at) {
    return ((bytes[at] & 255) << 8) | (bytes[at + 1] & 255);
  }

  private static void put(byte[] address, int group, int value) {
    address[2 * group] = (byte) (value >> 8);
    address[2 * group + 1] = (byte) value;
  }

  static String text(byte[] address) {
    var text = new StringBuilder();
    for (int i = 0; i < address.length; i += address.length / (address.length == 4 ? 4 : 8)) {
      if (address.length == 4) {
        text.append(i == 0 ? "" : ".").append(address[i] & 255);
      } else {
        text.append(i == 0 ? "" : ":").append(Integer.toHexString(group(address, i)));
      }
    }
    return text.toString();
  }
}
