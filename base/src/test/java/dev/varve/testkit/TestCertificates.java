package dev.varve.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Certificates with their keys (EC, PEM files), each made by the JDK's own `keytool` when it is
/// first asked for in a JVM, and gone with the JVM. Nothing but tests trusts them. For any thread.
///
/// | Name | Signed by | Names in it |
/// |---|---|---|
/// | `authority` | itself | none |
/// | `one` | `authority` | one.test, localhost, 127.0.0.1 |
/// | `wild` | `authority` | *.wild.test |
/// | `long` | `authority` | two hundred, so that it has more than 4 KiB |
/// | `client` | `authority` | client.test |
/// | `stranger` | itself | stranger.test |
public final class TestCertificates {
  private static final TestCertificates MADE = new TestCertificates();
  private static final String AUTHORITY = "authority";
  private static final List<String> SIGNED = List.of("-signer", AUTHORITY, "-ext");
  private static final List<String> OWN = List.of("-ext", "bc:c", "-ext");
  private static final Map<String, List<String>> OPTIONS =
      Map.of(
          AUTHORITY,
          with(OWN, "ku=keyCertSign", "Varve test authority"),
          "one",
          with(SIGNED, "san=dns:one.test,dns:localhost,ip:127.0.0.1", "one.test"),
          "wild",
          with(SIGNED, "san=dns:*.wild.test", "wild.test"),
          "long",
          with(SIGNED, longNames(), "long.test"),
          "client",
          with(SIGNED, "san=dns:client.test", "test client"),
          "stranger",
          with(OWN, "san=dns:stranger.test", "stranger.test"));
  private static final String PASSWORD = "throwaway";

  /// What protects the stores may be weak, since it takes time and they live for seconds.
  private static final List<String> QUICK =
      List.of(
          "-J-XX:TieredStopAtLevel=1",
          "-J-XX:+UseSerialGC",
          "-J-Dkeystore.pkcs12.macIterationCount=1",
          "-J-Dkeystore.pkcs12.certPbeIterationCount=1",
          "-J-Dkeystore.pkcs12.keyPbeIterationCount=1");

  private final Map<String, Pair> pairs = new HashMap<>();
  private @Nullable Path folder;

  private record Pair(Path certificate, Path key) {}

  private TestCertificates() {}

  /// A PEM file with this one certificate.
  public static Path certificate(String name) {
    return MADE.pair(name).certificate;
  }

  /// A PEM file with its key, PKCS #8, not encrypted.
  public static Path key(String name) {
    return MADE.pair(name).key;
  }

  private static List<String> with(List<String> options, String extension, String subject) {
    var all = new ArrayList<>(options);
    all.addAll(List.of(extension, "-dname", "CN=" + subject));
    return List.copyOf(all);
  }

  private static String longNames() {
    var names = new StringBuilder("san=dns:long.test");
    for (int i = 0; i < 200; i++) {
      names.append(",dns:number-").append(i).append(".long.test");
    }
    return names.toString();
  }

  private synchronized Pair pair(String name) {
    Pair pair = pairs.get(name);
    if (pair == null) {
      pair = make(name);
      pairs.put(name, pair);
    }
    return pair;
  }

  private Pair make(String name) {
    List<String> options = OPTIONS.get(name);
    if (options == null) {
      throw new IllegalArgumentException("no test certificate is named " + name);
    }
    try {
      Path store = folder().resolve("store.p12");
      if (options.containsAll(SIGNED)) {
        pair(AUTHORITY);
      }
      run(store, name, options);
      KeyStore made = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
      Key key = made.getKey(name, PASSWORD.toCharArray());
      byte[] certificate = made.getCertificate(name).getEncoded();
      return new Pair(
          write(store.resolveSibling(name + ".pem"), "CERTIFICATE", certificate),
          write(store.resolveSibling(name + ".key"), "PRIVATE KEY", key.getEncoded()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("keytool's store must be readable", e);
    }
  }

  private Path folder() throws IOException {
    Path made = folder;
    if (made == null) {
      made = folder = Files.createTempDirectory("varve-certificates");
      made.toFile().deleteOnExit();
      made.resolve("store.p12").toFile().deleteOnExit();
    }
    return made;
  }

  /// One process per key, since keytool does one thing at a time.
  private static void run(Path store, String name, List<String> options) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(QUICK);
    command.addAll(List.of("-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1"));
    command.addAll(List.of("-sigalg", "SHA256withECDSA", "-validity", "30"));
    command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
    command.addAll(List.of("-keystore", store.toString(), "-alias", name));
    command.addAll(options);
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var said = keytool.inputReader()) {
      String output = said.readAllAsString();
      if (keytool.onExit().join().exitValue() != 0) {
        throw new IllegalStateException("keytool must work: " + output);
      }
    }
  }

  private static Path write(Path file, String kind, byte[] content) throws IOException {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    String text = "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n";
    Files.writeString(file, text);
    file.toFile().deleteOnExit();
    return file;
  }
}
