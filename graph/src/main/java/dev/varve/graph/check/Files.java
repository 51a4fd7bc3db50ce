package dev.varve.graph.check;

import dev.varve.graph.Graph;
import dev.varve.graph.Site;
import dev.varve.graph.action.Action;
import dev.varve.graph.action.AppSource;
import dev.varve.graph.action.FastCgi;
import dev.varve.graph.action.StaticFiles;
import dev.varve.graph.guard.Basic;
import dev.varve.graph.guard.Guard;
import dev.varve.graph.listen.CertificateFiles;
import dev.varve.graph.listen.Tls;
import dev.varve.graph.shape.GraphCode;
import dev.varve.graph.shape.Reading;
import dev.varve.graph.term.Value;
import dev.varve.graph.upstream.UpstreamTls;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether what the graph names is on the disk.
final class Files {
  private final Path base;
  private final Reading errors;

  Files(Path base, Reading errors) {
    this.base = base;
    this.errors = errors;
  }

  void check(Graph graph) {
    graph.sites().forEach((host, site) -> site(site, errors.at("sites").at(host)));
    graph.auth().forEach((name, guard) -> guard(guard, errors.at("auth").at(name)));
    graph.apps().forEach((name, source) -> application(source, errors.at("apps").at(name)));
    tls(graph.tls(), errors.at("tls"));
    graph
        .upstreams()
        .forEach((name, upstream) ->
            upstreamTls(upstream.tls(), errors.at("upstreams").at(name).at("tls")));
  }

  private void site(Site site, Reading at) {
    site.errorPages().forEach((status, file) -> file(file, at.at("errorPages").at(status)));
    for (int i = 0; i < site.routes().size(); i++) {
      action(site.routes().get(i).action(), at.at("routes").at(i));
      guard(site.routes().get(i).access().auth(), at.at("routes").at(i).at("auth"));
    }
  }

  private void action(Action action, Reading outside) {
    Reading at = outside.at(action.word());
    switch (action) {
      case StaticFiles files -> {
        directory(files.dir(), at);
        if (files.otherwise() != null) {
          action(files.otherwise(), at.at("otherwise"));
        }
      }
      case FastCgi fastcgi -> directory(fastcgi.root(), at);
      default -> {}
    }
  }

  private void application(AppSource source, Reading at) {
    if (source.jar().isEmpty()) {
      directory(source.sources(), at.at("sources"));
    } else {
      file(source.jar(), at.at("jar"));
    }
  }

  private void guard(@Nullable Guard guard, Reading at) {
    switch (guard) {
      case Basic(Value.Literal(String users), _) -> file(users, at.at("basic").at("users"));
      case Guard.All(List<Guard> guards) -> guards.forEach(one -> guard(one, at));
      case Guard.Any(List<Guard> guards) -> guards.forEach(one -> guard(one, at));
      case Guard.Not(Guard inner) -> guard(inner, at);
      case null, default -> {}
    }
  }

  private void tls(Tls tls, Reading at) {
    List<CertificateFiles> certificates = tls.certificates();
    for (int i = 0; i < certificates.size(); i++) {
      file(certificates.get(i).certificate(), at.at("certificates").at(i).at("certificate"));
      file(certificates.get(i).key(), at.at("certificates").at(i).at("key"));
    }
    if (tls.clientAuth() != null) {
      file(tls.clientAuth().ca(), at.at("clientAuth").at("ca"));
    }
    if (tls.acme() != null) {
      optional(tls.acme().ca(), at.at("acme").at("ca"));
    }
  }

  private void upstreamTls(@Nullable UpstreamTls tls, Reading at) {
    if (tls != null) {
      optional(tls.ca(), at.at("ca"));
      optional(tls.certificate(), at.at("certificate"));
      optional(tls.key(), at.at("key"));
    }
  }

  private void optional(String file, Reading at) {
    if (!file.isEmpty()) {
      file(file, at);
    }
  }

  private void directory(String name, Reading at) {
    Path path = resolve(name);
    if (path == null || !java.nio.file.Files.isDirectory(path)) {
      missing("a directory", name, at);
    }
  }

  private void file(String name, Reading at) {
    Path path = resolve(name);
    if (path == null || !java.nio.file.Files.isRegularFile(path)) {
      missing("a file", name, at);
    }
  }

  private @Nullable Path resolve(String name) {
    try {
      return base.resolve(name);
    } catch (InvalidPathException _) {
      return null;
    }
  }

  private void missing(String kind, String name, Reading at) {
    at.problem(
        GraphCode.MISSING_FILE,
        "must name " + kind + " that is there, but is '" + name + "'",
        "build or create it, or correct the path, which is relative to the configuration's"
            + " directory");
  }
}
