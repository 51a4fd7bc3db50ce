package dev.varve.graph.action;

import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Types;
import dev.varve.graph.term.Terms;
import dev.varve.graph.term.Value;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Runs a script by FastCGI, such as PHP-FPM.
public record FastCgi(
    String upstream,
    String root,
    String remoteRoot,
    String index,
    List<String> endings,
    String script,
    SortedMap<String, Value> environment)
    implements Action {
  private static final Field<FastCgi, String> UPSTREAM =
      Field.required(
          "upstream",
          "The upstream, or an address such as 'unix:/run/php/fpm.sock'.",
          Terms.upstream(),
          FastCgi::upstream);
  private static final Field<FastCgi, String> ROOT =
      Field.required(
          "root", "Directory of the scripts, as the edge sees it.", Terms.file(), FastCgi::root);
  private static final Field<FastCgi, String> REMOTE_ROOT =
      Field.of(
          "remoteRoot",
          "The same directory as the FastCGI server sees it; empty for the same path.",
          Types.anyText(),
          "",
          FastCgi::remoteRoot);
  private static final Field<FastCgi, String> INDEX =
      Field.of(
          "index",
          "Script that stands for a directory.",
          Types.text("a file name"),
          "index.php",
          FastCgi::index);
  private static final Field<FastCgi, List<String>> ENDINGS =
      Field.of(
          "endings",
          "Endings of what may be run.",
          Types.list(Types.text("an ending such as '.php'")),
          List.of(".php"),
          FastCgi::endings);
  private static final Field<FastCgi, String> SCRIPT =
      Field.of(
          "script",
          "One script that answers every request (front controller), such as '/index.php'; empty to"
              + " run the file that the path names.",
          Types.anyText(),
          "",
          FastCgi::script);
  private static final Field<FastCgi, SortedMap<String, Value>> ENVIRONMENT =
      Field.of(
          "environment",
          "Further variables for the script.",
          Types.map("variable", name -> name, Value.TYPE),
          new TreeMap<>(),
          FastCgi::environment);

  /// Members, bounds and defaults.
  public static final Shape<FastCgi> SHAPE =
      Shape.of(
          "FastCgi",
          "Runs a script by FastCGI, such as PHP-FPM.",
          List.of(UPSTREAM, ROOT, REMOTE_ROOT, INDEX, ENDINGS, SCRIPT, ENVIRONMENT),
          v ->
              new FastCgi(
                  v.get(UPSTREAM),
                  v.get(ROOT),
                  v.get(REMOTE_ROOT),
                  v.get(INDEX),
                  v.get(ENDINGS),
                  v.get(SCRIPT),
                  v.get(ENVIRONMENT)));

  public FastCgi {
    UPSTREAM.check(upstream);
    ROOT.check(root);
    REMOTE_ROOT.check(remoteRoot);
    INDEX.check(index);
    endings = List.copyOf(endings);
    ENDINGS.check(endings);
    SCRIPT.check(script);
    environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
  }
}
