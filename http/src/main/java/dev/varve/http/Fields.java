package dev.varve.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Header or trailer fields in the order they came, repeated ones kept, of any version of HTTP.
///
/// One byte array holds the text and one int array the offsets, so a recycled object takes any
/// number of messages without garbage. Each field added here lies in the array as `name: value CR
/// LF`; what a parser found may lie differently, see [#isLine].
///
/// Strings are ISO-8859-1, so bytes survive both ways. Not safe for use by several threads; fields
/// of a message belong to its exchange and are cleared when that ends.
public final class Fields {
  private static final int STRIDE = 5;
  private static final int NAME = 0;
  private static final int NAME_END = 1;
  private static final int VALUE = 2;
  private static final int VALUE_END = 3;
  private static final int HASH = 4;
  private static final int KEPT_BYTES = 8 * 1024;
  private static final int KEPT_FIELDS = 64;

  private static final byte[] NO_BYTES = {};
  private static final int[] NO_INDEX = {};

  private byte[] bytes;
  private int[] index;
  private int end;
  private int count;

  /// One bit for the number of each name; a bit that is not set says that a name is not there.
  private long names;

  /// Whether each field lies in the array as `name: value CR LF`.
  private boolean lines = true;

  public Fields() {
    bytes = NO_BYTES;
    index = NO_INDEX;
  }

