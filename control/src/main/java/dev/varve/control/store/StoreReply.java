package dev.varve.control.store;

import dev.varve.base.json.Json;
import dev.varve.control.version.VersionJson;
import dev.varve.http.Body;
import dev.varve.http.Exchange;
import dev.varve.http.FieldName;
import dev.varve.http.Response;
import dev.varve.http.net.Loop;
import dev.varve.store.Outcome;
import dev.varve.store.Version;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/// What the store's API answers.
///
/// @param headers by names in lower case, in the order they leave
public record StoreReply(int status, Map<String, String> headers, Content content) {
  /// What follows the head.
  public sealed interface Content {
    /// @param bytes not changed any more
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Whole(byte[] bytes) implements Content {}

    /// Written as it comes to be, on a thread that may block. Ends when the answer does, or, for a
    /// watch, when writing fails because nobody reads any more.
    ///
    /// @param length how many bytes there will be, -1 when that is not known
    record Stream(Writing writing, long length) implements Content {}

    /// Told without end to one client of many that follow the same.
    ///
    /// @param writing tells it to one that is alone, as [Stream] would
    record Following(Joining joining, Writing writing) implements Content {}

    /// The same as messages of a WebSocket.
    record Messages(Opening opening) implements Content {}
  }

  /// Makes the body of one that follows.
  @FunctionalInterface
  public interface Joining {
    /// @param ended told once, when nobody reads any more
    Body on(Loop loop, Runnable ended);
  }

  /// Answers one that follows with a WebSocket.
  @FunctionalInterface
  public interface Opening {
    /// On its loop.
    ///
    /// @param ended told once, when nobody is there any more
    void on(Exchange exchange, Loop loop, Runnable ended);
  }

  /// Writes a body.
  @FunctionalInterface
  public interface Writing {
    void to(OutputStream out) throws IOException;
  }

  private static final byte[] NO_BYTES = {};

  public StoreReply {
    headers = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  static StoreReply empty(int status) {
    return new StoreReply(status, Map.of(), new Content.Whole(NO_BYTES));
  }

  static StoreReply json(int status, Json json) {
    return text(status, "application/json", json.compact());
  }

  static StoreReply problem(int status, Json json) {
    return text(status, "application/problem+json", json.compact());
  }

  private static StoreReply text(int status, String type, String text) {
    return bytes(status, type, text.getBytes(StandardCharsets.UTF_8));
  }

  static StoreReply bytes(int status, String type, byte[] bytes) {
    return new StoreReply(
        status,
        Map.of("content-type", type, "cache-control", "no-store"),
        new Content.Whole(bytes));
  }

  /// What a write is answered with.
  record Receipt(Version version) {
    private static final FieldName SEQ = FieldName.of("x-varve-seq");
    private static final FieldName VERSION = FieldName.of("x-varve-version");

    /// Of a transaction of one operation, or the first of several.
    static Receipt of(Outcome.Committed committed) {
      return new Receipt(committed.versions().getFirst());
    }

    int status() {
      return version.number() == 1 ? 201 : 200;
    }

    byte[] body() {
      return VersionJson.receiptText(version).getBytes(StandardCharsets.UTF_8);
    }

    /// In the order they leave.
    void fields(BiConsumer<FieldName, String> field) {
      field.accept(FieldName.CONTENT_TYPE, "application/json");
      field.accept(FieldName.CACHE_CONTROL, "no-store");
      field.accept(SEQ, Long.toString(version.seq()));
      field.accept(VERSION, version.vid().hex());
      if (version.hasValue()) {
        field.accept(FieldName.ETAG, VersionJson.etag(version));
      }
    }

    /// On the loop, while the exchange has not ended and has no answer.
    void answer(Exchange exchange) {
      Response response = exchange.response().clear().status(status());
      fields(response::field);
      exchange.respond(response, Body.of(body()));
    }
  }

  static StoreReply of(Receipt receipt) {
    var headers = new LinkedHashMap<String, String>();
    receipt.fields((name, value) -> headers.put(name.text(), value));
    return new StoreReply(receipt.status(), headers, new Content.Whole(receipt.body()));
  }

  static StoreReply stream(String type, Writing writing) {
    return stream(type, writing, -1);
  }

  static StoreReply stream(String type, Writing writing, long length) {
    return new StoreReply(
        200,
        Map.of("content-type", type, "cache-control", "no-store"),
        new Content.Stream(writing, length));
  }

  static StoreReply follow(String type, Joining joining, Writing writing) {
    return new StoreReply(
        200,
        Map.of("content-type", type, "cache-control", "no-store"),
        new Content.Following(joining, writing));
  }

  static StoreReply messages(Opening opening) {
    return new StoreReply(101, Map.of(), new Content.Messages(opening));
  }

  StoreReply with(Content other) {
    return new StoreReply(status, headers, other);
  }

  StoreReply with(String name, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new StoreReply(status, more, content);
  }

  /// Writes the body.
  public void writeTo(OutputStream out) throws IOException {
    switch (content) {
      case Content.Whole(byte[] bytes) -> out.write(bytes);
      case Content.Stream(Writing writing, _) -> writing.to(out);
      case Content.Following(_, Writing writing) -> writing.to(out);
      case Content.Messages _ -> throw noBody();
    }
  }

  private static IllegalStateException noBody() {
    return new IllegalStateException("messages need a WebSocket");
  }

  /// The whole body. Not for answers without an end.
  public byte[] bytes() {
    return switch (content) {
      case Content.Whole(byte[] bytes) -> bytes;
      case Content.Stream(Writing writing, _) -> {
        var out = new ByteArrayOutputStream();
        try {
          writing.to(out);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        yield out.toByteArray();
      }
      case Content.Following _, Content.Messages _ -> throw noBody();
    };
  }
}
