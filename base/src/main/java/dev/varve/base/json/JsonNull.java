package dev.varve.base.json;

/// `null`.
public enum JsonNull implements Json {
  NULL;

  @Override
  public String toString() {
    return compact();
  }
}
