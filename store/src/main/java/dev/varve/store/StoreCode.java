package dev.varve.store;

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
      "A value may take 1 MiB in canonical form and a transaction 16 MiB. Split the document, or keep"
          + " large content in files and store their names.",
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
  NOT_A_NUMBER(
      "E1311",
      "not a number",
      "Increment needs a number, or nothing, where it points.",
      Exit.INVALID),
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
      Exit.INVALID);

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
