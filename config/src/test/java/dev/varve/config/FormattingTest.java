package dev.varve.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.testkit.Gen;
import dev.varve.testkit.Property;
import java.util.List;
import org.junit.jupiter.api.Test;

class FormattingTest {
  @Test
  void keepsCommentsAndChoicesOfTheAuthor() {
    String text =
        """
        # The shop.
        listen:   {http: 80}
        sites:
            # the public site
            shop.example.com:
            -   path: '/api/*'   # all of it
                proxy: api
            - {static: dist}

        upstreams:
            api: ["10.0.0.1:80",   "10.0.0.2:80"]
        """;

    assertThat(Formatting.yaml(text, "varve.yaml"))
        .isEqualTo(
            """
            # The shop.
            listen: {http: 80}
            sites:
              # the public site
              shop.example.com:
                - path: '/api/*' # all of it
                  proxy: api
                - {static: dist}

            upstreams:
              api: ["10.0.0.1:80", "10.0.0.2:80"]
            """);
  }

  @Test
  void laysJsonOut() {
    assertThat(Formatting.json("{\"drain\":\"5s\"}", "varve.json"))
        .isEqualTo("{\n  \"drain\": \"5s\"\n}\n");
  }

  @Test
  void isIdempotentAndKeepsTheMeaning() {
    Gen<String> line =
        Gen.of(
            "a: 1\n",
            "b:\n    c: [1,  2]\n",
            "# note\n",
            "\n",
            "d:\n- x\n- 'y'   # z\n",
            "e: {f: \"g\", h: [i]}\n",
            "j: |\n  text\n  more\n",
            "k: >-\n   folded\n   text\n",
            "l: &x [1]\nm: *x\n",
            "n: ~\n",
            "o: 'it''s'\n",
            "   # indented note\n",
            "p: yes\n");
    Property.of(
            Gen.lists(line, 8)
                .map(lines -> "z: 0\n" + String.join("", lines.stream().distinct().toList())))
        .runs(400)
        .holds(text -> {
          String once = Formatting.yaml(text, "f");
          assertThat(Formatting.yaml(once, "f")).isEqualTo(once);
          assertThat(Authoring.yaml(once, "f").value())
              .isEqualTo(Authoring.yaml(text, "f").value());
          assertThat(once.lines().filter(l -> l.contains("#")).count())
              .isEqualTo(text.lines().filter(l -> l.contains("#")).count());
        });
  }

  @Test
  void formatsItsOwnResultOfJsonToTheSame() {
    for (String text : List.of("{}", "[1,{\"a\":null}]", "{\"b\":[],\"a\":1e3}")) {
      String once = Formatting.json(text, "f");
      assertThat(Formatting.json(once, "f")).isEqualTo(once);
    }
  }
}
