package dev.varve.control.store;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.store.Backup;
import dev.varve.store.Store;
import dev.varve.store.problem.StoreCode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What administrators do to a store as a whole: compact, verify, back up.
final class Upkeep {
  private final Store store;

  Upkeep(Store store) {
    this.store = store;
  }

  StoreReply compact() {
    return StoreReply.json(200, Json.of("removedBytes", Json.of(store.compact())));
  }

  /// Problems are what was asked for, so they are no error.
  StoreReply verify() {
    List<Problem> problems = store.verify();
    return StoreReply.json(
        200,
        Json.of("whole", Json.of(problems.isEmpty()))
            .with(
                "problems",
                new JsonArray(problems.stream().map(p -> (Json) Json.of(p.toString())).toList())));
  }

  /// The backup is made in a temporary file and sent from there.
  StoreReply backup(StoreRequest request) {
    long after = request.number("after", 0, Long.MAX_VALUE);
    try {
      Path folder = Files.createTempDirectory("varve-backup");
      return backup(folder, folder.resolve("backup"), after);
    } catch (IOException e) {
      throw new Failure(
          Problem.of(
              StoreCode.IO_FAILED,
              "the folder for temporary files must be writable, but is not: " + e,
              "make room there, or set java.io.tmpdir"),
          e);
    }
  }

  private StoreReply backup(Path folder, Path file, long after) throws IOException {
    try {
      Backup backup = store.backup(file, after);
      return StoreReply.stream("application/octet-stream", out -> send(folder, file, out))
          .with("x-varve-after", Long.toString(backup.after()))
          .with("x-varve-up-to", Long.toString(backup.upTo()))
          .with("x-varve-versions", Long.toString(backup.versions()));
    } catch (RuntimeException e) {
      remove(folder, file);
      throw e;
    }
  }

  private static void send(Path folder, Path file, OutputStream out) throws IOException {
    try {
      Files.copy(file, out);
    } finally {
      remove(folder, file);
    }
  }

  private static void remove(Path folder, Path file) throws IOException {
    Files.deleteIfExists(file);
    Files.deleteIfExists(folder);
  }
}
