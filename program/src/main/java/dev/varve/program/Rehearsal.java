package dev.varve.program;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/// A short life of the program, for the JVM to watch: with `-XX:AOTCacheOutput` it keeps the
/// classes that a start needs, linked, and what it learnt about the methods. The launcher runs it
/// after a build. Only what starts take part in belongs here, since a start pays for every class
/// that is kept.
///
/// Serves a small site on the loopback interface, asks for each kind of answer as clients do, over
/// plain connections and over TLS, and ends.
public final class Rehearsal {
  private static final int CLIENTS = 8;

  /// Each client's requests over each protocol. With five times as many or fifty times as many the
  /// compilers take more of the first 110,000 requests of a server, and with a fifth as well.
  private static final int ROUNDS = 40;

  private static final String PASSWORD = "rehearsal";
  private static final String ADMIN = "127.0.0.1:0";
  private static final List<String> ASKED =
      List.of(
          "/",
          "/proxied/page.html",
          "/page.html",
          "/said",
          "/again/page.html",
          "/none",
          "/again/said",
          "/moved");

  private final Path folder;
  private final List<Thread> servers = new ArrayList<>();
  private final PrintStream unheard =
      new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
  private final Terminal quiet =
      new Terminal(Terminal.ofProcess().in(), unheard, unheard, () -> false);

  private Rehearsal(Path folder) {
    this.folder = folder;
  }

  /// @param arguments a folder that may be filled, and is removed by the caller
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var rehearsal = new Rehearsal(Path.of(arguments[0]).toAbsolutePath());
    try {
      rehearsal.run();
    } finally {
      rehearsal.end();
    }
  }

  /// A server that is interrupted while it waits to be told to stop, stops.
  private void end() throws InterruptedException {
    for (Thread each : servers.reversed()) {
      each.interrupt();
      each.join(Audience.PATIENCE);
    }
  }

  private void run() throws IOException {
    Files.createDirectories(folder.resolve("site"));
    Files.writeString(folder.resolve("site/index.html"), "<!doctype html>" + " ".repeat(1000));
    Files.writeString(folder.resolve("site/page.html"), "<!doctype html>" + " ".repeat(200));
    URI origin = serve("origin", origin());
    ask(serve("site", site(origin)));
    command("validate", "-c", "site.yaml");
    command("help");
  }

  /// Behind TLS where a certificate can be made, so that both sides of a handshake are rehearsed.
  private String origin() throws IOException {
    String listen =
        makeCertificate()
            ? "listen: { https: { address: '%s', protocols: [h1] } }\n".formatted(address())
                + "tls: { certificates: [{ certificate: cert.pem, key: key.pem }] }\n"
            : "listen: { http: '%s' }\n".formatted(address());
    return listen + "sites: { '*': [{ path: '/*', static: { dir: site } }] }\n";
  }

  /// Whoever takes the port in between makes the rehearsal fail, and nothing else.
  private static String address() throws IOException {
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "127.0.0.1:" + free.getLocalPort();
    }
  }

  private static String site(URI origin) throws IOException {
    String address = address();
    return """
    listen: { http: '%s' }
    upstreams: { origin: { targets: ['%s']%s } }
    sites:
      '*':
        - { path: '/proxied/*', stripPrefix: /proxied, proxy: origin }
        - { path: '/again/*', stripPrefix: /again, proxy: '%s' }
        - { path: /said, respond: { body: hello } }
        - { path: /moved, redirect: { to: / } }
        - { path: '/*', static: { dir: site } }
    """
        .formatted(
            address,
            origin.getAuthority(),
            origin.getScheme().equals("https") ? ", tls: { verify: false }" : "",
            address);
  }

  private void command(String... words) {
    Main.run(quiet, folder, Map.of(), words);
  }

  /// Starts a server, and tells where it is reached.
  private URI serve(String name, String configuration) throws IOException {
    Files.writeString(folder.resolve(name + ".yaml"), configuration);
    var said = new PipedInputStream();
    var err = new PrintStream(new PipedOutputStream(said), true, StandardCharsets.UTF_8);
    var terminal = new Terminal(quiet.out(), err);
    String[] words = {"serve", "-c", name + ".yaml", "--data", name, "--admin", ADMIN};
    servers.add(
        Thread.ofPlatform()
            .name("rehearsal-" + name)
            .daemon() // one that hangs must not hold the build up
            .start(() -> Main.run(terminal, folder, Map.of(), words)));
    var lines = new BufferedReader(new InputStreamReader(said, StandardCharsets.UTF_8));
    String url = "";
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("varve: admin on ")) {
        return URI.create(url);
      }
      url = line.replace("varve: serving ", "");
    }
    throw new IOException("the rehearsal's server did not start");
  }

  /// The JVM learns which ways requests go, and keeps it in the cache.
  private static void ask(URI server) throws IOException {
    var clients = new ArrayList<Audience>();
    try {
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(Audience.http1(server));
      }
      Audience.ask(clients, ASKED, ROUNDS);
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(Audience.http2(server));
      }
      Audience.ask(clients, ASKED, ROUNDS);
    } finally {
      for (Audience each : clients) {
        each.close();
      }
    }
  }

  /// A certificate of nobody, by the tool of the JDK; false when there is no such tool.
  private boolean makeCertificate() throws IOException {
    Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    Path keys = folder.resolve("keys.p12");
    var command =
        List.of(
            tool.toString(),
            "-genkeypair",
            "-alias",
            "nobody",
            "-dname",
            "CN=localhost",
            "-keyalg",
            "EC",
            "-groupname",
            "secp256r1",
            "-storetype",
            "PKCS12",
            "-storepass",
            PASSWORD,
            "-keystore",
            keys.toString());
    try {
      if (!Files.isExecutable(tool) || new ProcessBuilder(command).start().waitFor() != 0) {
        return false;
      }
      var store = KeyStore.getInstance(keys.toFile(), PASSWORD.toCharArray());
      pem("cert.pem", "CERTIFICATE", store.getCertificate("nobody").getEncoded());
      pem("key.pem", "PRIVATE KEY", store.getKey("nobody", PASSWORD.toCharArray()).getEncoded());
      return true;
    } catch (GeneralSecurityException _) {
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void pem(String file, String what, byte[] bytes) throws IOException {
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    Files.writeString(
        folder.resolve(file),
        "-----BEGIN " + what + "-----\n" + lines + "\n-----END " + what + "-----\n");
  }
}
