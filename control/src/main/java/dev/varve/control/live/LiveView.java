package dev.varve.control.live;

import dev.varve.base.Digest;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonObject;
import dev.varve.store.At;
import dev.varve.store.Scan;
import dev.varve.store.Store;
import dev.varve.store.filter.Row;
import dev.varve.store.query.QueryLimits;
import dev.varve.store.query.Results;
import dev.varve.store.query.Rows;
import dev.varve.store.view.ViewDefinition;
import dev.varve.store.view.ViewState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The answer of one view, caught up whenever somebody asks: so it always has what was acknowledged
/// before. One asks at a time.
public final class LiveView implements Follow.Kept {
  private final ViewDefinition definition;
  private final Digest madeOf;
  private final ReentrantLock lock = new ReentrantLock();
  private final Follow follow;
  private ViewState state;

  public LiveView(Store store, ViewDefinition definition, Digest madeOf) {
    this.definition = definition;
    this.madeOf = madeOf;
    this.state = new ViewState(definition, QueryLimits.DEFAULT);
    this.follow = new Follow(store, definition.namespace(), this);
  }

  /// The version of the definition it was made of.
  public Digest madeOf() {
    return madeOf;
  }

  @Override
  public void clear() {
    state = new ViewState(definition, QueryLimits.DEFAULT);
  }

  @Override
  public void change(String key, @Nullable Row before, @Nullable Row after, long seq) {
    state.apply(before, after, seq);
  }

  @Override
  public boolean needsBefore() {
    return true;
  }

  public JsonObject answer(boolean logged) {
    lock.lock();
    try {
      follow.catchUp(logged);
      return shown(definition, state, follow.seq());
    } finally {
      lock.unlock();
    }
  }

  /// What a view would have answered at a position.
  public static JsonObject past(Store store, ViewDefinition definition, long seq) {
    var state = new ViewState(definition, QueryLimits.DEFAULT);
    Rows rows = store.rows(definition.namespace(), Scan.Range.ALL, At.seq(seq));
    for (Row row = rows.next(); row != null; row = rows.next()) {
      state.apply(null, row, seq);
    }
    return shown(definition, state, seq);
  }

  private static JsonObject shown(ViewDefinition definition, ViewState state, long seq) {
    var members = new LinkedHashMap<String, Json>();
    members.put("name", Json.of(definition.name()));
    members.put("seq", Json.of(seq));
    if (definition.query().aggregation().isGrouped()) {
      members.put("groups", new JsonArray(new ArrayList<>(state.groups())));
    } else {
      members.put("documents", documents(state));
      if (!definition.query().aggregation().isNone()) {
        members.put("aggregates", state.aggregates());
      }
    }
    return new JsonObject(members);
  }

  private static JsonArray documents(ViewState state) {
    var rows = new ArrayList<Json>();
    Results results = state.documents();
    for (Row row = results.next(); row != null; row = results.next()) {
      rows.add(Results.envelope(row));
    }
    return new JsonArray(rows);
  }

  public JsonObject refreshed() {
    lock.lock();
    try {
      follow.rebuild();
      return Json.of("name", Json.of(definition.name())).with("seq", Json.of(follow.seq()));
    } finally {
      lock.unlock();
    }
  }

  public void close() {
    lock.lock();
    try {
      follow.close();
    } finally {
      lock.unlock();
    }
  }
}
