package dev.varve.http.serve;

import dev.varve.http.Peer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Addresses that were written out, so that the connections of a client share one. Of two clients
/// that meet at one place the later is kept. Belongs to a loop.
final class AddressBook {
  private static final int PLACES = 1024;

  private final Peer.@Nullable Address[] known = new Peer.@Nullable Address[PLACES];

  Peer.Address of(SocketAddress client) {
    if (!(client instanceof InetSocketAddress inet) || inet.getAddress() == null) {
      return Peer.Address.of(client);
    }
    InetAddress ip = inet.getAddress();
    int hash = ip.hashCode();
    int place = (hash ^ hash >>> 10 ^ hash >>> 20) & (PLACES - 1);
    Peer.Address before = known[place];
    if (before != null && Arrays.equals(before.ip(), ip.getAddress())) {
      return before;
    }
    Peer.Address made = Peer.Address.of(client);
    known[place] = made;
    return made;
  }
}
