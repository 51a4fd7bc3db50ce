package dev.varve.graph.term;

import dev.varve.graph.shape.Type;
import org.jspecify.annotations.Nullable;

/// A text that may be known only where the graph is loaded. References are never resolved in the
/// graph, so that neither it, nor a difference, nor a log line shows a secret.
public sealed interface Value {
  /// Any of the three.
  Type<Value> TYPE = new ValueType(true);

  /// A reference only: for what must not be written out.
  Type<Value> REFERENCE = new ValueType(false);

  /// The text itself.
  record Literal(String text) implements Value {}

  /// An environment variable.
  ///
  /// @param fallback what it is when the variable is not set; null when it must be
  record Env(String name, @Nullable String fallback) implements Value {
    public Env {
      Terms.reference(name);
    }
  }

  /// A secret by name: a file of the secrets directory, or the environment.
  record Secret(String name) implements Value {
    public Secret {
      Terms.reference(name);
    }
  }

  static Value of(String text) {
    return new Literal(text);
  }
}
