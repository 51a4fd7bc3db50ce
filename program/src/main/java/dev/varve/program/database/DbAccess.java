package dev.varve.program.database;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonObject;
import dev.varve.base.json.JsonSyntaxException;
import dev.varve.control.AdminToken;
import dev.varve.control.store.StoreReply;
import dev.varve.control.store.StoreRequest;
import dev.varve.program.Invocation;
import dev.varve.program.Options;
import dev.varve.program.ProgramCode;
import dev.varve.program.instance.RunFile;
import dev.varve.program.line.CommandSpec;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Asks a store, wherever it is: in a data directory that nobody uses, behind the server that runs
/// on it, or at a URL. The answers are the same.
public interface DbAccess extends AutoCloseable {
  /// @throws Failure when there is no answer
  StoreReply ask(StoreRequest request);

  @Override
  void close();

  /// The options that say where the store is.
  static CommandSpec options(CommandSpec spec) {
    return spec.addOption(Options.data())
        .addOption(
            Options.value("URL", "A server elsewhere, such as http://127.0.0.1:7400.", "--url"))
        .addOption(Options.value("TOKEN", "Its token. Default: $VARVE_TOKEN.", "--token"));
  }

  /// The store that a command line means.
  ///
  /// @param creates whether a data directory that is not there yet is made
  static DbAccess of(Invocation invocation, boolean creates) {
    Optional<String> url = invocation.option("--url");
    if (url.isPresent()) {
      return new RemoteAccess(address(url.get()), token(invocation));
    }
    Path data = invocation.data();
    try {
      Optional<RunFile> run = RunFile.find(data);
      if (run.isPresent()) {
        return new RemoteAccess(URI.create(run.get().admin()), AdminToken.existing(data).text());
      }
      if (!creates && !Files.isDirectory(data.resolve("store"))) {
        throw new Failure(
            new Problem(
                ProgramCode.NOT_FOUND,
                data.toString(),
                "the data directory must hold a store, but holds none",
                "name another with --data, or write something first"));
      }
      Files.createDirectories(data);
    } catch (IOException e) {
      throw new Failure(
          new Problem(
              ProgramCode.UNREADABLE, data.toString(), "must be usable, but is not: " + e, ""),
          e);
    }
    return new EmbeddedAccess(data.resolve("store"));
  }

  private static URI address(String url) {
    try {
      URI uri = URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
      if (uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        return uri;
      }
    } catch (IllegalArgumentException _) {
      // Told below.
    }
    throw new Failure(
        new Problem(
            ProgramCode.USAGE,
            "--url",
            "must be an address such as http://127.0.0.1:7400, but is '" + url + "'",
            ""));
  }

  private static String token(Invocation invocation) {
    return invocation
        .option("--token")
        .orElseGet(() -> invocation.environment().getOrDefault("VARVE_TOKEN", ""));
  }

  /// The answer, when it is not a problem.
  ///
  /// @throws Failure with the problem
  default StoreReply done(StoreRequest request) {
    StoreReply reply = ask(request);
    if (reply.status() >= 400) {
      throw new Failure(RemoteProblem.of(reply));
    }
    return reply;
  }

  /// The answer as JSON.
  default Json json(StoreRequest request) {
    String text = new String(done(request).bytes(), StandardCharsets.UTF_8);
    try {
      return Json.parse(text);
    } catch (JsonSyntaxException e) {
      throw new Failure(
          new Problem(
              ProgramCode.UNEXPECTED, request.target(), "must answer JSON: " + e.getMessage(), ""),
          e);
    }
  }

  /// The answer as a JSON object.
  default JsonObject object(StoreRequest request) {
    return json(request) instanceof JsonObject object ? object : JsonObject.EMPTY;
  }
}
