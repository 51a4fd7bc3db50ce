package dev.varve.http.ocsp;

import dev.varve.http.tls.TlsCertificate;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What is asked about one certificate, and where.
///
/// @param responder an `http` address that the certificate names
record OcspQuestion(X509Certificate certificate, X509Certificate issuer, URI responder) {
  private static final String AUTHORITY_ACCESS = "1.3.6.1.5.5.7.1.1";
  private static final byte[] OCSP = {0x2b, 6, 1, 5, 5, 7, 48, 1};
  private static final byte[] SHA1 = {0x2b, 14, 3, 2, 26};
  private static final int NAME_URI = 0x86;

  /// Empty when the certificate names no responder, or its chain not the issuer.
  static Optional<OcspQuestion> about(TlsCertificate certificate) {
    List<X509Certificate> chain = certificate.certificates();
    if (chain.size() < 2) {
      return Optional.empty();
    }
    X509Certificate own = chain.getFirst();
    return responder(own).map(at -> new OcspQuestion(own, chain.get(1), at));
  }

  /// The first `http` address for OCSP among those of RFC 5280, 4.2.2.1.
  private static Optional<URI> responder(X509Certificate certificate) {
    byte[] extension = certificate.getExtensionValue(AUTHORITY_ACCESS);
    if (extension == null) {
      return Optional.empty();
    }
    try {
      ByteBuffer outer = Der.enter(ByteBuffer.wrap(extension), Der.OCTETS);
      ByteBuffer list = Der.enter(outer, Der.SEQUENCE);
      while (list.hasRemaining()) {
        ByteBuffer access = Der.enter(list, Der.SEQUENCE);
        boolean ocsp = Arrays.equals(Der.bytes(Der.enter(access, Der.OBJECT)), OCSP);
        if (ocsp && Der.tag(access) == NAME_URI) {
          ByteBuffer text = Der.next(access);
          URI address = URI.create(StandardCharsets.US_ASCII.decode(text).toString());
          if ("http".equalsIgnoreCase(address.getScheme()) && address.getHost() != null) {
            return Optional.of(address);
          }
        }
      }
    } catch (IllegalArgumentException _) {
      return Optional.empty(); // not in the form of the RFC: as good as none
    }
    return Optional.empty();
  }

  /// The question in DER (RFC 6960, 4.1.1), without a nonce, so that responders may keep answers.
  byte[] encoded() {
    byte[] algorithm = Der.of(Der.SEQUENCE, Der.of(Der.OBJECT, SHA1), new byte[] {5, 0});
    byte[] id =
        Der.of(
            Der.SEQUENCE,
            algorithm,
            Der.of(Der.OCTETS, sha1(issuer.getSubjectX500Principal().getEncoded())),
            Der.of(Der.OCTETS, sha1(key(issuer))),
            Der.of(2, certificate.getSerialNumber().toByteArray()));
    byte[] requests = Der.of(Der.SEQUENCE, Der.of(Der.SEQUENCE, id));
    return Der.of(Der.SEQUENCE, Der.of(Der.SEQUENCE, requests));
  }

  /// The bits of the public key without what says their kind.
  private static byte[] key(X509Certificate of) {
    ByteBuffer info = Der.enter(ByteBuffer.wrap(of.getPublicKey().getEncoded()), Der.SEQUENCE);
    Der.enter(info, Der.SEQUENCE);
    byte[] bits = Der.bytes(Der.next(info));
    return Arrays.copyOfRange(bits, 1, bits.length);
  }

  /// Names and keys are only told apart by it, as responders expect; nothing is trusted for it.
  private static byte[] sha1(byte[] of) {
    try {
      return MessageDigest.getInstance("SHA-1").digest(of);
    } catch (NoSuchAlgorithmException cause) {
      throw new IllegalStateException("every Java has SHA-1", cause);
    }
  }
}
