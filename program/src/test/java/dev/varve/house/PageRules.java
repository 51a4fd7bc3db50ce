package dev.varve.house;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What every Markdown page keeps to: one title, links that lead somewhere, nothing of one machine.
final class PageRules {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern ELSEWHERE = Pattern.compile("(https?:|mailto:|#).*");
  private static final Pattern MACHINE_PATH =
      Pattern.compile("(?<![\\w.~}/-])/(root|work|mnt|home/\\w+|Users/\\w+)/\\w");

  private PageRules() {}

  /// @param exists whether a path relative to the page's folder leads to a file or folder
  static List<Breach> check(String name, String text, Predicate<String> exists) {
    var breaches = new ArrayList<Breach>();
    int titles = 0;
    boolean fenced = false;
    long number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (MACHINE_PATH.matcher(line).find()) {
        breaches.add(new Breach(name, number, "machine-path", line.strip()));
      }
      if (line.stripLeading().startsWith("```")) {
        fenced = !fenced;
      } else if (!fenced) {
        titles += line.startsWith("# ") ? 1 : 0;
        checkLinks(new Breach(name, number, "link", ""), line, exists, breaches);
      }
    }
    if (titles != 1) {
      breaches.add(new Breach(name, 1, "title", "a page must have one title, but has " + titles));
    }
    return breaches;
  }

  private static void checkLinks(
      Breach at, String line, Predicate<String> exists, List<Breach> breaches) {
    Matcher link = LINK.matcher(line);
    while (link.find()) {
      String target = link.group(1);
      String path = target.contains("#") ? target.substring(0, target.indexOf('#')) : target;
      if (!ELSEWHERE.matcher(target).matches() && !exists.test(path)) {
        breaches.add(new Breach(at.file(), at.line(), at.rule(), path + " leads nowhere"));
      }
    }
  }
}
