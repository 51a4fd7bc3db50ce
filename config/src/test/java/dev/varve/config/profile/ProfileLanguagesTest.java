package dev.varve.config.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.Failure;
import dev.varve.config.Authoring;
import dev.varve.config.source.Authored;
import dev.varve.config.typescript.TypeScript;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A profile is the same graph from every language.
class ProfileLanguagesTest {
  private static final String YAML =
      """
      sites:
        a.example: {use: spa, dir: dist}
        b.example: {use: sveltekit, cache: [{path: /blog/*, ttl: 5m}]}
        c.example: {use: sveltekitStatic}
        d.example: {use: nextjs, upstream: '127.0.0.1:4000'}
        e.example: {use: wordpress, root: /srv/wp, cache: 10m}
        f.example: {use: laravel, root: shop}
        g.example: {use: php, root: htdocs}
        h.example: [{path: /api/*, proxy: '127.0.0.1:9000'}, {use: app}]
      """;
  private static final String TYPESCRIPT =
      """
      import { defineConfig } from '@varve/config'
      import { app, laravel, nextjs, php, spa, sveltekit, sveltekitStatic, wordpress } from '@varve/config/profiles'

      export default defineConfig({
        sites: {
          'a.example': spa({ dir: 'dist' }),
          'b.example': sveltekit({ cache: [{ path: '/blog/*', ttl: '5m' }] }),
          'c.example': sveltekitStatic(),
          'd.example': nextjs({ upstream: '127.0.0.1:4000' }),
          'e.example': wordpress({ root: '/srv/wp', cache: '10m' }),
          'f.example': laravel({ root: 'shop' }),
          'g.example': php({ root: 'htdocs' }),
          'h.example': [{ path: '/api/*', proxy: '127.0.0.1:9000' }, app()],
        },
      })
      """;

  @TempDir Path temp;

  private Authored typescript(String text) throws IOException {
    Path file = temp.resolve("varve.config.ts");
    Files.writeString(file, text);
    return TypeScript.read(file, TypeScript.Engine.SANDBOX, _ -> {});
  }

  private static String compiled(Authored authored) {
    return new String(
        Authoring.compile(authored, KnownProfiles.PROFILES).graph().canonical(),
        StandardCharsets.UTF_8);
  }

  @Test
  void giveTheSameGraph() throws IOException {
    assertThat(compiled(typescript(TYPESCRIPT)))
        .isEqualTo(compiled(Authoring.yaml(YAML, "varve.yaml")));
  }

  @Test
  void pointAtTheOptionThatIsWrong() throws IOException {
    String wrong = TYPESCRIPT.replace("root: 'shop'", "root: 'shop',\n      fmp: 'x'");

    assertThat(message(typescript(wrong)))
        .startsWith("varve.config.ts:12:7: ")
        .contains("fmp")
        .contains("did you mean 'fpm'?");
  }

  private static String message(Authored authored) {
    try {
      return compiled(authored);
    } catch (Failure failure) {
      return String.valueOf(failure.getMessage());
    }
  }
}
