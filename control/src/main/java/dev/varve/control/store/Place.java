package dev.varve.control.store;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.control.ControlCode;
import dev.varve.control.identity.StoreAccess;
import dev.varve.control.identity.StoreAccess.Role;
import java.util.List;
import java.util.Set;

/// What a path of the API names:
///
/// ```
/// path      = whole / space / named / document
/// whole     = "status" / "namespaces" / "usage" / "batch" / "watch" / "keys" / "tags" / "compact" / "verify"
///           / "backup" / "openapi.json"
/// space     = namespace "/" ( "keys" / "query" / "watch" / "config" / "views" / "indexes" / ... )
/// named     = namespace "/" ( "views" / "indexes" ) "/" name [ "/refresh" ]
/// document  = namespace "/" [ "doc/" ] key [ "/history" / "/diff" / "/blame" / "/revert" / "/at/" point ]
/// ```
///
/// A key that is one of the words, or `doc`, is named by the form with `doc`, which stands for
/// every key. Whole paths are one segment and everything in a namespace is more, so no namespace's
/// name is in the way of anything.
sealed interface Place {
  record Whole(String word) implements Place {}

  record Space(String namespace, String word) implements Place {}

  record Named(String namespace, String kind, String name, boolean refresh) implements Place {}

  record Document(String namespace, String key) implements Place {}

  /// @param point where `at` looks; else empty
  record Past(String namespace, String key, String word, String point) implements Place {}

  Set<String> SPACE_WORDS =
      Set.of("keys", "query", "watch", "config", "schema", "views", "indexes");

  Set<String> PAST_WORDS = Set.of("history", "diff", "blame", "revert");

  Set<String> WATCH = Set.of("from", "prefix", "key", "type", "filter", "wait");
  Set<String> VIEW = Set.of("minSeq", "at");
  Set<String> DOCUMENT = Set.of("at", "envelope");
  Set<String> ERASE = Set.of("erase");

  /// What is done there, in the words of the metrics.
  default String operation(StoreRequest request) {
    return switch (this) {
      case Whole whole -> whole(whole.word());
      case Space space -> space(space.word());
      case Named named -> space(named.kind());
      case Document _ -> document(request);
      case Past past -> past.word();
    };
  }

  private static String whole(String word) {
    return switch (word) {
      case "keys" -> "key";
      case "tags" -> "tag";
      case "status", "namespaces", "usage", "batch", "watch", "compact", "verify", "backup" -> word;
      default -> "other";
    };
  }

  private static String space(String word) {
    return switch (word) {
      case "views" -> "view";
      case "indexes" -> "index";
      default -> word;
    };
  }

  private static String document(StoreRequest request) {
    return switch (request.method()) {
      case "GET", "HEAD" -> request.query().containsKey("at") ? "at" : "get";
      case "PUT" -> "put";
      case "PATCH" -> "patch";
      case "DELETE" -> request.flag("erase") ? "erase" : "delete";
      default -> "other";
    };
  }

  /// Whether only some may do this, so that it is written down who did. What a batch erases is told
  /// by the batch itself.
  default boolean isAdministrative(StoreRequest request) {
    boolean reads = reads(request.method());
    return switch (this) {
      case Whole(String word) ->
          word.equals("compact")
              || word.equals("backup")
              || (!reads && (word.equals("keys") || word.equals("tags")));
      case Space(_, String word) -> !reads && (word.equals("config") || word.equals("schema"));
      case Named(_, String kind, _, _) -> !reads && kind.equals("indexes");
      case Document _ -> request.method().equals("DELETE") && request.flag("erase");
      case Past _ -> false;
    };
  }

  /// The parameters that are read there.
  default Set<String> parameters(String method) {
    return switch (this) {
      case Whole(String word) -> wholeParameters(word, method);
      case Space(_, String word) -> spaceParameters(word, method);
      case Named named -> named.kind().equals("views") && !writes(method) ? VIEW : Set.of();
      case Document _ -> method.equals("DELETE") ? ERASE : writes(method) ? Set.of() : DOCUMENT;
      case Past past -> pastParameters(past.word());
    };
  }

