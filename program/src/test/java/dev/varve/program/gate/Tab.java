package dev.varve.program.gate;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonNumber;
import dev.varve.base.json.JsonObject;
import dev.varve.base.json.JsonString;
import dev.varve.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// One page of the browser, used as a person uses it: by mouse and keyboard.
final class Tab {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final DevTools tools;
  private final String session;
  private final List<Loaded> loaded = new CopyOnWriteArrayList<>();
  private final List<String> problems = new CopyOnWriteArrayList<>();

  /// An answer the page got.
  ///
  /// @param protocol such as `http/1.1` or `h2`
  record Loaded(String url, int status, String protocol) {}

  Tab(DevTools tools, String session) {
    this.tools = tools;
    this.session = session;
  }

  String session() {
    return session;
  }

  Tab begin() {
    for (String domain : List.of("Page", "Runtime", "Network", "Log", "DOM")) {
      call(domain + ".enable");
    }
    call(
        "Emulation.setDeviceMetricsOverride",
        "width",
        1000,
        "height",
        700,
        "deviceScaleFactor",
        1,
        "mobile",
        false);
    return this;
  }

  private JsonObject call(String method, Object... parameters) {
    return tools.call(session, method, parameters);
  }

  void happened(String method, JsonObject event) {
    switch (method) {
      case "Network.responseReceived" -> {
        var response = (JsonObject) event.get("response");
        if (response != null && response.get("status") instanceof JsonNumber status) {
          loaded.add(
              new Loaded(
                  text(response, "url"), status.value().intValue(), text(response, "protocol")));
        }
      }
      case "Runtime.exceptionThrown" -> problems.add(event.compact());
      case "Log.entryAdded" -> {
        if (event.get("entry") instanceof JsonObject entry
            && text(entry, "level").equals("error")) {
          problems.add(entry.compact());
        }
      }
      default -> {
        // Other events are of no interest here.
      }
    }
  }

  private static String text(JsonObject of, String name) {
    return String.valueOf(of.text(name));
  }

  /// Every answer since the tab was opened.
  List<Loaded> loaded() {
    return List.copyOf(loaded);
  }

  /// Exceptions of scripts, and errors the console would show.
  List<String> problems() {
    return List.copyOf(problems);
  }

  /// Goes to a page and waits until it is loaded.
  void visit(String url) {
    evaluate("window.left = true");
    call("Page.navigate", "url", url);
    awaitLoad();
  }

  /// Waits for the page that follows the one which was marked as left.
  private void awaitLoad() {
    await("!window.left && document.readyState === 'complete'");
  }

  /// A click that leads to another page.
  void follow(String selector) {
    await("document.querySelector(" + quoted(selector) + ")");
    evaluate("window.left = true");
    click(selector);
    awaitLoad();
  }

  /// The value of an expression, promises awaited, as text.
  String evaluate(String expression) {
    JsonObject answer =
        call(
            "Runtime.evaluate",
            "expression",
            "Promise.resolve(" + expression + ").then(value => String(value))",
            "awaitPromise",
            true,
            "returnByValue",
            true);
    if (answer.get("exceptionDetails") != null) {
      throw new AssertionError(expression + ": " + answer.get("exceptionDetails"));
    }
    return answer.get("result") instanceof JsonObject result ? text(result, "value") : "";
  }

  /// Waits until an expression is true; a page that is being left has no answer yet.
  void await(String expression) {
    String truth = "Boolean(" + expression + ")";
    if (!Await.within(PATIENCE, () -> holds(truth))) {
      throw new AssertionError(
          "waited in vain until "
              + expression
              + " on "
              + evaluate("location.href + ' ' +" + " document.body.innerText.slice(0, 2000)")
              + " "
              + problems);
    }
  }

  private boolean holds(String truth) {
    try {
      return evaluate(truth).equals("true");
    } catch (AssertionError _) {
      return false;
    }
  }

  /// What a person reads in an element.
  String text(String selector) {
    String found = "document.querySelector(" + quoted(selector) + ")";
    await(found);
    return evaluate(found + ".innerText");
  }

  void awaitText(String selector, String text) {
    await(
        "document.querySelector(%s)?.innerText.includes(%s)"
            .formatted(quoted(selector), quoted(text)));
  }

  void click(String selector) {
    String found = "document.querySelector(" + quoted(selector) + ")";
    await(found);
    String[] place =
        evaluate(
                """
                (() => {
                  const element = %s
                  element.scrollIntoView({ block: 'center', behavior: 'instant' })
                  const box = element.getBoundingClientRect()
                  return `${Math.round(box.x + box.width / 2)} ${Math.round(box.y + box.height / 2)}`
                })()
                """
                    .formatted(found))
            .split(" ", -1);
    // A page in the background draws too seldom to be clicked.
    call("Page.bringToFront");
    for (String kind : List.of("mouseMoved", "mousePressed", "mouseReleased")) {
      call(
          "Input.dispatchMouseEvent",
          "type",
          kind,
          "x",
          Integer.parseInt(place[0]),
          "y",
          Integer.parseInt(place[1]),
          "button",
          "left",
          "clickCount",
          1);
    }
  }

  /// Puts text in the place of what an input holds.
  void type(String selector, String text) {
    click(selector);
    evaluate("document.querySelector(" + quoted(selector) + ").select()");
    call("Input.insertText", "text", text);
  }

  /// Chooses a file in an input for files.
  void choose(String selector, Path file) {
    JsonObject document = call("DOM.getDocument");
    Json root = document.get("root") instanceof JsonObject node ? node.get("nodeId") : null;
    Json input =
        call("DOM.querySelector", "nodeId", root == null ? Json.of(0) : root, "selector", selector)
            .get("nodeId");
    call(
        "DOM.setFileInputFiles",
        "files",
        new JsonArray(List.of(new JsonString(file.toString()))),
        "nodeId",
        input == null ? Json.of(0) : input);
  }

  /// What the page looks like, kept for people in `target/applications/screenshots`.
  void screenshot(String name) throws IOException {
    String data = text(call("Page.captureScreenshot", "format", "png"), "data");
    Path folder =
        Files.createDirectories(Applications.ROOT.resolve("target/applications/screenshots"));
    Files.write(folder.resolve(name + ".png"), Base64.getDecoder().decode(data));
  }

  private static String quoted(String text) {
    return Json.of(text).compact();
  }
}
