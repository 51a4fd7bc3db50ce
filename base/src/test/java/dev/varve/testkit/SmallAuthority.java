package dev.varve.testkit;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// An authority that signs certificates within the process, in about a millisecond each: for tests
/// that need thousands of them or odd ones. All of its certificates have the same key. For a few
/// ordinary ones see [TestCertificates].
public final class SmallAuthority {
  private static final byte[] ECDSA_SHA256 = oid(0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 2);
  private static final byte[] COMMON_NAME = oid(0x55, 4, 3);
  private static final byte[] ALTERNATIVE_NAMES = oid(0x55, 0x1D, 0x11);
  private static final byte[] CONSTRAINTS = oid(0x55, 0x1D, 0x13);
  private static final byte[] AUTHORITY_ACCESS = oid(0x2B, 6, 1, 5, 5, 7, 1, 1);
  private static final byte[] OCSP = oid(0x2B, 6, 1, 5, 5, 7, 0x30, 1);
  private static final byte[] TRUE = {1, 1, (byte) 0xFF};
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final KeyPair own = pair();
  private final KeyPair shared = pair();
  private final byte[] name = name("small authority");
  private long serial = 1;

  private static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has P-256", e);
    }
  }

  /// The authority's own certificate in PEM.
  public String certificate() {
    byte[] authority = extension(CONSTRAINTS, true, der(0x30, TRUE));
    return pem("CERTIFICATE", signed(name, own, authority));
  }

  /// The chain in PEM of a certificate for these names.
  ///
  /// @param responder the address it names for OCSP; null for none
  public String chain(List<String> names, @Nullable String responder) {
    byte[][] alternatives =
        names.stream().map(each -> der(0x82, ascii(each))).toArray(byte[][]::new);
    byte[] extensions = extension(ALTERNATIVE_NAMES, false, der(0x30, alternatives));
    if (responder != null) {
      byte[] access = der(0x30, der(0x30, OCSP, der(0x86, ascii(responder))));
      extensions = joined(extensions, extension(AUTHORITY_ACCESS, false, access));
    }
    return pem("CERTIFICATE", signed(name(names.getFirst()), shared, extensions)) + certificate();
  }

  /// The key in PEM of all certificates but the own.
  public String key() {
    return pem("PRIVATE KEY", shared.getPrivate().getEncoded());
  }

  /// The authority's name in DER.
  public byte[] name() {
    return name.clone();
  }

  /// The same as a DER sequence of what is signed, algorithm and signature.
  public byte[] sealed(byte[] content) {
    try {
      Signature signer = Signature.getInstance("SHA256withECDSA");
      signer.initSign(own.getPrivate());
      signer.update(content);
      byte[] bits = joined(new byte[] {0}, signer.sign());
      return der(0x30, content, der(0x30, ECDSA_SHA256), der(3, bits));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java signs with P-256", e);
    }
  }

  private synchronized byte[] signed(byte[] subject, KeyPair key, byte[] extensions) {
    Instant now = Instant.now();
    byte[] validity = der(0x30, time(now.minusSeconds(3_600)), time(now.plusSeconds(864_000)));
    return sealed(
        der(
            0x30,
            der(0xA0, der(2, new byte[] {2})),
            der(2, BigInteger.valueOf(serial++).toByteArray()),
            der(0x30, ECDSA_SHA256),
            name,
            validity,
            subject,
            key.getPublic().getEncoded(),
            der(0xA3, der(0x30, extensions))));
  }

  /// A GeneralizedTime.
  public static byte[] time(Instant at) {
    return der(0x18, ascii(TIME.format(at)));
  }

  /// An element of DER.
  public static byte[] der(int tag, byte[]... contents) {
    byte[] content = joined(contents);
    var out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length >= 0x100) {
      out.writeBytes(new byte[] {(byte) 0x82, (byte) (content.length >> 8)});
    } else if (content.length >= 0x80) {
      out.write(0x81);
    }
    out.write(content.length);
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static byte[] joined(byte[]... pieces) {
    var out = new ByteArrayOutputStream();
    for (byte[] each : pieces) {
      out.writeBytes(each);
    }
    return out.toByteArray();
  }

  private static byte[] oid(int... octets) {
    var bytes = new byte[octets.length];
    for (int i = 0; i < octets.length; i++) {
      bytes[i] = (byte) octets[i];
    }
    return der(6, bytes);
  }

  private static byte[] name(String common) {
    byte[] text = der(0x0C, common.getBytes(StandardCharsets.UTF_8));
    return der(0x30, der(0x31, der(0x30, COMMON_NAME, text)));
  }

  private static byte[] extension(byte[] id, boolean critical, byte[] content) {
    return critical ? der(0x30, id, TRUE, der(4, content)) : der(0x30, id, der(4, content));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String pem(String kind, byte[] content) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n";
  }
}
