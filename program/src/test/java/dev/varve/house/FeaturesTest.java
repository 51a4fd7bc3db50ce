package dev.varve.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// docs/features.tsv tells the truth: every row has its form, and what it points to exists.
class FeaturesTest {
  /// Of the sorted ids, a line each: a row that is lost or invented is noticed. Whoever adds a
  /// feature renews it.
  private static final String IDS =
      "ecf39f3c51812760aab9372529d8cc1d391ec4eca6b0f727fd3ca9b0d7633f10";

  private static final ProjectTree TREE = ProjectTree.find();

  private static Map<String, Set<String>> tests = Map.of();

  @BeforeAll
  static void findTests() {
    tests = testMethods(TREE);
  }

  private record Row(String id, String state, String proof, String page) {}

  @Test
  void everyRowIsTrue() {
    String text = ProjectTree.read(TREE.root().resolve("docs/features.tsv"));

    assertThat(complaints(text, TREE)).isEmpty();
  }

  @Test
  void noFeatureIsLost() throws Exception {
    String text = ProjectTree.read(TREE.root().resolve("docs/features.tsv"));
    List<String> ids = rows(text, new ArrayList<>()).stream().map(Row::id).sorted().toList();
    var digest = MessageDigest.getInstance("SHA-256");

    byte[] found = digest.digest(String.join("\n", ids).getBytes(StandardCharsets.UTF_8));

    assertThat(HexFormat.of().formatHex(found))
        .as("digest of the %d ids", ids.size())
        .isEqualTo(IDS);
  }

  @Test
  void plantedUntruthsAreFound() {
    String text =
        """
        # a remark
        a.one\tplanned\t\t
        a.one\tplanned\t\t
        a.two\tdone\t\t
        a.three\tworks\t\t
        a.four\tworks\tNoSuchTest#atAll\tdocs/none.md
        a.five\tworks\tFeaturesTest#noSuchMethod\tdocs/features.tsv
        a.six\tworks\tFeaturesTest#plantedUntruthsAreFound tools/none\tdocs/features.tsv
        a.seven\tpartly\tFeaturesTest#plantedUntruthsAreFound test\tdocs/features.tsv
        a.eight\tplanned
        """;

    assertThat(complaints(text, TREE))
        .containsExactly(
            "a.eight must have four columns, but has 2",
            "a.one must stand once",
            "a.two must be planned, partly or works, but is done",
            "a.three works, so it must have a proof",
            "a.three works, so it must have a page",
            "a.four has no proof NoSuchTest#atAll",
            "a.four has no page docs/none.md",
            "a.five has no proof FeaturesTest#noSuchMethod",
            "a.six has no proof tools/none");
  }

  private static List<String> complaints(String text, ProjectTree tree) {
    var complaints = new ArrayList<String>();
    List<Row> rows = rows(text, complaints);
    var seen = new HashSet<String>();
    for (Row row : rows) {
      if (!seen.add(row.id)) {
        complaints.add(row.id + " must stand once");
      }
      check(row, tree, complaints);
    }
    return complaints;
  }

  private static void check(Row row, ProjectTree tree, List<String> complaints) {
    if (!Set.of("planned", "partly", "works").contains(row.state)) {
      complaints.add(row.id + " must be planned, partly or works, but is " + row.state);
    }
    if (row.state.equals("works") && row.proof.isEmpty()) {
      complaints.add(row.id + " works, so it must have a proof");
    }
    if (row.state.equals("works") && row.page.isEmpty()) {
      complaints.add(row.id + " works, so it must have a page");
    }
    for (String proof : words(row.proof)) {
      if (!proves(proof, tree)) {
        complaints.add(row.id + " has no proof " + proof);
      }
    }
    for (String page : words(row.page)) {
      if (!Files.isRegularFile(tree.root().resolve(withoutAnchor(page)))) {
        complaints.add(row.id + " has no page " + page);
      }
    }
  }

  private static boolean proves(String proof, ProjectTree tree) {
    int hash = proof.indexOf('#');
    return hash < 0
        ? Files.isExecutable(tree.root().resolve(proof))
        : tests
            .getOrDefault(proof.substring(0, hash), Set.of())
            .contains(proof.substring(hash + 1));
  }

  private static Map<String, Set<String>> testMethods(ProjectTree tree) {
    var texts = new HashMap<String, String>();
    for (Path file : tree.files("Test.java")) {
      texts.put(tree.name(file), ProjectTree.read(file));
    }
    var methods = new HashMap<String, Set<String>>();
    for (JavaSource source : JavaSource.parse(texts)) {
      String file = source.name().substring(source.name().lastIndexOf('/') + 1);
      Set<String> names = methods.computeIfAbsent(file.replace(".java", ""), _ -> new HashSet<>());
      source.methods().forEach(method -> names.add(method.name()));
    }
    return methods;
  }

  private static List<Row> rows(String text, List<String> complaints) {
    var rows = new ArrayList<Row>();
    for (String line : text.lines().filter(line -> !line.startsWith("#")).toList()) {
      String[] columns = line.split("\t", -1);
      if (columns.length == 4) {
        rows.add(new Row(columns[0], columns[1], columns[2], columns[3]));
      } else {
        complaints.add(columns[0] + " must have four columns, but has " + columns.length);
      }
    }
    return rows;
  }

  private static List<String> words(String column) {
    return column.isEmpty() ? List.of() : List.of(column.split(" +"));
  }

  private static String withoutAnchor(String page) {
    return page.contains("#") ? page.substring(0, page.indexOf('#')) : page;
  }
}
