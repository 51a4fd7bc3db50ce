package dev.varve.control.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.json.Json;
import dev.varve.testkit.Await;
import dev.varve.testkit.RawClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Those who watch the same share what is read and written for them, and each is told everything
/// once all the same, wherever it began and however slowly it reads.
final class WatchFeedTest {
  private StoreServer server;

  @BeforeEach
  void start() {
    server = new StoreServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private RawClient watch(String query) {
    RawClient client = RawClient.connect(server.port);
    // Without chunks, which would cut events.
    client.send("GET /api/v1/" + query + " HTTP/1.0\r\nHost: localhost\r\n\r\n");
    return client;
  }

  private long write(int documents, int bytes) {
    long last = 0;
    for (int i = 0; i < documents; i++) {
      Json value = Json.of("i", Json.of(i)).with("pad", Json.of("x".repeat(bytes)));
      last = server.store.put("n", "k" + i % 7, value).version().seq();
    }
    return last;
  }

  private static List<Long> between(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }

  @Test
  void everybodyIsToldEverythingOnceWhereverTheyBegan() throws IOException {
    long first = write(300, 300);
    var followers = new ArrayList<Follower>();
    var begins = new ArrayList<Long>();
    for (int i = 0; i < 12; i++) {
      long from = i % 3 == 0 ? 3 : i % 3 == 1 ? first - 20 : server.store.seq() + 1;
      begins.add(from);
      followers.add(new Follower(from));
      write(40, 300);
    }
    followers.removeLast().close();
    long last = write(200, 300);
    for (int i = 0; i < followers.size(); i++) {
      List<Long> told = followers.get(i).idsUpTo(last);
      assertThat(told).as("from %d", begins.get(i)).isEqualTo(between(begins.get(i), last));
      followers.get(i).close();
    }
  }

  /// Reads line by line what may be much.
  private final class Follower implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader lines;

    Follower(long from) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), server.port);
      socket.setSoTimeout(20_000);
      lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      String request = "GET /api/v1/n/watch?from=" + from + " HTTP/1.0\r\nHost: localhost\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      for (String line = lines.readLine(); !line.startsWith(": from"); line = lines.readLine()) {
        assertThat(line).doesNotStartWith("id:");
      }
    }

    List<Long> idsUpTo(long last) throws IOException {
      var ids = new ArrayList<Long>();
      while (ids.isEmpty() || ids.getLast() < last) {
        String line = lines.readLine();
        if (line.startsWith("id: ")) {
          ids.add(Long.valueOf(line.substring(4)));
        }
      }
      return ids;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Test
  void whoReadsLateIsToldAllThatCameMeanwhile() throws IOException {
    long from = server.store.seq() + 1;
    try (var late = new Follower(from);
        var early = new Follower(from)) {
      long last = write(2_500, 6_000);

      assertThat(early.idsUpTo(last)).endsWith(last).hasSize(2_500);
      assertThat(late.idsUpTo(last)).isEqualTo(between(last - 2_499, last));
    }
  }

  @Test
  void filtersAndNamespacesKeepWatchersApart() {
    server.store.put("m", "other", Json.of(1)).version();
    try (RawClient all = watch("watch?from=1");
        RawClient some = watch("n/watch?from=1&filter=i%20%3D%203");
        RawClient one = watch("n/watch?from=1&key=k5")) {
      long last = write(8, 10);

      assertThat(all.readUntil("id: " + last + "\n")).contains("\"namespace\":\"m\"");
      assertThat(some.readUntil("\"i\":3")).doesNotContain("\"i\":2").contains("\"key\":\"k3\"");
      assertThat(one.readUntil("\"key\":\"k5\"")).doesNotContain("\"key\":\"k4\"");
    }
  }

  @Test
  void watchesAreCountedAsLongAsTheyLast() {
    String gauge = "varve_store_watchers";
    try (RawClient _ = watch("n/watch?from=1")) {
      Await.until("one watches", () -> server.metrics().contains(gauge + " 1"));
    }
    Await.until(
        "nobody watches",
        () -> {
          server.store.put("n", "k", Json.of(1)).version(); // a client that went is met by writing
          return server.metrics().contains(gauge + " 0");
        });
  }

  @Test
  void aBriefEventSaysWhichVersionItIsAndWhatItHolds() {
    long seq = server.store.put("n", "a", Json.of("i", Json.of(7))).version().seq();
    server.store.delete("n", "a").version();
    try (RawClient brief = watch("n/watch?from=1&brief");
        RawClient full = watch("n/watch?from=1")) {
      assertThat(brief.readUntil("\"deleted\":true}\n\n"))
          .contains("id: " + seq + "\nevent: put\ndata: {\"namespace\":\"n\",\"key\":\"a\",")
          .contains("\"seq\":" + seq + ",\"number\":1,\"action\":\"put\",\"value\":{\"i\":7}}\n\n");
      String told = full.readUntil("\"deleted\":true");
      String data =
          told.substring(told.indexOf("data: ") + 6, told.indexOf("\n\nid: " + (seq + 1)));
      assertThat(Json.parse(data)).isEqualTo(server.get("n/a?at=" + seq + "&envelope=true").json());
    }
  }

  @Test
  void whoFallsBehindRetentionIsToldWhereToReadTheState() {
    server.put("n/config", "{\"retention\":{\"keepLast\":1}}");
    write(50, 20);
    server.post("compact", "");
    long seq;
    try (RawClient behind = watch("n/watch?from=2")) {
      String told = behind.readUntil("}\n\n");
      assertThat(told).contains("event: compacted\n").doesNotContain("event: put");
      seq =
          Long.parseLong(
              told.substring(
                  told.indexOf(":", told.indexOf("\"seq\"")) + 1, told.lastIndexOf("}")));
      assertThat(told).contains("id: " + seq + "\n");

      long next = write(1, 20);

      assertThat(behind.readUntil("id: " + next + "\n")).doesNotContain("event: compacted");
    }
    assertThat(server.get("n/keys?at=" + seq).status()).isEqualTo(200);
  }
}
