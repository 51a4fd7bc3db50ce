package dev.varve.store.record;

import static dev.varve.store.record.RecordLayout.*;

import dev.varve.base.Digest;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Transactions on their way to the log together: their records, one after the other.
///
/// Records stay readable where they were added until [#clear]. One thread at a time.
public final class Group {
  private byte[] bytes = new byte[128 << 10];
  private MemorySegment memory = MemorySegment.ofArray(bytes);
  private int end;
  private int transactionStart;
  private int transactionRecords;
  private int records;

  public boolean isEmpty() {
    return end == 0;
  }

  public int length() {
    return end;
  }

  /// Bytes of the transaction under way.
  public int transactionLength() {
    return end - transactionStart;
  }

  public byte[] bytes() {
    return bytes;
  }

  /// The records of complete transactions, as they stand now.
  public List<Entry> entries() {
    var entries = new ArrayList<Entry>(records);
    for (int at = 0; at < transactionStart; at += memory.get(Entry.INT, at + LENGTH)) {
      entries.add(new Entry(memory, at));
    }
    return entries;
  }

  /// Adds a record to the transaction under way.
  public Entry add(Draft draft, Chain chain, long seq, long time, Digest vid) {
    int start = end;
    int length = draft.recordLength();
    room(length);
    Arrays.fill(bytes, start, start + HEADER, (byte) 0);
    var record = new Entry(memory, start);
    memory.set(Entry.INT, start + LENGTH, length);
    memory.set(Entry.LONG, start + SEQ, seq);
    memory.set(Entry.LONG, start + TIME, time);
    memory.set(Entry.LONG, start + PREVIOUS, chain.previous());
    memory.set(Entry.LONG, start + JUMP, chain.jump());
    memory.set(Entry.INT, start + NUMBER, chain.number());
    memory.set(Entry.INT, start + NAMESPACE, draft.namespace());
    bytes[start + ACTION] = (byte) draft.action();
    bytes[start + FLAGS] = (byte) draft.flags();
    memory.set(Entry.SHORT, start + INDEX, (short) transactionRecords);
    vid.writeTo(bytes, start + VID);
    draft.cid().writeTo(bytes, start + CID);
    chain.parent().writeTo(bytes, start + PARENT);
    memory.set(Entry.SHORT, start + KEY_LENGTH, (short) draft.key().length);
    memory.set(Entry.SHORT, start + AUTHOR_LENGTH, (short) draft.author().length);
    memory.set(Entry.SHORT, start + MESSAGE_LENGTH, (short) draft.message().length);
    memory.set(Entry.INT, start + VALUE_LENGTH, draft.value().length);
    memory.set(Entry.INT, start + WHOLE, draft.whole());
    int at = put(start + HEADER, draft.key());
    at = put(at, draft.author());
    at = put(at, draft.message());
    at = put(at, draft.value());
    end = start + length;
    Arrays.fill(bytes, at, end, (byte) 0);
    transactionRecords++;
    return record;
  }

  private int put(int at, byte[] part) {
    System.arraycopy(part, 0, bytes, at, part.length);
    return at + part.length;
  }

  private void room(int more) {
    if (end + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, end + more));
      memory = MemorySegment.ofArray(bytes);
    }
  }

  /// The transaction under way is complete. Returns how many records it has.
  public int closeTransaction() {
    int count = transactionRecords;
    for (int at = transactionStart; at < end; at += memory.get(Entry.INT, at + LENGTH)) {
      memory.set(Entry.SHORT, at + COUNT, (short) count);
    }
    records += count;
    transactionStart = end;
    transactionRecords = 0;
    return count;
  }

  /// The transaction under way never happened.
  public void dropTransaction() {
    end = transactionStart;
    transactionRecords = 0;
  }

  public void clear() {
    end = 0;
    records = 0;
    dropTransactionState();
  }

  private void dropTransactionState() {
    transactionStart = 0;
    transactionRecords = 0;
    if (bytes.length > 4 << 20) {
      bytes = new byte[128 << 10];
      memory = MemorySegment.ofArray(bytes);
    }
  }
}
