package dev.varve.program;

import dev.varve.program.command.CompileCommand;
import dev.varve.program.command.DoctorCommand;
import dev.varve.program.command.ExplainCommand;
import dev.varve.program.command.FmtCommand;
import dev.varve.program.command.HelpCommand;
import dev.varve.program.command.InitCommand;
import dev.varve.program.command.PhpCommand;
import dev.varve.program.command.PlanCommand;
import dev.varve.program.command.ProxyCommand;
import dev.varve.program.command.SchemaCommand;
import dev.varve.program.command.ServeCommand;
import dev.varve.program.command.StaticCommand;
import dev.varve.program.command.StatusCommand;
import dev.varve.program.command.StopCommand;
import dev.varve.program.command.TestCommand;
import dev.varve.program.command.UpCommand;
import dev.varve.program.command.ValidateCommand;
import dev.varve.program.command.VersionCommand;
import dev.varve.program.command.db.DbCommands;
import dev.varve.program.command.upstreams.UpstreamsCommands;
import java.util.ArrayList;
import java.util.List;

/// Every command there is, in the order `varve help` lists them.
final class AllCommands {
  private AllCommands() {}

  static List<Command> list() {
    var all = new ArrayList<Command>();
    all.addAll(
        List.of(
            new UpCommand(),
            new ServeCommand(),
            new CompileCommand(),
            new ValidateCommand(),
            new FmtCommand(),
            new PlanCommand(),
            new ExplainCommand(),
            new TestCommand(),
            new SchemaCommand(),
            new InitCommand(),
            new StaticCommand(),
            new ProxyCommand(),
            new PhpCommand(),
            new StatusCommand(),
            new StopCommand()));
    all.addAll(UpstreamsCommands.all());
    all.addAll(DbCommands.all());
    all.add(new DoctorCommand());
    all.addAll(List.of(new VersionCommand(), new HelpCommand()));
    return all;
  }
}
