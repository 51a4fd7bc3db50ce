package dev.varve.edge.fastcgi;

import dev.varve.edge.action.ActionHandler;
import dev.varve.edge.action.RoutedExchange;
import dev.varve.edge.files.FileLookup;
import java.util.concurrent.Executor;

/// Runs scripts by FastCGI. Which script it is, is looked up away from the loop; the conversation
/// with the server happens on it, streaming both ways.
public final class FastCgiAction implements ActionHandler {
  private final FastCgiRules rules;
  private final FileLookup files;
  private final Executor disk;

  /// @param disk where the disk and name servers may be waited for
  public FastCgiAction(FastCgiRules rules, Executor disk) {
    this.rules = rules;
    this.files = new FileLookup(rules.root());
    this.disk = disk;
  }

  @Override
  public void handle(RoutedExchange exchange) {
    if (exchange.body().length() < 0) {
      // CGI tells a script the length of its input before the first byte.
      exchange.refuse(411, "The request must say how long its body is.");
      return;
    }
    new FastCgiCall(exchange, rules, files, disk).begin();
  }
}
