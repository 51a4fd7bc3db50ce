package dev.varve.store.schema;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.base.json.Json;
import dev.varve.store.diff.JsonPointer;
import dev.varve.store.problem.StoreCode;
import java.util.List;

/// Rules for documents, as JSON Schema 2020-12, read once and used by any number of threads.
///
/// Checked: type, enum, const, properties, required, additionalProperties, patternProperties,
/// propertyNames, minProperties, maxProperties, dependentRequired, dependentSchemas, items,
/// prefixItems, contains, minContains, maxContains, minItems, maxItems, uniqueItems, minimum,
/// maximum, exclusiveMinimum, exclusiveMaximum, multipleOf, minLength, maxLength, pattern, allOf,
/// anyOf, oneOf, not, if, then, else, unevaluatedProperties, unevaluatedItems, $ref, $dynamicRef,
/// $anchor and $dynamicAnchor within the schema, $defs. Numbers are exact, lengths count code
/// points, patterns are those of RE2. A dynamic reference leads where `$ref` would, as a schema is
/// one resource.
///
/// `format` and the content keywords are annotations and check nothing, as the standard has it.
/// What would have to be checked and is not (references to other documents, `$id` of parts) is
/// refused. Unknown keywords are ignored, as the standard demands; [#ignored] names them.
public final class JsonSchema {
  private final Json source;
  private final Node root;
  private final boolean marking;
  private final List<JsonPointer> ignored;

  /// @param marking whether it has keywords for what all others have left
  JsonSchema(Json source, Node root, boolean marking, List<JsonPointer> ignored) {
    this.source = source;
    this.root = root;
    this.marking = marking;
    this.ignored = List.copyOf(ignored);
  }

  /// Reads a schema.
  ///
  /// @throws Failure with all problems, each with its place in the schema
  public static JsonSchema of(Json schema) {
    return SchemaReader.read(schema);
  }

  /// The schema as it was given.
  public Json json() {
    return source;
  }

  /// Where the schema has keywords that nobody knows. They are often misspelt.
  public List<JsonPointer> ignored() {
    return ignored;
  }

  /// Every rule that a document breaks, up to a hundred; empty for a document that keeps them all.
  public List<Breach> check(Json document) {
    var run = new Run(marking);
    run.check(root, document);
    return List.copyOf(run.breaches());
  }

  /// @throws Failure with every rule that the document breaks
  public void require(Json document) {
    List<Problem> problems =
        check(document).stream()
            .map(breach ->
                new Problem(StoreCode.SCHEMA_BROKEN, "", breach.toString(), "see " + breach.rule()))
            .toList();
    if (!problems.isEmpty()) {
      throw new Failure(problems);
    }
  }
}
