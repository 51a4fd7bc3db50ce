package dev.varve.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.Failure;
import dev.varve.base.unit.Rate;
import dev.varve.config.source.Authored;
import dev.varve.config.typescript.TypeScript;
import dev.varve.graph.Graph;
import dev.varve.graph.Site;
import dev.varve.graph.action.Proxy;
import dev.varve.graph.action.StaticFiles;
import dev.varve.graph.guard.Basic;
import dev.varve.graph.listen.Listener;
import dev.varve.graph.route.Access;
import dev.varve.graph.route.Limits;
import dev.varve.graph.route.RateLimit;
import dev.varve.graph.route.Route;
import dev.varve.graph.term.Value;
import dev.varve.graph.upstream.Upstream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same configuration in four languages gives the same bytes.
class FourLanguagesTest {
  private static final String YAML =
      """
      listen: {http: 8080}
      upstreams:
        api: 10.0.0.1:9000
      sites:
        app.example.com:
          - path: /api/*
            limit: 100/min
            auth: {basic: {secret: HTPASSWD}}
            proxy: api
          - static: dist
      """;
  private static final String JSON =
      """
      {"sites": {"app.example.com": [
         {"proxy": "api", "path": "/api/*", "limit": {"rate": "100/min"},
          "auth": {"basic": {"users": {"secret": "HTPASSWD"}}}},
         {"path": "/*", "static": {"dir": "dist"}}]},
       "upstreams": {"api": {"targets": [{"address": "10.0.0.1:9000"}]}},
       "listen": {"http": {"address": ":8080"}}}
      """;
  private static final String TYPESCRIPT =
      """
      import { defineConfig, basic, secret } from '@varve/config'
      const port: number = 9000
      export default defineConfig({
        listen: { http: 8080 },
        upstreams: { api: `10.0.0.1:${port}` },
        sites: {
          'app.example.com': [
            { path: '/api/*', limit: '100/min', auth: basic(secret('HTPASSWD')), proxy: 'api' },
            { static: 'dist' },
          ],
        },
      })
      """;

  private static String text(Graph graph) {
    return new String(graph.canonical(), StandardCharsets.UTF_8);
  }

  private static String compiled(Authored authored) {
    return text(Authoring.compile(authored, Profiles.NONE).graph());
  }

  private static Graph java() {
    Route api =
        Route.of("/api/*", Proxy.to("api"))
            .withAccess(Access.of(new Basic(new Value.Secret("HTPASSWD"), "Restricted")))
            .withLimits(
                new Limits(
                    List.of(RateLimit.of(Rate.parse("100/min"))),
                    null,
                    Limits.DEFAULT.maxBody(),
                    false,
                    null));
    Route files = Route.of("/*", StaticFiles.of("dist"));
    return Graph.of(Map.of("app.example.com", Site.of(List.of(api, files))))
        .withListen(Map.of("http", Listener.of(":8080", false, false)))
        .withUpstreams(Map.of("api", Upstream.of("10.0.0.1:9000")));
  }

  @Test
  void giveTheSameBytes(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("varve.config.ts");
    Files.writeString(file, TYPESCRIPT);
    String yaml = compiled(Authoring.yaml(YAML, "varve.yaml"));

    assertThat(compiled(Authoring.json(JSON, "varve.json"))).isEqualTo(yaml);
    assertThat(text(java())).isEqualTo(yaml);
    assertThat(compiled(TypeScript.read(file, TypeScript.Engine.SANDBOX, _ -> {}))).isEqualTo(yaml);
  }

  @Test
  void pointAtTheSameMistakeInEach(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("varve.config.ts");
    Files.writeString(file, "export default {\n  drain: 'soon',\n}\n");

    assertThat(problem(Authoring.yaml("x:\n\ndrain: soon\n".substring(3), "varve.yaml")))
        .startsWith("varve.yaml:2:1: drain must be a duration");
    assertThat(problem(Authoring.json("{\n  \"drain\": \"soon\"}", "varve.json")))
        .startsWith("varve.json:2:3: drain must be a duration");
    assertThat(problem(TypeScript.read(file, TypeScript.Engine.SANDBOX, _ -> {})))
        .contains("varve.config.ts:2:")
        .contains(": drain must be a duration");
  }

  private static String problem(Authored authored) {
    try {
      return text(Authoring.compile(authored, Profiles.NONE).graph());
    } catch (Failure failure) {
      return failure.problems().getFirst().toString();
    }
  }
}
