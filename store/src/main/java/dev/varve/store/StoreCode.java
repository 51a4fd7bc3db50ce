package dev.varve.store;

import dev.varve.base.Code;
import dev.varve.base.Exit;

/// What can go wrong in the store.
public enum StoreCode implements Code {
  BAD_PATH(
      "E1350",
      "A field path is not understood",
      "A path names a place in a document: member names joined by dots, array positions in brackets, "
          + "as in a.b[0].c. A name with dots or other signs is quoted: ['first.name']. The fields "
          + "$key, $seq, $time and $author speak of the version itself.",
      Exit.INVALID),
  BAD_FILTER(
      "E1351",
      "A filter is not understood",
      "The filter breaks the grammar at the place named. Text filters look like age > 30 and tags "
          + "contains 'x'; JSON filters like {\"age\": {\"gt\": 30}}.",
      Exit.INVALID),
  BAD_REGEX(
      "E1352",
      "A regular expression is not understood",
      "Expressions are those of RE2: they run in linear time, so they have no back references and no "
          + "look-around. The place named is where reading stopped.",
      Exit.INVALID),
  BAD_QUERY(
      "E1353",
      "A query is not understood",
      "A query has the members filter, sort, fields, limit, offset, cursor, aggregates and group. An "
          + "unknown member or a value out of bounds is refused rather than ignored.",
      Exit.INVALID),
  BAD_CURSOR(
      "E1354",
      "A cursor does not fit its query",
      "A cursor continues the query that gave it, with the same filter and the same sort. It was "
          + "changed, cut off, or sent with another query. Start again without a cursor.",
      Exit.INVALID),
  QUERY_TOO_LARGE(
      "E1355",
      "A query would need too much memory",
      "Results stream, but sorting, groups and distinct values have to be held. The bound named was "
          + "passed. Add a limit, narrow the filter, or declare an index on the sort paths.",
      Exit.INVALID),
  BAD_INDEX(
      "E1356",
      "An index definition is wrong",
      "An index has a name and one to eight different paths into the document.",
      Exit.INVALID),
  BAD_PATCH(
      "E1357",
      "A patch is not understood",
      "A JSON Patch (RFC 6902) is an array of operations, each with op, path and what the operation "
          + "needs: value, or from. Paths are JSON Pointers: empty, or starting with a slash.",
      Exit.INVALID),
  PATCH_FAILED(
      "E1358",
      "A patch does not fit the document",
      "The operation named could not be done: its path is not there, or its test failed. Nothing was "
          + "changed. Read the document again and make a new patch.",
      Exit.CONFLICT),
  BAD_SCHEMA(
      "E1359",
      "A JSON Schema cannot be used",
      "The schema has a keyword with a wrong value, a reference that leads nowhere, or a keyword that "
          + "Varve does not check. Such keywords are refused, since ignoring them would let wrong "
          + "documents in.",
      Exit.INVALID),
  SCHEMA_BROKEN(
      "E1360",
      "A document breaks the schema of its namespace",
      "Every rule that the document breaks is named with its place in the document. Nothing was "
          + "written.",
      Exit.INVALID),
  NOT_A_NUMBER(
      "E1361",
      "Only a number can be incremented",
      "The place named holds something else, or cannot be reached. Nothing was changed.",
      Exit.CONFLICT);

  private final String id;
  private final String title;
  private final String explanation;
  private final Exit exit;

  StoreCode(String id, String title, String explanation, Exit exit) {
    this.id = id;
    this.title = title;
    this.explanation = explanation;
    this.exit = exit;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public String explanation() {
    return explanation;
  }

  @Override
  public Exit exit() {
    return exit;
  }
}
