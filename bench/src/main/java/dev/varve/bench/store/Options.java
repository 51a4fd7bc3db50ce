package dev.varve.bench.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How to measure.
///
/// @param names goals, such as `S5`; none means all
/// @param directory on the device to measure
/// @param rounds each by turns: ours, theirs, theirs, ours
/// @param seconds of a round
/// @param thousands of keys of S5, S7 and S11; S12 to S14 write ten times as many versions
/// @param json where to write the rows, too
record Options(
    List<String> names,
    Path directory,
    int rounds,
    double seconds,
    int thousands,
    @Nullable Path json) {

  static Options of(String[] args) {
    var names = new ArrayList<String>();
    Path directory = Path.of(System.getProperty("java.io.tmpdir"));
    int rounds = 3;
    double seconds = 1.5;
    int thousands = 1000;
    Path json = null;
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--directory" -> directory = Path.of(args[++i]);
        case "--rounds" -> rounds = Integer.parseInt(args[++i]);
        case "--seconds" -> seconds = Double.parseDouble(args[++i]);
        case "--thousands" -> thousands = Integer.parseInt(args[++i]);
        case "--json" -> json = Path.of(args[++i]);
        default -> names.add(args[i].toUpperCase(Locale.ROOT));
      }
    }
    return new Options(names, directory, rounds, seconds, thousands, json);
  }
}
