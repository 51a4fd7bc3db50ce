package dev.varve.edge.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.http.net.Loop;
import dev.varve.http.net.Loops;
import dev.varve.testkit.Await;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class AccessLogTest {
  private static final LogLine.Name HOST = new LogLine.Name("host");
  private static final LogLine.Name PATH = new LogLine.Name("path");

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final LogSink sink = (lines, length) -> keep(lines, length);

  private synchronized void keep(byte[] lines, int length) {
    written.write(lines, 0, length);
  }

  private synchronized int size() {
    return written.size();
  }

  @Test
  void losesNothingThatComesWhileTheWriterRests() {
    try (var log = new AccessLog(sink)) {
      for (int i = 0; i < 60; i++) {
        AccessLog.Page page = log.page();
        page.length = 1000;
        log.hand(page);
      }
      Await.until("all pages are written", () -> size() == 60_000);

      assertThat(log.dropped()).isZero();
    }
  }

  @Test
  void writesWhatWaitsBeforeItCloses() {
    try (var log = new AccessLog(sink)) {
      for (int i = 0; i < 5; i++) {
        AccessLog.Page page = log.page();
        page.length = 10;
        log.hand(page);
      }
    }
    assertThat(size()).isEqualTo(50);
  }

  @Test
  void writesAMemberAnewWhenOneOfItsRunDiffers() throws InterruptedException {
    var log = new AccessLog(sink);
    try (var loops = Loops.start(1)) {
      Loop loop = loops.next();
      var done = new CountDownLatch(1);
      loop.execute(() -> {
        var line = new LogLine(log, loop, true);
        var run = new LogLine.Run(2);
        for (String path : List.of("/a", "/a", "/b")) {
          line.begin();
          run.tell(0, "h");
          run.tell(1, path);
          boolean again = line.again(run);
          if (!again) {
            int from = line.place();
            line.text(HOST, "h");
            line.text(PATH, path);
            line.keep(run, from);
          }
          line.end();
        }
        line.flush();
        done.countDown();
      });
      done.await();
    }
    log.close();
    assertThat(
            written.toString(StandardCharsets.ISO_8859_1).replaceAll("\\{\"time\":\"[^\"]*\"", ""))
        .isEqualTo(
            """
            ,"host":"h","path":"/a"}
            ,"host":"h","path":"/a"}
            ,"host":"h","path":"/b"}
            """);
  }

  @Test
  void writesMembersThatComeAgainAsThoseThatDoNot() throws InterruptedException {
    var longHost = "h".repeat(490) + ".example"; // twice that and more is not kept
    var hosts = List.of("a.example", "a.example", "b\"c", "b\"c", longHost, longHost, "a.example");
    var log = new AccessLog(sink);
    try (var loops = Loops.start(1)) {
      Loop loop = loops.next();
      var done = new CountDownLatch(1);
      loop.execute(() -> {
        var line = new LogLine(log, loop, true);
        var run = new LogLine.Run(2);
        for (String host : hosts) {
          line.begin();
          run.tell(0, host);
          run.tell(1, host);
          if (!line.again(run)) {
            int from = line.place();
            line.text(HOST, host);
            line.text(PATH, host);
            line.keep(run, from);
          }
          line.end();
        }
        line.flush();
        done.countDown();
      });
      done.await();
    }
    log.close();
    var expected = new StringBuilder();
    for (String host : hosts) {
      String escaped = host.replace("\"", "\\\"");
      expected.append(",\"host\":\"" + escaped + "\",\"path\":\"" + escaped + "\"}\n");
    }
    assertThat(
            written.toString(StandardCharsets.ISO_8859_1).replaceAll("\\{\"time\":\"[^\"]*\"", ""))
        .isEqualTo(expected.toString());
  }
}
