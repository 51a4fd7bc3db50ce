package dev.varve.http.tls;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.http.HttpCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/// A certificate chain with its private key, and the names it is shown for.
///
/// @param names DNS names in lower case, exact or `*.example.com`
/// @param chain PEM, the own certificate first
/// @param key PEM, PKCS #8 (`BEGIN PRIVATE KEY`)
public record TlsCertificate(List<String> names, String chain, String key) {
  private static final int DNS_NAME = 2;

  /// Chains are a few kibibytes long.
  private static final int FILE_BYTES_MOST = 1 << 20;

  public TlsCertificate {
    names = names.stream().map(each -> each.toLowerCase(Locale.ROOT)).toList();
  }

  /// Shown for the names that the certificate itself has.
  ///
  /// @throws Failure when the chain cannot be read
  public static TlsCertificate of(String chain, String key) {
    return new TlsCertificate(namesOf(chain), chain, key);
  }

  /// Read from files.
  ///
  /// @throws Failure when they cannot be read
  public static TlsCertificate load(Path chain, Path key) {
    String certificates = read(chain);
    String secret = read(key);
    try {
      return of(certificates, secret);
    } catch (Failure cause) {
      throw unusable(chain.toString(), cause);
    }
  }

  private static String read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(FILE_BYTES_MOST + 1);
      if (bytes.length > FILE_BYTES_MOST) {
        throw new IOException("it is larger than 1 MiB");
      }
      return new String(bytes, StandardCharsets.ISO_8859_1);
    } catch (IOException cause) {
      throw new Failure(
          new Problem(
              HttpCode.CERTIFICATE_UNUSABLE,
              file.toString(),
              "certificate and key must be readable PEM files, but: " + cause,
              "check path and permissions"),
          cause);
    }
  }

  private static List<String> namesOf(String chain) {
    var names = new ArrayList<String>();
    try {
      var alternatives = first(chain).getSubjectAlternativeNames();
      if (alternatives != null) {
        alternatives.forEach(each -> addName(names, each));
      }
    } catch (CertificateParsingException cause) {
      throw unusable(cause);
    }
    return names;
  }

  private static void addName(List<String> names, List<?> alternative) {
    if (alternative.get(0) instanceof Integer kind && kind == DNS_NAME) {
      names.add(String.valueOf(alternative.get(1)));
    }
  }

  /// Whether key and certificate belong together: what one signs the other verifies.
  ///
  /// @throws Failure when they do not
  void check() {
    PublicKey open = first(chain).getPublicKey();
    byte[] content = names.toString().getBytes(StandardCharsets.UTF_8);
    try {
      PrivateKey secret = privateKey();
      Signature signer = Signature.getInstance(signature(open.getAlgorithm()));
      signer.initSign(secret);
      signer.update(content);
      byte[] signed = signer.sign();
      signer.initVerify(open);
      signer.update(content);
      if (!signer.verify(signed)) {
        throw new InvalidKeyException("key is not that of the certificate");
      }
    } catch (GeneralSecurityException | IllegalArgumentException cause) {
      throw unusable(place(), cause);
    }
  }

  /// The chain, the own certificate first.
  ///
  /// @throws Failure when it cannot be read
  public List<X509Certificate> certificates() {
    return parse(chain);
  }

  /// The key as the JDK has it.
  ///
  /// @throws Failure when it cannot be read
  public PrivateKey privateKey() {
    try {
      byte[] encoded = Base64.getMimeDecoder().decode(body(key));
      return KeyFactory.getInstance(first(chain).getPublicKey().getAlgorithm())
          .generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } catch (GeneralSecurityException | IllegalArgumentException cause) {
      throw unusable(place(), cause);
    }
  }

  /// All certificates of a PEM text.
  ///
  /// @throws Failure when it cannot be read
  public static List<X509Certificate> parse(String pem) {
    try {
      var certificates = new ArrayList<X509Certificate>();
      for (var each : CertificateFactory.getInstance("X.509").generateCertificates(stream(pem))) {
        certificates.add((X509Certificate) each);
      }
      if (certificates.isEmpty()) {
        throw new CertificateException("no certificate in it");
      }
      return certificates;
    } catch (CertificateException cause) {
      throw unusable(cause);
    }
  }

  private static String signature(String algorithm) {
    return switch (algorithm) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> algorithm;
    };
  }

  private static String body(String pem) {
    String begin = "-----BEGIN PRIVATE KEY-----";
    int from = pem.indexOf(begin);
    int to = pem.indexOf("-----END PRIVATE KEY-----");
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("key has no BEGIN PRIVATE KEY");
    }
    return pem.substring(from + begin.length(), to);
  }

  private static X509Certificate first(String chain) {
    return parse(chain).getFirst();
  }

  static InputStream stream(String pem) {
    return new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
  }

  static Failure unusable(Exception cause) {
    return unusable("certificate", cause);
  }

  /// Which one it is, where its file is not known any more.
  private String place() {
    return "certificate for " + (names.isEmpty() ? "no name" : String.join(", ", names));
  }

  private static Failure unusable(String place, Exception cause) {
    return new Failure(
        new Problem(
            HttpCode.CERTIFICATE_UNUSABLE,
            place,
            "certificate must be a PEM chain with its PKCS #8 key, but: " + cause.getMessage(),
            "convert the key with 'openssl pkcs8 -topk8 -nodes' or renew the certificate"),
        cause);
  }

  /// Says the names, never the key.
  @Override
  public String toString() {
    return "TlsCertificate" + names;
  }
}