  /// Fields in the order given: name, value, name, value.
  public static Fields of(String... namesAndValues) {
    var fields = new Fields();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.add(namesAndValues[i], namesAndValues[i + 1]);
    }
    return fields;
  }

  /// How many fields there are.
  public int size() {
    return count;
  }

  public boolean isEmpty() {
    return count == 0;
  }

  /// Adds a field behind all others.
  ///
  /// @throws IllegalArgumentException when the name is no token or the value has CR, LF, NUL or
  ///   other control characters in it
  public Fields add(String name, String value) {
    if (!Ascii.isToken(name)) {
      throw new IllegalArgumentException("field name must be a token, but is '" + name + "'");
    }
    int start = room(name.length() + value.length());
    for (int i = 0; i < name.length(); i++) {
      bytes[start + i] = (byte) name.charAt(i);
    }
    line(start, name.length(), value, Ascii.hash(bytes, start, name.length()));
    return this;
  }

  /// As [#add(String, String)].
  public Fields add(FieldName name, String value) {
    byte[] text = name.bytes();
    int start = room(text.length + value.length());
    System.arraycopy(text, 0, bytes, start, text.length);
    line(start, text.length, value, name.hash());
    return this;
  }

  /// Adds a field with a number, without garbage.
  public Fields add(FieldName name, long number) {
    byte[] text = name.bytes();
    int start = room(text.length + 20);
    System.arraycopy(text, 0, bytes, start, text.length);
    int at = separator(start + text.length);
    mark(start, start + text.length, at, Digits.write(bytes, at, number), name.hash());
    return this;
  }

  /// Adds a field whose name and value are parts of one array, checked like the text of
  /// [#add(String, String)].
  public Fields add(byte[] from, int name, int nameEnd, int value, int valueEnd) {
    if (!Ascii.isToken(from, name, nameEnd)) {
      throw new IllegalArgumentException("field name must be a token");
    }
    int start = room(nameEnd - name + valueEnd - value);
    System.arraycopy(from, name, bytes, start, nameEnd - name);
    int startEnd = start + nameEnd - name;
    int at = separator(startEnd);
    System.arraycopy(from, value, bytes, at, valueEnd - value);
    checkValue(at, at + valueEnd - value);
    mark(start, startEnd, at, at + valueEnd - value, Ascii.hash(bytes, start, startEnd - start));
    return this;
  }

  /// Adds a field whose value is part of an array, checked like the text of [#add(String, String)].
  public Fields add(FieldName name, byte[] from, int value, int valueEnd) {
    byte[] text = name.bytes();
    int start = room(text.length + valueEnd - value);
    System.arraycopy(text, 0, bytes, start, text.length);
    int at = separator(start + text.length);
    System.arraycopy(from, value, bytes, at, valueEnd - value);
    checkValue(at, at + valueEnd - value);
    mark(start, start + text.length, at, at + valueEnd - value, name.hash());
    return this;
  }

  /// Takes all fields of this name away and adds one in their stead, behind all others.
  public Fields set(FieldName name, String value) {
    remove(name);
    return add(name, value);
  }

  /// Takes all fields of this name away; says whether there were any.
  public boolean remove(FieldName name) {
    boolean found = false;
    if ((names >>> name.hash() & 1) == 0) {
      return false;
    }
    for (int i = count - 1; i >= 0; i--) {
      if (nameIs(i, name)) {
        remove(i);
        found = true;
      }
    }
    return found;
  }

  /// Takes the field at this place away; those behind it move up.
  public void remove(int place) {
    int at = at(place);
    System.arraycopy(index, at + STRIDE, index, at, count * STRIDE - at - STRIDE);
    count--;
  }

  /// Takes everything away. Memory that a large message needed is given back.
  public void clear() {
    count = 0;
    end = 0;
    names = 0;
    lines = true;
    if (bytes.length > KEPT_BYTES) {
      bytes = NO_BYTES;
    }
    if (index.length > KEPT_FIELDS * STRIDE) {
      index = NO_INDEX;
    }
  }

  /// Adds a copy of one field of another message.
  public Fields copy(Fields other, int place) {
    int from = other.at(place);
    int nameLength = other.index[from + NAME_END] - other.index[from + NAME];
    int length = other.index[from + VALUE_END] - other.index[from + VALUE];
    int start = room(nameLength + length);
    System.arraycopy(other.bytes, other.index[from + NAME], bytes, start, nameLength);
    int at = separator(start + nameLength);
    System.arraycopy(other.bytes, other.index[from + VALUE], bytes, at, length);
    mark(start, start + nameLength, at, at + length, other.index[from + HASH]);
    return this;
  }

  /// Adds copies of all fields of another message.
  public Fields copy(Fields other) {
    int ints = other.count * STRIDE;
    if (ints == 0) {
      return this;
    }
    // Fields lie in the order of their places, so one run has them all.
    int from = other.index[NAME];
    int length = other.index[ints - STRIDE + VALUE_END] - from;
    int start = room(length);
    System.arraycopy(other.bytes, from, bytes, start, length);
    int at = roomForMarks(other.count);
    for (int i = 0; i < ints; i += STRIDE, at += STRIDE) {
      index[at + NAME] = other.index[i + NAME] - from + start;
      index[at + NAME_END] = other.index[i + NAME_END] - from + start;
      index[at + VALUE] = other.index[i + VALUE] - from + start;
      index[at + VALUE_END] = other.index[i + VALUE_END] - from + start;
      index[at + HASH] = other.index[i + HASH];
    }
    count += other.count;
    names |= other.names;
    lines &= other.lines;
    endLine(start + length);
    return this;
  }

  /// Where the next marks go in the index.
  private int roomForMarks(int more) {
    int at = count * STRIDE;
    int needed = at + more * STRIDE;
    if (needed > index.length) {
      index = Arrays.copyOf(index, Math.max(Math.max(8 * STRIDE, needed), at * 2));
    }
    return at;
  }

  private void endLine(int valueEnd) {
    bytes[valueEnd] = '\r';
    bytes[valueEnd + 1] = '\n';
    end = valueEnd + 2;
  }

  /// The place of the first field of this name, or -1.
  public int find(FieldName name) {
    return find(name, 0);
  }

  /// The place of the first field of this name at or behind a place, or -1.
  public int find(FieldName name, int from) {
    int hash = name.hash();
    if ((names >>> hash & 1) == 0) {
      return -1;
    }
    for (int i = from, at = from * STRIDE; i < count; i++, at += STRIDE) {
      if (index[at + HASH] == hash && nameIs(i, name)) {
        return i;
      }
    }
    return -1;
  }

  public boolean contains(FieldName name) {
    return find(name, 0) >= 0;
  }

  /// How many fields have this name.
  public int count(FieldName name) {
    int found = 0;
    for (int i = find(name); i >= 0; i = find(name, i + 1)) {
      found++;
    }
    return found;
  }

  /// The value of the first field of this name.
  public @Nullable String value(FieldName name) {
    int place = find(name, 0);
    return place < 0 ? null : value(place);
  }

  /// The values of all fields of this name in order. Lists inside one value are not taken apart.
  public List<String> values(FieldName name) {
    var values = new ArrayList<String>();
    for (int i = find(name, 0); i >= 0; i = find(name, i + 1)) {
      values.add(value(i));
    }
    return values;
  }

  /// The name at a place, in the case it came with.
  public String name(int place) {
    int at = at(place);
    return text(index[at + NAME], index[at + NAME_END]);
  }

  /// The value at a place, without white space around it.
  public String value(int place) {
    int at = at(place);
    return text(index[at + VALUE], index[at + VALUE_END]);
  }

  public boolean nameIs(int place, FieldName name) {
    int at = at(place);
    int start = index[at + NAME];
    return index[at + HASH] == name.hash()
        && name.matches(bytes, start, index[at + NAME_END] - start);
  }

  /// Whether the value at a place is this text, given in lower case, whatever its own case.
  public boolean valueIs(int place, String lower) {
    int at = at(place);
    int start = index[at + VALUE];
    return Ascii.equalsLower(lower, bytes, start, index[at + VALUE_END] - start);
  }

  /// Whether a field of this name has the token, given in lower case, in its comma-separated list.
  public boolean hasToken(FieldName name, String lower) {
    for (int i = find(name, 0); i >= 0; i = find(name, i + 1)) {
      int at = at(i);
      if (Tokens.contains(bytes, index[at + VALUE], index[at + VALUE_END], lower)) {
        return true;
      }
    }
    return false;
  }

  /// For codecs: the array all offsets point into. Not to be changed, and another one after any
  /// addition.
  public byte[] array() {
    return bytes;
  }

  /// For codecs: where the name begins in [#array].
  public int nameOffset(int place) {
    return index[at(place) + NAME];
  }

  /// For codecs: how long the name is.
  public int nameLength(int place) {
    int at = at(place);
    return index[at + NAME_END] - index[at + NAME];
  }

  /// For codecs: where the value begins in [#array].
  public int valueOffset(int place) {
    return index[at(place) + VALUE];
  }

  /// For codecs: how long the value is.
  public int valueLength(int place) {
    int at = at(place);
    return index[at + VALUE_END] - index[at + VALUE];
  }

  /// For codecs: the number of the name as [FieldName#hash] gives it.
  public int nameHash(int place) {
    return index[at(place) + HASH];
  }

  /// For codecs: whether none of the names with these bits, `1L << (hash & 63)` each, is there.
  public boolean hasNone(long bits) {
    return (names & bits) == 0;
  }

  /// For codecs: whether name and value lie in [#array] exactly as `name: value CR LF`, so that the
  /// line can be copied as it is.
  public boolean isLine(int place) {
    int at = at(place);
    return lines || liesAsLine(index[at + NAME_END], index[at + VALUE], index[at + VALUE_END]);
  }

  private boolean liesAsLine(int nameEnd, int value, int valueEnd) {
    return value == nameEnd + 2
        && bytes[value - 1] == ' '
        && valueEnd + 1 < bytes.length
        && bytes[valueEnd] == '\r'
        && bytes[valueEnd + 1] == '\n';
  }

  /// For parsers: clears, and gives an array of at least this size to put a message's head into.
  /// [#mark] then says where the fields are.
  public byte[] open(int size) {
    clear();
    grow(size);
    end = size;
    return bytes;
  }

  /// For parsers: like [#open], but keeps the first bytes that are there.
  public byte[] widen(int size) {
    grow(size);
    end = size;
    return bytes;
  }

  /// For parsers: a field whose name and value, already checked, lie at these offsets of [#array].
  public void mark(int name, int nameEnd, int value, int valueEnd, int hash) {
    int at = roomForMarks(1);
    index[at + NAME] = name;
    index[at + NAME_END] = nameEnd;
    index[at + VALUE] = value;
    index[at + VALUE_END] = valueEnd;
    index[at + HASH] = hash;
    count++;
    names |= 1L << hash;
    if (valueEnd >= end) {
      endLine(valueEnd);
    }
    lines &= liesAsLine(nameEnd, value, valueEnd);
  }

  /// One `name: value` a line, for logs and tests.
  @Override
  public String toString() {
    var text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(name(i)).append(": ").append(value(i)).append('\n');
    }
    return text.toString();
  }

  private void line(int start, int nameLength, String value, int hash) {
    int at = separator(start + nameLength);
    byte[] to = bytes;
    int high = 0;
    for (int i = 0; i < value.length(); i++) {
      char each = value.charAt(i);
      high |= each;
      to[at + i] = (byte) each;
    }
    if (high > 0xff) {
      throw new IllegalArgumentException("field value must be ISO-8859-1, but is '" + value + "'");
    }
    checkValue(at, at + value.length());
    mark(start, start + nameLength, at, at + value.length(), hash);
  }

  private int separator(int at) {
    bytes[at] = ':';
    bytes[at + 1] = ' ';
    return at + 2;
  }

  private void checkValue(int from, int to) {
    for (int i = Ascii.control(bytes, from, to); i < to; i++) {
      int each = bytes[i] & 0xff;
      if ((each < 0x20 && each != '\t') || each == 0x7f) {
        throw new IllegalArgumentException(
            "field value must not have control characters, but has 0x" + Integer.toHexString(each));
      }
    }
  }

  private int room(int text) {
    grow(end + text + 4);
    return end;
  }

  private void grow(int size) {
    if (size > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.max(size, 256), bytes.length * 2));
    }
  }

  private int at(int place) {
    if (place < 0 || place >= count) {
      throw new IndexOutOfBoundsException("field " + place + " of " + count);
    }
    return place * STRIDE;
  }

  private String text(int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
