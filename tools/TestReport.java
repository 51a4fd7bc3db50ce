import static java.util.Comparator.comparingDouble;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;

/// What a run of tests came to. Reads the XML reports below a folder that are newer than a moment,
/// save those in its `tools`, prints the slowest ten and every breach of the rules, and ends with
/// `N passed, N failed` alone on a line. Run as a source file:
///
/// `java TestReport.java FOLDER EPOCH_SECONDS TIER [GATE=ok|failed]...`
///
/// The rules: a test that was skipped has failed. In the tier `fast` a test over 2 s has failed;
/// the first test of a class, which also loads the classes and fills the code cache, may take 5 s.
/// VARVE_TEST_PATIENCE multiplies both where a machine is shared with others, as those of CI are.
/// Each gate counts as one test.

static final double SECONDS_MAX = 2;

static final double FIRST_SECONDS_MAX = 5;

static double patience() {
  return Double.parseDouble(System.getenv().getOrDefault("VARVE_TEST_PATIENCE", "1"));
}

record Case(String name, double seconds, boolean first, String trouble) {
  String troubleIn(String tier) {
    if (!trouble.isEmpty() || !tier.equals("fast")) {
      return trouble;
    }
    double limit = (first ? FIRST_SECONDS_MAX : SECONDS_MAX) * patience();
    return seconds <= limit
        ? ""
        : "took %.1f s; at most %.0f s, or @Tag(\"slow\")".formatted(seconds, limit);
  }
}

void main(String[] arguments) throws Exception {
  Path folder = Path.of(arguments[0]);
  long sinceMillis = Long.parseLong(arguments[1]) * 1000;
  String tier = arguments[2];
  var cases = new ArrayList<Case>();
  for (Path report : reports(folder, sinceMillis)) {
    cases.addAll(read(report));
  }
  showSlowest(cases);
  int failed = 0;
  for (Case test : cases) {
    String trouble = test.troubleIn(tier);
    if (!trouble.isEmpty()) {
      failed++;
      IO.println("FAILED " + test.name + ": " + trouble);
    }
  }
  int gates = arguments.length - 3;
  for (String gate : List.of(arguments).subList(3, arguments.length)) {
    if (!gate.endsWith("=ok")) {
      failed++;
      IO.println("FAILED gate " + gate.substring(0, gate.indexOf('=')));
    }
  }
  IO.println((cases.size() + gates - failed) + " passed, " + failed + " failed");
  System.exit(failed == 0 ? 0 : 1);
}

List<Path> reports(Path folder, long sinceMillis) throws Exception {
  try (Stream<Path> files = Files.walk(folder, 4)) {
    var reports = new ArrayList<Path>();
    for (Path file : files.sorted().toList()) {
      String name = file.getFileName().toString();
      if (name.startsWith("TEST-")
          && name.endsWith(".xml")
          && !file.startsWith(folder.resolve("tools")) // planted ones, that must fail
          && Files.getLastModifiedTime(file).toMillis() >= sinceMillis) {
        reports.add(file);
      }
    }
    return reports;
  }
}

List<Case> read(Path report) throws Exception {
  var builder = DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder();
  var nodes = builder.parse(report.toFile()).getElementsByTagName("testcase");
  var cases = new ArrayList<Case>();
  var seen = new HashSet<String>();
  for (int i = 0; i < nodes.getLength(); i++) {
    var test = (Element) nodes.item(i);
    String type = test.getAttribute("classname");
    String name = type.substring(type.lastIndexOf('.') + 1) + "#" + test.getAttribute("name");
    double seconds = Double.parseDouble(test.getAttribute("time").replace(",", ""));
    cases.add(new Case(name, seconds, seen.add(type), trouble(test)));
  }
  return cases;
}

String trouble(Element test) {
  for (String kind : List.of("error", "failure", "skipped")) {
    var found = test.getElementsByTagName(kind);
    if (found.getLength() > 0) {
      String message = ((Element) found.item(0)).getAttribute("message");
      return kind.equals("skipped") ? "skipped; no test may be" : kind + ": " + firstLines(message);
    }
  }
  return "";
}

String firstLines(String message) {
  return message.lines().limit(6).reduce((a, b) -> a + "\n    " + b).orElse("no message");
}

void showSlowest(List<Case> cases) {
  IO.println("The slowest tests:");
  cases.stream()
      .sorted(comparingDouble(Case::seconds).reversed())
      .limit(10)
      .forEach(test -> IO.println("  %6.2f s  %s".formatted(test.seconds, test.name)));
}
