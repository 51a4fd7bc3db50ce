package dev.varve.program;

import dev.varve.base.Code;
import dev.varve.base.Exit;

/// What can go wrong in the program itself, before or around the work of the other modules.
public enum ProgramCode implements Code {
  USAGE(
      "E1001",
      "wrong command line",
      Exit.USAGE,
      "The command or one of its options is not known, or a value is missing. `varve help COMMAND` shows what a command"
          + " takes, with examples."),
  NO_CONFIG(
      "E1002",
      "no configuration found",
      Exit.NOT_FOUND,
      "A command that needs a configuration looks for varve.config.ts, varve.yaml or varve.json in the folder it is"
          + " started in, or takes the file that -c names. `varve init` writes one; `varve static DIR` and `varve proxy"
          + " --to URL` need none."),
  NOT_RUNNING(
      "E1003",
      "no server runs on this data directory",
      Exit.UNREACHABLE,
      "The data directory has no record of a running process, or the process it names is gone. Start one with `varve"
          + " serve`, or name the right directory with --data."),
  ALREADY_RUNNING(
      "E1004",
      "a server already runs on this data directory",
      Exit.CONFLICT,
      "Two processes must not write the same data. Stop the first with `varve stop`, or give the second its own"
          + " directory with --data."),
  UNREADABLE(
      "E1005",
      "a file or directory cannot be used",
      Exit.INVALID,
      "The path does not exist, is of the wrong kind, or this user may not read or write it. The message names the path"
          + " and the reason the system gave."),
  NO_SUCH_CODE(
      "E1006",
      "unknown error code",
      Exit.NOT_FOUND,
      "`varve explain` knows the codes that this version prints: E and four digits."),
  STOP_TIMED_OUT(
      "E1007",
      "the server did not stop in time",
      Exit.TIMEOUT,
      "The process was asked to stop and is still there, most often because requests in flight take longer than the"
          + " time given. Wait for it, raise --timeout, or end the process by its id."),
  NOT_FOUND(
      "E1008",
      "nothing is stored there",
      Exit.NOT_FOUND,
      "The namespace or key has no document. `varve db list NAMESPACE` shows the keys there are."),
  APP_FAILED(
      "E1009",
      "the application could not be started",
      Exit.INVALID,
      "The application's sources did not compile, or its class could not be found or constructed. The message carries"
          + " the compiler's or the application's own words."),
  NO_CERTIFICATE(
      "E1010",
      "a listener with TLS has no certificate",
      Exit.INVALID,
      "A listener that speaks TLS needs at least one certificate with its key: name their PEM files with"
          + " tls.certificates."),
  NOT_BUILT(
      "E1011",
      "the configuration asks for something this version cannot do",
      Exit.INVALID,
      "The option is part of the configuration's language, but nothing in this version acts on it. Serving as if it"
          + " were not there would be worse than not serving, so the program refuses. Remove the option."),
  IN_THE_WAY(
      "E1012",
      "a file is in the way",
      Exit.CONFLICT,
      "The command would write a file that is there already, and does not write over what somebody made."),
  NO_FPM(
      "E1015",
      "no PHP-FPM found",
      Exit.NOT_FOUND,
      "PHP is run by PHP-FPM, which is a program of its own. `varve php` looks for its socket in /run/php, where"
          + " Debian's packages put it; another address is named with --fpm."),
  NO_TABLE(
      "E1014",
      "no table of requests",
      Exit.NOT_FOUND,
      "`varve test` runs a table of requests, by default varve.test.yaml beside the configuration, and there is none."
          + " docs/config/testing.md shows how to write one."),
  UNEXPECTED(
      "E1099",
      "a bug in Varve",
      Exit.FAILED,
      "Something happened that the program does not know how to handle. Set VARVE_DEBUG=1 to see where, and please"
          + " report it.");

  private final String id;
  private final String title;
  private final Exit exit;
  private final String explanation;

  ProgramCode(String id, String title, Exit exit, String explanation) {
    this.id = id;
    this.title = title;
    this.exit = exit;
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
    return exit;
  }
}
