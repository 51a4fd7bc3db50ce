package dev.varve.http.dns;

import dev.varve.http.net.Loop;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Consumer;

/// Asks name servers, one after the other, each twice at most, until one gives an answer that can
/// be used. Every question has a socket and a number of its own, both drawn by chance, so that an
/// answer cannot be made up by who does not see the question. Belongs to a loop.
public final class DnsClient {
  private static final SecureRandom CHANCE = new SecureRandom();

  private final Loop loop;
  private final List<InetSocketAddress> servers;

  /// @param servers at least one, resolved
  public DnsClient(Loop loop, List<InetSocketAddress> servers) {
    if (servers.isEmpty()) {
      throw new IllegalArgumentException("dns.servers must name at least one, but is empty");
    }
    this.loop = loop;
    this.servers = List.copyOf(servers);
  }

  /// Asks for the records of a name. The answer comes once, on the loop, within a second for each
  /// server and try.
  ///
  /// @param name absolute: no search list is applied
  public void ask(String name, RecordType type, Consumer<DnsAnswer> then) {
    var message = new DnsMessage(CHANCE.nextInt(1 << 16), name, type);
    byte[] question;
    try {
      question = message.question();
    } catch (IllegalArgumentException wrong) {
      then.accept(new DnsAnswer.Failed(String.valueOf(wrong.getMessage())));
      return;
    }
    new Inquiry(loop, servers, message, question, then).begin();
  }
}
