package dev.varve.store;

import dev.varve.base.Check;
import java.nio.charset.StandardCharsets;

/// Who wrote a version and why; part of its id.
///
/// @param author an account, key or part of the program; up to 256 bytes of UTF-8, may be empty
/// @param message up to 4 KiB of UTF-8, may be empty
public record Origin(String author, String message) {
  public static final Origin NONE = new Origin("", "");

  public Origin {
    Check.within("author bytes", author.getBytes(StandardCharsets.UTF_8).length, 0, 256);
    Check.within("message bytes", message.getBytes(StandardCharsets.UTF_8).length, 0, 4096);
  }

  public static Origin of(String author) {
    return new Origin(author, "");
  }
}
