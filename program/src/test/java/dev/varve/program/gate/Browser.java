package dev.varve.program.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A headless Chromium of its own profile. Pages are in [Tab]s.
final class Browser implements AutoCloseable {
  private static final Pattern ADDRESS = Pattern.compile("DevTools listening on (ws://\\S+)");

  private final Map<String, Tab> tabs = new ConcurrentHashMap<>();
  private final Started process;
  private final DevTools tools;

  private Browser(Started process, URI address) {
    this.process = process;
    this.tools = new DevTools(address, this::happened);
  }

  /// @param folder for its profile and log
  static Browser start(Path folder) throws IOException {
    Applications.install("browser");
    var command = new ArrayList<String>();
    command.add(Applications.program("chromium", "google-chrome", "chromium-browser"));
    command.addAll(List.of("--headless=new", "--remote-debugging-port=0", "--no-proxy-server"));
    command.addAll(List.of("--no-first-run", "--disable-gpu", "--disable-dev-shm-usage"));
    command.addAll(List.of("--disable-background-networking", "--disable-component-update"));
    // The certificates are those of tests; the sandbox does not work for root or in containers.
    command.addAll(List.of("--ignore-certificate-errors", "--no-sandbox"));
    command.add("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1");
    command.add("--user-data-dir=" + Files.createTempDirectory(folder, "profile"));
    command.add("about:blank");
    Path log = Files.createTempFile(folder, "browser", ".log");
    Started process = Started.start(folder, log, Map.of("TMPDIR", folder.toString()), command);
    process.await("it says its address", () -> ADDRESS.matcher(process.said()).find());
    Matcher address = ADDRESS.matcher(process.said());
    assertThat(address.find()).isTrue();
    return new Browser(process, URI.create(address.group(1)));
  }

  /// An empty page, whose cookies are those of the browser.
  Tab open() {
    JsonObject target = tools.call("", "Target.createTarget", "url", "about:blank");
    JsonObject session =
        tools.call(
            "",
            "Target.attachToTarget",
            "targetId",
            String.valueOf(target.text("targetId")),
            "flatten",
            true);
    var tab = new Tab(tools, String.valueOf(session.text("sessionId")));
    tabs.put(tab.session(), tab);
    return tab.begin();
  }

  private void happened(JsonObject event) {
    Tab tab = tabs.get(String.valueOf(event.text("sessionId")));
    if (tab != null && event.get("params") instanceof JsonObject parameters) {
      tab.happened(String.valueOf(event.text("method")), parameters);
    }
  }

  @Override
  public void close() {
    tools.call("", "Browser.close");
    tools.close();
    process.close();
  }
}
