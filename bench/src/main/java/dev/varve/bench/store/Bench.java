package dev.varve.bench.store;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a scenario works with.
record Bench(Path directory, Options options, PrintStream out) {

  /// A directory of its own.
  Path place(String name) throws IOException {
    return Files.createTempDirectory(directory, name);
  }

  int keys() {
    return 1000 * options.thousands();
  }

  Crew crew(int threads) {
    return new Crew(threads, options.seconds());
  }

  int rounds() {
    return options.rounds();
  }
}
