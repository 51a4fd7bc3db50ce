package dev.varve.program.command;

import dev.varve.base.Exit;
import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonObject;
import dev.varve.config.Authoring;
import dev.varve.config.profile.KnownProfiles;
import dev.varve.graph.Graph;
import dev.varve.graph.check.Checks;
import dev.varve.program.Command;
import dev.varve.program.Invocation;
import dev.varve.program.Options;
import dev.varve.program.ProgramCode;
import dev.varve.program.instance.Serving;
import dev.varve.program.line.CommandSpec;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// `varve php DIR`: a PHP site, without a configuration. What kind it is, its files say.
public final class PhpCommand implements Command {
  private static final Path SOCKETS = Path.of("/run/php");

  @Override
  public CommandSpec describe() {
    var spec =
        Options.command(
            "php",
            "Serve a folder of PHP, a Laravel project or a WordPress through PHP-FPM, without a configuration.",
            "varve php site",
            "varve php shop --fpm 127.0.0.1:9000 --port 3000");
    return Serving.withOptions(spec)
        .addOption(
            Options.value(
                "ADDRESS",
                "PHP-FPM: host and port, or unix: and a path. Default: the socket in /run/php.",
                "--fpm"))
        .addOption(
            Options.value(
                "PORT", "The port. Default: $PORT, else 8080 or the next free one.", "--port"))
        .addPositional(Options.required("DIR", "The folder."));
  }

  @Override
  public Exit run(Invocation invocation) {
    Path folder = Serving.folder(invocation);
    String fpm = invocation.option("--fpm").orElseGet(() -> socket(SOCKETS));
    String profile = profile(folder);
    Graph graph = Serving.listening(graph(profile, folder, fpm), invocation);
    return Serving.run(
        graph,
        folder,
        true,
        invocation,
        i ->
            invocation
                .terminal()
                .say("varve: " + folder + " as " + profile + " on " + i.urls().getFirst()));
  }

  private static String profile(Path folder) {
    if (Files.exists(folder.resolve("artisan"))) {
      return "laravel";
    }
    return Files.exists(folder.resolve("wp-load.php")) ? "wordpress" : "php";
  }

  /// The newest of the sockets that Debian's packages make; their names have the version in them.
  static String socket(Path folder) {
    Optional<Path> newest = Optional.empty();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> sockets = Files.newDirectoryStream(folder, "php*fpm.sock")) {
        for (Path each : sockets) {
          newest = newest.filter(other -> other.compareTo(each) > 0).or(() -> Optional.of(each));
        }
      } catch (IOException e) {
        throw new Failure(noFpm(folder, "but cannot be looked for: " + e), e);
      }
    }
    return "unix:"
        + newest.orElseThrow(() -> new Failure(noFpm(folder, "but no socket of it is there")));
  }

  private static Problem noFpm(Path folder, String found) {
    return new Problem(
        ProgramCode.NO_FPM,
        folder.toString(),
        "PHP-FPM must be running, " + found,
        "install it (Debian: apt-get install php-fpm), or name its address with --fpm");
  }

  /// Written as an author would, so that the same checks apply.
  private static Graph graph(String profile, Path folder, String fpm) {
    JsonObject site =
        JsonObject.EMPTY
            .with("use", Json.of(profile))
            .with("root", Json.of(folder.toString()))
            .with("fpm", Json.of(fpm));
    var authored =
        Authoring.json(Json.of("sites", Json.of("*", site)).compact(), "varve php " + folder);
    return Checks.require(Authoring.compile(authored, KnownProfiles.PROFILES).graph());
  }
}
