package dev.varve.program.instance;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.program.ProgramCode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/// A host and a port on the command line: `127.0.0.1:7400`, `[::1]:7400`, `:8080` or `8080`.
///
/// @param host empty for every address of the machine
/// @param port 0 for a free one
public record HostPort(String host, int port) {
  /// The admin listener's place.
  public static final HostPort ADMIN = new HostPort("127.0.0.1", 7400);

  /// @param option whose value it is, for the message
  /// @throws Failure when it is none
  public static HostPort parse(String option, String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    String port = text.substring(colon + 1);
    if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > 65_535) {
      throw wrong(option, text);
    }
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    return new HostPort(
        bracketed ? host.substring(1, host.length() - 1) : host, Integer.parseInt(port));
  }

  private static Failure wrong(String option, String text) {
    return new Failure(
        new Problem(
            ProgramCode.USAGE,
            option,
            "the value must be an address such as '127.0.0.1:7400' or ':8080', but is '"
                + text
                + "'",
            ""));
  }

  public HostPort withPort(int newPort) {
    return new HostPort(host, newPort);
  }

  /// The address to listen on.
  ///
  /// @throws Failure when the host has no address
  public InetSocketAddress address() {
    try {
      return host.isEmpty()
          ? new InetSocketAddress(port)
          : new InetSocketAddress(InetAddress.getByName(host), port);
    } catch (UnknownHostException e) {
      throw new Failure(
          new Problem(
              ProgramCode.USAGE,
              host,
              "the host must have an address, but has none",
              "check the name"),
          e);
    }
  }

  /// How a client on this machine reaches it.
  public static String reachable(InetSocketAddress bound) {
    InetAddress address = bound.getAddress();
    String host = address.isAnyLocalAddress() ? "127.0.0.1" : address.getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + bound.getPort();
  }
}
