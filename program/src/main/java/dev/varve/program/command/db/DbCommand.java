package dev.varve.program.command.db;

import dev.varve.base.Exit;
import dev.varve.control.store.StoreRequest;
import dev.varve.program.Command;
import dev.varve.program.Invocation;
import dev.varve.program.Options;
import dev.varve.program.database.DbAccess;
import dev.varve.program.database.Shown;
import dev.varve.program.line.CommandSpec;
import java.util.Locale;
import java.util.function.Supplier;

/// A command that asks a store and shows the answer.
///
/// @param spec without the options that say where the store is
/// @param writes whether a data directory that is not there yet is made
record DbCommand(Supplier<CommandSpec> spec, boolean writes, Work work) implements Command {
  /// What a command does.
  @FunctionalInterface
  interface Work {
    void run(DbAccess store, Invocation invocation);
  }

  static DbCommand reading(Supplier<CommandSpec> spec, Work work) {
    return new DbCommand(spec, false, work);
  }

  static DbCommand writing(Supplier<CommandSpec> spec, Work work) {
    return new DbCommand(spec, true, work);
  }

  @Override
  public CommandSpec describe() {
    return DbAccess.options(within());
  }

  /// The description without the options that say where the store is.
  CommandSpec within() {
    return Shown.option(spec.get());
  }

  @Override
  public Exit run(Invocation invocation) {
    Shown.check(invocation);
    try (DbAccess store = DbAccess.of(invocation, writes)) {
      work.run(store, invocation);
    }
    return Exit.OK;
  }

  static CommandSpec withNamespace(CommandSpec spec) {
    return spec.addPositional(Options.required("NS", "The namespace."));
  }

  static CommandSpec withKey(CommandSpec spec) {
    return withNamespace(spec).addPositional(Options.required("KEY", "The key."));
  }

  static CommandSpec withOrigin(CommandSpec spec) {
    return spec.addOption(Options.value("NAME", "Who writes.", "--author"))
        .addOption(Options.value("TEXT", "Why.", "--message"));
  }

  /// A request for a document, or for a part of its history.
  static StoreRequest document(String method, Invocation invocation, String... rest) {
    var path = new String[3 + rest.length];
    path[0] = invocation.required(0);
    path[1] = "doc";
    path[2] = invocation.required(1);
    System.arraycopy(rest, 0, path, 3, rest.length);
    return StoreRequest.to(method, path);
  }

  /// With who writes and why.
  static StoreRequest signed(StoreRequest request, Invocation invocation) {
    StoreRequest signed = request;
    for (String name : new String[] {"author", "message"}) {
      String value = invocation.option("--" + name).orElse("");
      if (!value.isEmpty()) {
        signed = signed.withHeader("x-varve-" + name, StoreRequest.encode(value));
      }
    }
    return signed;
  }

  /// With a parameter for each of the options that was given, named the same.
  static StoreRequest withOptions(StoreRequest request, Invocation invocation, String... names) {
    StoreRequest with = request;
    for (String name : names) {
      String option = "--" + name.toLowerCase(Locale.ROOT);
      String value = invocation.option(option).orElse("");
      if (!value.isEmpty()) {
        with = with.with(name, value);
      }
    }
    return with;
  }
}
