package dev.varve.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The house rules hold in every file; and every rule is shown to bite.
class TidyTest {
  private static final ProjectTree TREE = ProjectTree.find();
  private static List<JavaSource> sources = List.of();

  @BeforeAll
  static void parse() {
    var texts = new LinkedHashMap<String, String>();
    for (Path file : TREE.files(".java")) {
      texts.put(TREE.name(file), ProjectTree.read(file));
    }
    sources = JavaSource.parse(texts);
  }

  @Test
  void codeAndPagesKeepTheHouseRules() {
    List<Breach> breaches = CodeRules.check(sources);
    breaches.addAll(breachesOfPages());

    Ratchet ratchet = Ratchet.of(TREE).only(rule -> !rule.equals("cycle"));
    assertThat(ratchet.complaints(breaches)).isEmpty();
    assertThat(sources).hasSizeGreaterThan(20);
  }

  private static List<Breach> breachesOfPages() {
    var breaches = new ArrayList<Breach>();
    for (Path page : TREE.files(".md")) {
      Path folder = page.resolveSibling("");
      breaches.addAll(
          PageRules.check(
              TREE.name(page), ProjectTree.read(page), link -> Files.exists(folder.resolve(link))));
    }
    return breaches;
  }

  @Test
  void noFilePromisesWhatIsNotThere() {
    var breaches = new ArrayList<Breach>();
    for (String ending : List.of(".java", ".md", ".sh", ".xml", ".ts", ".js", ".yaml", ".html")) {
      for (Path file : TREE.files(ending)) {
        breaches.addAll(CodeRules.promises(TREE.name(file), ProjectTree.read(file)));
      }
    }
    assertThat(breaches).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Thread.sleep(5);                          | Thread.sleep is banned
          System.out.println();                     | System.out is banned
          new Exception().printStackTrace();        | printStackTrace is banned
          new ThreadLocal<String>();                | ThreadLocal is banned
          new java.util.Date();                     | java.time
          System.nanoTime();                        | a Clock
          Executors.newCachedThreadPool(); | a pool with a bound
          System.exit(1);                           | only Main ends the process
          try { run(); } catch (Exception _) { }    | must be told
          Class.forName("x");                       | ServiceLoader
          Math.random();                            | RandomGenerator
          """)
  void aPlantedCallIsFound(String call, String complaint) {
    String text = "package p; class Planted { void run() { " + call + " } }";

    List<Breach> breaches = check("store/src/main/java/p/Planted.java", text);

    assertThat(breaches).anySatisfy(breach -> assertThat(breach.toString()).contains(complaint));
  }

  @Test
  void aPlantedSkippedTestIsFound() {
    String text = "class PlantedTest { @Test @Disabled void waits() { assumeTrue(false); } }";

    assertThat(check("store/src/test/java/p/PlantedTest.java", text))
        .extracting(Breach::rule)
        .containsExactly("banned", "banned");
  }

  @Test
  void namesInCommentsAndStringsAreNotCalls() {
    String text = "class Calm { String s = \"Thread.sleep\"; /* System.exit */ }";

    assertThat(check("store/src/main/java/p/Calm.java", text)).isEmpty();
  }

  @Test
  void plantedSizesAreFound() {
    String method =
        "  void f(int a, int b, int c, int d, int e, int f) {\n" + "\n".repeat(60) + "  }\n";
    String text = "class Big {\n" + method + "\n".repeat(600) + "}\n";

    assertThat(check("store/src/main/java/p/Big.java", text))
        .extracting(Breach::rule)
        .containsExactly("file-size", "method-size", "parameters");
  }

  @Test
  void recordsMayHaveManyComponents() {
    String text =
        "record Wide(int a, int b, int c, int d, int e, int f) { Wide(int a, int b, int c, int d, int e, int f) {} }";

    assertThat(check("store/src/main/java/p/Wide.java", text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"StoreImpl", "RouteManager", "PathUtil", "AbstractStore", "DefaultStore", "IStore"})
  void plantedTypeNamesAreFound(String name) {
    assertThat(check("store/src/main/java/p/X.java", "class " + name + " {}"))
        .extracting(Breach::rule)
        .containsExactly("type-name");
  }

  @ParameterizedTest
  @CsvSource({"IPv6Range", "IoLoop", "Items", "Defaults", "Utility"})
  void honestTypeNamesPass(String name) {
    assertThat(check("store/src/main/java/p/X.java", "class " + name + " {}")).isEmpty();
  }

  @Test
  void plantedPackagesAreFound() {
    assertThat(check("store/src/main/java/dev/varve/store/util/X.java", "class X {}"))
        .extracting(Breach::rule)
        .containsExactly("package-name");
    Map<String, String> many =
        IntStream.range(0, 26)
            .boxed()
            .collect(
                Collectors.toMap(
                    i -> "store/src/main/java/p/X" + i + ".java", i -> "class X" + i + " {}"));
    assertThat(CodeRules.check(JavaSource.parse(many)))
        .extracting(Breach::rule)
        .containsExactly("package-size");
  }

  @Test
  void aPlantedPromiseIsFound() {
    assertThat(CodeRules.promises("a.java", "x\n// TO" + "DO later\n"))
        .extracting(Breach::line)
        .containsExactly(2L);
  }

  @Test
  void plantedFaultsOfPagesAreFound() {
    String page =
        "# One\n# Two\n[a](gone.md) [b](here.md#x) [c](https://example.com)\n```\n# no title\n```\n/home/me/x\n";

    assertThat(PageRules.check("p.md", page, "here.md"::equals))
        .extracting(Breach::rule)
        .containsExactly("link", "machine-path", "title");
  }

  @Test
  void theRatchetOnlyTurnsOneWay() {
    var ratchet = Ratchet.parse("# remark\nbanned\ta.java\t1\nbanned\tb.java\t2\n");
    var breach = new Breach("a.java", 3, "banned", "x");

    assertThat(ratchet.complaints(List.of(breach, new Breach("b.java", 1, "banned", "y"))))
        .containsExactly("ratchet.tsv must say 1 for 'banned\tb.java', but says 2");
    assertThat(ratchet.complaints(List.of(breach, breach))).contains("a.java:3: banned: x");
  }

  private static List<Breach> check(String name, String text) {
    return CodeRules.check(JavaSource.parse(Map.of(name, text)));
  }
}
