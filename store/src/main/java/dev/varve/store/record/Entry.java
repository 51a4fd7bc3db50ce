package dev.varve.store.record;

import static dev.varve.store.record.RecordLayout.*;

import dev.varve.base.Digest;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A view of one record where it lies. Cheap to make, valid as long as the memory is.
///
/// @param memory what holds it
/// @param offset where it starts
public record Entry(MemorySegment memory, long offset) {
  public static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  public static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  public int length() {
    return memory.get(INT, offset + LENGTH);
  }

  public long seq() {
    return memory.get(LONG, offset + SEQ);
  }

  public long time() {
    return memory.get(LONG, offset + TIME);
  }

  public long previous() {
    return memory.get(LONG, offset + PREVIOUS);
  }

  public long jump() {
    return memory.get(LONG, offset + JUMP);
  }

  public int number() {
    return memory.get(INT, offset + NUMBER);
  }

  public int epoch() {
    return memory.get(INT, offset + EPOCH);
  }

  public long durable() {
    return seq() - Integer.toUnsignedLong(memory.get(INT, offset + LAG));
  }

  public int namespace() {
    return memory.get(INT, offset + NAMESPACE);
  }

  public int action() {
    return memory.get(ValueLayout.JAVA_BYTE, offset + ACTION);
  }

  public int flags() {
    return memory.get(ValueLayout.JAVA_BYTE, offset + FLAGS);
  }

  public boolean hasValue() {
    return (flags() & HAS_VALUE) != 0;
  }

  /// Whether the version before held a value.
  public boolean replacesValue() {
    return (flags() & REPLACES_VALUE) != 0;
  }

  public boolean erased() {
    return (flags() & ERASED) != 0;
  }

  public int index() {
    return Short.toUnsignedInt(memory.get(SHORT, offset + INDEX));
  }

  public int count() {
    return Short.toUnsignedInt(memory.get(SHORT, offset + COUNT));
  }

  public Digest vid() {
    return digest(VID);
  }

  public Digest cid() {
    return digest(CID);
  }

  public Digest parent() {
    return digest(PARENT);
  }

  public int keyLength() {
    return Short.toUnsignedInt(memory.get(SHORT, offset + KEY_LENGTH));
  }

  public int valueLength() {
    return memory.get(INT, offset + VALUE_LENGTH);
  }

  /// Bytes of the value as a whole, wherever it is kept.
  public int size() {
    int whole = memory.get(INT, offset + WHOLE);
    return whole == 0 ? valueLength() : whole;
  }

  /// Whether the value is not here, but the cids of its pieces are.
  public boolean isChunked() {
    return (flags() & CHUNKED) != 0;
  }

  private int authorLength() {
    return Short.toUnsignedInt(memory.get(SHORT, offset + AUTHOR_LENGTH));
  }

  private int messageLength() {
    return Short.toUnsignedInt(memory.get(SHORT, offset + MESSAGE_LENGTH));
  }

  private int parentCount() {
    return Short.toUnsignedInt(memory.get(SHORT, offset + PARENTS));
  }

  public byte[] key() {
    return bytes(HEADER, keyLength());
  }

  /// Whether this is a version of the key in the namespace.
  public boolean isOf(int namespace, byte[] key) {
    if (namespace() != namespace || keyLength() != key.length) {
      return false;
    }
    long start = offset + HEADER;
    return MemorySegment.mismatch(
            memory, start, start + key.length, MemorySegment.ofArray(key), 0, key.length)
        < 0;
  }

  public String author() {
    return text(HEADER + keyLength(), authorLength());
  }

  public boolean hasAuthor() {
    return authorLength() != 0;
  }

  public byte[] authorBytes() {
    return bytes(HEADER + keyLength(), authorLength());
  }

  public String message() {
    return text(HEADER + keyLength() + authorLength(), messageLength());
  }

