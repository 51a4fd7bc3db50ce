package dev.varve.control.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonNumber;
import dev.varve.base.json.JsonString;
import dev.varve.store.cycle.Editors;
import dev.varve.store.cycle.Serializability;
import dev.varve.store.cycle.StoreShelf;
import dev.varve.store.cycle.Txn;
import dev.varve.store.linear.Act;
import dev.varve.store.linear.Answer;
import dev.varve.store.linear.Call;
import dev.varve.store.linear.Clients;
import dev.varve.store.linear.Linearizability;
import dev.varve.store.version.Hashes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What concurrent clients saw over HTTP has an order.
final class HistoriesTest {
  /// Documents as registers: conditions are those of RFC 9110, section 13.
  private record Registers(StoreServer server) implements Clients.Registers {
    @Override
    public Answer ask(String key, Call call) {
      String path = "docs/" + key;
      return switch (call) {
        case Call.Read _ -> {
          StoreServer.Answer found = server.get(path);
          yield new Answer.Value(found.status() == 404 ? null : text(found));
        }
        case Call.Write write -> {
          change(path, write.value());
          yield new Answer.Done();
        }
        case Call.CompareAndSet change ->
            switch (change(path, change.value(), condition(change.expected())).status()) {
              case 200, 201 -> new Answer.Done();
              case 404, 412 -> new Answer.Refused();
              default -> throw new AssertionError("no answer to a condition");
            };
      };
    }

    private StoreServer.Answer change(String path, @Nullable String value, String... headers) {
      return value == null
          ? server.ask("DELETE", path, "", headers)
          : server.put(path, Json.of(value).compact(), headers);
    }

    private static String condition(@Nullable String expected) {
      return expected == null
          ? "If-None-Match: *"
          : "If-Match: \"" + Hashes.cid(Json.of(expected).canonical()) + '"';
    }

    private static String text(StoreServer.Answer found) {
      assertThat(found.status()).isEqualTo(200);
      return ((JsonString) Json.parse(found.body())).value();
    }
  }

  /// Documents as lists.
  private record Shelf(StoreServer server) implements Editors.Shelf {
    @Override
    public Map<String, List<Long>> readTogether(List<String> keys) {
      long now =
          ((JsonNumber) Objects.requireNonNull(server.get("status").json().get("seq"))).longValue();
      var found = new TreeMap<String, List<Long>>();
      for (String key : keys) {
        StoreServer.Answer answer = server.get("docs/" + key + "/at/" + now);
        assertThat(answer.status()).isEqualTo(200);
        found.put(key, StoreShelf.values(Json.parse(answer.body())));
      }
      return found;
    }

    @Override
    public Editors.Marked read(String key) {
      StoreServer.Answer answer = server.get("docs/" + key);
      return new Editors.Marked(
          StoreShelf.values(Json.parse(answer.body())), answer.header("x-varve-version"));
    }

    /// One append that stands alone is a patch; others are a batch of lists as they were read, with
    /// what comes behind them.
    @Override
    public boolean append(List<Txn.Append> appends, Map<String, String> marks) {
      if (appends.size() == 1 && marks.isEmpty()) {
        String patch =
            "[{\"op\":\"add\",\"path\":\"/-\",\"value\":" + appends.getFirst().value() + "}]";
        return server.ask("PATCH", "docs/" + appends.getFirst().key(), patch).status() == 200;
      }
      return committed(server.post("batch", batch(appends, marks)));
    }

    private static boolean committed(StoreServer.Answer answer) {
      assertThat(answer.status()).as(answer.body()).isIn(200, 409, 412);
      return answer.status() == 200;
    }

    private String batch(List<Txn.Append> appends, Map<String, String> marks) {
      var vids = new HashMap<>(marks);
      var lists = new HashMap<String, List<Long>>();
      var operations = new StringJoiner(",");
      for (Txn.Append append : appends) {
        Editors.Marked read = read(append.key());
        vids.putIfAbsent(append.key(), read.mark());
        List<Long> before = lists.getOrDefault(append.key(), read.values());
        var more = new ArrayList<>(before);
        more.add(append.value());
        lists.put(append.key(), more);
        operations.add(
            "{\"op\":\"put\",\"namespace\":\"docs\",\"key\":\"%s\",\"value\":%s}"
                .formatted(append.key(), more));
      }
      var conditions = new StringJoiner(",");
      vids.forEach((key, vid) ->
          conditions.add(
              "{\"if\":\"vid\",\"namespace\":\"docs\",\"key\":\"%s\",\"vid\":\"%s\"}"
                  .formatted(key, vid)));
      return "{\"preconditions\":[" + conditions + "],\"operations\":[" + operations + "]}";
    }
  }

  private static void checkRegisters(Clients clients) throws Exception {
    try (var server = new StoreServer()) {
      List<Act> history = clients.run(new Registers(server));

      assertThat(history)
          .extracting(act -> act.answer().getClass().getSimpleName())
          .contains("Done", "Value");
      assertThat(Linearizability.violation(history)).as("seed %d", clients.seed()).isEmpty();
    }
  }

  private static void checkLists(Editors editors) throws Exception {
    try (var server = new StoreServer()) {
      for (String key : editors.allKeys()) {
        assertThat(server.put("docs/" + key, "[]").status()).isEqualTo(201);
      }
      List<Txn> history = editors.run(new Shelf(server));

      assertThat(history).extracting(Txn::fate).contains(Txn.Fate.COMMITTED, Txn.Fate.ABORTED);
      assertThat(Serializability.anomalies(history)).as("seed %d", editors.seed()).isEmpty();
    }
  }

  @Test
  void everyDocumentIsARegister() throws Exception {
    checkRegisters(new Clients(5, 60, 3, 1));
  }

  @Test
  void transactionsHaveOneOrder() throws Exception {
    checkLists(new Editors(5, 25, 3, 1));
  }

  @Test
  @Tag("slow")
  @Timeout(1_200)
  void manyHistoriesHaveAnOrder() throws Exception {
    for (long seed = 10; seed < 40; seed++) {
      checkRegisters(new Clients(4 + (int) (seed % 9), 250, 2 + (int) (seed % 4), seed));
      checkLists(new Editors(4 + (int) (seed % 9), 80, 3 + (int) (seed % 4), seed));
    }
  }
}
