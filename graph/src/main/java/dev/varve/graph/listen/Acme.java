package dev.varve.graph.listen;

import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Types;
import dev.varve.graph.term.Terms;
import java.util.List;

/// Certificates from an authority by ACME.
public record Acme(
    String email,
    String directory,
    List<String> fallback,
    Challenge challenge,
    String dnsHook,
    String ca) {
  private static final Field<Acme, String> EMAIL =
      Field.of("email", "Address that the authority writes to.", Types.anyText(), "", Acme::email);
  private static final Field<Acme, String> DIRECTORY =
      Field.of(
          "directory",
          "The authority.",
          Terms.url(),
          "https://acme-v02.api.letsencrypt.org/directory",
          Acme::directory);
  private static final Field<Acme, List<String>> FALLBACK =
      Field.of(
          "fallback",
          "Further authorities that are asked when the first fails.",
          Types.list(Terms.url()),
          List.of(),
          Acme::fallback);
  private static final Field<Acme, Challenge> CHALLENGE =
      Field.of(
          "challenge",
          "How control of a host is shown.",
          Types.word(Challenge.values()),
          Challenge.TLS_ALPN_01,
          Acme::challenge);
  private static final Field<Acme, String> DNS_HOOK =
      Field.of(
          "dnsHook",
          "Program that sets and removes the DNS record of a dns-01 challenge.",
          Types.anyText(),
          "",
          Acme::dnsHook);
  private static final Field<Acme, String> CA =
      Field.of(
          "ca",
          "File of the authorities trusted for the directory itself; empty for the system's.",
          Types.anyText(),
          "",
          Acme::ca);

  /// Members, bounds and defaults.
  public static final Shape<Acme> SHAPE =
      Shape.of(
          "Acme",
          "Certificates from an authority by ACME.",
          List.of(EMAIL, DIRECTORY, FALLBACK, CHALLENGE, DNS_HOOK, CA),
          v ->
              new Acme(
                  v.get(EMAIL),
                  v.get(DIRECTORY),
                  v.get(FALLBACK),
                  v.get(CHALLENGE),
                  v.get(DNS_HOOK),
                  v.get(CA)));

  /// Every default.
  public static final Acme DEFAULT = SHAPE.defaults();

  public Acme {
    EMAIL.check(email);
    DIRECTORY.check(directory);
    fallback = List.copyOf(fallback);
    FALLBACK.check(fallback);
    DNS_HOOK.check(dnsHook);
    CA.check(ca);
  }
}
