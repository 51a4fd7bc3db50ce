package dev.varve.config;

import dev.varve.base.Failure;
import dev.varve.config.source.Authored;
import dev.varve.graph.Graph;
import dev.varve.graph.shape.Reading;
import java.util.ArrayList;

/// From what was written to a graph. Pure: the same text gives the same graph, on any machine.
public final class Authoring {
  private Authoring() {}

  /// Reads YAML 1.2.
  ///
  /// @param file as it is shown in problems
  /// @throws Failure with every mistake of form
  public static Authored yaml(String text, String file) {
    return YamlFile.read(text, file);
  }

  /// Reads strict JSON.
  ///
  /// @param file as it is shown in problems
  /// @throws Failure naming the place
  public static Authored json(String text, String file) {
    return JsonFile.read(text, file);
  }

  /// The plain form of what was written, profiles and groups written out.
  ///
  /// @throws Failure with everything that is wrong
  public static Authored expand(Authored authored, Profiles profiles) {
    Reading at = Reading.of(authored.positions()::at);
    Authored plain = Expansion.of(authored, profiles, at);
    if (at.count() > 0) {
      throw new Failure(at.problems());
    }
    return plain;
  }

  /// The graph, its values held to their bounds. What concerns several values together is left to
  /// `dev.varve.graph.check`.
  ///
  /// @throws Failure with everything that is wrong
  public static Compiled compile(Authored authored, Profiles profiles) {
    Reading expanding = Reading.of(authored.positions()::at);
    Authored plain = Expansion.of(authored, profiles, expanding);
    Reading reading = Reading.of(plain.positions()::at);
    Graph graph = Graph.SHAPE.read(plain.value(), reading);
    var problems = new ArrayList<>(expanding.problems());
    problems.addAll(reading.problems());
    if (graph == null || !problems.isEmpty()) {
      throw new Failure(Reading.once(problems));
    }
    return new Compiled(graph, plain.positions());
  }
}
