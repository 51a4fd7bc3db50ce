package dev.varve.edge;

import dev.varve.base.Clock;
import dev.varve.edge.action.ActionHandler;
import dev.varve.edge.guard.GuardSource;
import dev.varve.edge.log.LogSink;
import dev.varve.graph.action.Action;
import dev.varve.graph.term.Value;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a program gives the edge besides the graph.
///
/// @param base where relative paths of the graph begin
/// @param secrets what a reference stands for; throws IllegalArgumentException where there is none
/// @param actions who answers for `app`, `store`, `metrics` and `health`; null for nobody
/// @param guards checks the edge does not know itself
/// @param log where the access log goes; null for nowhere
/// @param signingKey of sticky cookies, at least 16 bytes, the same on all nodes
/// @param memory most bytes of small files that one static action keeps in memory
/// @param clock for health and files
public record EdgeOptions(
    Path base,
    Function<Value, String> secrets,
    Actions actions,
    GuardSource guards,
    @Nullable LogSink log,
    Key signingKey,
    long memory,
    Clock clock) {

  /// Finds who answers for an action that is not the edge's own.
  @FunctionalInterface
  public interface Actions {
    /// Nobody.
    Actions NONE = _ -> null;

    @Nullable ActionHandler handler(Action action);
  }

  /// A secret. Not shown.
  public static final class Key {
    private final byte[] bytes;

    public Key(byte[] bytes) {
      if (bytes.length < 16) {
        throw new IllegalArgumentException(
            "edge.signingKey must have at least 16 bytes, but has " + bytes.length);
      }
      this.bytes = bytes.clone();
    }

    byte[] bytes() {
      return bytes;
    }

    @Override
    public String toString() {
      return "(secret)";
    }
  }

  /// Relative to a folder: no applications, no guards, no log, references from the environment.
  ///
  /// @param signingKey of sticky cookies
  public static EdgeOptions in(Path base, byte[] signingKey) {
    return new EdgeOptions(
        base,
        EdgeOptions::fromEnvironment,
        Actions.NONE,
        GuardSource.NONE,
        null,
        new Key(signingKey),
        64L << 20,
        Clock.SYSTEM);
  }

  private static String fromEnvironment(Value value) {
    return switch (value) {
      case Value.Literal(String text) -> text;
      case Value.Env(String name, String fallback) -> environment(name, fallback);
      case Value.Secret(String name) -> environment(name, null);
    };
  }

  private static String environment(String name, @Nullable String fallback) {
    String text = System.getenv(name);
    if (text != null) {
      return text;
    }
    if (fallback == null) {
      throw new IllegalArgumentException("must be set, but " + name + " is not");
    }
    return fallback;
  }

  public EdgeOptions withActions(Actions found) {
    return new EdgeOptions(base, secrets, found, guards, log, signingKey, memory, clock);
  }

  public EdgeOptions withGuards(GuardSource source) {
    return new EdgeOptions(base, secrets, actions, source, log, signingKey, memory, clock);
  }

  public EdgeOptions withLog(LogSink sink) {
    return new EdgeOptions(base, secrets, actions, guards, sink, signingKey, memory, clock);
  }

  public EdgeOptions withSecrets(Function<Value, String> found) {
    return new EdgeOptions(base, found, actions, guards, log, signingKey, memory, clock);
  }
}
