package dev.varve.edge;

import dev.varve.edge.guard.Networks;
import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import dev.varve.http.Peer;
import java.net.InetAddress;
import java.util.List;

/// Who the client is. The peer's own address, or what trusted proxies say about it: their list is
/// read from its end, and the first address that is no trusted proxy is the client. Belongs to an
/// exchange.
final class ClientFacts {
  private static final FieldName FORWARDED_FOR = FieldName.of("x-forwarded-for");
  private static final int HOPS_MAX = 64;

  private boolean trusted;
  private byte[] address = {};
  private String text = "";

  void read(Peer from, Networks trustedProxies, Fields fields) {
    address = from.address().ip();
    text = from.address().text();
    // A unix socket: whoever may open it is a program of this machine.
    trusted = address.length == 0 ? !trustedProxies.isEmpty() : trustedProxies.contains(address);
    if (trusted && fields.contains(FORWARDED_FOR)) {
      believe(fields, trustedProxies);
    }
  }

  private void believe(Fields fields, Networks trustedProxies) {
    List<String> lists = fields.values(FORWARDED_FOR);
    int hops = 0;
    for (int i = lists.size() - 1; i >= 0; i--) {
      String[] hop = lists.get(i).split(",", -1);
      for (int j = hop.length - 1; j >= 0; j--) {
        byte[] next = parse(hop[j].strip());
        if (next.length == 0 || ++hops > HOPS_MAX) {
          return;
        }
        address = next;
        text = hop[j].strip();
        if (!trustedProxies.contains(next)) {
          return;
        }
      }
    }
  }

  /// An address without asking a name server; empty when it is none.
  private static byte[] parse(String hop) {
    String plain =
        hop.startsWith("[") && hop.endsWith("]") ? hop.substring(1, hop.length() - 1) : hop;
    try {
      return InetAddress.ofLiteral(plain).getAddress();
    } catch (IllegalArgumentException _) {
      return new byte[0];
    }
  }

  /// 4 or 16 bytes, or none for a unix socket; not to be changed.
  byte[] address() {
    return address;
  }

  String text() {
    return text;
  }

  boolean isTrusted() {
    return trusted;
  }
}
