package dev.varve.http.dns;

import java.net.InetAddress;

/// One record of an answer.
public sealed interface DnsRecord {
  /// An address of the name.
  record Address(InetAddress address) implements DnsRecord {}

  /// A place where a service is offered.
  ///
  /// @param priority the lowest is to be tried first
  /// @param weight share among those of the same priority
  /// @param host name to look up, in lower case without a final dot
  record Service(int priority, int weight, int port, String host) implements DnsRecord {}
}
