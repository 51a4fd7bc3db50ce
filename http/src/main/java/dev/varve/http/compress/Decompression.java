package dev.varve.http.compress;

import dev.varve.http.Body;
import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import dev.varve.http.net.Loop;
import java.util.ArrayList;
import java.util.List;

/// Takes the content codings off a body, within bounds.
public final class Decompression {
  /// Most codings on top of each other: more of them are only good for bombs.
  public static final int NESTED_MAX = 2;

  /// How much larger than what came a body may become, once it is larger than a mebibyte.
  public static final int RATIO_MAX = 100;

  /// What became of it.
  public sealed interface Outcome {
    /// The body without its codings. Content-Encoding and Content-Length were taken away.
    record Plain(Body body) implements Outcome {}

    /// A coding that is not known here, or too many of them: 415 (RFC 9110 section 15.5.16).
    record Unsupported(String codings) implements Outcome {}
  }

  private Decompression() {}

  /// Wraps a body whose message has these fields.
  ///
  /// @param bytesMax how large it may become; each coding is held to it
  public static Outcome apply(Loop loop, Fields fields, Body body, long bytesMax) {
    List<String> values = fields.values(FieldName.CONTENT_ENCODING);
    var codings = new ArrayList<Coding>();
    for (String value : values) {
      for (String name : value.split(",", NESTED_MAX + 2)) {
        Coding coding = Coding.of(name.strip());
        if (coding == null || !coding.isAvailable()) {
          return new Outcome.Unsupported(String.join(", ", values));
        }
        if (coding != Coding.IDENTITY) {
          codings.add(coding);
        }
      }
    }
    if (codings.size() > NESTED_MAX) {
      return new Outcome.Unsupported(String.join(", ", values));
    }
    if (values.isEmpty()) {
      return new Outcome.Plain(body);
    }
    fields.remove(FieldName.CONTENT_ENCODING);
    if (codings.isEmpty()) {
      return new Outcome.Plain(body);
    }
    fields.remove(FieldName.CONTENT_LENGTH);
    Body plain = body;
    var limits = new CodedLimits(bytesMax, RATIO_MAX, true);
    for (Coding each : codings.reversed()) {
      plain = new CodedBody(loop, plain, each::decoder, limits, true);
    }
    return new Outcome.Plain(plain);
  }
}
