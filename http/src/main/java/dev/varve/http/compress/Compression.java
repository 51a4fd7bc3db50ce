package dev.varve.http.compress;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.varve.base.Check;
import dev.varve.http.Ascii;
import dev.varve.http.Body;
import dev.varve.http.Digits;
import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import dev.varve.http.Request;
import dev.varve.http.Response;
import dev.varve.http.net.Loop;
import java.util.List;

/// Which answers are compressed, and how. Made from [#DEFAULT] by the `with` methods.
///
/// @param codings that are offered, the preferred first. Those this machine lacks are left out when
///   a client asks for them: their native libraries are loaded no sooner
/// @param minimumBytes an answer known to be smaller stays as it is
/// @param types media types without parameters; `text/*` takes all of one kind, and
///   `application/*+json` all that are written in one manner (RFC 6839)
/// @param level as the coding's library counts, -1 for one that suits answers made on the fly
public record Compression(List<Coding> codings, int minimumBytes, List<String> types, int level) {
  public static final Compression DEFAULT =
      new Compression(
          List.of(Coding.ZSTD, Coding.BROTLI, Coding.GZIP, Coding.DEFLATE),
          256,
          List.of(
              "text/*",
              "application/json",
              "application/javascript",
              "application/xml",
              "application/xhtml+xml",
              "application/rss+xml",
              "application/atom+xml",
              "application/ld+json",
              "application/problem+json",
              "application/manifest+json",
              "application/wasm",
              "application/x-ndjson",
              "image/svg+xml",
              "image/bmp",
              "font/ttf",
              "font/otf",
              "application/vnd.ms-fontobject"),
          -1);

  private static final FieldName CONTENT_MD5 = FieldName.of("content-md5");
  private static final FieldName DIGEST = FieldName.of("content-digest");

  public Compression {
    codings = List.copyOf(codings);
    types = types.stream().map(Ascii::lower).toList();
    Check.within("compression.minimumBytes", minimumBytes, 0, 1 << 30);
    Check.within("compression.level", level, -1, 22);
  }

  public Compression withCodings(List<Coding> codings) {
    return new Compression(codings, minimumBytes, types, level);
  }

  public Compression withMinimumBytes(int minimumBytes) {
    return new Compression(codings, minimumBytes, types, level);
  }

  public Compression withTypes(List<String> types) {
    return new Compression(codings, minimumBytes, types, level);
  }

  public Compression withLevel(int level) {
    return new Compression(codings, minimumBytes, types, level);
  }

  /// The body to answer with: compressed where request and answer allow it, with the answer's
  /// fields changed to say so, else the same one. Vary is added where another client could have got
  /// another coding, also to what stands for such an answer or is a part of it (RFC 9110 sections
  /// 15.3.7 and 15.4.5). What a stream of unknown length gives leaves at once.
  public Body apply(Loop loop, Request request, Response response, Body body) {
    Fields fields = response.fields();
    int status = response.status();
    if (status < 200 || status == 204 || !allowed(fields, status)) {
      return body;
    }
    boolean partly = status == 206 || status == 304;
    long length = partly ? -1 : length(request, fields, body);
    if (length >= 0 && length < Math.max(1, minimumBytes)) {
      return body;
    }
    if (!fields.hasToken(FieldName.VARY, "accept-encoding")) {
      fields.add(FieldName.VARY, "Accept-Encoding");
    }
    Coding coding = partly ? Coding.IDENTITY : AcceptEncoding.choose(request.fields(), codings);
    if (coding == Coding.IDENTITY) {
      return body;
    }
    fields.set(FieldName.CONTENT_ENCODING, coding.token());
    fields.remove(FieldName.CONTENT_LENGTH);
    fields.remove(FieldName.ACCEPT_RANGES);
    fields.remove(CONTENT_MD5);
    fields.remove(DIGEST);
    weaken(fields);
    if (request.isHead()) {
      return body;
    }
    boolean flushes = body.length() < 0;
    return new CodedBody(loop, body, () -> coding.encoder(level), CodedLimits.NONE, flushes);
  }

  private boolean allowed(Fields fields, int status) {
    int type = fields.find(FieldName.CONTENT_TYPE);
    return !fields.contains(FieldName.CONTENT_ENCODING)
        && (status == 206 || !fields.contains(FieldName.CONTENT_RANGE))
        && !fields.hasToken(FieldName.CACHE_CONTROL, "no-transform")
        && (type < 0 ? status == 304 : isType(fields, type));
  }

  /// How long the answer to GET is, -1 where that is not known. An answer to HEAD says so in its
  /// field, if at all.
  private static long length(Request request, Fields fields, Body body) {
    if (!request.isHead() || body.length() > 0) {
      return body.length();
    }
    String told = fields.value(FieldName.CONTENT_LENGTH);
    return told == null ? -1 : Digits.parse(told.getBytes(ISO_8859_1), 0, told.length());
  }

  /// Compared as bytes: a string of the type, and one for each kind, would be garbage of every
  /// answer.
  private boolean isType(Fields fields, int place) {
    byte[] bytes = fields.array();
    int from = fields.valueOffset(place);
    int to = from;
    int end = from + fields.valueLength(place);
    while (to < end && bytes[to] != ';' && bytes[to] != ' ' && bytes[to] != '\t') {
      to++;
    }
    for (int i = 0; i < types.size(); i++) {
      if (isKind(types.get(i), bytes, from, to - from)) {
        return true;
      }
    }
    return false;
  }

  /// Whether a type is `each`, or one of its kind where that has a star.
  private static boolean isKind(String each, byte[] bytes, int from, int length) {
    int star = each.indexOf('*');
    if (star < 0) {
      return Ascii.equalsLower(each, bytes, from, length);
    }
    int behind = each.length() - star - 1;
    if (length < star + behind) {
      return false;
    }
    return isPart(each, 0, bytes, from, star)
        && isPart(each, star + 1, bytes, from + length - behind, behind);
  }

  private static boolean isPart(String each, int at, byte[] bytes, int from, int length) {
    for (int i = 0; i < length; i++) {
      if (each.charAt(at + i) != Ascii.lower(bytes[from + i])) {
        return false;
      }
    }
    return true;
  }

  /// The compressed bytes are not those the entity tag was given for (RFC 9110 section 8.8.1).
  private static void weaken(Fields fields) {
    String tag = fields.value(FieldName.ETAG);
    if (tag != null && !tag.startsWith("W/")) {
      fields.set(FieldName.ETAG, "W/" + tag);
    }
  }
}
