package dev.varve.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.json.Json;
import dev.varve.control.AdminToken;
import dev.varve.store.Operation;
import dev.varve.store.Store;
import dev.varve.store.Transaction;
import dev.varve.store.local.LocalStore;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server with a small heap answers a query whose answer is several times as large.
@Tag("slow")
final class StreamingTest {
  private static final int DOCUMENTS = 100_000;
  private static final int BYTES = 2_000;

  @TempDir Path folder;

  private void write() {
    Json value = Json.of("text", Json.of("x".repeat(BYTES)));
    try (Store store = LocalStore.open(folder.resolve("data/store"))) {
      for (int i = 0; i < DOCUMENTS; i += 1_000) {
        var operations = new ArrayList<Operation>();
        for (int j = i; j < i + 1_000; j++) {
          operations.add(new Operation.Put("big", "k" + j, value));
        }
        store.commit(Transaction.of(operations.toArray(Operation[]::new))).version();
      }
    }
  }

  @Test
  void anAnswerOfAnySizeNeedsLittleMemory() throws IOException, InterruptedException {
    assertThat(folder.resolve("data").toFile().mkdirs()).isTrue();
    write();
    try (var server =
            Child.start(
                folder,
                List.of("-Xmx64m"),
                "serve",
                "--only",
                "db",
                "--data",
                "data",
                "--admin",
                "127.0.0.1:0");
        var client = HttpClient.newHttpClient()) {
      String url = server.admin() + "/api/v1/big/query";
      String token = AdminToken.existing(folder.resolve("data")).text();
      for (String target : List.of(url, url + "?format=lines")) {
        var request =
            HttpRequest.newBuilder(URI.create(target))
                .header("authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        HttpResponse<InputStream> answer =
            client.send(request, HttpResponse.BodyHandlers.ofInputStream());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(size(answer)).isGreaterThan((long) DOCUMENTS * BYTES);
      }
    }
  }

  private static long size(HttpResponse<InputStream> answer) throws IOException {
    try (InputStream in = answer.body()) {
      byte[] buffer = new byte[64 * 1024];
      long size = 0;
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        size += read;
      }
      return size;
    }
  }
}
