package dev.varve.house;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// How code must look, as far as a machine can tell. STYLE.md gives the reasons.
final class CodeRules {
  static final int FILE_LINES_MAX = 600;
  static final int METHOD_LINES_MAX = 60;
  static final int PARAMETERS_MAX = 5;
  static final int PACKAGE_FILES_MAX = 25;

  private static final Pattern TYPE_NAME =
      Pattern.compile(
          ".*(Impl|Manager|Helper|Utils?)|(Abstract|Default)[A-Z].*|I(?!Pv)[A-Z][a-z].*");
  private static final Pattern PACKAGE_NAME =
      Pattern.compile(".*/(utils?|common|impl|helpers?|managers?|misc|internal)/[^/]*");

  /// Spelt so that this file does not hold them.
  private static final Pattern PROMISE =
      Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X|HA" + "CK)\\b");

  private CodeRules() {}

  static List<Breach> check(List<JavaSource> sources) {
    var breaches = new ArrayList<Breach>();
    for (JavaSource source : sources) {
      checkSizes(source, breaches);
      checkNames(source, breaches);
      checkBans(source, breaches);
      source
          .emptyCatches()
          .forEach(line ->
              breaches.add(
                  new Breach(
                      source.name(),
                      line,
                      "swallowed",
                      "a caught exception must be told, or a comment must say why not")));
    }
    checkPackages(sources, breaches);
    return breaches;
  }

  /// Promises in any text file.
  static List<Breach> promises(String name, String text) {
    var breaches = new ArrayList<Breach>();
    long line = 0;
    for (String content : text.lines().toList()) {
      line++;
      if (PROMISE.matcher(content).find()) {
        breaches.add(
            new Breach(
                name, line, "promise", "do it now, or write it down in docs: " + content.strip()));
      }
    }
    return breaches;
  }

  private static void checkSizes(JavaSource source, List<Breach> breaches) {
    long lines = source.text().lines().count();
    if (lines > FILE_LINES_MAX) {
      breaches.add(
          new Breach(
              source.name(),
              lines,
              "file-size",
              "a file must have at most " + FILE_LINES_MAX + " lines, but has " + lines));
    }
    for (JavaSource.MethodSize method : source.methods()) {
      if (method.lines() > METHOD_LINES_MAX) {
        breaches.add(
            new Breach(
                source.name(),
                method.line(),
                "method-size",
                method.name()
                    + " must have at most "
                    + METHOD_LINES_MAX
                    + " lines, but has "
                    + method.lines()));
      }
      if (method.parameters() > PARAMETERS_MAX && !method.ofRecord()) {
        breaches.add(
            new Breach(
                source.name(),
                method.line(),
                "parameters",
                method.name()
                    + " must have at most "
                    + PARAMETERS_MAX
                    + " parameters, but has "
                    + method.parameters()));
      }
    }
  }

  private static void checkNames(JavaSource source, List<Breach> breaches) {
    for (JavaSource.TypeSize type : source.types()) {
      if (TYPE_NAME.matcher(type.name()).matches()) {
        breaches.add(
            new Breach(
                source.name(),
                type.line(),
                "type-name",
                type.name() + " must be named for what it does"));
      }
    }
    if (PACKAGE_NAME.matcher(source.name()).matches()) {
      breaches.add(
          new Breach(
              source.name(),
              0,
              "package-name",
              "a package must be a noun of the user's or the RFC's"));
    }
  }

  private static void checkBans(JavaSource source, List<Breach> breaches) {
    List<Ban> bans = Ban.ALL.stream().filter(ban -> ban.where().test(source)).toList();
    for (JavaSource.Mention mention : source.mentions()) {
      for (Ban ban : bans) {
        if (ban.words().matcher(mention.word()).matches()) {
          breaches.add(
              new Breach(
                  source.name(),
                  mention.line(),
                  "banned",
                  mention.word() + " is banned; use " + ban.instead()));
        }
      }
    }
  }

  private static void checkPackages(List<JavaSource> sources, List<Breach> breaches) {
    var sizes = new TreeMap<String, Integer>();
    for (JavaSource source : sources) {
      if (!source.isTest() && source.name().contains("/")) {
        sizes.merge(source.name().substring(0, source.name().lastIndexOf('/')), 1, Integer::sum);
      }
    }
    sizes.forEach((folder, size) -> {
      if (size > PACKAGE_FILES_MAX) {
        breaches.add(
            new Breach(
                folder,
                0,
                "package-size",
                "a package must have at most " + PACKAGE_FILES_MAX + " files, but has " + size));
      }
    });
  }
}
