package dev.varve.program.database;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonString;
import dev.varve.base.json.JsonSyntaxException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Takes an answer of JSON without white space apart as it comes: the members of its object, and
/// the items of those that are arrays. No more than one of these is held, so an answer of many rows
/// needs the memory of one.
final class AnswerParts extends OutputStream {
  /// Is shown the parts, in order.
  interface Reader {
    /// The whole answer, where it is no object.
    void whole(Json answer) throws IOException;

    /// A member that is no array.
    void member(String name, Json value) throws IOException;

    /// One of the items of a member that is an array.
    ///
    /// @param index counts from 0
    void item(String name, int index, Json item) throws IOException;

    /// The end of a member that is an array.
    void end(String name, int items) throws IOException;
  }

  private enum State {
    /// At the very begin.
    START,
    /// Of a top-level object: a name, or the end.
    NAME,
    /// Behind a name's colon.
    VALUE,
    /// Within a member, or an answer, that is no array.
    PLAIN,
    /// Within an array.
    ITEMS,
    /// Behind the array of a member.
    BEHIND
  }

  private final Reader reader;
  private final ByteArrayOutputStream part = new ByteArrayOutputStream(1024);
  private State state = State.START;
  private String name = "";
  private boolean inObject;
  private int items;
  private int depth;
  private boolean inText;
  private boolean escaped;

  AnswerParts(Reader reader) {
    this.reader = reader;
  }

  @Override
  public void write(int sign) throws IOException {
    if (inText) {
      part.write(sign);
      inText = escaped || sign != '"';
      escaped = !escaped && sign == '\\';
      return;
    }
    inText = sign == '"';
    switch (state) {
      case START -> start(sign);
      case NAME -> name(sign);
      case VALUE -> value(sign);
      case PLAIN -> plain(sign);
      case ITEMS -> item(sign);
      case BEHIND -> state = State.NAME;
    }
  }

  private void start(int sign) throws IOException {
    inObject = sign == '{';
    state = State.NAME;
    if (!inObject) {
      value(sign);
    }
  }

  private void name(int sign) throws IOException {
    if (sign == ':') {
      name = taken() instanceof JsonString(String text) ? text : "";
      state = State.VALUE;
    } else if (sign == '"') {
      part.write(sign);
    }
  }

  private void value(int sign) throws IOException {
    items = 0;
    depth = 0;
    if (inObject && sign == '[') {
      state = State.ITEMS;
    } else {
      state = State.PLAIN;
      plain(sign);
    }
  }

  private void plain(int sign) throws IOException {
    boolean closes = sign == '}' || sign == ']';
    if (inObject && depth == 0 && (closes || sign == ',')) {
      reader.member(name, taken());
      state = State.NAME;
      return;
    }
    nest(sign);
  }

  private void nest(int sign) {
    part.write(sign);
    switch (sign) {
      case '{', '[' -> depth++;
      case '}', ']' -> depth--;
      default -> {}
    }
  }

  private void item(int sign) throws IOException {
    boolean ends = depth == 0 && (sign == ',' || sign == ']');
    if (!ends) {
      nest(sign);
      return;
    }
    if (part.size() > 0) {
      reader.item(name, items++, taken());
    }
    if (sign == ']') {
      reader.end(name, items);
      state = State.BEHIND;
    }
  }

  private Json taken() throws IOException {
    String text = part.toString(StandardCharsets.UTF_8);
    part.reset();
    try {
      return Json.parse(text);
    } catch (JsonSyntaxException e) {
      throw new IOException("the answer must be JSON: " + e.getMessage(), e);
    }
  }

  /// The end of the answer.
  @Override
  public void close() throws IOException {
    if (!inObject && part.size() > 0) {
      reader.whole(taken());
    }
  }
}
