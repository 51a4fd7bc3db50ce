package dev.varve.http.proxyprotocol;

import dev.varve.http.fuzz.Pieces;
import dev.varve.http.proxyprotocol.ProxyHeaderReader.Outcome;
import java.nio.ByteBuffer;
import java.util.List;

/// Any bytes as a header of the PROXY protocol: the same outcome whatever packets they come in, not
/// one byte taken of what follows, and what is read is written and read to the same.
public final class HeaderFuzz {
  private HeaderFuzz() {}

  /// Called by Jazzer.
  public static void fuzzerTestOneInput(byte[] input) {
    Reading whole = read(Pieces.whole(input));
    Pieces.same(whole, read(Pieces.torn(input)));
    if (whole.outcome instanceof Outcome.Complete(ProxyHeader header)) {
      Outcome again = read(List.of(ProxyHeaderWriter.second(header))).outcome;
      if (!again.equals(whole.outcome)) {
        throw new AssertionError("read " + header + ", written and read " + again);
      }
    }
  }

  /// @param left bytes that were not taken
  private record Reading(Outcome outcome, int left) {}

  private static Reading read(List<ByteBuffer> pieces) {
    var reader = new ProxyHeaderReader();
    Outcome outcome = new Outcome.More();
    int left = 0;
    for (ByteBuffer each : pieces) {
      if (outcome instanceof Outcome.More) {
        outcome = reader.read(each);
      }
      left += each.remaining();
    }
    return new Reading(outcome, outcome instanceof Outcome.Malformed ? 0 : left);
  }
}
