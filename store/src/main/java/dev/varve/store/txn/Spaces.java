package dev.varve.store.txn;

import dev.varve.base.Failure;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonObject;
import dev.varve.base.json.JsonReader;
import dev.varve.store.Durability;
import dev.varve.store.NamespaceConfig;
import dev.varve.store.Retention;
import dev.varve.store.Store.Tag;
import dev.varve.store.engine.Records;
import dev.varve.store.record.Entry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The namespaces there are. The writer adds, anybody looks.
public final class Spaces {
  public static final String NAMESPACES = "_namespaces";
  public static final String ONCE = "_once";

  /// The namespace of tags: positions under names.
  public static final String TAGS = "_tags";

  /// The namespace of pieces of large values.
  public static final String CHUNKS = "_chunks";

  private static final NamespaceConfig ONCE_CONFIG =
      new NamespaceConfig(new Retention.KeepFor(Duration.ofDays(1)), Durability.MEMORY, 0);

  private final Map<String, Space> byName = new ConcurrentHashMap<>();
  private volatile Space[] byId;
  private volatile boolean hasVolatile;
  private volatile Pins pins = Pins.NONE;

  public Spaces() {
    var namespaces =
        new Space(Space.NAMESPACES, NAMESPACES, NamespaceConfig.DEFAULT.with(Durability.MEMORY));
    var once = new Space(Space.ONCE, ONCE, ONCE_CONFIG);
    byName.put(NAMESPACES, namespaces);
    byName.put(ONCE, once);
    byId = new Space[] {namespaces, once};
  }

  public @Nullable Space find(String name) {
    return byName.get(name);
  }

  public Space byId(int id) {
    return byId[id];
  }

  /// All, the store's own first.
  public Collection<Space> all() {
    return new TreeMap<>(byName).values();
  }

  /// The namespaces and their counts, for a checkpoint.
  public byte[] save() {
    var all = new ArrayList<Json>();
    for (Space space : byId) {
      all.add(
          SpaceDocument.of(space.id(), space.config())
              .with("name", Json.of(space.name()))
              .with("counts", space.save()));
    }
    var tags = JsonObject.EMPTY;
    for (Tag tag : pins.tags().values()) {
      tags = tags.with(tag.name(), Pins.document(tag));
    }
    all.add(JsonObject.EMPTY.with("tags", tags));
    return Json.of(all).canonical();
  }

  /// Takes up what was saved.
  public void load(byte[] saved) {
    for (Json each : ((JsonArray) JsonReader.read(saved)).items()) {
      var document = (JsonObject) each;
      if (document.get("tags") instanceof JsonObject tags) {
        tags.members().forEach((tag, pinned) -> pins = pins.with(Pins.tag(tag, pinned)));
        continue;
      }
      String name = String.valueOf(document.text("name"));
      define(name, document);
      if (document.get("counts") instanceof JsonArray counts) {
        byId[SpaceDocument.id(document)].load(counts);
      }
    }
  }

  int nextId() {
    return byId.length;
  }

  /// Takes up a published record: counts it, and lets it define a namespace.
  public void publish(Entry record) {
    if (record.namespace() == Space.NAMESPACES && record.hasValue()) {
      define(new String(record.key(), StandardCharsets.UTF_8), JsonReader.read(record.value()));
    }
    byId[record.namespace()].count(record);
    if (byId[record.namespace()].name().equals(TAGS)) {
      pin(record);
    }
  }

  private void pin(Entry record) {
    String name = new String(record.key(), StandardCharsets.UTF_8);
    pins =
        record.hasValue()
            ? pins.with(Pins.tag(name, JsonReader.read(record.value())))
            : pins.without(name);
  }

  /// The positions that tags hold.
  public Pins pins() {
    return pins;
  }

  /// What a tag is kept as.
  public static Json document(Tag tag) {
    return Pins.document(tag);
  }

  /// Counts all over again what the records hold.
  public void recount(Records records) {
    for (Space space : byId) {
      space.clear();
    }
    for (long seq = records.next(1); seq != 0; seq = records.next(seq + 1)) {
      recount(records, seq);
    }
  }

  private void recount(Records records, long seq) {
    try {
      Entry entry = records.entry(seq);
      if (entry != null) {
        Entry head = records.head(entry.namespace(), entry.key());
        byId[entry.namespace()].recount(entry, head != null && head.seq() == seq);
      }
    } catch (Failure _) {
      return; // damaged, which the engine tells; it does not count
    }
  }

  /// Whether any namespace is volatile: kept ones alone need no look at each transaction.
  public boolean hasVolatile() {
    return hasVolatile;
  }

  private void define(String name, Json document) {
    int id = SpaceDocument.id(document);
    NamespaceConfig config = SpaceDocument.config(document);
    hasVolatile |= config.retention() instanceof Retention.None;
    Space known = byName.get(name);
    if (known != null) {
      known.configure(config);
      return;
    }
    var space = new Space(id, name, config);
    Space[] more = Arrays.copyOf(byId, Math.max(byId.length, id + 1));
    more[id] = space;
    byId = more;
    byName.put(name, space);
  }
}
