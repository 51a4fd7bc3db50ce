package dev.varve.edge.guard;

import dev.varve.graph.term.Network;
import java.util.List;

/// A list of address ranges. IPv4 addresses written as IPv6 count as IPv4.
public final class Networks {
  /// No address at all.
  public static final Networks NONE = new Networks(List.of());

  private final Network[] networks;

  private Networks(List<Network> networks) {
    this.networks = networks.toArray(new Network[0]);
  }

  public static Networks of(List<String> texts) {
    return texts.isEmpty() ? NONE : new Networks(texts.stream().map(Network::parse).toList());
  }

  public boolean isEmpty() {
    return networks.length == 0;
  }

  /// @param address 4 or 16 bytes; none for a unix socket, which lies in no network
  public boolean contains(byte[] address) {
    for (Network network : networks) {
      if (network.contains(address)) {
        return true;
      }
    }
    return false;
  }
}
