package dev.varve.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.testkit.Await;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// Copies of requests, and how little the requests notice of them.
final class MirrorTest {
  private static EdgeUnderTest mirroring(ScriptedUpstream main, String mirror, int percent) {
    return EdgeUnderTest.routes(
        "{'proxy': '"
            + main.address()
            + "', 'mirror': {'upstream': '"
            + mirror
            + "', 'percent': "
            + percent
            + "}}");
  }

  /// Keeps the bodies it gets.
  private static ScriptedUpstream keeping(List<String> bodies) {
    return new ScriptedUpstream((talk, head, _) -> {
      int at = head.indexOf("content-length: ");
      int length = at < 0 ? 0 : Integer.parseInt(head.substring(at + 16).lines().findFirst().get());
      bodies.add(talk.read(length));
      talk.ok("from the mirror");
    });
  }

  @Test
  void theCopyHasMethodPathHeadersAndBody() {
    var bodies = new CopyOnWriteArrayList<String>();
    var main = new CopyOnWriteArrayList<String>();
    try (var upstream = keeping(main);
        var mirror = keeping(bodies);
        var edge = mirroring(upstream, mirror.address(), 100)) {
      String body = "x".repeat(100_000);
      Reply reply =
          edge.talk(
              "POST /a?b=c HTTP/1.1\r\nhost: h\r\nx-own: 1\r\nconnection: close\r\n"
                  + "content-length: 100000\r\n\r\n"
                  + body);
      assertThat(reply.status()).isEqualTo(200);
      Await.until("the copy came", () -> !bodies.isEmpty());
      assertThat(bodies).containsExactly(body);
      assertThat(main).containsExactly(body);
      assertThat(mirror.heads.getFirst()).startsWith("POST /a?b=c HTTP/1.1").contains("x-own: 1");
      assertThat(reply.raw()).contains("from the mirror"); // both speak the same script
      Await.until(
          "it is over", () -> edge.edge.upstreams().stream().allMatch(t -> t.active() == 0));
    }
  }

  @Test
  void aMirrorThatHangsRefusesOrBreaksChangesNothing() {
    var hold = new CountDownLatch(1);
    String dead = "127.0.0.1:" + ScriptedUpstream.closedPort();
    try (var main = ScriptedUpstream.saying("main");
        var hanging = new ScriptedUpstream((_, _, _) -> hold(hold));
        var breaking = new ScriptedUpstream((talk, _, _) -> talk.reset())) {
      for (String mirror : List.of(dead, hanging.address(), breaking.address())) {
        try (var edge = mirroring(main, mirror, 100)) {
          for (int i = 0; i < 3; i++) {
            assertThat(edge.get("/").body()).isEqualTo("main");
          }
          assertThat(edge.logAtEnd()).doesNotContain("error.type");
        }
      }
      hold.countDown();
    }
  }

  private static void hold(CountDownLatch until) {
    try {
      until.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// The mirror takes no byte of the body, so its copy is cut off at the bound.
  @Test
  void aSlowMirrorDoesNotSlowAnUpload() {
    var hold = new CountDownLatch(1);
    var bodies = new CopyOnWriteArrayList<String>();
    try (var main = keeping(bodies);
        var slow = new ScriptedUpstream((_, _, _) -> hold(hold));
        var edge = mirroring(main, slow.address(), 100)) {
      int size = 8 << 20;
      Reply reply =
          edge.talk(
              "PUT / HTTP/1.1\r\nhost: h\r\nconnection: close\r\ncontent-length: "
                  + size
                  + "\r\n\r\n"
                  + "y".repeat(size));
      assertThat(reply.status()).isEqualTo(200);
      assertThat(bodies.getFirst()).hasSize(size);
      hold.countDown();
    }
  }

  @Test
  void aPercentageIsCopied() {
    try (var main = ScriptedUpstream.saying("main");
        var mirror = ScriptedUpstream.saying("mirror");
        var edge = mirroring(main, mirror.address(), 30)) {
      for (int i = 0; i < 200; i++) {
        edge.get("/");
      }
      Await.until(
          "copies are over", () -> edge.edge.upstreams().stream().allMatch(t -> t.active() == 0));
      // 60 expected; six standard deviations of 6.5 on either side.
      assertThat(mirror.heads.size()).isBetween(21, 99);
      assertThat(main.heads).hasSize(200);
    }
  }
}
