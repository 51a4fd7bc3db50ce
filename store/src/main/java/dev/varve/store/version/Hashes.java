package dev.varve.store.version;

import dev.varve.base.Digest;
import dev.varve.store.record.Draft;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// The ids of values and versions.
///
/// ```
/// cid     = SHA-256(canonical JSON)                      32 zero bytes for a tombstone
/// vid     = SHA-256("varve.version.1" 0x00 text(namespace) text(key) action:u8
///           parents:u32 parent{32}* cid{32} time:u64 text(author) text(message))
/// text(x) = length:u32 UTF-8
/// ```
///
/// Numbers are big endian; parents are sorted by their bytes; time is the 64-bit hybrid time.
///
/// Not for several threads at once: it keeps a digest and a buffer.
public final class Hashes {
  private static final byte[] DOMAIN = "varve.version.1\0".getBytes(StandardCharsets.US_ASCII);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /// Digests that rest, for [#cid]: finding one costs as much as hashing a small value.
  private static final AtomicReferenceArray<@Nullable Hashes> RESTING =
      new AtomicReferenceArray<>(32);

  private final MessageDigest sha = newSha256();
  private final byte[] out = new byte[Digest.BYTES];
  private byte[] buffer = new byte[1024];
  private int at;

  static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// The id of a value; any thread.
  public static Digest cid(byte[] canonical) {
    int place = (int) Thread.currentThread().threadId() & (RESTING.length() - 1);
    Hashes resting = RESTING.getAndSet(place, null);
    Hashes hashes = resting == null ? new Hashes() : resting;
    hashes.sha.update(canonical, 0, canonical.length);
    Digest cid = hashes.result();
    RESTING.set(place, hashes);
    return cid;
  }

  /// The id of a version.
  public Digest vid(byte[] namespace, Draft draft, List<Digest> parents, long time) {
    at = 0;
    raw(DOMAIN);
    text(namespace);
    text(draft.key());
    room(1);
    buffer[at++] = (byte) draft.action();
    number(parents.size());
    for (Digest parent : sorted(parents)) {
      digest(parent);
    }
    digest(draft.cid());
    room(8);
    LONG.set(buffer, at, time);
    at += 8;
    text(draft.author());
    text(draft.message());
    return finish();
  }

  private static List<Digest> sorted(List<Digest> parents) {
    return parents.size() < 2
        ? parents
        : parents.stream().sorted((x, y) -> Arrays.compareUnsigned(bytes(x), bytes(y))).toList();
  }

  private static byte[] bytes(Digest digest) {
    var bytes = new byte[Digest.BYTES];
    digest.writeTo(bytes, 0);
    return bytes;
  }

  private Digest finish() {
    sha.update(buffer, 0, at);
    return result();
  }

  private Digest result() {
    try {
      sha.digest(out, 0, Digest.BYTES);
    } catch (DigestException e) {
      throw new IllegalStateException("the buffer holds a digest", e);
    }
    return Digest.of(out, 0);
  }

  private void text(byte[] utf8) {
    number(utf8.length);
    raw(utf8);
  }

  private void number(int value) {
    room(4);
    INT.set(buffer, at, value);
    at += 4;
  }

  private void digest(Digest digest) {
    room(Digest.BYTES);
    digest.writeTo(buffer, at);
    at += Digest.BYTES;
  }

  private void raw(byte[] bytes) {
    room(bytes.length);
    System.arraycopy(bytes, 0, buffer, at, bytes.length);
    at += bytes.length;
  }

  private void room(int more) {
    if (at + more > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, at + more));
    }
  }
}
