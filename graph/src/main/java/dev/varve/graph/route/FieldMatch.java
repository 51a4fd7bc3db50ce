package dev.varve.graph.route;

import com.google.re2j.Pattern;
import dev.varve.graph.shape.Type;
import dev.varve.graph.shape.Types;
import dev.varve.graph.term.Terms;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What a header or query parameter must be for a route to match.
public sealed interface FieldMatch {
  /// Exactly this value.
  record Is(String value) implements FieldMatch {
    static final Type<Is> TYPE = Types.parsed("text", Is::new, Is::value);
  }

  /// The whole value matches an expression (RE2).
  record Regex(String expression) implements FieldMatch {
    static final Type<Regex> TYPE = Types.mapped(Terms.regex(), Regex::new, Regex::expression);
  }

  /// It is there, or it is not.
  record Present(boolean wanted) implements FieldMatch {
    static final Type<Present> TYPE = Types.mapped(Types.bool(), Present::new, Present::wanted);
  }

  /// The question itself, made ready to be asked often: whether a value, or null for none, is what
  /// is asked for.
  default Predicate<@Nullable String> ready() {
    return switch (this) {
      case Is is -> is.value()::equals;
      case Regex regex -> {
        Pattern pattern = Pattern.compile(regex.expression());
        yield value -> value != null && pattern.matches(value);
      }
      case Present present -> value -> present.wanted() == (value != null);
    };
  }
}
