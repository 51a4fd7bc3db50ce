package dev.varve.base.json;

/// A string of Unicode scalar values.
///
/// @param value without lone surrogates; the reader and the store refuse them
public record JsonString(String value) implements Json {
  @Override
  public String toString() {
    return compact();
  }
}
