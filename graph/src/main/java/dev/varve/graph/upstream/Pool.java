package dev.varve.graph.upstream;

import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Types;
import java.time.Duration;
import java.util.List;

/// How many connections and requests an upstream may have.
public record Pool(int connections, Duration idle, int requests, int queue, Duration queueFor) {
  private static final Field<Pool, Integer> CONNECTIONS =
      Field.of(
          "connections",
          "Connections to one target, from all threads.",
          Types.whole(1, 100000),
          1024,
          Pool::connections);
  private static final Field<Pool, Duration> IDLE =
      Field.of(
          "idle",
          "How long an unused connection is kept.",
          Types.span(Duration.ofSeconds(1), Duration.ofHours(1)),
          Duration.ofSeconds(60),
          Pool::idle);
  private static final Field<Pool, Integer> REQUESTS =
      Field.of(
          "requests",
          "Requests in flight to the whole upstream; more get 503 at once.",
          Types.whole(1, 1000000),
          10000,
          Pool::requests);
  private static final Field<Pool, Integer> QUEUE =
      Field.of(
          "queue",
          "Requests of one thread that wait while all connections are in use; more get 503.",
          Types.whole(0, 100000),
          1000,
          Pool::queue);
  private static final Field<Pool, Duration> QUEUE_FOR =
      Field.of(
          "queueFor",
          "How long they wait for one, before 503.",
          Types.span(Duration.ZERO, Duration.ofMinutes(5)),
          Duration.ofSeconds(5),
          Pool::queueFor);

  /// Members, bounds and defaults.
  public static final Shape<Pool> SHAPE =
      Shape.of(
          "Pool",
          "How many connections and requests an upstream may have.",
          List.of(CONNECTIONS, IDLE, REQUESTS, QUEUE, QUEUE_FOR),
          v ->
              new Pool(
                  v.get(CONNECTIONS),
                  v.get(IDLE),
                  v.get(REQUESTS),
                  v.get(QUEUE),
                  v.get(QUEUE_FOR)));

  /// Every default.
  public static final Pool DEFAULT = SHAPE.defaults();

  public Pool {
    CONNECTIONS.check(connections);
    IDLE.check(idle);
    REQUESTS.check(requests);
    QUEUE.check(queue);
    QUEUE_FOR.check(queueFor);
  }
}
