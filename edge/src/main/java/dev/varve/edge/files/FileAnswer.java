package dev.varve.edge.files;

import dev.varve.http.Body;
import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import dev.varve.http.Response;
import dev.varve.http.net.Loop;
import dev.varve.http.net.OpenFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The answer to a request for a file that exists: conditions first, then ranges.
final class FileAnswer {
  /// In every multipart answer. It need not be secret, only unlikely in a file.
  private static final String BOUNDARY = "varve-3f6d1c9a7be24850";

  private final Loop loop;
  private final Variant variant;
  private final @Nullable OpenFile file;

  /// @param file open, where it is on disk; not needed where there is no body to send
  FileAnswer(Loop loop, Variant variant, @Nullable OpenFile file) {
    this.loop = loop;
    this.variant = variant;
    this.file = file;
  }

  /// Whether an answer needs the file to be open.
  static boolean needsFile(Variant variant, Wish wish) {
    return !wish.isHead()
        && variant.bytes() instanceof Variant.Content.OnDisk
        && verdict(variant, wish) == Preconditions.Verdict.PROCEED;
  }

  /// Fills in the head and gives the body.
  Body fill(Response response, Wish wish) {
    return switch (verdict(variant, wish)) {
      case NOT_MODIFIED -> notModified(response);
      case FAILED -> {
        response.status(412);
        yield Body.empty();
      }
      case PROCEED -> proceed(response, wish);
    };
  }

  private static Preconditions.Verdict verdict(Variant variant, Wish wish) {
    return wish.conditions().of(true, variant.tag(), variant.facts().modifiedSeconds());
  }

  private Body notModified(Response response) {
    response.status(304);
    Fields ready = variant.fields();
    for (int i = 0; i < ready.size(); i++) {
      if (ready.nameIs(i, FieldName.ETAG)
          || ready.nameIs(i, FieldName.CACHE_CONTROL)
          || ready.nameIs(i, FieldName.VARY)
          || ready.nameIs(i, FieldName.LAST_MODIFIED)) {
        response.fields().copy(ready, i);
      }
    }
    return Body.empty();
  }

  private Body proceed(Response response, Wish wish) {
    if (wish.isHead()) {
      response.status(200).fields().copy(variant.fields());
      response.fields().add(FieldName.CONTENT_LENGTH, variant.length());
      return Body.empty();
    }
    String range = wish.range();
    if (range == null || !EntityTag.ifRangeHolds(wish.ifRange(), variant.tag(), seconds())) {
      return whole(response);
    }
    return switch (ByteRanges.of(range, variant.length())) {
      case ByteRanges.Whole _ -> whole(response);
      case ByteRanges.Unsatisfiable _ -> unsatisfiable(response);
      case ByteRanges.Parts(List<ByteRanges.Part> parts) ->
          parts.size() == 1 ? single(response, parts.getFirst()) : multiple(response, parts);
    };
  }

  private long seconds() {
    return variant.facts().modifiedSeconds();
  }

  private Body whole(Response response) {
    response.status(200).fields().copy(variant.fields());
    return content(0, variant.length());
  }

  private Body unsatisfiable(Response response) {
    response.status(416);
    response.fields().add(FieldName.CONTENT_RANGE, "bytes */" + variant.length());
    return Body.empty();
  }

  private Body single(Response response, ByteRanges.Part part) {
    response.status(206).fields().copy(variant.fields());
    response.fields().add(FieldName.CONTENT_RANGE, range(part));
    return content(part.first(), part.length());
  }

  private Body multiple(Response response, List<ByteRanges.Part> parts) {
    String type = Objects.requireNonNull(variant.fields().value(FieldName.CONTENT_TYPE));
    response.status(206).fields().copy(variant.fields());
    response.fields().set(FieldName.CONTENT_TYPE, "multipart/byteranges; boundary=" + BOUNDARY);
    var bodies = new ArrayList<Body>();
    for (ByteRanges.Part part : parts) {
      bodies.add(
          Body.of(
              ascii(
                  "\r\n--"
                      + BOUNDARY
                      + "\r\nContent-Type: "
                      + type
                      + "\r\nContent-Range: "
                      + range(part)
                      + "\r\n\r\n")));
      bodies.add(content(part.first(), part.length()));
    }
    bodies.add(Body.of(ascii("\r\n--" + BOUNDARY + "--\r\n")));
    return new SequenceBody(bodies);
  }

  private String range(ByteRanges.Part part) {
    return "bytes " + part.first() + "-" + part.last() + "/" + variant.length();
  }

  private Body content(long from, long length) {
    return switch (variant.bytes()) {
      case Variant.Content.InMemory(Variant.Bytes bytes) ->
          Body.of(bytes.buffer(), (int) from, (int) length);
      case Variant.Content.OnDisk _ ->
          Body.file(loop, Objects.requireNonNull(file, "the file must be open"), from, length);
    };
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
