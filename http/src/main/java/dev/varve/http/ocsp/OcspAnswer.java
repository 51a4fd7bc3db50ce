package dev.varve.http.ocsp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.PKIXRevocationChecker.Option;
import java.security.cert.TrustAnchor;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// An authority's word that a certificate is good, checked to be about that certificate, signed by
/// its issuer or in its name, and not too old.
final class OcspAnswer {
  private static final Duration WITHOUT_END = Duration.ofHours(12);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'", Locale.ROOT);

  private final byte[] encoded;
  private final Instant until;
  private final Instant again;

  private OcspAnswer(byte[] encoded, Instant until, Instant again) {
    this.encoded = encoded;
    this.until = until;
    this.again = again;
  }

  /// In DER; not to be changed.
  byte[] encoded() {
    return encoded;
  }

  /// When it must not be shown any more.
  Instant until() {
    return until;
  }

  /// When it is time to ask again.
  Instant again() {
    return again;
  }

  /// @throws GeneralSecurityException when it does not say that the certificate is good
  static OcspAnswer checked(OcspQuestion question, byte[] encoded, Instant now)
      throws GeneralSecurityException {
    verify(question, encoded, now);
    try {
      return timed(encoded, now);
    } catch (IllegalArgumentException | DateTimeParseException cause) {
      throw new GeneralSecurityException("answer is malformed", cause);
    }
  }

  private static void verify(OcspQuestion question, byte[] encoded, Instant now)
      throws GeneralSecurityException {
    CertPathValidator validator = CertPathValidator.getInstance("PKIX");
    var checker = (PKIXRevocationChecker) validator.getRevocationChecker();
    checker.setOptions(EnumSet.of(Option.ONLY_END_ENTITY, Option.NO_FALLBACK));
    checker.setOcspResponses(Map.of(question.certificate(), encoded));
    var parameters = new PKIXParameters(Set.of(new TrustAnchor(question.issuer(), null)));
    parameters.setDate(Date.from(now));
    parameters.addCertPathChecker(checker);
    var factory = CertificateFactory.getInstance("X.509");
    validator.validate(factory.generateCertPath(List.of(question.certificate())), parameters);
  }

  /// RFC 6960, 4.2.1: down to the times of the one answer.
  private static OcspAnswer timed(byte[] encoded, Instant now) {
    ByteBuffer response = Der.enter(ByteBuffer.wrap(encoded), Der.SEQUENCE);
    Der.next(response); // status; successful, or it would not have been verified
    ByteBuffer typed = Der.enter(Der.enter(response, Der.FIRST), Der.SEQUENCE);
    Der.enter(typed, Der.OBJECT);
    ByteBuffer basic = Der.enter(Der.enter(typed, Der.OCTETS), Der.SEQUENCE);
    ByteBuffer data = Der.enter(basic, Der.SEQUENCE);
    if (Der.tag(data) == Der.FIRST) {
      Der.next(data); // version
    }
    Der.next(data); // responder
    Der.enter(data, Der.TIME); // produced at
    ByteBuffer single = Der.enter(Der.enter(data, Der.SEQUENCE), Der.SEQUENCE);
    Der.next(single); // certificate
    Der.next(single); // good
    Instant since = time(Der.enter(single, Der.TIME));
    boolean ends = Der.tag(single) == Der.FIRST;
    Instant until =
        ends ? time(Der.enter(Der.enter(single, Der.FIRST), Der.TIME)) : now.plus(WITHOUT_END);
    return new OcspAnswer(encoded, until, since.plus(Duration.between(since, until).dividedBy(2)));
  }

  private static Instant time(ByteBuffer text) {
    String digits = StandardCharsets.US_ASCII.decode(text).toString();
    return LocalDateTime.parse(digits, TIME).toInstant(ZoneOffset.UTC);
  }
}
