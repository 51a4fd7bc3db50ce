package dev.varve.http.h3;

import dev.varve.http.hpack.FieldSection;
import dev.varve.http.hpack.HeaderBlock;
import dev.varve.http.serve.Serving;
import dev.varve.http.stream.HeadReader;
import dev.varve.http.stream.HeadWriter;
import dev.varve.http.tls.ServerTls;
import java.util.function.BooleanSupplier;

/// What the connections of one listener on one loop share, because only one works at a time.
/// Belongs to the loop.
final class H3Parts {
  /// With so many handshakes under way on a loop, newcomers have to prove their address first.
  static final int HANDSHAKES_UNDER_LOAD = 64;

  private static final int BLOCK_AT_FIRST = 1024;

  private final Serving serving;
  private final ServerTls tls;
  private final H3Options options;
  private final BooleanSupplier stopped;
  private final QpackDecoder decoder;
  private final HeaderBlock block = new HeaderBlock(BLOCK_AT_FIRST);
  private final QpackEncoder encoder = new QpackEncoder(block);
  private final HeadReader heads = new HeadReader();
  private final HeadWriter headWriter = new HeadWriter();
  private int handshakes;

  /// @param stopped whether newcomers are turned away
  H3Parts(Serving serving, ServerTls tls, H3Options options, BooleanSupplier stopped) {
    this.tls = tls;
    this.serving = serving;
    this.options = options;
    this.stopped = stopped;
    var limits = serving.limits();
    this.decoder = new QpackDecoder(new FieldSection(limits.headBytes(), limits.headFields()));
  }

  Serving serving() {
    return serving;
  }

  ServerTls tls() {
    return tls;
  }

  boolean allowsEarlyData() {
    return options.earlyData();
  }

  boolean isStopped() {
    return stopped.getAsBoolean();
  }

  QpackDecoder decoder() {
    return decoder;
  }

  QpackEncoder encoder() {
    return encoder;
  }

  /// Where the encoder writes.
  HeaderBlock block() {
    return block;
  }

  HeadReader heads() {
    return heads;
  }

  HeadWriter headWriter() {
    return headWriter;
  }

  /// Octets of a section as it is on the wire. Encoding may add a little to what it does not
  /// compress.
  int blockBytes() {
    int decoded = serving.limits().headBytes();
    return decoded + decoded / 2;
  }

  /// How many handshakes are under way changes by so many.
  void handshakes(int change) {
    handshakes += change;
  }

  /// Whether a newcomer has to prove its address (security R11).
  boolean wantsProof() {
    return options.retry() == H3Options.Retry.ALWAYS
        || handshakes >= HANDSHAKES_UNDER_LOAD
        || serving.gate().open() >= serving.limits().connections() / 4 * 3;
  }
}
