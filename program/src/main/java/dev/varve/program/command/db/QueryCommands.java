package dev.varve.program.command.db;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonNumber;
import dev.varve.base.json.JsonObject;
import dev.varve.control.store.StoreRequest;
import dev.varve.program.Command;
import dev.varve.program.Invocation;
import dev.varve.program.Options;
import dev.varve.program.database.DbAccess;
import dev.varve.program.database.Printed;
import dev.varve.program.database.Shown;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// `varve db query`, `export`, `import` and `watch`: many documents.
final class QueryCommands {
  private static final Duration POLL = Duration.ofSeconds(10);

  private QueryCommands() {}

  static List<Command> all() {
    return List.of(
        DbCommand.reading(
            () ->
                QueryOptions.on(
                        DbCommand.withNamespace(
                            Options.command(
                                "db query",
                                "Ask for documents, or for numbers about them.",
                                "varve db query people --filter 'age > 30' --sort name --limit 10",
                                "varve db query people --group city --count --avg age")))
                    .addOption(Options.value("POINT", "As it was at a seq or time.", "--at"))
                    .addOption(Options.flag("Show how it would be answered.", "--explain")),
            QueryCommands::query),
        DbCommand.reading(
            () ->
                DbCommand.withNamespace(
                        Options.command(
                            "db export",
                            "Write all documents as JSON lines.",
                            "varve db export people > people.jsonl",
                            "varve db export people --history > all.jsonl"))
                    .addOption(Options.value("POINT", "As it was at a seq or time.", "--at"))
                    .addOption(Options.flag("Every version, the oldest first.", "--history")),
            QueryCommands::export),
        DbCommand.writing(
            () ->
                DbCommand.withOrigin(
                    DbCommand.withNamespace(
                            Options.command(
                                "db import",
                                "Write the documents of JSON lines, each {\"key\": ..., \"value\": ...}.",
                                "varve db import people people.jsonl"))
                        .addPositional(
                            Options.required("FILE", "The file, or - for standard input."))),
            QueryCommands::load),
        DbCommand.reading(
            () ->
                DbCommand.withNamespace(
                        Options.command(
                            "db watch",
                            "Show what is written, a line each, as it comes.",
                            "varve db watch people",
                            "varve db watch people --from 1 --limit 100"))
                    .addOption(
                        Options.value("SEQ", "Begin here. Default: what comes now.", "--from"))
                    .addOption(Options.value("TEXT", "Only keys that start so.", "--prefix"))
                    .addOption(Options.value("KEY", "Only this key.", "--key"))
                    .addOption(Options.value("KINDS", "Only these, such as put,delete.", "--type"))
                    .addOption(Options.value("FILTER", "Only documents that pass.", "--filter"))
                    .addOption(Options.value("N", "End after so many.", "--limit"))
                    .addOption(
                        Options.value("TIME", "End when nothing came for so long.", "--timeout")),
            QueryCommands::watch));
  }

  private static void query(DbAccess store, Invocation invocation) {
    JsonObject query = QueryOptions.read(invocation);
    Optional<String> at = invocation.option("--at");
    if (at.isPresent()) {
      query = query.with("at", Json.of(at.get()));
    }
    if (invocation.has("--explain")) {
      query = query.with("explain", Json.of(true));
    }
    Shown.stream(
        invocation,
        store,
        StoreRequest.to("POST", invocation.required(0), "query")
            .withBody(query.compact().getBytes(StandardCharsets.UTF_8)));
  }

  /// Passed on as it comes, whatever its size.
  private static void export(DbAccess store, Invocation invocation) {
    JsonObject query = JsonObject.EMPTY;
    Optional<String> at = invocation.option("--at");
    if (at.isPresent()) {
      query = query.with("at", Json.of(at.get()));
    }
    StoreRequest request =
        StoreRequest.to("POST", invocation.required(0), "query")
            .with("format", "lines")
            .with("history", Boolean.toString(invocation.has("--history")))
            .withBody(query.compact().getBytes(StandardCharsets.UTF_8));
    PrintStream out = invocation.terminal().out();
    try (OutputStream to =
        Shown.isJson(invocation)
            ? new BufferedOutputStream(new Printed(out), 1 << 16)
            : new Lines(
                new Printed(out),
                line -> Shown.line(invocation, Json.parse(line), "key", "value"))) {
      store.done(request).writeTo(to);
    } catch (IOException e) {
      if (out.checkError()) {
        return; // nobody reads it to the end
      }
      throw Input.unreadable(invocation.required(0), e);
    }
  }

  /// Takes bytes apart into lines.
  private static final class Lines extends OutputStream {
    private final Printed printed;
    private final Consumer<String> to;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    /// @param to shown each line, which it prints
    Lines(Printed printed, Consumer<String> to) {
      this.printed = printed;
      this.to = to;
    }

    @Override
    public void write(int each) throws IOException {
      if (each == '\n') {
        to.accept(line.toString(StandardCharsets.UTF_8));
        printed.flush();
        line.reset();
      } else {
        line.write(each);
      }
    }
  }

  private static void load(DbAccess store, Invocation invocation) {
    String file = invocation.required(1);
    try (BufferedReader lines = Input.lines(invocation, file)) {
      int count = new LinesImport(store, invocation, file).load(lines);
      Shown.json(invocation, Json.of("imported", Json.of(count)));
    } catch (IOException e) {
      throw Input.unreadable(file, e);
    }
  }

  private static void watch(DbAccess store, Invocation invocation) {
    Duration patience =
        invocation.option("--timeout").map(t -> Options.span("--timeout", t)).orElse(POLL);
    boolean ends = invocation.has("--timeout");
    long left =
        invocation
            .option("--limit")
            .map(text -> QueryOptions.number("--limit", text))
            .orElse(Long.MAX_VALUE);
    StoreRequest request =
        DbCommand.withOptions(
                StoreRequest.to("GET", invocation.required(0), "watch"),
                invocation,
                "from",
                "prefix",
                "key",
                "type",
                "filter")
            .with("wait", dev.varve.base.unit.Span.format(patience));
    while (left > 0) {
      JsonObject answer = store.object(request);
      List<Json> events =
          answer.get("events") instanceof JsonArray(List<Json> items) ? items : List.of();
      for (Json event : events) {
        if (left-- > 0) {
          Shown.line(invocation, event, "seq", "time", "action", "key", "author");
        }
      }
      if (answer.get("compacted") != null) {
        invocation.terminal().say("retention has removed versions that were not shown");
      }
      if ((ends && events.isEmpty()) || invocation.terminal().out().checkError()) {
        return;
      }
      if (answer.get("next") instanceof JsonNumber next) {
        request = request.with("from", next.toString());
      }
    }
  }
}
