package dev.varve.config.erasure;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// What a module takes from others and gives to them, as its text says.
///
/// @param types names the module exports as types only
/// @param awaits where the module waits at top level; -1 when nowhere
public record ModuleShape(
    List<Import> imports, List<Export> exports, java.util.Set<String> types, int awaits) {
  /// Stands for all names of a module.
  public static final String ALL = "*";

  /// One name taken from another module, or the module for its effects.
  ///
  /// @param name `default`, `*` for the module as an object, or empty for nothing
  /// @param local what the name is here; empty when it is only passed on
  public record Import(String from, int fromAt, String name, String local, int at) {}

  /// One name given: a local one, or one of another module.
  ///
  /// @param from empty for a local name
  /// @param local the name inside `from` or here; `*` for all of `from`
  public record Export(String name, String local, String from, int at) {}

  /// Collects while the text is read.
  static final class Builder {
    private final List<Import> imports = new ArrayList<>();
    private final List<Export> exports = new ArrayList<>();
    private final java.util.Set<String> types = new TreeSet<>();
    private int awaits = -1;

    void take(Import taken) {
      imports.add(taken);
    }

    void give(Export given) {
      exports.add(given);
    }

    void type(String name) {
      types.add(name);
    }

    void awaits(int offset) {
      if (awaits < 0) {
        awaits = offset;
      }
    }

    ModuleShape build() {
      return new ModuleShape(List.copyOf(imports), List.copyOf(exports), types, awaits);
    }
  }
}
