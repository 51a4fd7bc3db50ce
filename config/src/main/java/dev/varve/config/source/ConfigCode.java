package dev.varve.config.source;

import dev.varve.base.Code;
import dev.varve.base.Exit;

/// What can be wrong with a configuration before it is a graph.
public enum ConfigCode implements Code {
  NO_FILE(
      "E1101",
      "no configuration",
      """
      None of varve.config.ts, varve.yaml and varve.json is there. `varve init` writes one, and -c \
      names one elsewhere.\
      """),
  SEVERAL_FILES(
      "E1102",
      "several configurations",
      """
      More than one of varve.config.ts, varve.yaml and varve.json is there, and nothing says which \
      one counts. Remove all but one, or name one with -c.\
      """),
  UNREADABLE(
      "E1103",
      "malformed file",
      """
      The file is not YAML 1.2 or not JSON. The place named is where the reader could not go on; \
      the mistake stands there or shortly before. In YAML tabs never indent, and a text with ': ', \
      ' #' or a leading '*', '&', '{' or '[' needs quotes.\
      """),
  DUPLICATE_KEY(
      "E1104",
      "key written twice",
      """
      An object has the same key twice, so one of the two values would silently be lost. Remove \
      one.\
      """),
  TOO_LARGE(
      "E1105",
      "file too large",
      """
      A configuration may have 4 MiB, 250,000 values and 64 levels, aliases written out. Beyond \
      that it is a mistake or an attack.\
      """),
  UNKNOWN_PROFILE(
      "E1106",
      "unknown profile",
      """
      'use' names a profile that does not exist. Correct the name; docs/config/profiles.md lists \
      them.\
      """),
  MALFORMED_GROUP(
      "E1107",
      "malformed group",
      """
      A group is an object with 'routes', whose other keys are shared by all of them: 'path' is \
      put before their paths, and what a route writes itself wins. Groups may stand in groups, at \
      most eight deep, but a regular expression cannot be put behind a path.\
      """),
  SYNTAX(
      "E1150",
      "TypeScript that cannot be read",
      """
      The text of varve.config.ts, or of a file it imports, is not TypeScript. The place named is \
      where the reader could not go on; the mistake stands there or shortly before.\
      """),
  NOT_ERASABLE(
      "E1151",
      "TypeScript that must be translated",
      """
      Varve removes types and runs what is left. Enums, namespaces, decorators, parameter \
      properties, import = and <T>casts mean code that the text does not show, so they cannot be \
      removed. Each has a plain form, which the message names. Set erasableSyntaxOnly in \
      tsconfig.json and the editor will say the same.\
      """),
  IMPORT(
      "E1152",
      "import that cannot be resolved",
      """
      A configuration may import files of its own folder by relative path with their ending \
      ('./routes.ts', './hosts.json'), '@varve/config' and '@varve/config/profiles'. Packages from \
      npm need --engine node. Nothing outside the folder is read.\
      """),
  THROWN(
      "E1153",
      "error thrown by the configuration",
      """
      The configuration is a program, and it ended with an error at the place named. No clock, \
      chance, file or network exists while it runs, since the same text must always give the same \
      graph: take such values from env('NAME') or write them down.\
      """),
  RESULT(
      "E1154",
      "value that cannot be written as JSON",
      """
      What the configuration exports must be plain: objects, arrays, texts, finite numbers, true, \
      false and null. undefined, functions, symbols, instances of classes and values that contain \
      themselves have no form in a graph.\
      """),
  BOUNDS(
      "E1155",
      "configuration that takes too much",
      """
      A configuration has 2 seconds of processor time and 64 MiB of memory, which is a thousand \
      times what a large one needs. It loops without end, recurses without end, or builds too much.\
      """),
  NODE(
      "E1156",
      "Node that cannot be used",
      """
      With --engine node the configuration runs in the Node of this machine, so that it may import \
      packages from npm. Node 20 or newer must be on the PATH, and the packages installed beside \
      the configuration.\
      """);

  private final String id;
  private final String title;
  private final String explanation;

  ConfigCode(String id, String title, String explanation) {
    this.id = id;
    this.title = title;
    this.explanation = explanation;
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
    return Exit.INVALID;
  }
}
