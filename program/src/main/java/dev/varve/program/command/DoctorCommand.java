package dev.varve.program.command;

import dev.varve.base.Exit;
import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonObject;
import dev.varve.base.json.JsonString;
import dev.varve.control.store.StoreRequest;
import dev.varve.program.Command;
import dev.varve.program.Invocation;
import dev.varve.program.Options;
import dev.varve.program.database.DbAccess;
import dev.varve.program.line.CommandSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;

/// `varve doctor`: looks a data directory over, and says of everything that is wrong what to do.
public final class DoctorCommand implements Command {
  private static final String TOKEN = "admin-token";

  @Override
  public CommandSpec describe() {
    return DbAccess.options(
        Options.command(
            "doctor",
            "Look a data directory over: can its store be opened, is every record whole, are secrets kept. What is wrong"
                + " is told with the next step.",
            "varve doctor",
            "varve doctor --data /var/lib/varve"));
  }

  /// What was found.
  private static final class Findings {
    private final Invocation invocation;
    private boolean wrong;

    Findings(Invocation invocation) {
      this.invocation = invocation;
    }

    void fine(String text) {
      invocation.terminal().print("ok     " + text);
    }

    void wrong(String text, String... next) {
      wrong = true;
      invocation.terminal().print("wrong  " + text);
      for (String step : next) {
        invocation.terminal().print("       next: " + step);
      }
    }
  }

  @Override
  public Exit run(Invocation invocation) {
    var findings = new Findings(invocation);
    if (invocation.option("--url").isEmpty()) {
      lookAtToken(invocation.data().resolve(TOKEN), findings);
    }
    try (DbAccess store = DbAccess.of(invocation, false)) {
      lookAtStore(store, findings);
    } catch (Failure failure) {
      for (Problem problem : failure.problems()) {
        findings.wrong("store: " + problem, "varve explain " + problem.code().id());
      }
    }
    return findings.wrong ? Exit.FAILED : Exit.OK;
  }

  private static void lookAtToken(Path file, Findings findings) {
    try {
      if (!Files.exists(file)) {
        findings.fine("no admin token yet: the first `varve serve` makes it");
      } else if (EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE)
          .containsAll(Files.getPosixFilePermissions(file))) {
        findings.fine("the admin token is readable by its owner only");
      } else {
        findings.wrong(
            file + " must be readable by its owner only, but is open to others",
            "chmod 600 " + file,
            "if others may have read it: remove it and start the server again");
      }
    } catch (IOException | UnsupportedOperationException e) {
      findings.wrong(file + " must be readable, but is not: " + e, "check who owns the directory");
    }
  }

  private static void lookAtStore(DbAccess store, Findings findings) {
    JsonObject status = store.object(StoreRequest.to("GET", "status"));
    List<Json> troubles = texts(status.get("problems"));
    if (troubles.isEmpty()) {
      findings.fine("the store takes writes, at seq " + status.get("seq"));
    }
    for (Json trouble : troubles) {
      findings.wrong("store: " + text(trouble), "see the server's log, and the lines below");
    }
    JsonObject verified = store.object(StoreRequest.to("POST", "verify"));
    List<Json> damages = texts(verified.get("problems"));
    if (damages.isEmpty()) {
      findings.fine("every record matches its checksum, id and chain");
    }
    for (Json damage : damages) {
      findings.wrong("store: " + text(damage));
    }
    if (!damages.isEmpty()) {
      findings.wrong(
          damages.size() + " records are damaged; everything else stays readable",
          "varve db export NAMESPACE > NAMESPACE.jsonl   keeps what can be read, one namespace at a time",
          "varve db restore --input FULL,NEXT --data NEW  makes a whole store of your backups",
          "look at the device before you use it again");
    }
  }

  private static List<Json> texts(@org.jspecify.annotations.Nullable Json json) {
    return json instanceof JsonArray(List<Json> items) ? items : List.of();
  }

  private static String text(Json json) {
    return json instanceof JsonString(String text) ? text : json.compact();
  }
}
