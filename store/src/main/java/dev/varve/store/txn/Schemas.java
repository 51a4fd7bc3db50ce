package dev.varve.store.txn;

import dev.varve.base.Digest;
import dev.varve.base.Failure;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonReader;
import dev.varve.store.Content;
import dev.varve.store.Operation;
import dev.varve.store.Store;
import dev.varve.store.problem.StoreCode;
import dev.varve.store.record.Entry;
import dev.varve.store.record.RecordLayout;
import dev.varve.store.schema.JsonSchema;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What documents of a namespace must look like: JSON Schemas, which are documents of [#SPACE]
/// under the names of the namespaces. Whatever is written from then on is held to the schema that
/// stands before it in the log, whoever writes it; what was there before is not looked at.
public final class Schemas {
  /// Where the schemas are.
  public static final String SPACE = Store.SCHEMAS;

  /// The latest version of a key, as the asker sees it.
  @FunctionalInterface
  public interface Latest {
    @Nullable Entry of(String namespace, byte[] key);
  }

  /// A value that is about to be written.
  ///
  /// @param length of its canonical form
  record Candidate(int length, Supplier<Json> json) {
    static Candidate of(byte[] canonical) {
      return new Candidate(
          canonical.length,
          () -> JsonReader.read(canonical, 0, canonical.length, Content.Value.STORED));
    }
  }

  private record Compiled(Digest vid, JsonSchema schema) {}

  private final Latest latest;
  private final Map<String, Compiled> compiled = new ConcurrentHashMap<>();

  public Schemas(Latest latest) {
    this.latest = latest;
  }

  private @Nullable Compiled find(String namespace) {
    Entry head = latest.of(SPACE, namespace.getBytes(StandardCharsets.UTF_8));
    if (head == null || !head.hasValue()) {
      return null;
    }
    Digest vid = head.vid();
    Compiled known = compiled.get(namespace);
    if (known == null || !known.vid().equals(vid)) {
      known = new Compiled(vid, JsonSchema.of(JsonReader.read(head.value())));
      compiled.put(namespace, known);
    }
    return known;
  }

  /// Looks at puts ahead of the writer, which need not do it again while the schema is the same.
  /// What breaks it is refused by the writer, who may know of a newer one.
  public void lookAt(Request request) {
    for (Request.Step step : request.steps()) {
      boolean puts = step.operation() instanceof Operation.Put;
      Compiled found = puts ? find(step.operation().namespace()) : null;
      if (found != null && keeps(found.schema(), step)) {
        step.pass(found.vid());
      }
    }
  }

  private static boolean keeps(JsonSchema schema, Request.Step step) {
    try {
      return schema.check(step.value()).isEmpty();
    } catch (Failure _) {
      return false; // too much work: told by the writer
    }
  }

  /// Holds a value that a step is about to write to the schema of its namespace.
  ///
  /// @throws Failure naming every rule it breaks
  void require(Request.Step step, Candidate value) {
    String namespace = step.operation().namespace();
    if (namespace.equals(SPACE)) {
      requireSchema(value);
    }
    Compiled found = find(namespace);
    if (found != null && !found.vid().equals(step.passed())) {
      found.schema().require(value.json().get());
    }
  }

  private static void requireSchema(Candidate value) {
    if (value.length() > RecordLayout.VALUE_MAX) {
      throw new Failure(
          StoreCode.TOO_LARGE,
          "a schema must take at most 1 MiB, but takes " + value.length() + " bytes",
          "");
    }
    JsonSchema.of(value.json().get());
  }
}
