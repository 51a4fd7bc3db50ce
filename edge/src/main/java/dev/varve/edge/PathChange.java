package dev.varve.edge;

import com.google.re2j.Pattern;
import dev.varve.edge.header.Expansion;
import dev.varve.edge.header.Query;
import dev.varve.graph.path.CanonicalPath;
import dev.varve.graph.path.PathOutcome;
import dev.varve.graph.route.Rewrite;
import dev.varve.graph.route.Rewriting;
import dev.varve.graph.term.Template;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a route changes path and query before its action sees them. Works on the canonical path, and
/// what comes out is brought into canonical form again: a rewrite can neither make a path that the
/// edge would have refused nor smuggle one past the action. Immutable.
final class PathChange {
  private final String strip;
  private final @Nullable Rewrite rewrite;
  private final @Nullable Pattern regex;

  private PathChange(String strip, @Nullable Rewrite rewrite) {
    this.strip = strip;
    this.rewrite = rewrite;
    this.regex =
        rewrite == null || rewrite.regex() == null ? null : Pattern.compile(rewrite.regex());
  }

  /// Null when nothing changes.
  static @Nullable PathChange of(Rewriting rewriting) {
    return rewriting.stripPrefix().isEmpty() && rewriting.rewrite() == null
        ? null
        : new PathChange(rewriting.stripPrefix(), rewriting.rewrite());
  }

  /// Whether nothing but the prefix was asked for, without a slash behind it. To a folder of files
  /// that is another address: links relative to it lead elsewhere.
  boolean leavesNothing(String path) {
    return !strip.isEmpty() && path.equals(strip);
  }

  /// Changes the passage; false when the path that came out is not one.
  boolean apply(Passage passage) {
    String changed = path(passage);
    String canonical =
        switch (CanonicalPath.of(CanonicalPath.encode(changed))) {
          case PathOutcome.Canonical(String form) -> form;
          case PathOutcome.Refused _ -> null;
        };
    if (canonical == null) {
      return false;
    }
    String query = query(passage);
    passage.path(canonical);
    passage.query(query);
    String encoded = CanonicalPath.encode(canonical);
    passage.rewritten(query.isEmpty() ? encoded : encoded + "?" + query);
    return true;
  }

  private String path(Passage passage) {
    String path = passage.path();
    if (!strip.isEmpty() && (path.equals(strip) || path.startsWith(strip + "/"))) {
      path = path.length() == strip.length() ? "/" : path.substring(strip.length());
    }
    Rewrite change = rewrite;
    if (change == null) {
      return path;
    }
    Template fresh = change.path();
    if (fresh != null) {
      passage.path(path);
      path = Expansion.fill(fresh, passage, Expansion.Place.SEGMENT, "");
    } else if (regex != null) {
      path = regex.matcher(path).replaceAll(change.with());
    }
    path = path.startsWith("/") ? path : "/" + path;
    return change.addPrefix().isEmpty() ? path : change.addPrefix() + path;
  }

  private String query(Passage passage) {
    String query = passage.query();
    Rewrite change = rewrite;
    if (change == null) {
      return query;
    }
    for (String name : change.query().remove()) {
      query = Query.without(query, name);
    }
    for (Map.Entry<String, Template> each : change.query().set().entrySet()) {
      query = Query.with(Query.without(query, each.getKey()), each.getKey(), text(each, passage));
    }
    for (Map.Entry<String, Template> each : change.query().add().entrySet()) {
      query = Query.with(query, each.getKey(), text(each, passage));
    }
    return query;
  }

  private static String text(Map.Entry<String, Template> each, Passage passage) {
    return Expansion.fill(each.getValue(), passage, Expansion.Place.TEXT, "");
  }
}
