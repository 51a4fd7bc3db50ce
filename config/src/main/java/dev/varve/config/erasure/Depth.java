package dev.varve.config.erasure;

/// How deep the grammar is in itself: bounded, so that no text overflows the stack.
final class Depth {
  private static final int MOST = 240;

  private int depth;

  void enter(int offset) {
    if (++depth > MOST) {
      throw Misread.syntax(offset, "code must nest at most " + MOST + " deep");
    }
  }

  void leave() {
    depth--;
  }

  int mark() {
    return depth;
  }

  void rewind(int mark) {
    depth = mark;
  }
}
