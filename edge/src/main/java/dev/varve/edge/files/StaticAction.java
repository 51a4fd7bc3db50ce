package dev.varve.edge.files;

import dev.varve.base.Clock;
import dev.varve.base.LateLogger;
import dev.varve.edge.action.ActionHandler;
import dev.varve.edge.action.RoutedExchange;
import dev.varve.http.Body;
import dev.varve.http.FieldName;
import dev.varve.http.Response;
import dev.varve.http.net.Loop;
import dev.varve.http.net.OpenFile;
import java.io.IOException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// Answers with the files of a folder. Small ones that were asked for within the last second are
/// answered from memory on the loop; everything that touches the disk happens on another thread,
/// which opens what has to be opened and comes back.
public final class StaticAction implements ActionHandler {
  private static final System.Logger LOG = LateLogger.of(StaticAction.class);
  private static final String METHODS = "GET, HEAD";

  private final FileRules rules;
  private final Library library;
  private final HotFiles hot;
  private final Executor disk;
  private final Clock clock;
  private final @Nullable ActionHandler otherwise;

  /// @param memory most bytes of small files kept in memory
  /// @param disk where the disk may be waited for
  /// @param otherwise answers where there is no file, in place of 404
  public StaticAction(
      FileRules rules, long memory, Executor disk, Clock clock, @Nullable ActionHandler otherwise) {
    this.rules = rules;
    this.library = new Library(rules, clock);
    this.hot = new HotFiles(memory);
    this.disk = disk;
    this.clock = clock;
    this.otherwise = otherwise;
  }

  @Override
  public void handle(RoutedExchange exchange) {
    String method = exchange.request().method();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      missingOrRefused(exchange);
      return;
    }
    Wish wish = Wish.of(exchange.request());
    Found.Resource resource = hot.fresh(exchange.path(), exchange.loop().nanos());
    Variant variant = resource == null ? null : resource.choose(wish.acceptEncoding());
    if (variant == null || FileAnswer.needsFile(variant, wish)) {
      new Errand(exchange, wish).begin();
    } else {
      send(exchange, wish, variant, null);
    }
  }

  private void missingOrRefused(RoutedExchange exchange) {
    if (otherwise != null) {
      otherwise.handle(exchange);
      return;
    }
    exchange.response().field(FieldName.ALLOW, METHODS);
    exchange.refuse(405, "");
  }

  private static void send(
      RoutedExchange exchange, Wish wish, Variant variant, @Nullable OpenFile file) {
    Response response = exchange.response();
    Body body = new FileAnswer(exchange.loop(), variant, file).fill(response, wish);
    if (response.status() >= 400) {
      exchange.refuse(response.status(), "");
    } else {
      exchange.respond(response, body);
    }
  }

  /// One look at the disk for one request.
  private final class Errand implements Runnable {
    private final RoutedExchange exchange;
    private final long ticket;
    private final Loop loop;
    private final String path;
    private final Wish wish;

    Errand(RoutedExchange exchange, Wish wish) {
      this.exchange = exchange;
      this.ticket = exchange.ticket();
      this.loop = exchange.loop();
      this.path = exchange.path();
      this.wish = wish;
    }

    void begin() {
      disk.execute(this);
    }

    @Override
    public void run() {
      Found found;
      Variant variant = null;
      OpenFile file = null;
      try {
        found = look();
        if (found instanceof Found.Resource resource) {
          variant = resource.choose(wish.acceptEncoding());
          if (FileAnswer.needsFile(variant, wish)) {
            file = open(variant);
          }
        }
      } catch (IOException cause) {
        LOG.log(System.Logger.Level.WARNING, () -> "cannot read " + path + ": " + cause);
        loop.execute(this::failed);
        return;
      }
      Variant chosen = variant;
      OpenFile opened = file;
      loop.execute(() -> back(found, chosen, opened));
    }

    /// What lies under the path, or the shell of the application where nothing does.
    private Found look() throws IOException {
      Found found = look(path);
      String fallback = rules.fallback();
      return found instanceof Found.Missing && fallback != null && isPage()
          ? look(fallback)
          : found;
    }

    /// Whether a browser goes to a page. What ends like an asset is none, even when somebody types
    /// its address: a missing script must not look like a page.
    private boolean isPage() {
      String type = MediaTypes.known(path.substring(path.lastIndexOf('/') + 1));
      return wish.isNavigation() && (type == null || MediaTypes.isHtml(type));
    }

    private Found look(String at) throws IOException {
      Found.Resource known = hot.any(at);
      Found found = library.find(at, known);
      if (!(found instanceof Found.Resource resource)) {
        hot.remove(at);
      } else if (resource.equals(known)) {
        hot.confirm(at, clock.nanos());
      } else {
        hot.put(at, resource, clock.nanos());
      }
      return found;
    }

    private OpenFile open(Variant variant) throws IOException {
      Folder.Opened opened = library.folder().open(variant.names());
      if (opened == null || !opened.facts().equals(variant.facts())) {
        if (opened != null) {
          opened.channel().close();
        }
        throw new IOException("the file changed while it was opened");
      }
      // The path may lead elsewhere by now; what is opened there must be the same file.
      return OpenFile.of(
          opened.channel(), library.folder().path(variant.names()), opened.facts().key());
    }

    private void failed() {
      if (exchange.isOn(ticket)) {
        exchange.fail(500, "file_read");
      }
    }

    private void back(Found found, @Nullable Variant variant, @Nullable OpenFile file) {
      if (!exchange.isOn(ticket)) {
        close(file);
        return;
      }
      if (file != null) {
        exchange.onEnd((_, _) -> close(file));
      }
      switch (found) {
        case Found.Resource _ -> {
          if (variant != null) {
            send(exchange, wish, variant, file);
          }
        }
        case Found.NeedsSlash _ -> redirect();
        case Found.Contents(Listing listing) -> show(listing);
        case Found.Missing _ -> {
          if (otherwise == null) {
            exchange.refuse(404, "");
          } else {
            otherwise.handle(exchange);
          }
        }
      }
    }

    /// Relative to the address the client used, which may differ from the path where a prefix was
    /// stripped. A name alone cannot lead to another host.
    private void redirect() {
      String target = exchange.request().target();
      int query = target.indexOf('?');
      String asked = query < 0 ? target : target.substring(0, query);
      String name = asked.substring(asked.lastIndexOf('/') + 1);
      exchange
          .response()
          .status(308)
          .field(
              FieldName.LOCATION, "./" + name + "/" + (query < 0 ? "" : target.substring(query)));
      exchange.respond(exchange.response(), Body.empty());
    }

    private void show(Listing listing) {
      boolean json = wish.likesJson();
      exchange
          .response()
          .field(FieldName.CONTENT_TYPE, json ? "application/json" : "text/html; charset=utf-8")
          .field(FieldName.CACHE_CONTROL, "no-cache")
          .field(FieldName.VARY, "accept");
      byte[] page = json ? listing.json() : listing.html();
      exchange.respond(exchange.response(), wish.isHead() ? Body.empty() : Body.of(page));
    }

    private void close(@Nullable OpenFile file) {
      if (file == null) {
        return;
      }
      try {
        file.close();
      } catch (IOException cause) {
        LOG.log(System.Logger.Level.WARNING, "cannot close a file", cause);
      }
    }
  }
}
