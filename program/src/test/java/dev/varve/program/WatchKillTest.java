package dev.varve.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonNumber;
import dev.varve.base.json.JsonObject;
import dev.varve.testkit.Await;
import dev.varve.testkit.Ports;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Those who watch while the server is killed come back with what they saw last, and are told
/// everything once: by server-sent events with Last-Event-ID, by WebSocket with `from`.
@Tag("slow")
final class WatchKillTest {
  private static final int KILLS = 3;
  private static final int EVENTS_BETWEEN = 400;

  @TempDir Path folder;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final int port = Ports.free();
  private volatile boolean stopped;
  private final List<Thread> threads = new ArrayList<>();

  @AfterEach
  void end() throws InterruptedException {
    stopped = true;
    client.shutdownNow();
    for (Thread thread : threads) {
      thread.join();
    }
    client.close();
  }

  private Child serve() throws IOException {
    Child child =
        Child.start(folder, "serve", "--only", "db", "--data", "d", "--admin", "127.0.0.1:" + port);
    child.admin();
    return child;
  }

  private HttpRequest.Builder request(String path) throws IOException {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/" + path))
        .header("authorization", "Bearer " + token());
  }

  private String token() throws IOException {
    return Files.readString(folder.resolve("d/admin-token"), StandardCharsets.US_ASCII).strip();
  }

  /// Something that ends when the server does, and is then begun anew.
  private interface Round {
    void run() throws IOException, InterruptedException;
  }

  private void again(String name, Round round) {
    threads.add(
        Thread.ofVirtual()
            .name(name)
            .start(() -> {
              while (!stopped) {
                try {
                  round.run();
                } catch (IOException | java.util.concurrent.CompletionException _) {
                  Thread.onSpinWait(); // the server was killed
                } catch (InterruptedException _) {
                  return;
                }
              }
            }));
  }

  private long put(int i) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(
            request("n/k" + i % 50)
                .PUT(HttpRequest.BodyPublishers.ofString("{\"i\":" + i + "}"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    return number((JsonObject) Json.parse(answer.body()), "seq");
  }

  private static long number(JsonObject json, String name) {
    return json.get(name) instanceof JsonNumber number ? number.longValue() : 0;
  }

  /// Follows by server-sent events.
  private void followEvents(List<Long> seen) throws IOException, InterruptedException {
    HttpRequest.Builder asked = request("n/watch" + (seen.isEmpty() ? "?from=1" : ""));
    if (!seen.isEmpty()) {
      asked.header("last-event-id", Long.toString(seen.getLast()));
    }
    var answer = client.send(asked.build(), HttpResponse.BodyHandlers.ofInputStream());
    try (var lines =
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
      long id = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("id: ")) {
          id = Long.parseLong(line.substring(4));
        } else if (line.isEmpty() && id > 0) { // what has no end does not count
          seen.add(id);
          id = 0;
        }
      }
    }
  }

  /// Follows by WebSocket, until it is closed.
  private void followMessages(List<Long> seen) throws IOException, InterruptedException {
    long from = seen.isEmpty() ? 1 : seen.getLast() + 1;
    var closed = new CountDownLatch(1);
    client
        .newWebSocketBuilder()
        .header("authorization", "Bearer " + token())
        .buildAsync(
            URI.create("ws://127.0.0.1:" + port + "/api/v1/n/watch?from=" + from),
            new Messages(seen, closed))
        .join();
    while (!closed.await(1, TimeUnit.SECONDS)) {
      if (stopped) {
        return;
      }
    }
  }

  private record Messages(List<Long> seen, CountDownLatch closed, StringBuilder part)
      implements WebSocket.Listener {
    Messages(List<Long> seen, CountDownLatch closed) {
      this(seen, closed, new StringBuilder());
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      part.append(data);
      if (last) {
        long seq = number((JsonObject) Json.parse(part.toString()), "seq");
        part.setLength(0);
        if (seq > 0) {
          seen.add(seq);
        }
      }
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      closed.countDown();
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      closed.countDown();
    }
  }

  /// What the log has, asked for when nobody writes any more.
  private List<Long> log() throws IOException, InterruptedException {
    var all = new ArrayList<Long>();
    long from = 1;
    while (true) {
      var answer =
          client.send(
              request("n/watch?wait=1ms&from=" + from).build(),
              HttpResponse.BodyHandlers.ofString());
      var json = (JsonObject) Json.parse(answer.body());
      if (!(json.get("events") instanceof JsonArray(List<Json> events)) || events.isEmpty()) {
        return all;
      }
      events.forEach(event -> all.add(number((JsonObject) event, "seq")));
      from = number(json, "next");
    }
  }

  @Test
  void whoComesBackAfterAKillIsToldEverythingOnce() throws IOException, InterruptedException {
    var byEvents = new CopyOnWriteArrayList<Long>();
    var byMessages = new CopyOnWriteArrayList<Long>();
    var acknowledged = new CopyOnWriteArrayList<Long>();
    var writing = new CountDownLatch(1);
    Child server = serve();
    try {
      again("events", () -> followEvents(byEvents));
      again("messages", () -> followMessages(byMessages));
      again(
          "writer",
          () -> {
            while (writing.getCount() > 0) {
              acknowledged.add(put(acknowledged.size()));
            }
            throw new InterruptedException("done");
          });
      for (int kill = 0; kill < KILLS; kill++) {
        int events = byEvents.size() + EVENTS_BETWEEN;
        int messages = byMessages.size() + EVENTS_BETWEEN;
        Await.until(
            "both follow", () -> byEvents.size() >= events && byMessages.size() >= messages);
        server.close();
        server = serve();
      }
      writing.countDown();
      threads.getLast().join();
      List<Long> log = log();
      Await.until(
          "both were told the last",
          () -> byEvents.contains(log.getLast()) && byMessages.contains(log.getLast()));

      assertThat(log).containsAll(acknowledged).hasSizeGreaterThan(KILLS * EVENTS_BETWEEN);
      assertThat(byEvents).isEqualTo(log);
      assertThat(byMessages).isEqualTo(log);
    } finally {
      stopped = true;
      server.close();
    }
  }
}
