package dev.varve.control.store;

import dev.varve.base.Code;
import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonObject;
import dev.varve.control.ControlCode;
import dev.varve.control.version.VersionJson;
import dev.varve.store.Outcome;
import dev.varve.store.Version;
import dev.varve.store.problem.StoreCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// What goes wrong, as `application/problem+json` (RFC 9457): `code`, `where` and `problems` say
/// more than the standard's members, and a conflict has the key's version as `current`.
final class Problems {
  private Problems() {}

  static StoreReply of(Failure failure) {
    int status = status(failure.problems().getFirst().code());
    return StoreReply.problem(status, json(status, failure.problems()));
  }

  static StoreReply of(Outcome.Refused refused) {
    return of(new Failure(refused.problems()));
  }

  /// @param conditional whether the request's own headers asked for what did not hold
  static StoreReply of(Outcome.Conflict conflict, boolean conditional) {
    int status = conditional ? 412 : status(conflict.problem().code());
    JsonObject json = json(status, List.of(conflict.problem()));
    Optional<Version> current = conflict.current();
    return StoreReply.problem(
        status, current.isEmpty() ? json : json.with("current", VersionJson.head(current.get())));
  }

  private static JsonObject json(int status, List<Problem> problems) {
    Problem first = problems.getFirst();
    var members = new LinkedHashMap<String, Json>();
    members.put("type", Json.of("urn:varve:problem:" + first.code().id()));
    members.put("title", Json.of(first.code().title()));
    members.put("status", Json.of(status));
    members.put("detail", Json.of(first.message()));
    members.put("code", Json.of(first.code().id()));
    members.put("where", Json.of(where(first)));
    members.put("next", Json.of(next(first)));
    if (problems.size() > 1) {
      members.put("problems", new JsonArray(problems.stream().map(Problems::json).toList()));
    }
    return new JsonObject(members);
  }

  private static Json json(Problem problem) {
    return Json.of("code", Json.of(problem.code().id()))
        .with("where", Json.of(where(problem)))
        .with("detail", Json.of(problem.message()))
        .with("next", Json.of(next(problem)));
  }

  /// Where nothing else is told, what the message speaks of: they all say what must be how.
  private static String where(Problem problem) {
    String message = problem.message();
    int rule = message.indexOf(" must ");
    return problem.where().isEmpty() && rule > 0 ? message.substring(0, rule) : problem.where();
  }

  private static String next(Problem problem) {
    return problem.next().isEmpty()
        ? "'varve explain " + problem.code().id() + "' says what is asked for"
        : problem.next();
  }

  private static int status(Code code) {
    return switch (code) {
      case StoreCode store -> status(store);
      case ControlCode control -> status(control);
      default -> byExit(code);
    };
  }

  private static int status(ControlCode code) {
    return switch (code) {
      case WRONG_METHOD -> 405;
      case BODY_TOO_LARGE -> 413;
      case ENCODED -> 415;
      case GONE -> 410;
      case NO_KEY -> 401;
      default -> byExit(code);
    };
  }

  private static int status(StoreCode code) {
    return switch (code) {
      case TOO_LARGE -> 413;
      case DISK_FULL, OVER_QUOTA -> 507;
      case CLOSED, IN_USE -> 503;
      case SCHEMA_BROKEN, QUERY_TOO_LARGE, NOT_A_NUMBER -> 422;
      default -> byExit(code);
    };
  }

  private static int byExit(Code code) {
    return switch (code.exit()) {
      case NOT_FOUND -> 404;
      case INVALID, USAGE -> 400;
      case CONFLICT -> 409;
      case NOT_ALLOWED -> 403;
      case TIMEOUT -> 504;
      case UNREACHABLE -> 502;
      case OK, FAILED, DIFFERENCES -> 500;
    };
  }
}
