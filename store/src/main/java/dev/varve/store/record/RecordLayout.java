package dev.varve.store.record;

/// The bytes of one version in the log, little endian, a multiple of 8.
///
/// ```
/// record    = length:u32 crc:u32 seq:u64 time:u64 previous:u64 jump:u64
///             number:u32 epoch:u32 lag:u32 namespace:u32
///             action:u8 flags:u8 key-length:u16 index:u16 count:u16
///             vid:32 cid:32 parent:32
///             value-length:u32 author-length:u16 message-length:u16 parents:u16 zero:2 whole:u32
///             key author message parent* content padding
/// content   = value, or where it is packed = block:u32 skip:u32
/// crc       = CRC-32C over segment:u32, length and the bytes from seq to the end
/// time      = milliseconds since 1970 shifted left by 16, plus a counter
/// previous  = seq of the key's version before, 0 for none
/// jump      = seq of a version further back, so that any one is found in logarithmic time
/// number    = counts the versions of the key from 1
/// epoch     = how often the store had been opened; never falls along the log
/// lag       = seq - the last seq known to be on the device when this was written
/// index     = position in the transaction from 0;  count = records of the transaction
/// parent    = vid of the version before, zeros for none; parents counts the further ones
/// flags     = 1: holds a value   2: value erased   4: the version before held a value
///             8: the value is packed in the block that starts at 8 * block of the segment, behind
///             skip bytes of other values; only in segments that compaction wrote
///             16: the value is the cids of its pieces, one behind the other
/// whole     = bytes of the value that the pieces make together, 0 where it stands here itself
/// ```
///
/// A transaction is a run of `count` records with index 0 to count - 1, one time and one epoch. It
/// is whole or it never happened: readers of the log take a run only when its last record is there.
public final class RecordLayout {
  public static final int LENGTH = 0;
  public static final int CRC = 4;
  public static final int SEQ = 8;
  public static final int TIME = 16;
  public static final int PREVIOUS = 24;
  public static final int JUMP = 32;
  public static final int NUMBER = 40;
  public static final int EPOCH = 44;
  public static final int LAG = 48;
  public static final int NAMESPACE = 52;
  public static final int ACTION = 56;
  public static final int FLAGS = 57;
  public static final int KEY_LENGTH = 58;
  public static final int INDEX = 60;
  public static final int COUNT = 62;
  public static final int VID = 64;
  public static final int CID = 96;
  public static final int PARENT = 128;
  public static final int VALUE_LENGTH = 160;
  public static final int AUTHOR_LENGTH = 164;
  public static final int MESSAGE_LENGTH = 166;
  public static final int PARENTS = 168;

  public static final int WHOLE = 172;

  /// Where the key starts.
  public static final int HEADER = 176;

  public static final int HAS_VALUE = 1;
  public static final int ERASED = 2;
  public static final int REPLACES_VALUE = 4;
  static final int PACKED = 8;
  public static final int CHUNKED = 16;

  /// Bytes that stand for a packed value.
  static final int PLACE = 8;

  /// Most bytes of a value in a record; a longer one is kept in pieces.
  public static final int VALUE_MAX = 1 << 20;

  /// Most bytes of a value in canonical form.
  public static final int WHOLE_MAX = 16 << 20;

  /// Most bytes of a transaction's records: a value at its limit and what goes with it.
  public static final int TRANSACTION_MAX = WHOLE_MAX + (4 << 20);

  /// Most bytes of a record: everything at its limit.
  public static final int RECORD_MAX = VALUE_MAX + 64 * 1024 + HEADER;

  private RecordLayout() {}

  public static int align(int length) {
    return (length + 7) & ~7;
  }
}
