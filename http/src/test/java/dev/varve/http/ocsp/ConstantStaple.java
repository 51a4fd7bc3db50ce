package dev.varve.http.ocsp;

import dev.varve.http.tls.Staples;
import dev.varve.http.tls.TlsCertificate;
import dev.varve.testkit.SmallAuthority;

/// The answer of a test's authority, made once.
public final class ConstantStaple {
  private ConstantStaple() {}

  public static Staples of(SmallAuthority authority, TlsCertificate certificate) {
    OcspQuestion question = OcspQuestion.about(certificate).orElseThrow();
    byte[] answer = new TestResponder(authority).answer(question.encoded());
    return _ -> answer.clone();
  }
}
