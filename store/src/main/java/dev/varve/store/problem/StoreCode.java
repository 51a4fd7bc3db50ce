package dev.varve.store.problem;

import dev.varve.base.Code;
import dev.varve.base.Exit;

/// Problems of the store.
public enum StoreCode implements Code {
  BAD_NAME(
      "E1301",
      "bad namespace or key",
      "A namespace is 1 to 63 of a-z, 0-9, '.', '_' and '-', starting with a letter or digit; names"
          + " that start with '_' belong to the store. A key is 1 to 1024 bytes of UTF-8.",
      Exit.INVALID),
  TOO_LARGE(
      "E1302",
      "too large",
      "A value may take 16 MiB in canonical form and a transaction 20 MiB; in volatile namespaces a"
          + " value may take 1 MiB. Split the document, or keep large content in files and store"
          + " their names.",
      Exit.INVALID),
  IO_FAILED(
      "E1303",
      "the disk failed",
      "A write or sync of the data directory failed, so the store stopped taking writes: what the"
          + " device holds is no longer certain. Reads go on. Check the device, then start again;"
          + " everything acknowledged before is recovered from the log.",
      Exit.FAILED),
  IN_USE(
      "E1304",
      "data directory in use",
      "Another process has the data directory open. Stop it, or talk to it with --url instead of"
          + " --data. A lock left by a crash does not block: the system removes it.",
      Exit.CONFLICT),
  DISK_FULL(
      "E1305",
      "disk full",
      "There is no room for the next log segment. Reads go on and compaction may still run on its"
          + " reserve. Free space or move the data directory; writes go on by themselves.",
      Exit.FAILED),
  DAMAGED(
      "E1306",
      "damaged data",
      "A checksum does not match what is on disk. The place is named and everything else stays"
          + " readable. Run 'varve db verify', then restore from a backup, or open with the damage"
          + " accepted to lose just that.",
      Exit.FAILED),
  CONFLICT(
      "E1307",
      "precondition failed",
      "Somebody else wrote first, or the key is not in the state the write asked for. Read the"
          + " current version, decide again and retry.",
      Exit.CONFLICT),
  UNKNOWN_FORMAT(
      "E1308",
      "unknown format",
      "The data directory was written by a newer version of the program, or is not one of the"
          + " store's. Use the program that wrote it.",
      Exit.INVALID),
  OVER_QUOTA(
      "E1309",
      "over quota",
      "The namespace has reached its limit. Raise the quota, shorten its retention, or erase.",
      Exit.NOT_ALLOWED),
  CLOSED("E1310", "store closed", "The store was closed while or before it was used.", Exit.FAILED),
  NO_SUCH_VERSION(
      "E1312",
      "no such version",
      "The version does not exist, belongs to another key, or was removed by retention.",
      Exit.NOT_FOUND),
  MIXED_KINDS(
      "E1313",
      "volatile and kept namespaces in one transaction",
      "Namespaces without retention live in memory only and cannot be part of a transaction with"
          + " namespaces that are kept. Use two transactions.",
      Exit.INVALID),
  ONCE_REUSED(
      "E1314",
      "idempotency key used for something else",
      "The same idempotency key came with another transaction before. Take a new key for new work.",
      Exit.CONFLICT),
  BAD_BACKUP(
      "E1315",
      "not a usable backup",
      "The file is not a backup of the store, is incomplete, or does not follow the one before it.",
      Exit.INVALID),
  BAD_PATH(
      "E1350",
      "A field path is not understood",
      "A path names a place in a document: member names joined by dots, array positions in"
          + " brackets, as in a.b[0].c. A name with dots or other signs is quoted: ['first.name']."
          + " The fields $key, $seq, $time and $author speak of the version itself.",
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
      "Expressions are those of RE2: they run in linear time, so they have no back references and"
          + " no look-around. The place named is where reading stopped.",
      Exit.INVALID),
  BAD_QUERY(
      "E1353",
      "A query is not understood",
      "A query has the members filter, sort, fields, limit, offset, cursor, aggregates and group."
          + " An unknown member or a value out of bounds is refused rather than ignored.",
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
      "Results stream, but sorting, groups and distinct values have to be held. The bound named was"
          + " passed. Add a limit, narrow the filter, or declare an index on the sort paths.",
      Exit.INVALID),
  BAD_INDEX(
      "E1356",
      "An index definition is wrong",
      "An index has a name and one to eight different paths into the document.",
      Exit.INVALID),
  BAD_PATCH(
      "E1357",
      "A patch is not understood",
      "A JSON Patch (RFC 6902) is an array of operations, each with op, path and what the operation"
          + " needs: value, or from. Paths are JSON Pointers: empty, or starting with a slash.",
      Exit.INVALID),
  PATCH_FAILED(
      "E1358",
      "A patch does not fit the document",
      "The operation named could not be done: its path is not there, or its test failed. Nothing"
          + " was changed. Read the document again and make a new patch.",
      Exit.CONFLICT),
  BAD_SCHEMA(
      "E1359",
      "A JSON Schema cannot be used",
      "The schema has a keyword with a wrong value, a reference that leads nowhere, or a keyword"
          + " that Varve does not check. Such keywords are refused, since ignoring them would let"
          + " wrong documents in.",
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
