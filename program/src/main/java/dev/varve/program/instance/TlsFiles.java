package dev.varve.program.instance;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.graph.listen.CertificateFiles;
import dev.varve.graph.listen.ClientAuth;
import dev.varve.graph.listen.ClientAuthMode;
import dev.varve.graph.listen.HttpVersion;
import dev.varve.graph.listen.Listener;
import dev.varve.graph.listen.Tls;
import dev.varve.graph.listen.TlsVersion;
import dev.varve.http.tls.ServerTerms;
import dev.varve.http.tls.ServerTls;
import dev.varve.http.tls.TlsCertificate;
import dev.varve.http.tls.TlsPolicy;
import dev.varve.program.ProgramCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Certificates and keys of a graph, read from their files.
///
/// @param tls as the graph has it
/// @param base where relative paths of the graph begin
/// @param terms what all listeners with TLS share
record TlsFiles(Tls tls, Path base, ServerTerms terms) {
  /// What a listener that speaks TLS shows and demands.
  ///
  /// @throws Failure when there is no certificate, or a file is missing or does not fit
  ServerTls of(String name, Listener listener) {
    if (tls.certificates().isEmpty()) {
      throw new Failure(
          new Problem(
              ProgramCode.NO_CERTIFICATE,
              "listen." + name,
              "a listener with TLS must have a certificate, but tls.certificates names none",
              "name one with tls.certificates"));
    }
    return new ServerTls(policy(listener), terms, certificates());
  }

  /// The certificates that files hold.
  ///
  /// @throws Failure when one is missing or does not fit
  List<TlsCertificate> certificates() {
    return tls.certificates().stream().map(this::load).toList();
  }

  private TlsCertificate load(CertificateFiles files) {
    TlsCertificate loaded =
        TlsCertificate.load(base.resolve(files.certificate()), base.resolve(files.key()));
    return files.hosts().isEmpty()
        ? loaded
        : new TlsCertificate(files.hosts(), loaded.chain(), loaded.key());
  }

  private TlsPolicy policy(Listener listener) {
    var alpn = new ArrayList<String>();
    if (listener.protocols().contains(HttpVersion.H2)) {
      alpn.add("h2");
    }
    if (listener.protocols().contains(HttpVersion.H1)) {
      alpn.add("http/1.1");
    }
    List<String> versions =
        tls.minVersion() == TlsVersion.TLS_1_3 ? List.of("TLSv1.3") : List.of("TLSv1.3", "TLSv1.2");
    TlsPolicy policy = TlsPolicy.DEFAULT.withAlpn(alpn).withProtocols(versions);
    ClientAuth clients = tls.clientAuth();
    return clients == null
        ? policy
        : policy.withClients(demandOf(clients), authorities(base.resolve(clients.ca())));
  }

  private static TlsPolicy.Clients demandOf(ClientAuth clients) {
    return clients.mode() == ClientAuthMode.REQUIRE
        ? TlsPolicy.Clients.REQUIRED
        : TlsPolicy.Clients.OPTIONAL;
  }

  private static String authorities(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new Failure(
          new Problem(
              ProgramCode.UNREADABLE,
              file.toString(),
              "the authority of client certificates must be a readable PEM file, but is not: " + e,
              "check tls.clientAuth.ca"),
          e);
    }
  }
}
