package dev.varve.control;

import dev.varve.base.Code;
import dev.varve.base.Exit;

/// What can be wrong about the admin listener.
public enum ControlCode implements Code {
  NO_TOKEN(
      "E1601",
      "the admin token cannot be read or written",
      Exit.NOT_ALLOWED,
      "The token that the admin listener asks for is kept in the file admin-token in the data directory, readable by its"
          + " owner only. Check who owns the directory, or run the command as that user."),
  NOTHING_HERE(
      "E1630",
      "no such document, namespace or view",
      Exit.NOT_FOUND,
      "The key holds no document at the point asked for, or the path names nothing. A deleted key keeps its history:"
          + " `varve db log NAMESPACE KEY` shows it."),
  BAD_REQUEST(
      "E1631",
      "a request to the store is not understood",
      Exit.INVALID,
      "The body, a parameter or the path breaks the rules of the store's HTTP API. The message names the place; the"
          + " description is at /api/v1/openapi.json."),
  READ_ONLY(
      "E1632",
      "not allowed in the store",
      Exit.NOT_ALLOWED,
      "This way into the store may only read, or does not reach the namespace. Use another key, or the admin listener."),
  WRONG_METHOD(
      "E1633",
      "wrong method",
      Exit.USAGE,
      "The path exists, but not for this method. The header Allow names those it has."),
  BODY_TOO_LARGE(
      "E1634",
      "the body is too large",
      Exit.INVALID,
      "A document may take 1 MiB and a batch 16 MiB. Split it, or keep large content elsewhere and store its name."),
  GONE(
      "E1635",
      "no longer there",
      Exit.NOT_FOUND,
      "Retention has removed the version that would be the answer, or its value was erased."),
  WAITED_IN_VAIN(
      "E1636",
      "the store is not there yet",
      Exit.TIMEOUT,
      "The request asked for a state at least as new as a position that the store did not reach in time."),
  ENCODED(
      "E1638",
      "the body is encoded",
      Exit.INVALID,
      "The store's API takes bodies as they are. Send them without Content-Encoding, or through a route that undoes it."),
  NO_KEY(
      "E1637",
      "not let in",
      Exit.NOT_ALLOWED,
      "Here the store asks who you are: send the admin token of the data directory, or an API key, as Authorization:"
          + " Bearer. A key that is unknown, revoked or expired opens nothing. `varve keys create` makes one.");

  private final String id;
  private final String title;
  private final Exit exit;
  private final String explanation;

  ControlCode(String id, String title, Exit exit, String explanation) {
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
