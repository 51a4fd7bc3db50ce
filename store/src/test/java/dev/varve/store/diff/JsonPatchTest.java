package dev.varve.store.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.base.Failure;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonObject;
import dev.varve.store.filter.Samples;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonPatchTest {
  /// The examples of RFC 6902, appendix A, that succeed.
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{\"foo\":\"bar\"};[{\"op\":\"add\",\"path\":\"/baz\",\"value\":\"qux\"}];{\"foo\":\"bar\",\"baz\":\"qux\"}",
        "{\"foo\":[\"bar\",\"baz\"]};[{\"op\":\"add\",\"path\":\"/foo/1\",\"value\":\"qux\"}];{\"foo\":[\"bar\",\"qux\",\"baz\"]}",
        "{\"baz\":\"qux\",\"foo\":\"bar\"};[{\"op\":\"remove\",\"path\":\"/baz\"}];{\"foo\":\"bar\"}",
        "{\"foo\":[\"bar\",\"qux\",\"baz\"]};[{\"op\":\"remove\",\"path\":\"/foo/1\"}];{\"foo\":[\"bar\",\"baz\"]}",
        "{\"baz\":\"qux\",\"foo\":\"bar\"};[{\"op\":\"replace\",\"path\":\"/baz\",\"value\":\"boo\"}];{\"baz\":\"boo\",\"foo\":\"bar\"}",
        "{\"foo\":{\"bar\":\"baz\",\"waldo\":\"fred\"},\"qux\":{\"corge\":\"grault\"}};[{\"op\":\"move\",\"from\":\"/foo/waldo\",\"path\":\"/qux/thud\"}];{\"foo\":{\"bar\":\"baz\"},\"qux\":{\"corge\":\"grault\",\"thud\":\"fred\"}}",
        "{\"foo\":[\"all\",\"grass\",\"cows\",\"eat\"]};[{\"op\":\"move\",\"from\":\"/foo/1\",\"path\":\"/foo/3\"}];{\"foo\":[\"all\",\"cows\",\"eat\",\"grass\"]}",
        "{\"baz\":\"qux\",\"foo\":[\"a\",2,\"c\"]};[{\"op\":\"test\",\"path\":\"/baz\",\"value\":\"qux\"},{\"op\":\"test\",\"path\":\"/foo/1\",\"value\":2}];{\"baz\":\"qux\",\"foo\":[\"a\",2,\"c\"]}",
        "{\"foo\":\"bar\"};[{\"op\":\"add\",\"path\":\"/child\",\"value\":{\"grandchild\":{}}}];{\"foo\":\"bar\",\"child\":{\"grandchild\":{}}}",
        "{\"foo\":\"bar\"};[{\"op\":\"add\",\"path\":\"/baz\",\"value\":\"qux\",\"xyz\":123}];{\"foo\":\"bar\",\"baz\":\"qux\"}",
        "{\"/\":9,\"~1\":10};[{\"op\":\"test\",\"path\":\"/~01\",\"value\":10}];{\"/\":9,\"~1\":10}",
        "{\"foo\":[\"bar\"]};[{\"op\":\"add\",\"path\":\"/foo/-\",\"value\":[\"abc\",\"def\"]}];{\"foo\":[\"bar\",[\"abc\",\"def\"]]}",
        "{\"a\":1};[{\"op\":\"copy\",\"from\":\"/a\",\"path\":\"/b\"}];{\"a\":1,\"b\":1}",
        "{\"a\":1};[{\"op\":\"replace\",\"path\":\"\",\"value\":[1]}];[1]",
        "{\"a\":1};[{\"op\":\"add\",\"path\":\"\",\"value\":5}];5",
        "{\"a\":1.0};[{\"op\":\"test\",\"path\":\"/a\",\"value\":1}];{\"a\":1}",
        "{\"a\":{\"b\":1}};[{\"op\":\"move\",\"from\":\"/a/b\",\"path\":\"/a\"}];{\"a\":1}",
        "{\"a\":null};[{\"op\":\"test\",\"path\":\"/a\",\"value\":null}];{\"a\":null}"
      })
  void appliesAsRfc6902Says(String before, String patch, String after) {
    assertThat(JsonPatch.of(Json.parse(patch)).apply(Json.parse(before)))
        .isEqualTo(Json.parse(after));
    assertThat(JsonPatch.of(JsonPatch.of(Json.parse(patch)).json()))
        .isEqualTo(JsonPatch.of(Json.parse(patch)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{\"baz\":\"qux\"};[{\"op\":\"test\",\"path\":\"/baz\",\"value\":\"bar\"}];patch/0: /baz must equal \"bar\", but is \"qux\"",
        "{\"foo\":\"bar\"};[{\"op\":\"add\",\"path\":\"/baz/bat\",\"value\":\"qux\"}];patch/0: /baz/bat must lead through members that are there, but baz is not",
        "{\"/\":9,\"~1\":10};[{\"op\":\"test\",\"path\":\"/~01\",\"value\":\"10\"}];patch/0: /~01 must equal \"10\", but is 10",
        "{\"a\":1};[{\"op\":\"add\",\"path\":\"/b\",\"value\":1},{\"op\":\"remove\",\"path\":\"/c\"}];patch/1: /c must be there, but is not",
        "[1];[{\"op\":\"add\",\"path\":\"/2\",\"value\":1}];patch/0: /2 must name a position in the array of 1 items, but has 2",
        "[1];[{\"op\":\"add\",\"path\":\"/01\",\"value\":1}];but has 01",
        "[1];[{\"op\":\"replace\",\"path\":\"/-\",\"value\":1}];patch/0: /- must be there",
        "{\"a\":{\"b\":1}};[{\"op\":\"move\",\"from\":\"/a\",\"path\":\"/a/b\"}];must not lie within /a",
        "{\"a\":1};[{\"op\":\"add\",\"path\":\"/a/b\",\"value\":1}];must lead through objects and arrays, but meets number",
        "{};[{\"op\":\"remove\",\"path\":\"\"}];must not be the whole document"
      })
  void namesTheOperationThatCannotBeDone(String before, String patch, String message) {
    assertThatThrownBy(() -> JsonPatch.of(Json.parse(patch)).apply(Json.parse(before)))
        .isInstanceOf(Failure.class)
        .hasMessageContaining(message)
        .hasMessageContaining("E1358");
  }

  @Test
  void reportsAllThatIsWrongInThePatchItself() {
    assertThatThrownBy(() ->
            JsonPatch.of(
                Json.parse(
                    """
                    [{"op": "ad", "path": "/a"}, {"op": "add", "path": "a", "value": 1},
                     {"op": "add", "path": "/a"}, {"op": "move", "path": "/a"}, 5, {}]
                    """)))
        .hasMessageContaining("patch/0: op must be one of add,")
        .hasMessageContaining("did you mean add?")
        .hasMessageContaining("patch/1/path: a JSON Pointer must be empty or start with a slash")
        .hasMessageContaining("patch/2: value must be there")
        .hasMessageContaining("patch/3: from must be a string, but is null")
        .hasMessageContaining("patch/4: an operation must be an object, but is of type number")
        .hasMessageContaining("patch/5: op must be one of");
  }

  @Test
  void boundsCopiesThatDouble() {
    var operations = new ArrayList<JsonPatch.Operation>();
    for (int i = 0; i < 64; i++) {
      operations.add(
          new JsonPatch.Operation.Copy(JsonPointer.ROOT, JsonPointer.ROOT.child("c" + i)));
    }
    assertThatThrownBy(() -> new JsonPatch(operations).apply(Json.of("a", Json.of(1))))
        .hasMessageContaining("must copy at most 1000000 values");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{\"a\":1,\"b\":2};{\"a\":1,\"b\":3};[{\"op\":\"replace\",\"path\":\"/b\",\"value\":3}]",
        "{\"a\":1};{\"a\":1};[]",
        "[1,2,3,4];[1,3,4];[{\"op\":\"remove\",\"path\":\"/1\"}]",
        "[1,2,3];[0,1,2,3];[{\"op\":\"add\",\"path\":\"/0\",\"value\":0}]",
        "[{\"id\":1,\"n\":1},{\"id\":2,\"n\":1}];[{\"id\":1,\"n\":1},{\"id\":2,\"n\":5}];[{\"op\":\"replace\",\"path\":\"/1/n\",\"value\":5}]",
        "{\"a\":{\"x\":1}};{\"a\":{\"y\":1}};[{\"op\":\"replace\",\"path\":\"/a\",\"value\":{\"y\":1}}]",
        "{\"a/b\":1};{};[{\"op\":\"remove\",\"path\":\"/a~1b\"}]",
        "{\"a\":1,\"b\":null};{\"a\":1};[{\"op\":\"remove\",\"path\":\"/b\"}]"
      })
  void findsSmallPatches(String before, String after, String patch) {
    assertThat(JsonPatch.between(Json.parse(before), Json.parse(after)).json())
        .isEqualTo(Json.parse(patch));
  }

  @Test
  void makesTheOtherDocumentOfAnyDocument() {
    for (long seed = 0; seed < 5_000; seed++) {
      var samples = new Samples(seed);
      Json before = samples.json(4);
      Json after = samples.random().nextInt(4) == 0 ? samples.json(4) : changed(before, samples);

      JsonPatch patch = JsonPatch.between(before, after);
      assertThat(patch.apply(before)).as("seed %d: %s -> %s", seed, before, after).isEqualTo(after);
      assertThat(JsonPatch.of(patch.json())).isEqualTo(patch);
      assertThat(patch.operations().isEmpty()).isEqualTo(before.equals(after));
    }
  }

  @Test
  void survivesArraysTooLongForTheTable() {
    var before = new ArrayList<Json>();
    var after = new ArrayList<Json>();
    for (int i = 0; i < 2_000; i++) {
      before.add(Json.of(i));
      after.add(Json.of(i % 7 == 0 ? -i - 1 : i));
    }
    after.subList(5, 300).clear();
    JsonPatch patch = JsonPatch.between(Json.of(before), Json.of(after));

    assertThat(patch.apply(Json.of(before))).isEqualTo(Json.of(after));
  }

  /// The document with a few small changes anywhere.
  static Json changed(Json value, Samples samples) {
    if (samples.random().nextInt(6) == 0) {
      return samples.json(2);
    }
    return switch (value) {
      case JsonObject(var members) -> {
        var changed = new LinkedHashMap<String, Json>();
        members.forEach((name, each) -> {
          if (samples.random().nextInt(8) > 0) {
            changed.put(name, samples.random().nextInt(3) == 0 ? changed(each, samples) : each);
          }
        });
        if (samples.random().nextInt(3) == 0) {
          changed.put(samples.name(), samples.json(1));
        }
        yield new JsonObject(changed);
      }
      case JsonArray(var items) -> {
        var changed = new ArrayList<Json>();
        for (Json each : items) {
          if (samples.random().nextInt(5) == 0) {
            changed.add(samples.json(1));
          }
          if (samples.random().nextInt(5) > 0) {
            changed.add(samples.random().nextInt(4) == 0 ? changed(each, samples) : each);
          }
        }
        yield new JsonArray(changed);
      }
      default -> value;
    };
  }
}
