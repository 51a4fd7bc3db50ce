package dev.varve.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The arrows between modules and packages are those of the house; and every rule is shown to bite.
class ArchitectureTest {
  private static final ProjectTree TREE = ProjectTree.find();

  private static JavaClasses classes = new ClassFileImporter().importClasses();

  @TempDir Path dir;

  @BeforeAll
  static void read() {
    classes = new ClassFileImporter().importPaths(compiled());
  }

  @Test
  void modulesKnowOnlyThoseBeforeThem() {
    assertThat(Arrows.upwards(classes)).isEmpty();
    assertThat(classes).hasSizeGreaterThan(20);
  }

  @Test
  void librariesAreSeenOnlyWhereTheyBelong() {
    assertThat(Arrows.strangers(classes)).isEmpty();
  }

  @Test
  void packagesFormNoCycles() {
    Ratchet ratchet = Ratchet.of(TREE).only("cycle"::equals);

    assertThat(ratchet.complaints(Arrows.cycles(classes))).isEmpty();
  }

  @Test
  void appAndStoreShowNoTypesOfThirdParties() throws IOException {
    var exported = new HashSet<String>();
    for (String module : List.of("app", "store")) {
      exported.addAll(exports(TREE.root().resolve(module + "/target/classes/module-info.class")));
    }

    assertThat(Arrows.foreignTypes(classes, exported)).isEmpty();
  }

  @Test
  void aPlantedArrowUpwardsIsFound() throws IOException {
    JavaClasses planted =
        compile(
            Map.of(
                "base/Planted", "package dev.varve.base; class Planted { dev.varve.http.Up up; }",
                "http/Up", "package dev.varve.http; public class Up {}",
                "attic/Lost", "package dev.varve.attic; class Lost {}"));

    assertThat(Arrows.upwards(planted))
        .containsExactly(
            "dev.varve.attic.Lost is in a module that has no place in the order",
            "dev.varve.base.Planted must not know dev.varve.http.Up");
  }

  @Test
  void aPlantedStrangerIsFound() throws IOException {
    JavaClasses planted =
        compile(
            Map.of(
                "store/Planted",
                "package dev.varve.store; public class Planted { public io.netty.Model[] m() { return null; }"
                    + " private io.netty.Model hidden; }",
                "store/Model",
                "package io.netty; public class Model {}"));

    assertThat(Arrows.strangers(new ClassFileImporter().importPaths(dir.resolve("dev"))))
        .containsExactly("dev.varve.store.Planted must not know io.netty.Model");
    assertThat(Arrows.foreignTypes(planted, Set.of("dev.varve.store")))
        .containsExactly("dev.varve.store.Planted must not show io.netty.Model");
  }

  @Test
  void aPlantedCycleIsFound() throws IOException {
    JavaClasses planted =
        compile(
            Map.of(
                "a/A", "package dev.varve.store.a; public class A { dev.varve.store.b.B b; }",
                "b/B", "package dev.varve.store.b; public class B { dev.varve.store.a.A a; }"));

    assertThat(Arrows.cycles(planted))
        .extracting(Breach::what)
        .containsExactly(
            "dev.varve.store.a -> dev.varve.store.b -> dev.varve.store.a",
            "dev.varve.store.b -> dev.varve.store.a -> dev.varve.store.b");
  }

  private static List<Path> compiled() {
    var folders = new ArrayList<Path>();
    var modules = new ArrayList<>(Arrows.ORDER);
    modules.add("store-rocksdb");
    for (String module : modules) {
      Path folder = TREE.root().resolve(module + "/target/classes");
      if (Files.isDirectory(folder)) {
        folders.add(folder);
      }
    }
    return folders;
  }

  private static Set<String> exports(Path moduleInfo) throws IOException {
    try (var bytes = Files.newInputStream(moduleInfo)) {
      var packages = new HashSet<String>();
      for (ModuleDescriptor.Exports exports : ModuleDescriptor.read(bytes).exports()) {
        if (!exports.isQualified()) {
          packages.add(exports.source());
        }
      }
      return packages;
    }
  }

  private JavaClasses compile(Map<String, String> sources) throws IOException {
    var arguments =
        new ArrayList<>(List.of("-d", dir.toString(), "-proc:none", "-cp", dir.toString()));
    for (Map.Entry<String, String> source : sources.entrySet()) {
      Path file = dir.resolve("src").resolve(source.getKey() + ".java");
      Files.createDirectories(file.resolveSibling(""));
      arguments.add(Files.writeString(file, source.getValue()).toString());
    }
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    assertThat(status).isZero();
    return new ClassFileImporter().importPath(dir);
  }
}
