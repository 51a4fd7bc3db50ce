package dev.varve.program.database;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Prints an answer as YAML as it comes: the same text as [YamlText] makes of the whole.
final class YamlParts implements AnswerParts.Reader {
  private final OutputStream out;
  private boolean printed;

  YamlParts(OutputStream out) {
    this.out = out;
  }

  @Override
  public void whole(Json answer) throws IOException {
    printed = true;
    print(YamlText.of(answer));
  }

  @Override
  public void member(String name, Json value) throws IOException {
    printed = true;
    print(YamlText.of(Json.of(name, value)));
  }

  @Override
  public void item(String name, int index, Json item) throws IOException {
    printed = true;
    if (index == 0) {
      print(YamlText.key(name) + ":\n");
    }
    print(YamlText.item(item));
  }

  @Override
  public void end(String name, int items) throws IOException {
    if (items == 0) {
      member(name, JsonArray.EMPTY);
    }
  }

  /// Nothing more comes.
  void end() throws IOException {
    if (!printed) {
      print("{}\n");
    }
  }

  private void print(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
