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
import java.util.List;

/// Certificates with their keys (EC, PEM files), made once per JVM by the JDK's own `keytool` when
/// first asked for, and gone with the JVM. Nothing but tests trusts them. For any thread.
///
/// | Name | Signed by | Names in it |
/// |---|---|---|
/// | `authority` | itself | none |
/// | `one` | `authority` | one.test, localhost, 127.0.0.1 |
/// | `wild` | `authority` | *.wild.test |
/// | `client` | `authority` | client.test |
/// | `stranger` | itself | stranger.test |
public final class TestCertificates {
  private static final String AUTHORITY = "authority";

  private TestCertificates() {}

  /// A PEM file with this one certificate.
  public static Path certificate(String name) {
    return existing(name + ".pem");
  }

  /// A PEM file with its key, PKCS #8, not encrypted.
  public static Path key(String name) {
    return existing(name + ".key");
  }

  private static Path existing(String file) {
    Path path = Made.FOLDER.resolve(file);
    if (!Files.exists(path)) {
      throw new IllegalArgumentException("no test certificate has " + file);
    }
    return path;
  }

  /// Makes them all when it is first touched.
  private static final class Made {
    private static final String PASSWORD = "throwaway";
    private static final Path FOLDER = make();

    private record Step(String name, Process process) {}

    /// One process per key, since keytool does one thing at a time; all but the authority's run
    /// side by side, each with a copy of the authority's store to sign from.
    private static Path make() {
      try {
        Path folder = Files.createTempDirectory("varve-certificates");
        folder.toFile().deleteOnExit();
        finish(folder, start(folder, AUTHORITY, "Varve test authority", "-ext", "bc:c"));
        var steps = new ArrayList<Step>();
        steps.add(
            start(
                folder,
                "stranger",
                "stranger.test",
                "-ext",
                "bc:c",
                "-ext",
                "san=dns:stranger.test"));
        steps.add(signed(folder, "one", "one.test", "dns:one.test,dns:localhost,ip:127.0.0.1"));
        steps.add(signed(folder, "wild", "wild.test", "dns:*.wild.test"));
        steps.add(signed(folder, "client", "test client", "dns:client.test"));
        for (Step each : steps) {
          finish(folder, each);
        }
        Files.delete(store(folder, AUTHORITY));
        return folder;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("keytool's stores must be readable", e);
      }
    }

    private static Step signed(Path folder, String name, String subject, String names)
        throws IOException {
      Files.copy(store(folder, AUTHORITY), store(folder, name));
      return start(folder, name, subject, "-signer", AUTHORITY, "-ext", "san=" + names);
    }

    private static Step start(Path folder, String name, String subject, String... more)
        throws IOException {
      var command = new ArrayList<String>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
      command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC", "-genkeypair"));
      command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1"));
      command.addAll(List.of("-sigalg", "SHA256withECDSA", "-validity", "30"));
      command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
      command.addAll(List.of("-keystore", store(folder, name).toString()));
      command.addAll(List.of("-alias", name, "-dname", "CN=" + subject));
      command.addAll(List.of(more));
      var builder = new ProcessBuilder(command).redirectErrorStream(true);
      return new Step(name, builder.redirectOutput(log(folder, name).toFile()).start());
    }

    private static void finish(Path folder, Step step)
        throws IOException, GeneralSecurityException {
      String name = step.name;
      if (step.process.onExit().join().exitValue() != 0) {
        throw new IllegalStateException(
            "keytool must work: " + Files.readString(log(folder, name)));
      }
      KeyStore store = KeyStore.getInstance(store(folder, name).toFile(), PASSWORD.toCharArray());
      Key key = store.getKey(name, PASSWORD.toCharArray());
      write(folder.resolve(name + ".key"), "PRIVATE KEY", key.getEncoded());
      byte[] certificate = store.getCertificate(name).getEncoded();
      write(folder.resolve(name + ".pem"), "CERTIFICATE", certificate);
      Files.delete(log(folder, name));
      if (!name.equals(AUTHORITY)) {
        Files.delete(store(folder, name));
      }
    }

    private static Path store(Path folder, String name) {
      return folder.resolve(name + ".p12");
    }

    private static Path log(Path folder, String name) {
      return folder.resolve(name + ".log");
    }

    private static void write(Path file, String kind, byte[] content) throws IOException {
      String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
      String text = "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n";
      Files.writeString(file, text);
      file.toFile().deleteOnExit();
    }
  }
}
