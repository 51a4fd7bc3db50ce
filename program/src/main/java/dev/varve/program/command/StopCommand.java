package dev.varve.program.command;

import dev.varve.base.Exit;
import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.base.unit.Span;
import dev.varve.program.Command;
import dev.varve.program.Invocation;
import dev.varve.program.Options;
import dev.varve.program.ProgramCode;
import dev.varve.program.instance.AdminClient;
import dev.varve.program.line.CommandSpec;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// `varve stop`: asks the server on a data directory to finish what it does and end.
public final class StopCommand implements Command {
  @Override
  public CommandSpec describe() {
    return Options.command(
            "stop",
            "Stop the server that runs on a data directory, after it has finished what it does.",
            "varve stop",
            "varve stop --data /var/lib/varve --timeout 2m")
        .addOption(Options.data())
        .addOption(Options.value("TIME", "How long to wait for it. Default: 60s.", "--timeout"));
  }

  @Override
  public Exit run(Invocation invocation) {
    Duration patience = Options.span("--timeout", invocation.option("--timeout").orElse("60s"));
    var client = AdminClient.of(invocation.data());
    ProcessHandle process = client.run().process().orElseThrow();
    client.post("/admin/v1/stop");
    await(process, patience);
    invocation.terminal().say("stopped, process " + process.pid());
    return Exit.OK;
  }

  private static void await(ProcessHandle process, Duration patience) {
    try {
      process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException | InterruptedException e) {
      throw new Failure(
          new Problem(
              ProgramCode.STOP_TIMED_OUT,
              "process " + process.pid(),
              "the server must end within " + Span.format(patience) + ", but still runs",
              "requests in flight may take longer: wait, or raise --timeout"),
          e);
    }
  }
}
