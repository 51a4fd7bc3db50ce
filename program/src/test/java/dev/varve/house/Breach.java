package dev.varve.house;

/// One place that breaks a rule of the house.
///
/// @param file relative to the root of the project
/// @param line from 1; 0 when the whole file is meant
record Breach(String file, long line, String rule, String what) {
  @Override
  public String toString() {
    return file + ":" + line + ": " + rule + ": " + what;
  }
}
