package dev.varve.control.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.testkit.RawClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The pages on HTTP say what works: each `curl` in them is sent as it stands there, one after the
/// other, and taken.
final class HttpPageTest {
  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

  /// One call of `curl`.
  private static final class Curl {
    String method = "GET";
    String path = "";
    String body = "";
    boolean streams;
    final List<String> headers = new ArrayList<>();

    Curl(String command) {
      List<String> words = words(command);
      for (int i = 1; i < words.size(); i++) {
        switch (words.get(i)) {
          case "-X" -> method = words.get(++i);
          case "-H" -> header(words.get(++i));
          case "-d" -> data(words.get(++i));
          case "-o" -> i++;
          case "-N" -> streams = true;
          default -> path = words.get(i).replace("$API/", "");
        }
      }
    }

    private void header(String text) {
      if (!text.equals("$auth")) {
        headers.add(text);
      }
    }

    private void data(String text) {
      body = text;
      method = method.equals("GET") ? "POST" : method;
    }

    private static List<String> words(String command) {
      var words = new ArrayList<String>();
      Matcher word = WORD.matcher(command);
      while (word.find()) {
        String quoted = word.group(1) == null ? word.group(2) : word.group(1);
        words.add(quoted == null ? word.group(3) : quoted);
      }
      return words;
    }
  }

  private static List<String> commands(String page) throws IOException {
    var commands = new ArrayList<String>();
    var open = new StringBuilder();
    boolean shell = false;
    for (String line : Files.readAllLines(Path.of("..", "docs", "store", page))) {
      if (line.startsWith("```")) {
        shell = line.equals("```sh");
      } else if (shell && (line.startsWith("curl ") || !open.isEmpty())) {
        open.append(open.isEmpty() ? "" : "\n").append(line);
        if (open.chars().filter(c -> c == '\'').count() % 2 == 0) {
          commands.add(open.toString());
          open.setLength(0);
        }
      }
    }
    return commands;
  }

  @Test
  void everyExampleOfThePageIsTaken() throws IOException {
    List<String> commands = commands("http.md");
    assertThat(commands).hasSizeGreaterThan(25);
    try (var server = new StoreServer()) {
      for (String command : commands) {
        var curl = new Curl(command);
        if (curl.streams) {
          follow(server, curl);
        } else {
          var answer =
              server.ask(curl.method, curl.path, curl.body, curl.headers.toArray(String[]::new));
          assertThat(answer.status()).as(command + "\n" + answer.body()).isLessThan(300);
        }
      }
    }
  }

  private static void follow(StoreServer server, Curl curl) {
    try (var client = RawClient.connect(server.port)) {
      client.send("GET /api/v1/" + curl.path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertThat(client.readUntil("\r\n")).contains("200");
    }
  }
}
