package dev.varve.http.compress;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.http.Body;
import dev.varve.http.BodyFailure;
import dev.varve.http.BodyReader;
import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import dev.varve.http.Request;
import dev.varve.http.Response;
import dev.varve.http.net.Loop;
import dev.varve.http.net.Loops;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 9110 sections 8.4 and 12.5.3, security R5.
class CompressionTest {
  private static Loops loops;

  private final Loop loop = loops.next();

  @BeforeAll
  static void open() {
    loops = Loops.start(1);
  }

  @AfterAll
  static void shut() {
    loops.close();
  }

  @AfterEach
  void givesItsChunksBack() {
    assertThat(loop.chunksOut()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|IDENTITY",
        "gzip|GZIP",
        "x-gzip|GZIP",
        "GZIP|GZIP",
        "gzip, br, zstd|ZSTD",
        "gzip, br|BROTLI",
        "deflate|DEFLATE",
        "gzip;q=1.0, br;q=0.5|GZIP",
        "gzip;q=0.001|GZIP",
        "gzip;q=0|IDENTITY",
        "*|ZSTD",
        "*;q=0.1, gzip|GZIP",
        "zstd;q=0, *|BROTLI",
        "identity, gzip;q=0.5|IDENTITY",
        "identity;q=0.5, gzip;q=0.5|GZIP",
        "identity;q=0|IDENTITY",
        "identity;q=0, gzip;q=0.1|GZIP",
        "gzip;q=2|IDENTITY",
        "gzip;q=0.0001|IDENTITY",
        "gzip;q=x|IDENTITY",
        "compress|IDENTITY",
      })
  void choosesACoding(String accepted, Coding expected) {
    var request = new Fields().add(FieldName.ACCEPT_ENCODING, accepted);
    assertThat(AcceptEncoding.choose(request, Compression.DEFAULT.codings())).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(value = Coding.class, mode = Mode.EXCLUDE, names = "IDENTITY")
  void givesBackWhatWasPutIn(Coding coding) {
    assertThat(coding.isAvailable()).isTrue();
    var random = new Random(7);
    for (int size : new int[] {0, 1, 100, 16_384, 16_385, 100_000, 1_000_000}) {
      byte[] bytes = text(random, size);
      for (boolean flushes : new boolean[] {true, false}) {
        var packed = new Taking(random, 3);
        packed.read(
            new CodedBody(
                loop,
                new Pieces(bytes, random),
                () -> coding.encoder(-1),
                CodedLimits.NONE,
                flushes));
        var unpacked = new Taking(random, 2);
        unpacked.read(decoded(coding, packed.bytes(), random, 10 << 20));
        assertThat(unpacked.failure).as("%s %d", coding, size).isNull();
        assertThat(unpacked.ended).isTrue();
        assertThat(unpacked.bytes()).as("%s %d", coding, size).isEqualTo(bytes);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(value = Coding.class, mode = Mode.EXCLUDE, names = "IDENTITY")
  void delaysNoEvent(Coding coding) {
    // What a stream of events gives must be readable at once.
    var source = new Stream();
    var unpacked = new Taking(new Random(1), 0);
    var packed = new CodedBody(loop, source, () -> coding.encoder(-1), CodedLimits.NONE, true);
    var limits = new CodedLimits(1 << 20, 100, true);
    new CodedBody(loop, packed, coding::decoder, limits, true).read(unpacked);
    for (int i = 0; i < 5; i++) {
      source.give("data: event " + i + "\n\n");
      assertThat(new String(unpacked.bytes(), ISO_8859_1)).endsWith("data: event " + i + "\n\n");
    }
    source.end();
    assertThat(unpacked.ended).isTrue();
  }

  @ParameterizedTest
  @EnumSource(value = Coding.class, mode = Mode.EXCLUDE, names = "IDENTITY")
  void refusesBombsCutsAndGarbage(Coding coding) {
    var random = new Random(3);
    byte[] bomb = packed(coding, new byte[64 << 20]);
    assertThat(failure(coding, bomb, 1L << 40)).isEqualTo(BodyFailure.Kind.TOO_LARGE);
    byte[] bytes = packed(coding, text(random, 50_000));
    assertThat(failure(coding, bytes, 49_999)).isEqualTo(BodyFailure.Kind.TOO_LARGE);
    assertThat(failure(coding, bytes, 50_000)).isNull();
    assertThat(failure(coding, Arrays.copyOf(bytes, bytes.length - 1), 1 << 20))
        .isEqualTo(BodyFailure.Kind.MALFORMED);
    assertThat(failure(coding, Arrays.copyOf(bytes, bytes.length + 20), 1 << 20))
        .isEqualTo(BodyFailure.Kind.MALFORMED);
    for (int i = 0; i < 300; i++) {
      var garbage = new byte[1 + random.nextInt(60)];
      random.nextBytes(garbage);
      failure(coding, garbage, 1 << 20);
    }
  }

  @Test
  void refusesZstdThatWantsMuchMemory() {
    // RFC 9659: a window of 128 MiB in six bytes.
    byte[] head = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, (byte) (17 << 3), 1, 0, 0};
    assertThat(failure(Coding.ZSTD, head, 1 << 20)).isEqualTo(BodyFailure.Kind.MALFORMED);
  }

  @Test
  void readsGzipWithAllFieldsAndSeveralMembers() {
    byte[] plain = packed(Coding.GZIP, "hello ".getBytes(ISO_8859_1));
    var all = new ByteArrayOutputStream();
    all.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, 0x1e, 0, 0, 0, 0, 0, 3, 2, 0, 'x', 'y'});
    all.writeBytes("name\0comment\0".getBytes(ISO_8859_1));
    all.writeBytes(new byte[] {1, 2});
    all.write(plain, 10, plain.length - 10);
    all.writeBytes(plain);
    var taking = new Taking(new Random(1), 0);
    taking.read(decoded(Coding.GZIP, all.toByteArray(), new Random(2), 1 << 20));
    assertThat(new String(taking.bytes(), ISO_8859_1)).isEqualTo("hello hello ");
  }

  @Test
  void takesNestedCodingsOffAndBoundsThem() {
    byte[] bytes = packed(Coding.GZIP, packed(Coding.BROTLI, "deep".getBytes(ISO_8859_1)));
    var fields = new Fields().add(FieldName.CONTENT_ENCODING, "br, gzip");
    assertThat(Decompression.apply(loop, fields, Body.of(bytes), 100))
        .isInstanceOfSatisfying(
            Decompression.Outcome.Plain.class,
            plain -> {
              var taking = new Taking(new Random(1), 0);
              plain.body().read(taking);
              assertThat(new String(taking.bytes(), ISO_8859_1)).isEqualTo("deep");
            });
    assertThat(fields.isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip, gzip, gzip", "compress", "gzip, x", ""})
  void refusesCodingsItDoesNotKnowOrTooMany(String codings) {
    var fields = new Fields().add(FieldName.CONTENT_ENCODING, codings);
    assertThat(Decompression.apply(loop, fields, Body.empty(), 100))
        .isInstanceOf(Decompression.Outcome.Unsupported.class);
    assertThat(fields.size()).isEqualTo(1);
  }

  @Test
  void saysWhatItDidInTheFields() {
    var response =
        html()
            .field(FieldName.ETAG, "\"a\"")
            .field(FieldName.CONTENT_LENGTH, "500")
            .field(FieldName.ACCEPT_RANGES, "bytes");
    Body body = Compression.DEFAULT.apply(loop, asking("gzip"), response, Body.of(new byte[500]));
    assertThat(body.length()).isEqualTo(-1);
    assertThat(response.fields().toString())
        .isEqualTo(
            """
            content-type: text/html; charset=utf-8
            vary: Accept-Encoding
            content-encoding: gzip
            etag: W/"a"
            """);
  }

  @ParameterizedTest
  @CsvSource({
    "content-encoding, br, false",
    "cache-control, 'public, no-transform', false",
    "content-range, bytes 0-1/2, false",
    "vary, Accept-Encoding, true",
    "etag, W/\"a\", true",
  })
  void leavesAnswersAsTheyMustBe(String name, String value, boolean compresses) {
    var response = html().field(FieldName.of(name), value);
    Body source = Body.of(new byte[500]);
    Body body = Compression.DEFAULT.apply(loop, asking("gzip"), response, source);
    assertThat(body.equals(source)).isEqualTo(!compresses);
    assertThat(response.fields().count(FieldName.VARY)).isEqualTo(compresses ? 1 : 0);
  }

  /// RFC 9110 sections 15.3.7 and 15.4.5: they carry the Vary of the whole answer.
  @ParameterizedTest
  @CsvSource({
    "206, text/html, true",
    "206, image/png, false",
    "304, text/html, true",
    "304, image/png, false",
    "304, '', true",
  })
  void whatStandsForAnAnswerVariesAsItDoes(int status, String type, boolean varies) {
    var response = Response.of(status).field(FieldName.ETAG, "\"a\"");
    if (!type.isEmpty()) {
      response.field(FieldName.CONTENT_TYPE, type);
    }
    Body source = Body.of(new byte[status == 304 ? 0 : 5]);
    assertThat(Compression.DEFAULT.apply(loop, asking("gzip"), response, source)).isSameAs(source);
    assertThat(response.fields().contains(FieldName.VARY)).isEqualTo(varies);
    assertThat(response.fields().value(FieldName.ETAG)).isEqualTo("\"a\"");
  }

  /// RFC 9110 section 9.3.2.
  @ParameterizedTest
  @CsvSource({"255, false", "256, true", "-1, true"})
  void headIsAnsweredAsGetIs(int length, boolean compressed) {
    var request = Request.get("a.test", "/").set("HEAD", "/");
    request.fields().add(FieldName.ACCEPT_ENCODING, "gzip");
    var byBody = html();
    Compression.DEFAULT.apply(loop, request, byBody, Body.of(new byte[Math.max(0, length)]));
    var byField = html();
    if (length >= 0) {
      byField.field(FieldName.CONTENT_LENGTH, Integer.toString(length));
    }
    Compression.DEFAULT.apply(loop, request, byField, Body.empty());
    for (Response response : List.of(byBody, byField)) {
      assertThat(response.fields().contains(FieldName.CONTENT_ENCODING)).isEqualTo(compressed);
      assertThat(response.fields().contains(FieldName.VARY)).isEqualTo(compressed);
    }
  }

  @Test
  void leavesSmallAndOtherTypesAlone() {
    Body small = Body.of(new byte[255]);
    assertThat(Compression.DEFAULT.apply(loop, asking("gzip"), html(), small)).isSameAs(small);
    Body large = Body.of(new byte[500]);
    var image = Response.of(200).field(FieldName.CONTENT_TYPE, "image/png");
    assertThat(Compression.DEFAULT.apply(loop, asking("gzip"), image, large)).isSameAs(large);
    assertThat(Compression.DEFAULT.apply(loop, asking("gzip"), Response.of(200), large))
        .isSameAs(large);
    assertThat(Compression.DEFAULT.apply(loop, asking("gzip"), html().status(206), large))
        .isSameAs(large);
    var identity = html();
    assertThat(Compression.DEFAULT.apply(loop, asking("identity"), identity, large))
        .isSameAs(large);
    assertThat(identity.fields().contains(FieldName.VARY)).isTrue();
  }

  @Test
  void givesEverythingBackWhenItIsCancelled() {
    var source = new Stream();
    var body = new CodedBody(loop, source, () -> Coding.ZSTD.encoder(-1), CodedLimits.NONE, true);
    body.read(new Taking(new Random(1), 0));
    source.give("some");
    body.cancel();
    assertThat(source.cancelled).isTrue();
  }

  private static Request asking(String codings) {
    var request = Request.get("a.test", "/");
    request.fields().add(FieldName.ACCEPT_ENCODING, codings);
    return request;
  }

  private static Response html() {
    return Response.of(200).field(FieldName.CONTENT_TYPE, "text/html; charset=utf-8");
  }

  private CodedBody decoded(Coding coding, byte[] bytes, Random random, long most) {
    return new CodedBody(
        loop, new Pieces(bytes, random), coding::decoder, new CodedLimits(most, 100, true), true);
  }

  private byte[] packed(Coding coding, byte[] bytes) {
    var packed = new Taking(new Random(1), 0);
    new CodedBody(loop, Body.of(bytes), () -> coding.encoder(-1), CodedLimits.NONE, false)
        .read(packed);
    return packed.bytes();
  }

  private BodyFailure.@Nullable Kind failure(Coding coding, byte[] bytes, long most) {
    var taking = new Taking(new Random(1), 0);
    taking.read(decoded(coding, bytes, new Random(5), most));
    BodyFailure failure = taking.failure;
    assertThat(taking.ended).isEqualTo(failure == null);
    return failure == null ? null : failure.kind();
  }

  private static byte[] text(Random random, int size) {
    var bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) ('a' + random.nextInt(8));
    }
    return bytes;
  }

  /// Takes a body, pausing now and then.
  private static final class Taking implements BodyReader {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Random random;
    private final int pauseOf;
    private @Nullable Body body;
    private boolean paused;
    boolean ended;
    @Nullable BodyFailure failure;

    Taking(Random random, int pauseOf) {
      this.random = random;
      this.pauseOf = pauseOf;
    }

    byte[] bytes() {
      return bytes.toByteArray();
    }

    /// Reads all of it.
    void read(Body whole) {
      body = whole;
      whole.read(this);
      while (paused) {
        paused = false;
        whole.resume();
      }
    }

    @Override
    public void data(ByteBuffer lent) {
      assertThat(ended || failure != null).isFalse();
      var piece = new byte[lent.remaining()];
      lent.get(piece);
      bytes.writeBytes(piece);
      Body from = body;
      if (from != null && pauseOf > 0 && random.nextInt(pauseOf) == 0) {
        paused = true;
        from.pause();
      }
    }

    @Override
    public void end(Fields trailers) {
      ended = true;
    }

    @Override
    public void failed(BodyFailure cause) {
      failure = cause;
    }
  }

  /// Bytes in pieces of any size, direct and not.
  private static final class Pieces implements Body {
    private final byte[] bytes;
    private final Random random;
    private int at;
    private boolean paused;
    private boolean pushing;
    private @Nullable BodyReader reader;

    Pieces(byte[] bytes, Random random) {
      this.bytes = bytes;
      this.random = random;
    }

    @Override
    public long length() {
      return bytes.length;
    }

    @Override
    public void read(BodyReader to) {
      reader = to;
      push();
    }

    private void push() {
      if (pushing) {
        return;
      }
      pushing = true;
      while (at < bytes.length && reader != null && !paused) {
        int piece = Math.min(bytes.length - at, 1 + random.nextInt(40_000));
        at += piece;
        reader.data(ByteBuffer.wrap(bytes, at - piece, piece));
      }
      pushing = false;
      if (reader != null && at == bytes.length) {
        BodyReader to = reader;
        reader = null;
        to.end(new Fields());
      }
    }

    @Override
    public void pause() {
      paused = true;
    }

    @Override
    public void resume() {
      paused = false;
      push();
    }

    @Override
    public void cancel() {
      reader = null;
    }

    @Override
    public long count() {
      return at;
    }
  }

  /// Gives what it is told to.
  private static final class Stream implements Body {
    private @Nullable BodyReader reader;
    boolean cancelled;

    void give(String text) {
      if (reader != null) {
        reader.data(ByteBuffer.wrap(text.getBytes(ISO_8859_1)));
      }
    }

    void end() {
      if (reader != null) {
        reader.end(new Fields());
      }
    }

    @Override
    public long length() {
      return -1;
    }

    @Override
    public void read(BodyReader to) {
      reader = to;
    }

    @Override
    public void pause() {}

    @Override
    public void resume() {}

    @Override
    public void cancel() {
      cancelled = true;
    }

    @Override
    public long count() {
      return 0;
    }
  }

  @Test
  void offersAllCodings() {
    assertThat(Compression.DEFAULT.codings())
        .isEqualTo(List.of(Coding.ZSTD, Coding.BROTLI, Coding.GZIP, Coding.DEFLATE))
        .allMatch(Coding::isAvailable);
  }
}
