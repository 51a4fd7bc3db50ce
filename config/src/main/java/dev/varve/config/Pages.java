package dev.varve.config;

import dev.varve.base.Code;
import dev.varve.base.json.JsonObject;
import dev.varve.graph.Graph;
import dev.varve.graph.GraphCode;
import dev.varve.graph.doc.ReferencePage;
import dev.varve.graph.doc.SchemaPage;
import dev.varve.graph.doc.TypePage;
import java.util.ArrayList;
import java.util.List;

/// What is generated from the descriptions of the graph's records. Committed files are held to it.
public final class Pages {
  private static final String TYPES_HEAD =
      """
      // Generated from the records of the route graph; do not edit.

      /** A length of time: '250ms', '5s', '1m30s', '2h' or '7d'. */
      export type Duration = string
      /** An amount of bytes: '512B', '64KiB', '10MiB' or '2GB'. */
      export type Size = string
      /** So many in so long: '100/min', '5/s' or '20/10s'. */
      export type Rate = string
      /** What is looked up when Varve loads the graph. */
      export type Reference = { secret: string } | { env: string; default?: string }
      /** Text, or what is looked up when Varve loads the graph. */
      export type Value = string | Reference

      """;
  private static final String REFERENCE_HEAD =
      """
      # Configuration reference

      Generated from the records of the route graph; do not edit. How to write a configuration
      stands in [docs/config](../config/README.md).
      """;

  private Pages() {}

  /// The JSON Schema for `varve.yaml` and `varve.json`.
  public static JsonObject schema() {
    return SchemaPage.of(Graph.SHAPE, "Varve configuration");
  }

  /// The TypeScript declarations of everything that a configuration may hold.
  public static String types() {
    return TYPES_HEAD + TypePage.of(Graph.SHAPE);
  }

  /// The reference page, in Markdown.
  public static String reference() {
    var codes = new ArrayList<Code>(List.of(ConfigCode.values()));
    codes.addAll(List.of(GraphCode.values()));
    return REFERENCE_HEAD
        + ReferencePage.keys(Graph.SHAPE)
        + "\n## Problems\n"
        + ReferencePage.codes(codes);
  }
}
