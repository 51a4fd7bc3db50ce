package dev.varve.http.dns;

import java.util.List;

/// What became of a question.
public sealed interface DnsAnswer {
  /// @param records at least one
  /// @param ttlSeconds how long all of them hold
  record Found(List<DnsRecord> records, long ttlSeconds) implements DnsAnswer {
    public Found {
      records = List.copyOf(records);
    }
  }

  /// There is no such name, or it has no such records.
  record None() implements DnsAnswer {}

  /// Nobody gave an answer that can be used.
  record Failed(String reason) implements DnsAnswer {}
}
