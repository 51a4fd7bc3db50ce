package dev.varve.house;

import static java.util.Objects.requireNonNull;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Which class may know which. Every method returns the breaches, a sentence each.
final class Arrows {
  /// A module knows only those before it.
  static final List<String> ORDER =
      List.of(
          "base", "http", "graph", "config", "store", "cluster", "edge", "app", "control", "kube",
          "program", "bench");

  /// Where a third party's classes may be seen.
  private static final Map<String, Set<String>> SEEN_IN =
      Map.of(
          "io.netty.", Set.of("http", "edge", "bench"),
          "org.apache.ratis.", Set.of("cluster"),
          "org.rocksdb.", Set.of("store", "bench"),
          "io.fabric8.", Set.of("kube"),
          "org.openjdk.jmh.", Set.of("bench"));

  private static final Pattern OURS_OR_JAVA =
      Pattern.compile("(dev\\.varve|java|javax|org\\.jspecify)\\..*|[a-z]+");

  private Arrows() {}

  static Set<String> upwards(JavaClasses classes) {
    var breaches = new TreeSet<String>();
    for (JavaClass type : classes) {
      int own = ORDER.indexOf(moduleOf(type));
      if (own < 0) {
        breaches.add(type.getName() + " is in a module that has no place in the order");
      }
      for (Dependency arrow : type.getDirectDependenciesFromSelf()) {
        JavaClass target = arrow.getTargetClass().getBaseComponentType();
        if (target.getName().startsWith("dev.varve.") && ORDER.indexOf(moduleOf(target)) > own) {
          breaches.add(type.getName() + " must not know " + target.getName());
        }
      }
    }
    return breaches;
  }

  static Set<String> strangers(JavaClasses classes) {
    var breaches = new TreeSet<String>();
    for (JavaClass type : classes) {
      for (Dependency arrow : type.getDirectDependenciesFromSelf()) {
        String target = arrow.getTargetClass().getBaseComponentType().getName();
        SEEN_IN.forEach((library, modules) -> {
          if (target.startsWith(library) && !modules.contains(moduleOf(type))) {
            breaches.add(type.getName() + " must not know " + target);
          }
        });
      }
    }
    return breaches;
  }

  /// Packages that know themselves by way of others, a breach each. The list of all commands stands
  /// above the commands, in the package they stand on, and is left out.
  static List<Breach> cycles(JavaClasses classes) {
    var arrows = new TreeMap<String, Set<String>>();
    for (JavaClass type : classes) {
      if (!type.getName().equals("dev.varve.program.AllCommands")) {
        Set<String> known = arrows.computeIfAbsent(type.getPackageName(), _ -> new TreeSet<>());
        for (Dependency arrow : type.getDirectDependenciesFromSelf()) {
          known.add(arrow.getTargetClass().getBaseComponentType().getPackageName());
        }
        known.remove(type.getPackageName());
      }
    }
    var breaches = new ArrayList<Breach>();
    for (String start : arrows.keySet()) {
      List<String> way = wayBack(start, arrows);
      if (!way.isEmpty()) {
        breaches.add(new Breach(start, 0, "cycle", String.join(" -> ", way)));
      }
    }
    return breaches;
  }

  /// The shortest way from a package back to itself, or nothing.
  private static List<String> wayBack(String start, Map<String, Set<String>> arrows) {
    var from = new HashMap<String, String>();
    var reached = new ArrayDeque<String>(List.of(start));
    while (!reached.isEmpty()) {
      String here = reached.remove();
      for (String next : arrows.getOrDefault(here, Set.of())) {
        if (next.equals(start)) {
          return way(start, here, from);
        }
        if (arrows.containsKey(next) && from.putIfAbsent(next, here) == null) {
          reached.add(next);
        }
      }
    }
    return List.of();
  }

  private static List<String> way(String start, String last, Map<String, String> from) {
    var way = new ArrayDeque<String>(List.of(start));
    for (String at = last; !at.equals(start); at = requireNonNull(from.get(at))) {
      way.addFirst(at);
    }
    way.addFirst(start);
    return List.copyOf(way);
  }

  /// Types of third parties in what the packages show.
  static Set<String> foreignTypes(JavaClasses classes, Set<String> packages) {
    var breaches = new TreeSet<String>();
    for (JavaClass type : classes) {
      if (packages.contains(type.getPackageName()) && visible(type)) {
        for (JavaType shown : shownBy(type)) {
          for (JavaClass named : shown.getAllInvolvedRawTypes()) {
            String name = named.getBaseComponentType().getName();
            if (!OURS_OR_JAVA.matcher(name).matches()) {
              breaches.add(type.getName() + " must not show " + name);
            }
          }
        }
      }
    }
    return breaches;
  }

  private static List<JavaType> shownBy(JavaClass type) {
    var shown = new ArrayList<JavaType>();
    type.getSuperclass().ifPresent(shown::add);
    shown.addAll(type.getInterfaces());
    for (JavaCodeUnit unit : type.getCodeUnits()) {
      if (visible(unit.getModifiers())) {
        shown.add(unit.getReturnType());
        shown.addAll(unit.getParameterTypes());
        shown.addAll(unit.getExceptionTypes());
      }
    }
    for (JavaField field : type.getFields()) {
      if (visible(field.getModifiers())) {
        shown.add(field.getType());
      }
    }
    return shown;
  }

  private static boolean visible(JavaClass type) {
    return visible(type.getModifiers())
        && type.getEnclosingClass().map(Arrows::visible).orElse(true);
  }

  private static boolean visible(Set<JavaModifier> modifiers) {
    return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
  }

  private static String moduleOf(JavaClass type) {
    String[] parts = type.getPackageName().split("\\.", -1);
    return parts.length > 2 ? parts[2] : "";
  }
}
