package dev.varve.edge.files;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What lies under a path.
sealed interface Found {
  /// A file in one or more codings, the preferred first; identity is always among them, and last.
  record Resource(LinkedHashMap<Coding, Variant> variants) implements Found {
    Variant choose(@Nullable String acceptEncoding) {
      return Objects.requireNonNull(variants.get(Coding.choose(acceptEncoding, variants.keySet())));
    }

    Variant identity() {
      return Objects.requireNonNull(variants.get(Coding.IDENTITY));
    }

    /// How much memory its bytes take.
    long weight() {
      long weight = 512;
      for (Map.Entry<Coding, Variant> each : variants.entrySet()) {
        if (each.getValue().bytes() instanceof Variant.Content.InMemory(Variant.Bytes bytes)) {
          weight += bytes.buffer().capacity() + 512L;
        }
      }
      return weight;
    }
  }

  /// A folder that was asked for without the slash at the end.
  record NeedsSlash() implements Found {}

  record Contents(Listing listing) implements Found {}

  record Missing() implements Found {}
}
