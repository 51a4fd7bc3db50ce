package dev.varve.program.instance;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonNumber;
import dev.varve.base.json.JsonObject;
import dev.varve.base.json.JsonReader;
import dev.varve.base.json.JsonSyntaxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Optional;

/// What a running server leaves in its data directory so that other commands find it: `run.json`.
///
/// @param pid the process
/// @param admin the address of its admin listener, such as `http://127.0.0.1:7400`
/// @param startMillis when the process began, as the system tells it; tells a reused process id
///   apart
public record RunFile(long pid, String admin, long startMillis) {
  private static final String NAME = "run.json";

  /// What this process would write.
  public static RunFile ofThisProcess(String admin) {
    ProcessHandle self = ProcessHandle.current();
    return new RunFile(self.pid(), admin, startOf(self));
  }

  /// The server that runs on a data directory. A record whose process is gone is as good as none.
  public static Optional<RunFile> find(Path data) throws IOException {
    try {
      return read(Files.readAllBytes(data.resolve(NAME))).filter(RunFile::alive);
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  private static Optional<RunFile> read(byte[] bytes) {
    try {
      return JsonReader.read(bytes) instanceof JsonObject object ? of(object) : Optional.empty();
    } catch (JsonSyntaxException _) {
      return Optional.empty();
    }
  }

  private static Optional<RunFile> of(JsonObject object) {
    String admin = object.text("admin");
    if (admin == null
        || !(object.get("pid") instanceof JsonNumber pid && pid.isLong())
        || !(object.get("startMillis") instanceof JsonNumber start && start.isLong())) {
      return Optional.empty();
    }
    return Optional.of(new RunFile(pid.longValue(), admin, start.longValue()));
  }

  /// Whether the process that wrote it still runs.
  public boolean alive() {
    return process().isPresent();
  }

  /// The process, while it runs.
  public Optional<ProcessHandle> process() {
    return ProcessHandle.of(pid).filter(p -> p.isAlive() && startOf(p) == startMillis);
  }

  private static long startOf(ProcessHandle process) {
    return process.info().startInstant().map(java.time.Instant::toEpochMilli).orElse(0L);
  }

  /// Written whole or not at all.
  public void write(Path data) throws IOException {
    var members = new LinkedHashMap<String, Json>();
    members.put("pid", Json.of(pid));
    members.put("admin", Json.of(admin));
    members.put("startMillis", Json.of(startMillis));
    Path temporary = data.resolve(NAME + ".new");
    Files.writeString(temporary, new JsonObject(members).pretty());
    Files.move(temporary, data.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
  }

  /// Taken away when the server has stopped.
  public static void remove(Path data) throws IOException {
    Files.deleteIfExists(data.resolve(NAME));
  }
}
