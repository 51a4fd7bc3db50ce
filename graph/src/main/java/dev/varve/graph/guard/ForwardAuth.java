package dev.varve.graph.guard;

import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Type;
import dev.varve.graph.shape.Types;
import dev.varve.graph.term.Terms;
import java.time.Duration;
import java.util.List;

/// Another service is asked about each request; anything but 2xx is its answer to the client.
public record ForwardAuth(String url, List<String> copy, List<String> send, Duration timeout)
    implements Guard {
  private static final Field<ForwardAuth, String> URL =
      Field.required("url", "Where it is asked.", Terms.url(), ForwardAuth::url);
  private static final Field<ForwardAuth, List<String>> COPY =
      Field.of(
          "copy",
          "Headers of its answer told to the action; the client's own such headers are dropped.",
          Types.list(Terms.header()),
          List.of(),
          ForwardAuth::copy);
  private static final Field<ForwardAuth, List<String>> SEND =
      Field.of(
          "send",
          "Headers of the request that it is shown.",
          Types.list(Terms.header()),
          List.of("authorization", "cookie"),
          ForwardAuth::send);
  private static final Field<ForwardAuth, Duration> TIMEOUT =
      Field.of(
          "timeout",
          "How long it may take; afterwards the answer is 503.",
          Types.span(Duration.ofMillis(10), Duration.ofMinutes(1)),
          Duration.ofSeconds(5),
          ForwardAuth::timeout);

  /// Members, bounds and defaults.
  public static final Shape<ForwardAuth> SHAPE =
      Shape.of(
          "ForwardAuth",
          "Another service is asked about each request; anything but 2xx is its answer to the"
              + " client.",
          List.of(URL, COPY, SEND, TIMEOUT),
          v -> new ForwardAuth(v.get(URL), v.get(COPY), v.get(SEND), v.get(TIMEOUT)));

  public ForwardAuth {
    URL.check(url);
    copy = List.copyOf(copy);
    COPY.check(copy);
    send = List.copyOf(send);
    SEND.check(send);
    TIMEOUT.check(timeout);
  }

  /// As it may be written: the URL alone.
  public static final Type<ForwardAuth> TYPE =
      SHAPE.or(
          Terms.url(),
          url ->
              new ForwardAuth(
                  url, List.of(), List.of("authorization", "cookie"), Duration.ofSeconds(5)));
}
