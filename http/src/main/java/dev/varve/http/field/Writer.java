package dev.varve.http.field;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.varve.http.field.Member.Inner;
import dev.varve.http.field.Member.Item;
import java.util.Base64;

/// Writes structured fields (RFC 9651 section 4.1).
final class Writer {
  private final StringBuilder out = new StringBuilder();

  Writer item(Item item) {
    bare(item.value());
    parameters(item.parameters());
    return this;
  }

  void member(Member member) {
    switch (member) {
      case Item item -> item(item);
      case Inner inner -> inner(inner);
    }
  }

  void entry(String key, Member member) {
    if (!Characters.isKey(key)) {
      throw new IllegalArgumentException("dictionary with the key '" + key + "'");
    }
    out.append(key);
    if (StructuredFields.isTrue(member)) {
      parameters(member.parameters());
    } else {
      out.append('=');
      member(member);
    }
  }

  void separator() {
    out.append(", ");
  }

  private void inner(Inner inner) {
    out.append('(');
    for (int i = 0; i < inner.items().size(); i++) {
      if (i > 0) {
        out.append(' ');
      }
      item(inner.items().get(i));
    }
    out.append(')');
    parameters(inner.parameters());
  }

  private void parameters(Parameters parameters) {
    parameters
        .values()
        .forEach((key, value) -> {
          out.append(';').append(key);
          if (!(value instanceof Bare.Truth(boolean truth) && truth)) {
            out.append('=');
            bare(value);
          }
        });
  }

  private void bare(Bare value) {
    switch (value) {
      case Bare.Whole(long number) -> out.append(number);
      case Bare.Decimal(var number) -> {
        String text = number.stripTrailingZeros().toPlainString();
        out.append(text).append(text.indexOf('.') < 0 ? ".0" : "");
      }
      case Bare.Text(String text) ->
          out.append('"').append(text.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
      case Bare.Token(String token) -> out.append(token);
      case Bare.Bytes bytes ->
          out.append(':').append(Base64.getEncoder().encodeToString(bytes.value())).append(':');
      case Bare.Truth(boolean truth) -> out.append(truth ? "?1" : "?0");
      case Bare.Instant(long seconds) -> out.append('@').append(seconds);
      case Bare.Display(String text) -> display(text);
    }
  }

  private void display(String text) {
    out.append("%\"");
    for (byte each : text.getBytes(UTF_8)) {
      int octet = each & 0xff;
      if (octet == '%' || octet == '"' || octet < 0x20 || octet >= 0x7f) {
        out.append('%')
            .append(Character.forDigit(octet >> 4, 16))
            .append(Character.forDigit(octet & 15, 16));
      } else {
        out.append((char) octet);
      }
    }
    out.append('"');
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
