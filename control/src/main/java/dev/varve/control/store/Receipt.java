package dev.varve.control.store;

import dev.varve.http.Body;
import dev.varve.http.Exchange;
import dev.varve.http.FieldName;
import dev.varve.http.Response;
import dev.varve.store.Outcome;
import dev.varve.store.Version;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

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
