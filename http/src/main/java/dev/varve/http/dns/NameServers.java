package dev.varve.http.dns;

import dev.varve.base.LateLogger;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The name servers of this machine. Of `/etc/resolv.conf` only `nameserver` counts: names are
/// absolute, so there is nothing to search, and how long to wait is our own affair.
public final class NameServers {
  private static final int PORT = 53;
  private static final int MOST = 3;
  private static final InetSocketAddress LOCAL =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT);

  private NameServers() {}

  /// Reads the file; may block. The one on this machine when there is none.
  public static List<InetSocketAddress> ofSystem() {
    try {
      return of(Files.readString(Path.of("/etc/resolv.conf"), StandardCharsets.ISO_8859_1));
    } catch (IOException _) {
      return List.of(LOCAL);
    }
  }

  static List<InetSocketAddress> of(String file) {
    var servers = new ArrayList<InetSocketAddress>();
    for (String line : file.lines().toList()) {
      String[] words = line.strip().split("\\s+", -1);
      if (words.length >= 2 && words[0].equals("nameserver") && servers.size() < MOST) {
        add(words[1], servers);
      }
    }
    return servers.isEmpty() ? List.of(LOCAL) : servers;
  }

  private static void add(String address, List<InetSocketAddress> to) {
    try {
      to.add(new InetSocketAddress(InetAddress.ofLiteral(address), PORT));
    } catch (IllegalArgumentException _) {
      LateLogger.of(NameServers.class)
          .log(System.Logger.Level.WARNING, "/etc/resolv.conf names no address: " + address);
    }
  }
}
