package dev.varve.house;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Breaches that were there before their rule, counted by rule and file. The counts may only fall:
/// more is an error, and fewer is one too until the file says so.
///
/// The file has a line `rule TAB file TAB count` each; lines that begin with `#` are remarks.
record Ratchet(Map<String, Integer> allowed) {
  static Ratchet parse(String text) {
    var allowed = new TreeMap<String, Integer>();
    for (String line : text.lines().toList()) {
      if (!line.isBlank() && !line.startsWith("#")) {
        int last = line.lastIndexOf('\t');
        allowed.put(line.substring(0, last), Integer.parseInt(line.substring(last + 1)));
      }
    }
    return new Ratchet(allowed);
  }

  /// The part about some rules.
  Ratchet only(Predicate<String> rules) {
    var part = new TreeMap<>(allowed);
    part.keySet().removeIf(key -> !rules.test(key.substring(0, key.indexOf('\t'))));
    return new Ratchet(part);
  }

  static Ratchet of(ProjectTree tree) {
    return parse(
        ProjectTree.read(tree.root().resolve("program/src/test/resources/house/ratchet.tsv")));
  }

  /// What has to change: every breach beyond the allowed count, every count that is too high.
  List<String> complaints(List<Breach> breaches) {
    var found = new TreeMap<String, List<Breach>>();
    for (Breach breach : breaches) {
      found
          .computeIfAbsent(breach.rule() + "\t" + breach.file(), _ -> new ArrayList<>())
          .add(breach);
    }
    var complaints = new ArrayList<String>();
    found.forEach((key, list) -> {
      if (list.size() > allowed.getOrDefault(key, 0)) {
        list.forEach(breach -> complaints.add(breach.toString()));
      }
    });
    allowed.forEach((key, count) -> {
      int now = found.getOrDefault(key, List.of()).size();
      if (now < count) {
        complaints.add("ratchet.tsv must say " + now + " for '" + key + "', but says " + count);
      }
    });
    return complaints;
  }
}
