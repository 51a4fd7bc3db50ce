package dev.varve.control.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonNumber;
import dev.varve.base.json.JsonObject;
import dev.varve.testkit.Await;
import dev.varve.testkit.RawClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Watching by WebSocket (RFC 6455), with the JDK's client.
final class WatchSocketTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private StoreServer server;

  @BeforeEach
  void start() {
    server = new StoreServer();
  }

  @AfterEach
  void stop() {
    client.shutdownNow();
    client.close();
    server.close();
  }

  /// Keeps what comes.
  private static final class Messages implements WebSocket.Listener {
    final List<JsonObject> all = new CopyOnWriteArrayList<>();
    private final StringBuilder part = new StringBuilder();
    private final boolean reads;
    volatile int closed;

    Messages(boolean reads) {
      this.reads = reads;
    }

    @Override
    public void onOpen(WebSocket socket) {
      if (reads) {
        socket.request(1);
      }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      part.append(data);
      if (last) {
        all.add((JsonObject) Json.parse(part.toString()));
        part.setLength(0);
      }
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      closed = code;
      return null;
    }

    List<Long> seqs() {
      var seqs = new ArrayList<Long>();
      for (JsonObject each : all) {
        if (each.get("seq") instanceof JsonNumber seq) {
          seqs.add(seq.longValue());
        }
      }
      return seqs;
    }
  }

  private WebSocket open(String path, Messages messages) {
    return client
        .newWebSocketBuilder()
        .buildAsync(URI.create("ws://localhost:" + server.port + "/api/v1/" + path), messages)
        .join();
  }

  @Test
  void everyVersionComesOnceAndAfterABreakFromWhereItWas() {
    var first = new Messages(true);
    WebSocket socket = open("n/watch?from=1", first);
    for (int i = 0; i < 50; i++) {
      server.put("n/k" + i % 5, "" + i);
    }
    Await.until("half of it came", () -> first.seqs().size() >= 25);
    socket.abort();
    List<Long> before = first.seqs();
    long last = before.getLast();

    var second = new Messages(true);
    open("n/watch?from=" + (last + 1), second);
    Await.until(
        "the rest came",
        () -> last == 51 || (!second.seqs().isEmpty() && second.seqs().getLast() == 51));

    var all = new ArrayList<>(before);
    all.addAll(second.seqs());
    assertThat(all).isSorted().doesNotHaveDuplicates().hasSize(50);
    assertThat(first.all.getFirst()).isEqualTo(Json.parse("{\"from\":1}"));
  }

  @Test
  void keyKindQueryAndNamespaceChooseWhatComes() {
    var messages = new Messages(true);
    var elsewhere = new Messages(true);
    var everything = new Messages(true);
    open("n/watch?key=a&type=put&filter=age%20%3E%201", messages);
    open("other/watch", elsewhere);
    open("watch?from=1", everything);
    Await.until("all are open", () -> messages.all.size() + elsewhere.all.size() == 2);

    server.put("n/a", "{\"age\":1}");
    server.put("n/a", "{\"age\":2}");
    server.put("n/ab", "{\"age\":3}");
    server.ask("DELETE", "n/a", "");
    server.put("n/a", "{\"age\":4}");
    server.put("other/b", "{}");

    Await.until("both came", () -> messages.seqs().size() == 2 && elsewhere.seqs().size() == 1);
    assertThat(messages.all.get(1).get("value")).isEqualTo(Json.parse("{\"age\":2}"));
    assertThat(messages.all.get(2).get("value")).isEqualTo(Json.parse("{\"age\":4}"));
    Await.until("everything came", () -> everything.seqs().size() == 6);
    assertThat(server.get("n/watch?from=1&wait=1ms&type=gone").status()).isEqualTo(400);
    var polled = server.get("n/watch?from=1&wait=1ms&type=delete").json().get("events");
    assertThat(((JsonArray) polled).items()).hasSize(1);
  }

  @Test
  void whoFallsBehindRetentionIsTold() {
    server.put("n/config", "{\"retention\":{\"keepLast\":1}}");
    for (int i = 0; i < 20; i++) {
      server.put("n/k", "" + i);
    }
    server.post("compact", "");
    var messages = new Messages(true);

    open("n/watch?from=2", messages);

    Await.until("it is told", () -> messages.all.size() > 1);
    assertThat(messages.all.get(1).members()).containsOnlyKeys("compacted");
  }

  @Test
  void aSlowWatcherHoldsNobodyUpAndMissesNothing() {
    var slow = new Messages(false);
    var quick = new Messages(true);
    WebSocket socket = open("n/watch?from=1", slow);
    open("n/watch?from=1", quick);
    String large = '"' + "x".repeat(200_000) + '"';
    for (int i = 0; i < 60; i++) {
      server.put("n/k" + i, large);
    }

    Await.until("the quick one has all", () -> quick.seqs().size() == 60);
    assertThat(slow.all).isEmpty();
    socket.request(1);

    Await.until("the slow one has all", () -> slow.seqs().size() == 60);
    assertThat(slow.seqs()).isEqualTo(quick.seqs());
  }

  @Test
  void theEndOfTheServiceEndsTheWatch() {
    var messages = new Messages(true);
    open("n/watch", messages);
    Await.until("it is open", () -> !messages.all.isEmpty());

    server.end();

    Await.until("it is closed", () -> messages.closed != 0);
    assertThat(messages.closed).isEqualTo(1001);
  }

  @Test
  void pagesOfOtherOriginsAreNotLetIn() {
    String head =
        "GET /api/v1/n/watch HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    try (var raw = RawClient.connect(server.port)) {
      assertThat(raw.send(head + "Origin: http://evil.example\r\n\r\n").readUntil("\r\n"))
          .contains("403");
    }
    try (var raw = RawClient.connect(server.port)) {
      assertThat(raw.send(head + "Origin: http://localhost\r\n\r\n").readUntil("\r\n"))
          .contains("101");
    }
  }

  @Test
  void elsewhereAnUpgradeIsNotTaken() {
    server.put("n/k", "1");

    assertThat(server.get("n/k", "Upgrade: websocket").body()).isEqualTo("1");
  }
}
