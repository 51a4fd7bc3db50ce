package dev.varve.http.client;

import dev.varve.http.net.Loop;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Names to addresses, asked on virtual threads and kept for 30 s, so that no loop waits for a name
/// server. One question at a time for each name; an old answer serves while a new one fails.
/// Belongs to a loop.
final class Resolver {
  private static final long KEEP = Duration.ofSeconds(30).toNanos();
  private static final int NAMES_MOST = 4096;

  private final Loop loop;
  private final Map<String, Known> known = new HashMap<>();

  /// What is known of a name.
  private static final class Known {
    List<InetAddress> addresses = List.of();
    long until;
    final List<Consumer<List<InetAddress>>> asking = new ArrayList<>();
  }

  Resolver(Loop loop) {
    this.loop = loop;
  }

  /// Tells the addresses of a host, IPv6 and IPv4 in turn; none when there is no such host.
  void resolve(String host, Consumer<List<InetAddress>> then) {
    Known of = known.computeIfAbsent(host, _ -> new Known());
    if (!of.addresses.isEmpty() && loop.nanos() - of.until < 0) {
      then.accept(of.addresses);
      return;
    }
    of.asking.add(then);
    if (of.asking.size() == 1) {
      Thread.ofVirtual().name("varve-dns").start(() -> ask(host));
    }
  }

  private void ask(String host) {
    List<InetAddress> found;
    try {
      found = inTurn(Arrays.asList(InetAddress.getAllByName(host)));
    } catch (UnknownHostException _) {
      found = List.of();
    }
    List<InetAddress> answer = found;
    loop.execute(() -> answered(host, answer));
  }

  private void answered(String host, List<InetAddress> found) {
    Known of = known.get(host);
    if (of == null) {
      return;
    }
    if (!found.isEmpty()) {
      of.addresses = found;
      of.until = loop.nanos() + KEEP;
    }
    List<InetAddress> usable = of.addresses;
    List<Consumer<List<InetAddress>>> asking = List.copyOf(of.asking);
    of.asking.clear();
    if (usable.isEmpty() || known.size() > NAMES_MOST) {
      known.remove(host);
    }
    asking.forEach(each -> each.accept(usable));
  }

  /// RFC 8305, 4: families alternate, IPv6 first.
  static List<InetAddress> inTurn(List<InetAddress> addresses) {
    var six = new ArrayList<InetAddress>();
    var four = new ArrayList<InetAddress>();
    for (InetAddress each : addresses) {
      (each instanceof Inet6Address ? six : four).add(each);
    }
    var turn = new ArrayList<InetAddress>();
    for (int i = 0; i < Math.max(six.size(), four.size()); i++) {
      if (i < six.size()) {
        turn.add(six.get(i));
      }
      if (i < four.size()) {
        turn.add(four.get(i));
      }
    }
    return turn;
  }
}
