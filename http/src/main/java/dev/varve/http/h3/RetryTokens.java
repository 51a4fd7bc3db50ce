package dev.varve.http.h3;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.quic.QuicTokenHandler;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What a client has to bring back to prove its address (RFC 9000 section 8.1.2):
///
///     token = time in milliseconds (8 octets) mac (16 octets) the id it asked for (up to 20)
///
/// The server keeps nothing. A token is good for one address and port and for a few seconds.
/// Belongs to a loop; all loops of a listener share the key.
final class RetryTokens implements QuicTokenHandler {
  static final int KEY_BYTES = 32;

  private static final int MAC_BYTES = 16;
  private static final int ID_AT = Long.BYTES + MAC_BYTES;
  private static final int ID_MOST = 20;
  private static final int IP_MOST = 16;
  private static final String ALGORITHM = "HmacSHA256";

  private final Mac mac;
  private final BooleanSupplier wanted;
  private final LongSupplier millis;
  private final long lifeMillis;

  /// @param wanted whether clients have to prove their address now
  RetryTokens(byte[] key, BooleanSupplier wanted, LongSupplier millis, long lifeMillis) {
    this.wanted = wanted;
    this.millis = millis;
    this.lifeMillis = lifeMillis;
    try {
      mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  @Override
  public boolean writeToken(ByteBuf out, ByteBuf dcid, InetSocketAddress address) {
    if (!wanted.getAsBoolean()) {
      return false;
    }
    long now = millis.getAsLong();
    out.writeLong(now);
    out.writeBytes(
        seal(now, address, dcid, dcid.readerIndex(), dcid.readableBytes()), 0, MAC_BYTES);
    out.writeBytes(dcid, dcid.readerIndex(), dcid.readableBytes());
    return true;
  }

  @Override
  public int validateToken(ByteBuf token, InetSocketAddress address) {
    int idLength = token.readableBytes() - ID_AT;
    if (idLength <= 0 || idLength > ID_MOST) {
      return -1;
    }
    int start = token.readerIndex();
    long made = token.getLong(start);
    long age = millis.getAsLong() - made;
    if (age < 0 || age > lifeMillis) {
      return -1;
    }
    byte[] shown = new byte[MAC_BYTES];
    token.getBytes(start + Long.BYTES, shown);
    byte[] right = seal(made, address, token, start + ID_AT, idLength);
    return MessageDigest.isEqual(shown, right) ? ID_AT : -1;
  }

  private byte[] seal(long time, InetSocketAddress address, ByteBuf id, int from, int length) {
    byte[] ip = address.getAddress().getAddress();
    ByteBuffer sealed = ByteBuffer.allocate(Long.BYTES + Integer.BYTES + 1 + IP_MOST + ID_MOST);
    sealed.putLong(time).putInt(address.getPort()).put((byte) ip.length).put(ip);
    id.getBytes(from, sealed.array(), sealed.position(), length);
    mac.update(sealed.array(), 0, sealed.position() + length);
    byte[] whole = mac.doFinal();
    byte[] cut = new byte[MAC_BYTES];
    System.arraycopy(whole, 0, cut, 0, MAC_BYTES);
    return cut;
  }

  @Override
  public int maxTokenLength() {
    return ID_AT + ID_MOST;
  }
}
