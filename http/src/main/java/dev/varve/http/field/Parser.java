package dev.varve.http.field;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.varve.http.field.Member.Inner;
import dev.varve.http.field.Member.Item;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads structured fields (RFC 9651 section 4.2) by recursive descent; nesting is two deep at
/// most.
final class Parser {
  private static final int MEMBERS_MAX = 1024;
  private static final int END = -1;

  /// The text breaks a rule; never leaves this class.
  private static final class Wrong extends Exception {
    private static final long serialVersionUID = 1L;

    Wrong(String reason) {
      super(reason, null, false, false);
    }
  }

  private final String text;
  private int at;

  Parser(String text) {
    this.text = text;
  }

  Optional<Item> item() {
    try {
      skipBlanks();
      Item item = readItem();
      finish();
      return Optional.of(item);
    } catch (Wrong _) {
      return Optional.empty();
    }
  }

  Optional<List<Member>> list() {
    try {
      var members = new ArrayList<Member>();
      skipBlanks();
      while (peek() != END) {
        bound(members.size());
        members.add(readMember());
        nextMember();
      }
      return Optional.of(members);
    } catch (Wrong _) {
      return Optional.empty();
    }
  }

  Optional<Map<String, Member>> dictionary() {
    try {
      var members = new LinkedHashMap<String, Member>();
      skipBlanks();
      while (peek() != END) {
        bound(members.size());
        String key = readKey();
        Member member = take('=') ? readMember() : new Item(new Bare.Truth(true), readParameters());
        members.put(key, member);
        nextMember();
      }
      return Optional.of(members);
    } catch (Wrong _) {
      return Optional.empty();
    }
  }

  private void finish() throws Wrong {
    skipBlanks();
    require(peek() == END);
  }

  /// After a member comes the end, or a comma and another member.
  private void nextMember() throws Wrong {
    skipWhiteSpace();
    if (peek() == END) {
      return;
    }
    expect(',');
    skipWhiteSpace();
    require(peek() != END);
  }

  private Member readMember() throws Wrong {
    return peek() == '(' ? readInner() : readItem();
  }

  private Inner readInner() throws Wrong {
    expect('(');
    var items = new ArrayList<Item>();
    while (true) {
      skipBlanks();
      if (take(')')) {
        return new Inner(items, readParameters());
      }
      bound(items.size());
      items.add(readItem());
      require(peek() == ' ' || peek() == ')');
    }
  }

  private Item readItem() throws Wrong {
    Bare value = readBare();
    return new Item(value, readParameters());
  }

  private Parameters readParameters() throws Wrong {
    if (peek() != ';') {
      return Parameters.NONE;
    }
    var values = new LinkedHashMap<String, Bare>();
    while (take(';')) {
      bound(values.size());
      skipBlanks();
      String key = readKey();
      values.put(key, take('=') ? readBare() : new Bare.Truth(true));
    }
    return new Parameters(values);
  }

  private String readKey() throws Wrong {
    int from = at;
    require(Characters.isKeyStart(peek()));
    while (Characters.isKeyPart(peek())) {
      at++;
    }
    return text.substring(from, at);
  }

  private Bare readBare() throws Wrong {
    int first = peek();
    return switch (first) {
      case '"' -> readText();
      case ':' -> readBytes();
      case '?' -> readTruth();
      case '@' -> readInstant();
      case '%' -> readDisplay();
      default -> {
        if (first == '-' || Characters.isDigit(first)) {
          yield readNumber();
        }
        require(Characters.isTokenStart(first));
        yield readToken();
      }
    };
  }

  private Bare readNumber() throws Wrong {
    int from = at;
    take('-');
    int digits = readDigits();
    require(digits > 0);
    if (!take('.')) {
      require(digits <= 15);
      return new Bare.Whole(Long.parseLong(text.substring(from, at)));
    }
    int behind = readDigits();
    require(digits <= 12 && behind >= 1 && behind <= 3);
    return new Bare.Decimal(new BigDecimal(text.substring(from, at)));
  }

  private int readDigits() {
    int from = at;
    while (Characters.isDigit(peek())) {
      at++;
    }
    return at - from;
  }

  private Bare readText() throws Wrong {
    expect('"');
    var value = new StringBuilder();
    while (true) {
      int each = next();
      if (each == '"') {
        return new Bare.Text(value.toString());
      }
      if (each == '\\') {
        each = next();
        require(each == '"' || each == '\\');
      }
      require(each >= 0x20 && each < 0x7f);
      value.append((char) each);
    }
  }

  private Bare readToken() {
    int from = at;
    while (Characters.isTokenPart(peek())) {
      at++;
    }
    return new Bare.Token(text.substring(from, at));
  }

  private Bare readBytes() throws Wrong {
    expect(':');
    int end = text.indexOf(':', at);
    require(end >= 0);
    int data = end;
    while (data > at && text.charAt(data - 1) == '=') {
      data--;
    }
    // Padding may be left out, wholly or in part, but not stand alone or be longer than any is.
    require(end - data <= 2 && (data > at || end == at));
    String encoded = text.substring(at, data);
    at = end + 1;
    try {
      return new Bare.Bytes(Base64.getDecoder().decode(encoded));
    } catch (IllegalArgumentException _) {
      throw new Wrong("no base64");
    }
  }

  private Bare readTruth() throws Wrong {
    expect('?');
    int digit = next();
    require(digit == '0' || digit == '1');
    return new Bare.Truth(digit == '1');
  }

  private Bare readInstant() throws Wrong {
    expect('@');
    if (readNumber() instanceof Bare.Whole(long seconds)) {
      return new Bare.Instant(seconds);
    }
    throw new Wrong("date with a point");
  }

  private Bare readDisplay() throws Wrong {
    expect('%');
    expect('"');
    var bytes = new ByteArrayOutputStream();
    while (true) {
      int each = next();
      require(each >= 0x20 && each < 0x7f);
      if (each == '"') {
        return new Bare.Display(utf8(bytes.toByteArray()));
      }
      bytes.write(each == '%' ? hex() * 16 + hex() : each);
    }
  }

  private int hex() throws Wrong {
    int each = next();
    require(Characters.isDigit(each) || (each >= 'a' && each <= 'f'));
    return Character.digit(each, 16);
  }

  private static String utf8(byte[] bytes) throws Wrong {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      throw new Wrong("no UTF-8");
    }
  }

  private int peek() {
    return at < text.length() ? text.charAt(at) : END;
  }

  private int next() throws Wrong {
    require(at < text.length());
    return text.charAt(at++);
  }

  private boolean take(char wanted) {
    if (peek() != wanted) {
      return false;
    }
    at++;
    return true;
  }

  private void expect(char wanted) throws Wrong {
    require(take(wanted));
  }

  private void skipBlanks() {
    while (peek() == ' ') {
      at++;
    }
  }

  private void skipWhiteSpace() {
    while (peek() == ' ' || peek() == '\t') {
      at++;
    }
  }

  private static void bound(int members) throws Wrong {
    require(members < MEMBERS_MAX);
  }

  private static void require(boolean holds) throws Wrong {
    if (!holds) {
      throw new Wrong("rule of RFC 9651 section 4.2 is broken");
    }
  }
}
