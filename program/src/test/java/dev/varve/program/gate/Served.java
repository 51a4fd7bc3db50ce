package dev.varve.program.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.program.Child;
import dev.varve.testkit.Ports;
import java.io.IOException;
import java.nio.file.Path;

/// `varve serve` with a configuration of a how-to page, on a port of its own.
record Served(Child varve, Site site) implements AutoCloseable {
  private static final String PORT = "{ http: 8080 }";

  /// @param replacements what stands on the page, and what to put in its place, in pairs
  static Served plain(Path folder, HowTo page, int number, String... replacements)
      throws IOException {
    int port = Ports.free();
    return start(
        folder, page, number, with(PORT, "{ http: '127.0.0.1:" + port + "' }", replacements));
  }

  /// @param listen what the page listens on
  static Served secure(Path folder, HowTo page, int number, String listen, String... replacements)
      throws IOException {
    int port = Ports.free();
    return start(
        folder, page, number, with(listen, "{ https: '127.0.0.1:" + port + "' }", replacements));
  }

  private static String[] with(String first, String second, String... others) {
    var all = new String[others.length + 2];
    System.arraycopy(others, 0, all, 2, others.length);
    all[0] = first;
    all[1] = second;
    return all;
  }

  /// As the page has it, but for the replacements.
  static Served start(Path folder, HowTo page, int number, String... replacements)
      throws IOException {
    page.write(folder, number, replacements);
    Child varve = Child.start(folder, "serve", "--admin", "127.0.0.1:0");
    try {
      return new Served(varve, Site.at(varve.site()));
    } catch (AssertionError e) {
      varve.close();
      throw e;
    }
  }

  String origin() {
    return site.origin();
  }

  /// Ends it as an operator does, and expects that it had nothing to complain about.
  void stop() throws InterruptedException {
    varve.terminate();
    assertThat(varve.awaitExit()).as(varve.output()).isZero();
  }

  @Override
  public void close() {
    site.close();
    varve.close();
  }
}
