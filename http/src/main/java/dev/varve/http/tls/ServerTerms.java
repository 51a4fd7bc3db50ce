package dev.varve.http.tls;

import org.jspecify.annotations.Nullable;

/// What the certificates of a server stand on besides its policy.
///
/// @param hosts the virtual hosts
/// @param tickets what seals sessions; null where none is resumed
/// @param staples what is shown beside certificates
public record ServerTerms(KnownHosts hosts, @Nullable TicketKeys tickets, Staples staples) {
  public ServerTerms withHosts(KnownHosts other) {
    return new ServerTerms(other, tickets, staples);
  }

  public ServerTerms withTickets(@Nullable TicketKeys other) {
    return new ServerTerms(hosts, other, staples);
  }

  public ServerTerms withStaples(Staples other) {
    return new ServerTerms(hosts, tickets, other);
  }
}
