package dev.varve.program.instance;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonObject;
import dev.varve.control.AdminToken;
import dev.varve.control.ControlCode;
import dev.varve.program.ProgramCode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;

/// Asks a running server through its admin listener, with the token of its data directory.
public final class AdminClient {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final RunFile run;
  private final AdminToken token;

  private AdminClient(RunFile run, AdminToken token) {
    this.run = run;
    this.token = token;
  }

  /// The server that runs on a data directory.
  ///
  /// @throws Failure when there is none
  public static AdminClient of(Path data) {
    try {
      RunFile run = RunFile.find(data).orElseThrow(() -> new Failure(notRunning(data)));
      return new AdminClient(run, AdminToken.existing(data));
    } catch (IOException e) {
      throw new Failure(notRunning(data), e);
    }
  }

  private static Problem notRunning(Path data) {
    return new Problem(
        ProgramCode.NOT_RUNNING,
        data.toString(),
        "a server must run on this data directory, but none does",
        "start one with `varve serve`, or name another directory with --data");
  }

  public RunFile run() {
    return run;
  }

  /// GET of a path that answers JSON.
  public Json get(String path) {
    return send(HttpRequest.newBuilder(URI.create(run.admin() + path)).GET());
  }

  /// POST without a body to a path that answers JSON.
  public Json post(String path) {
    return send(
        HttpRequest.newBuilder(URI.create(run.admin() + path))
            .POST(HttpRequest.BodyPublishers.noBody()));
  }

  /// PATCH of a path that answers JSON.
  public Json patch(String path, Json body) {
    return send(
        HttpRequest.newBuilder(URI.create(run.admin() + path))
            .header("content-type", "application/json")
            .method("PATCH", HttpRequest.BodyPublishers.ofString(body.compact())));
  }

  private Json send(HttpRequest.Builder request) {
    request.timeout(PATIENCE).header("authorization", "Bearer " + token.text());
    try (var client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() == 404) {
        throw new Failure(nothingThere(answer.body()));
      }
      if (answer.statusCode() >= 400) {
        throw unreachable("answered " + answer.statusCode() + ": " + answer.body());
      }
      return Json.parse(answer.body());
    } catch (IOException e) {
      throw unreachable("does not answer: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable("was not waited for");
    }
  }

  private Problem nothingThere(String answer) {
    String detail = Json.parse(answer) instanceof JsonObject object ? object.text("detail") : null;
    return new Problem(
        ControlCode.NOTHING_HERE,
        run.admin(),
        "what is named must be there, but the server says: " + detail,
        "`varve upstreams ls` lists targets");
  }

  private Failure unreachable(String reason) {
    return new Failure(
        new Problem(
            ProgramCode.NOT_RUNNING,
            run.admin(),
            "the server's admin listener must answer, but " + reason,
            "see the server's log; its process is " + run.pid()));
  }
}