  /// The ids of all parents, the previous version first.
  public List<Digest> parents() {
    Digest first = parent();
    if (parentCount() == 0) {
      return first.equals(Digest.NONE) ? List.of() : List.of(first);
    }
    var all = new ArrayList<Digest>();
    all.add(first);
    int start = HEADER + keyLength() + authorLength() + messageLength();
    for (int i = 0; i < parentCount(); i++) {
      all.add(digest(start + i * Digest.BYTES));
    }
    return all;
  }

  /// @throws dev.varve.base.Failure when it is packed and damaged
  public byte[] value() {
    return isPacked() ? value(new Unpacking()) : bytes(valueStart(), valueLength());
  }

  /// The same, sparing the work when its neighbour was read before.
  public byte[] value(Unpacking unpacking) {
    if (!isPacked()) {
      return bytes(valueStart(), valueLength());
    }
    long place = offset + valueStart();
    long block = Integer.toUnsignedLong(memory.get(INT, place)) << 3;
    return unpacking.value(memory, block, memory.get(INT, place + 4), valueLength());
  }

  /// Copies the value, which is not packed, into an array with room for it.
  public void copyValue(byte[] to) {
    MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, offset + valueStart(), to, 0, valueLength());
  }

  public boolean isPacked() {
    return (flags() & PACKED) != 0;
  }

  /// The bytes of this record as they are.
  public byte[] bytes() {
    return bytes(0, length());
  }

  /// The bytes of this record, its value in it, the checksum left to do.
  public byte[] whole(Unpacking unpacking) {
    if (!isPacked()) {
      return bytes(0, length());
    }
    byte[] value = value(unpacking);
    int start = valueStart();
    byte[] whole = Arrays.copyOf(bytes(0, start), align(start + value.length));
    System.arraycopy(value, 0, whole, start, value.length);
    whole[FLAGS] = (byte) (flags() & ~PACKED);
    MemorySegment.ofArray(whole).set(INT, LENGTH, whole.length);
    return whole;
  }

  /// The bytes of this record with the place of its value instead of it, the checksum left to do.
  public byte[] packed(int block, int skip) {
    int start = valueStart();
    byte[] packed = Arrays.copyOf(bytes(0, start), align(start + PLACE));
    packed[FLAGS] = (byte) (flags() | PACKED);
    MemorySegment memory = MemorySegment.ofArray(packed);
    memory.set(INT, LENGTH, packed.length);
    memory.set(INT, start, block);
    memory.set(INT, start + 4, skip);
    return packed;
  }

  /// The bytes of this record without its value, which is erased; the checksum left to do.
  public byte[] withoutValue() {
    int start = valueStart();
    byte[] less = Arrays.copyOf(bytes(0, start), align(start));
    less[FLAGS] = (byte) ((flags() & ~(HAS_VALUE | PACKED | CHUNKED)) | ERASED);
    MemorySegment memory = MemorySegment.ofArray(less);
    memory.set(INT, LENGTH, less.length);
    memory.set(INT, VALUE_LENGTH, 0);
    memory.set(INT, WHOLE, 0);
    return less;
  }

  /// The bytes of this record with its value blanked where it stands, the checksum left to do.
  public byte[] blanked() {
    byte[] bytes = bytes(0, length());
    Arrays.fill(bytes, valueStart(), valueStart() + valueLength(), (byte) 0);
    bytes[FLAGS] = (byte) ((flags() & ~HAS_VALUE) | ERASED);
    return bytes;
  }

  public int valueStart() {
    return HEADER + keyLength() + authorLength() + messageLength() + parentCount() * Digest.BYTES;
  }

  private Digest digest(int at) {
    return new Digest(big(at), big(at + 8), big(at + 16), big(at + 24));
  }

  private long big(int at) {
    return Long.reverseBytes(memory.get(LONG, offset + at));
  }

  private byte[] bytes(int at, int length) {
    var copy = new byte[length];
    MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, offset + at, copy, 0, length);
    return copy;
  }

  private String text(int at, int length) {
    return length == 0 ? "" : new String(bytes(at, length), StandardCharsets.UTF_8);
  }
}