  private static Set<String> wholeParameters(String word, String method) {
    return switch (word) {
      case "watch" -> WATCH;
      case "backup" -> Set.of("after");
      case "keys" -> method.equals("DELETE") ? Set.of("id") : Set.of();
      case "tags" -> method.equals("DELETE") ? Set.of("name") : Set.of();
      default -> Set.of();
    };
  }

  private static Set<String> spaceParameters(String word, String method) {
    return switch (word) {
      case "watch" -> WATCH;
      case "query" -> Set.of("format", "history");
      case "keys" -> Set.of("prefix", "after", "limit", "at");
      case "views", "indexes" -> Set.of("at");
      case "schema" -> writes(method) ? Set.of() : Set.of("at");
      default -> Set.of();
    };
  }

  private static Set<String> pastParameters(String word) {
    return switch (word) {
      case "history" -> Set.of("limit", "before", "values", "at");
      case "diff" -> Set.of("from", "to", "merge");
      case "blame" -> Set.of("at");
      case "revert" -> Set.of("to");
      default -> Set.of("envelope");
    };
  }

  private static boolean writes(String method) {
    return switch (method) {
      case "PUT", "POST", "PATCH", "DELETE" -> true;
      default -> false;
    };
  }

  private static boolean reads(String method) {
    return method.equals("GET") || method.equals("HEAD");
  }

  static Place of(List<String> path) {
    String first = path.getFirst();
    if (path.contains("")) {
      throw nothing(path);
    }
    if (path.size() == 1) {
      return new Whole(first);
    }
    String second = path.get(1);
    List<String> rest = path.subList(2, path.size());
    if (second.equals("doc") && !rest.isEmpty()) {
      return document(first, rest, path);
    }
    if (!SPACE_WORDS.contains(second)) {
      return document(first, path.subList(1, path.size()), path);
    }
    return rest.isEmpty() ? new Space(first, second) : named(first, second, rest, path);
  }

  private static Place named(String namespace, String kind, List<String> rest, List<String> path) {
    boolean has = kind.equals("views") || kind.equals("indexes");
    if (has && rest.size() == 1) {
      return new Named(namespace, kind, rest.getFirst(), false);
    }
    if (kind.equals("views") && rest.size() == 2 && rest.get(1).equals("refresh")) {
      return new Named(namespace, kind, rest.getFirst(), true);
    }
    throw nothing(path);
  }

  /// @param rest the key and what follows it
  private static Place document(String namespace, List<String> rest, List<String> path) {
    String key = rest.getFirst();
    if (rest.size() == 1) {
      return new Document(namespace, key);
    }
    String word = rest.get(1);
    if (rest.size() == 3 && word.equals("at")) {
      return new Past(namespace, key, word, rest.get(2));
    }
    if (rest.size() == 2 && PAST_WORDS.contains(word)) {
      return new Past(namespace, key, word, "");
    }
    throw nothing(path);
  }

  static Failure nothing(List<String> path) {
    return new Failure(
        new Problem(
            ControlCode.NOTHING_HERE,
            String.join("/", path),
            "the path must name something of the store's API, but does not",
            "keys are one percent-encoded segment, so write / as %2F"));
  }

  /// Namespaces in which the program keeps what belongs to it: views, indexes, schemas, keys. Their
  /// history is read like any other, by administrators; they are written by their own calls only.
  final class Own {
    static final String PREFIX = "varve.";

    /// Pieces of large values are no JSON, and read with the values.
    private static final String PIECES = "_chunks";

    private Own() {}

    static boolean is(String namespace) {
      return namespace.startsWith(PREFIX);
    }

    /// Keeps requests that name a namespace of the program's from writing there.
    static void guard(StoreRequest request, String namespace, StoreAccess access) {
      if (namespace.equals(PIECES)) {
        throw nothing(request.path());
      }
      if (!is(namespace)) {
        return;
      }
      access.require(Role.ADMIN, namespace);
      if (!reads(request.method()) && !request.path().getLast().equals("query")) {
        throw notYours(namespace);
      }
    }

    /// Keeps a batch from writing there.
    static void guardWrite(String namespace) {
      if (is(namespace)) {
        throw notYours(namespace);
      }
    }

    private static Failure notYours(String namespace) {
      return new Failure(
          new Problem(
              ControlCode.READ_ONLY,
              namespace,
              "a namespace of the program's own must be written by its own calls",
              "names that start with " + PREFIX + " are taken"));
    }
  }
}
