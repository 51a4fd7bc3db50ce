package dev.varve.store.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.base.Failure;
import dev.varve.base.json.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonSchemaTest {
  /// schema; documents that keep it, separated by spaces; documents that break it.
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "true;1 null {};",
        "false;;1 null {}",
        "{};1 null {};",
        "{'type':'integer'};1 1.0 -7 1e3;1.5 '1' null",
        "{'type':'number'};1 1.5;'1' true",
        "{'type':['string','null']};'a' null;1 [] {}",
        "{'type':'object'};{};[] 1",
        "{'enum':[1,'a',null,{'x':1}]};1.0 'a' null {'x':1};2 'b' {'x':2}",
        "{'const':{'a':[1]}};{'a':[1.0]};{'a':[2]} 1",
        "{'multipleOf':0.01};19.99 0 -0.01 'x';19.995 0.001",
        "{'multipleOf':3};9 0 -3;10 9.5",
        "{'minimum':1.5};1.5 2 'x';1.4999999999999999999999",
        "{'maximum':3};3;3.0000000000000000000001",
        "{'exclusiveMinimum':1};1.1;1",
        "{'exclusiveMaximum':1};0.9;1.0",
        "{'minLength':2};'ab' '😀😀' 1;'a' '😀'",
        "{'maxLength':1};'😀' '';'ab'",
        "{'pattern':'^a+$'};'aa' 5;'ab' ''",
        "{'pattern':'b'};'abc';'ac'",
        "{'format':'email'};'no-address';",
        "{'items':{'type':'number'}};[] [1,2] {};['a'] [1,'a']",
        "{'prefixItems':[{'type':'number'},{'type':'string'}]};[] [1] [1,'a',null];['a'] [1,2]",
        "{'prefixItems':[{'type':'number'}],'items':false};[1] [];[1,2]",
        "{'contains':{'type':'number'}};['a',1];[] ['a']",
        "{'contains':{'type':'number'},'minContains':2,'maxContains':3};[1,2] [1,2,3,'a'];[1] [1,2,3,4]",
        "{'contains':{'type':'number'},'minContains':0};[] ['a'];",
        "{'minItems':1,'maxItems':2};[1] [1,2] 'x';[] [1,2,3]",
        "{'uniqueItems':true};[1,2] [] [1,'1'] [[1],[2]];[1,1.0] [{'a':1,'b':2},{'b':2,'a':1}]",
        "{'uniqueItems':false};[1,1];",
        "{'properties':{'a':{'type':'number'}}};{} {'a':1} {'b':'x'} [];{'a':'x'}",
        "{'required':['a','b']};{'a':null,'b':1} [];{'a':1} {}",
        "{'properties':{'a':true},'patternProperties':{'^x-':{'type':'string'}},'additionalProperties':false};{'a':1,'x-y':'z'};{'b':1} {'x-y':1}",
        "{'additionalProperties':{'type':'number'}};{'a':1};{'a':'x'}",
        "{'propertyNames':{'pattern':'^[a-z]+$'}};{'abc':1} {};{'A':1}",
        "{'minProperties':1,'maxProperties':1};{'a':1};{} {'a':1,'b':1}",
        "{'dependentRequired':{'card':['address']}};{} {'card':1,'address':1} {'address':1};{'card':1}",
        "{'dependentSchemas':{'card':{'required':['address']}}};{} {'card':1,'address':1};{'card':1}",
        "{'allOf':[{'minimum':1},{'maximum':3}]};2 'x';0 4",
        "{'anyOf':[{'type':'string'},{'minimum':3}]};'a' 3 null;2",
        "{'oneOf':[{'multipleOf':3},{'multipleOf':5}]};3 5;15 7",
        "{'not':{'type':'string'}};1;'a'",
        "{'properties':{'a':true},'unevaluatedProperties':false};{} {'a':1} [1];{'b':1} {'a':1,'b':1}",
        "{'allOf':[{'properties':{'a':true}}],'unevaluatedProperties':false};{'a':1};{'b':1}",
        "{'unevaluatedProperties':{'type':'number'},'allOf':[{'properties':{'a':true}}]};{'a':'x','b':1};{'b':'x'}",
        "{'anyOf':[{'required':['k'],'properties':{'k':true,'a':true}},{'properties':{'b':true}}],'unevaluatedProperties':false};{'k':1,'a':1,'b':1} {'b':1};{'a':1} {'b':1,'c':1}",
        "{'not':{'not':{'properties':{'a':true}}},'unevaluatedProperties':false};{};{'a':1}",
        "{'if':{'required':['a'],'properties':{'a':true}},'else':{'properties':{'b':true}},'unevaluatedProperties':false};{'a':1} {'b':1};{'a':1,'b':1}",
        "{'properties':{'o':{'properties':{'x':true}}},'unevaluatedProperties':false};{'o':{'x':1,'y':2}};{'x':1}",
        "{'$ref':'#/$defs/a','$defs':{'a':{'patternProperties':{'^x':true}}},'unevaluatedProperties':false};{'xy':1};{'y':1}",
        "{'allOf':[{'properties':{'a':true}},{'unevaluatedProperties':false}]};{};{'a':1}",
        "{'prefixItems':[true],'unevaluatedItems':false};[] [1];[1,2]",
        "{'prefixItems':[true],'contains':{'type':'string'},'unevaluatedItems':{'type':'number'}};[null,'a',1] ['a'];[1,'a',null] [1]",
        "{'oneOf':[{'items':{'type':'number'}},{'prefixItems':[{'type':'string'}]}],'unevaluatedItems':false};[1,2] ['a'];['a',1]",
        "{'properties':{'next':{'$dynamicRef':'#n'}},'$dynamicAnchor':'n','unevaluatedProperties':false};{'next':{'next':{}}};{'next':{'x':1}}",
        "{'if':{'minimum':10},'then':{'multipleOf':10},'else':{'multipleOf':2}};20 4;15 3",
        "{'if':{'minimum':10},'then':{'multipleOf':10}};20 3;15",
        "{'then':{'multipleOf':10}};3;",
        "{'$ref':'#/$defs/n','$defs':{'n':{'type':'number'}}};1;'a'",
        "{'$ref':'#n','$defs':{'x':{'$anchor':'n','type':'number'}}};1;'a'",
        "{'$ref':'#/$defs/a~1b%25','$defs':{'a/b%':{'type':'number'}}};1;'a'",
        "{'properties':{'next':{'$ref':'#'},'v':{'type':'number'}},'required':['v']};{'v':1} {'v':1,'next':{'v':2,'next':{'v':3}}};{'v':1,'next':{'v':1,'next':{}}}",
        "{'$schema':'https://json-schema.org/draft/2020-12/schema','$id':'https://x.example/s','title':'t','default':1};1;"
      })
  void keepsAndBreaks(String schema, @Nullable String keeping, @Nullable String breaking) {
    JsonSchema checked = JsonSchema.of(json(schema));
    for (String document : split(keeping)) {
      assertThat(checked.check(json(document))).as(document).isEmpty();
    }
    for (String document : split(breaking)) {
      assertThat(checked.check(json(document))).as(document).isNotEmpty();
    }
  }

  private static Json json(String text) {
    return Json.parse(text.replace('\'', '"'));
  }

  private static String[] split(@Nullable String documents) {
    return documents == null ? new String[0] : documents.split(" ");
  }

  @Test
  void reportsEverythingAtOnceWithPlaces() {
    JsonSchema schema =
        JsonSchema.of(
            json(
                """
                {'type': 'object', 'required': ['name', 'age'], 'additionalProperties': false,
                 'properties': {
                   'name': {'type': 'string', 'minLength': 1},
                   'age': {'type': 'integer', 'minimum': 0},
                   'tags': {'items': {'$ref': '#/$defs/tag'}}},
                 '$defs': {'tag': {'pattern': '^[a-z]+$'}}}
                """));

    assertThat(schema.check(json("{'name': '', 'age': -1.5, 'tags': ['a', 'B'], 'a/b': 1}")))
        .extracting(Breach::toString)
        .containsExactlyInAnyOrder(
            "/name must have at least 1 characters, but has 0",
            "/age must be of type integer, but is -1.5",
            "/age must be at least 0, but is -1.5",
            "/tags/1 must match ^[a-z]+$, but is \"B\"",
            "/a~1b must not be there");
    assertThat(schema.check(json("{}")))
        .extracting(Breach::toString)
        .containsExactly(
            "the document must have the member name, but has not",
            "the document must have the member age, but has not");
    assertThatThrownBy(() -> schema.require(json("{'name': 'x', 'age': -1}")))
        .isInstanceOf(Failure.class)
        .hasMessage("/age must be at least 0, but is -1; see /properties/age/minimum [E1360]");
  }

  @Test
  void tellsTheNearestAlternative() {
    JsonSchema schema =
        JsonSchema.of(
            json("{'anyOf':[{'type':'string','minLength':3,'pattern':'^z'},{'minimum':5}]}"));

    assertThat(schema.check(json("3")).getFirst().message())
        .isEqualTo(
            "must keep one of 2 sets of rules, but keeps none; nearest: the document must be of type"
                + " string, but is 3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{'properties':{'a':{'$dynamicRef':'#x'}}};schema#/properties/a/$dynamicRef: ",
        "{'$defs':{'a':{'$id':'http://x/'}}};$id must be a string at the top of the schema",
        "{'$ref':'other.json'};$ref must be a reference within the schema",
        "{'$ref':'#/$defs/x'};$ref must lead to a part of the schema, but #/$defs/x does not",
        "{'$ref':'#nowhere'};but #nowhere does not",
        "{'type':'text'};type must be one of null,",
        "{'pattern':'('};the expression must be valid",
        "{'pattern':'(?=x)'};the expression must be valid",
        "{'patternProperties':{'(':true},'additionalProperties':false};the expression must be valid",
        "{'minLength':-1};must be a whole number from 0, but is -1",
        "{'multipleOf':0};multipleOf above 0, but is 0",
        "{'items':[{}]};use prefixItems",
        "{'required':'a'};must be an array of names",
        "{'properties':{'a':5}};schema#/properties/a: a schema must be an object, true or false",
        "{'$schema':'http://json-schema.org/draft-07/schema#'};$schema must be https://json-schema.org/draft/2020-12/schema",
        "{'additionalItems':false};earlier draft",
        "{'$ref':'#'};must not apply itself to the same value without end",
        "{'$ref':'#/$defs/a','$defs':{'a':{'anyOf':[{'$ref':'#/$defs/b'}]},'b':{'not':{'$ref':'#/$defs/a'}}}};without end",
        "{'allOf':[]};must be an array of schemas, at least one",
        "[];a schema must be an object, true or false, but is of type array"
      })
  void refusesSchemasItCannotKeep(String schema, String message) {
    assertThatThrownBy(() -> JsonSchema.of(json(schema)))
        .isInstanceOf(Failure.class)
        .hasMessageContaining(message)
        .hasMessageContaining("E1359");
  }

  @Test
  void namesUnknownKeywords() {
    assertThat(JsonSchema.of(json("{'requierd':['a'],'properties':{'b':{'x-own':1}}}")).ignored())
        .extracting(Object::toString)
        .containsExactlyInAnyOrder("/requierd", "/properties/b/x-own");
  }

  @Test
  void boundsTheWorkOfAlternativesWithinAlternatives() {
    JsonSchema schema =
        JsonSchema.of(json("{'items':{'anyOf':[{'$ref':'#'},{'$ref':'#'}]},'contains':false}"));
    String deep = "[".repeat(40) + "]".repeat(40);

    assertThatThrownBy(() -> schema.check(Json.parse(deep)))
        .hasMessageContaining("must be checked in 1000000 steps");
  }
}
