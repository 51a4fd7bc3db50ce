package dev.varve.program.database;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.control.store.StoreReply;
import dev.varve.control.store.StoreRequest;
import dev.varve.program.ProgramCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// Asks a server over HTTP.
final class RemoteAccess implements DbAccess {
  private static final Duration CONNECT = Duration.ofSeconds(10);

  /// Until the head of the answer; a watch may wait a minute for something to happen.
  private static final Duration ANSWER = Duration.ofMinutes(2);

  private final URI address;
  private final String token;
  private final HttpClient client;

  RemoteAccess(URI address, String token) {
    this.address = address;
    this.token = token;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
  }

  @Override
  public StoreReply ask(StoreRequest request) {
    var builder =
        HttpRequest.newBuilder(URI.create(address + "/api/v1/" + request.target()))
            .timeout(ANSWER)
            .method(request.method(), HttpRequest.BodyPublishers.ofByteArray(request.body()));
    request.headers().forEach(builder::header);
    if (!token.isEmpty()) {
      builder.header("authorization", "Bearer " + token);
    }
    try {
      HttpResponse<InputStream> answer =
          client.send(builder.build(), HttpResponse.BodyHandlers.ofInputStream());
      InputStream body = answer.body();
      return new StoreReply(
          answer.statusCode(),
          headers(answer),
          new StoreReply.Content.Stream(out -> pass(body, out), -1));
    } catch (IOException e) {
      throw unreachable("does not: " + e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw unreachable("was not waited for");
    }
  }

  private static void pass(InputStream body, OutputStream out) throws IOException {
    try (body) {
      body.transferTo(out);
    }
  }

  private static Map<String, String> headers(HttpResponse<?> answer) {
    var all = new LinkedHashMap<String, String>();
    answer.headers().map().forEach((name, values) -> all.put(name, values.getFirst()));
    return all;
  }

  private Failure unreachable(String reason) {
    return new Failure(
        new Problem(
            ProgramCode.NOT_RUNNING,
            address.toString(),
            "the server must answer, but " + reason,
            "check the address, and that it runs"));
  }

  /// An answer that nobody read to its end is given up.
  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }
}
