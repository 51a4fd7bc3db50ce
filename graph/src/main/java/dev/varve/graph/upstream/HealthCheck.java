package dev.varve.graph.upstream;

import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Type;
import dev.varve.graph.shape.Types;
import dev.varve.graph.term.Statuses;
import dev.varve.graph.term.Terms;
import java.time.Duration;
import java.util.List;

/// Probes that find out which targets are up.
public record HealthCheck(
    HealthKind kind,
    String path,
    String host,
    String service,
    String status,
    Duration every,
    Duration timeout,
    int healthyAfter,
    int unhealthyAfter) {
  private static final Field<HealthCheck, HealthKind> KIND =
      Field.of(
          "kind",
          "What is sent.",
          Types.word(HealthKind.values()),
          HealthKind.HTTP,
          HealthCheck::kind);
  private static final Field<HealthCheck, String> PATH =
      Field.of(
          "path",
          "Path that an http probe asks for with GET.",
          Terms.urlPath(),
          "/",
          HealthCheck::path);
  private static final Field<HealthCheck, String> HOST =
      Field.of(
          "host",
          "Host that an http or grpc probe names; empty for the target's own.",
          Types.anyText(),
          "",
          HealthCheck::host);
  private static final Field<HealthCheck, String> SERVICE =
      Field.of(
          "service",
          "Service that a grpc probe asks for; empty for the whole server.",
          Types.anyText(),
          "",
          HealthCheck::service);
  private static final Field<HealthCheck, String> STATUS =
      Field.of(
          "status",
          "Statuses of an http probe that mean up.",
          Types.text("statuses such as '200-399' or '200,204'", Statuses::check),
          "200-399",
          HealthCheck::status);
  private static final Field<HealthCheck, Duration> EVERY =
      Field.of(
          "every",
          "Time between probes of one target, with a tenth of jitter.",
          Types.span(Duration.ofMillis(100), Duration.ofHours(1)),
          Duration.ofSeconds(10),
          HealthCheck::every);
  private static final Field<HealthCheck, Duration> TIMEOUT =
      Field.of(
          "timeout",
          "How long an answer may take.",
          Types.span(Duration.ofMillis(10), Duration.ofMinutes(1)),
          Duration.ofSeconds(2),
          HealthCheck::timeout);
  private static final Field<HealthCheck, Integer> HEALTHY_AFTER =
      Field.of(
          "healthyAfter",
          "Good probes in a row until a target counts as up again.",
          Types.whole(1, 100),
          2,
          HealthCheck::healthyAfter);
  private static final Field<HealthCheck, Integer> UNHEALTHY_AFTER =
      Field.of(
          "unhealthyAfter",
          "Bad probes in a row until it counts as down.",
          Types.whole(1, 100),
          3,
          HealthCheck::unhealthyAfter);

  /// Members, bounds and defaults.
  public static final Shape<HealthCheck> SHAPE =
      Shape.of(
          "HealthCheck",
          "Probes that find out which targets are up.",
          List.of(
              KIND, PATH, HOST, SERVICE, STATUS, EVERY, TIMEOUT, HEALTHY_AFTER, UNHEALTHY_AFTER),
          v ->
              new HealthCheck(
                  v.get(KIND),
                  v.get(PATH),
                  v.get(HOST),
                  v.get(SERVICE),
                  v.get(STATUS),
                  v.get(EVERY),
                  v.get(TIMEOUT),
                  v.get(HEALTHY_AFTER),
                  v.get(UNHEALTHY_AFTER)));

  /// Every default.
  public static final HealthCheck DEFAULT = SHAPE.defaults();

  public HealthCheck {
    PATH.check(path);
    HOST.check(host);
    SERVICE.check(service);
    STATUS.check(status);
    EVERY.check(every);
    TIMEOUT.check(timeout);
    HEALTHY_AFTER.check(healthyAfter);
    UNHEALTHY_AFTER.check(unhealthyAfter);
  }

  /// As it may be written: the path alone.
  public static final Type<HealthCheck> TYPE =
      SHAPE.or(
          Terms.urlPath(),
          path ->
              new HealthCheck(
                  HealthKind.HTTP,
                  path,
                  "",
                  "",
                  DEFAULT.status(),
                  DEFAULT.every(),
                  DEFAULT.timeout(),
                  DEFAULT.healthyAfter(),
                  DEFAULT.unhealthyAfter()));
}
