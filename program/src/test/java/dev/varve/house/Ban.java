package dev.varve.house;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// A name that must not be used, and what to use instead.
///
/// @param words what is banned, as a whole mention
/// @param where the files it is banned in
record Ban(Pattern words, Predicate<JavaSource> where, String instead) {
  static final List<Ban> ALL =
      List.of(
          ban(
              "(java\\.lang\\.)?Thread\\.sleep",
              Ban::anywhere,
              "a wait for the event, such as Await"),
          ban("System\\.(out|err)", Ban::inLibraries, "System.Logger, or return it to the caller"),
          ban(
              "(.*\\.)?(printStackTrace|dumpStack)",
              Ban::inLibraries,
              "a Failure, or System.Logger"),
          ban(
              "(Inheritable|Fast)?ThreadLocal",
              Ban::anywhere,
              "ScopedValue, or a field of the loop"),
          ban("import (sun\\.misc|jdk\\.internal)\\..*", Ban::anywhere, "java.lang.foreign"),
          ban("Object(In|Out)putStream", Ban::anywhere, "JSON, or a format with a grammar"),
          ban("new (java\\.util\\.)?Date|SimpleDateFormat", Ban::anywhere, "java.time"),
          ban(
              "System\\.(currentTimeMillis|nanoTime)|(Instant|(Local|Zoned|Offset)Date(Time)?)\\.now",
              Ban::whereTimeIsAnArgument,
              "a Clock given as an argument"),
          ban(
              "Math\\.random|ThreadLocalRandom|new Random",
              Ban::inMain,
              "a RandomGenerator given as an argument, or SecureRandom"),
          ban(
              "Executors\\.newCachedThreadPool",
              Ban::anywhere,
              "virtual threads, or a pool with a bound"),
          ban(
              "import java\\.util\\.regex\\..*",
              Ban::inEdge,
              "com.google.re2j: linear time on what a client sends"),
          ban(
              "System\\.exit|Runtime\\.getRuntime\\(\\)\\.(exit|halt)",
              Ban::outsideMain,
              "a returned Exit; only Main ends the process"),
          ban(
              "Class\\.forName|(.*\\.)?setAccessible|import java\\.lang\\.reflect\\..*",
              Ban::inMain,
              "a plain call, a lambda or ServiceLoader"),
          ban("import module .*", Ban::inLibraries, "imports of what is used"),
          ban(
              "import (lombok|com\\.google\\.common|org\\.mockito|org\\.junit\\.Assert).*",
              Ban::anywhere,
              "the JDK, records, fakes, AssertJ"),
          ban("@(.*\\.)?(Disabled|Enabled|Ignore).*", JavaSource::isTest, "a test that runs"),
          ban(
              "(Assumptions\\.)?assum(e|ing)[A-Z].*|import org\\..*Assumptions.*",
              JavaSource::isTest,
              "a test that runs everywhere"));

  private static final Set<String> NOT_LIBRARIES = Set.of("program", "bench", "tools", "examples");

  private static Ban ban(String words, Predicate<JavaSource> where, String instead) {
    return new Ban(Pattern.compile(words), where, instead);
  }

  private static boolean anywhere(JavaSource source) {
    return !source.name().isEmpty();
  }

  private static boolean inMain(JavaSource source) {
    return !source.isTest();
  }

  private static boolean inEdge(JavaSource source) {
    return inMain(source) && source.inModule("edge");
  }

  private static boolean inLibraries(JavaSource source) {
    return NOT_LIBRARIES.stream().noneMatch(source::inModule);
  }

  private static boolean whereTimeIsAnArgument(JavaSource source) {
    return inMain(source)
        && !source.inModule("bench")
        && !source.inModule("tools")
        && !source.name().endsWith("/dev/varve/base/Clock.java");
  }

  private static boolean outsideMain(JavaSource source) {
    return inMain(source)
        && !source.inModule("tools")
        && !source.name().endsWith("/dev/varve/program/Main.java");
  }
}
