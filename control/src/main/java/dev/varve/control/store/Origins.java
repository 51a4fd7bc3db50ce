package dev.varve.control.store;

import dev.varve.control.identity.StoreAccess;
import dev.varve.store.Origin;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// Who writes and why: the authenticated actor, else the header `x-varve-author`, else [#OWNER];
/// and `x-varve-message`. In headers, signs outside ASCII are percent-encoded UTF-8.
final class Origins {
  static final String AUTHOR = "x-varve-author";
  static final String MESSAGE = "x-varve-message";

  /// Who holds the data directory and does not say a name.
  static final String OWNER = "owner";

  private static final Pattern ESCAPES = Pattern.compile("(?:%[0-9A-Fa-f]{2})+");

  private Origins() {}

  static Origin of(StoreRequest request, StoreAccess access) {
    return of(actor(request, access), text(request, MESSAGE));
  }

  static String actor(StoreRequest request, StoreAccess access) {
    if (!access.actor().isEmpty()) {
      return access.actor();
    }
    String told = text(request, AUTHOR);
    return told.isEmpty() ? OWNER : told;
  }

  static Origin of(String author, String message) {
    try {
      return new Origin(author, message);
    } catch (IllegalArgumentException e) {
      throw StoreRequest.bad("origin", String.valueOf(e.getMessage()));
    }
  }

  private static String text(StoreRequest request, String header) {
    String text = request.header(header).orElse("");
    if (text.indexOf('%') < 0) {
      return text;
    }
    return ESCAPES
        .matcher(text)
        .replaceAll(found ->
            java.util.regex.Matcher.quoteReplacement(
                new String(
                    HexFormat.of().parseHex(found.group().replace("%", "")),
                    StandardCharsets.UTF_8)));
  }
}
