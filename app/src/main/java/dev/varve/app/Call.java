package dev.varve.app;

import dev.varve.base.Failure;
import dev.varve.base.LateLogger;
import dev.varve.base.Problem;
import dev.varve.base.Trace;
import dev.varve.http.Body;
import dev.varve.http.BodyInput;
import dev.varve.http.BodyOutput;
import dev.varve.http.Ending;
import dev.varve.http.Exchange;
import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import dev.varve.http.Peer;
import dev.varve.http.Response;
import dev.varve.http.net.Loop;
import dev.varve.http.net.OpenFile;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One request on its way through a handler. The handler's side runs on a virtual thread; the
/// exchange is touched on its loop only, and not after it ended, since it is recycled then.
final class Call implements Runnable {
  private static final FieldName TRACEPARENT = FieldName.of("traceparent");
  private static final System.Logger LOG = LateLogger.of(Call.class);

  /// What was asked for.
  ///
  /// @param path in canonical form
  /// @param query as it came, without the question mark
  record Asked(String path, String query) {}

  private final Exchange exchange;
  private final Loop loop;
  private final RouteTable.Hit hit;
  private final AppLimits limits;
  private final AppHost host;
  private final String method;
  private final Asked asked;
  private final Peer peer;
  private final InputStream body;

  /// These belong to the loop, or were set before there was a thread.
  private boolean ended;

  private @Nullable Fields headers;
  private @Nullable Request request;
  private @Nullable Reply ready;
  private @Nullable OpenFile file;
  private volatile @Nullable Thread thread;

  Call(Exchange exchange, RouteTable.Hit hit, Asked asked, AppLimits limits, AppHost host) {
    this.exchange = exchange;
    this.loop = exchange.loop();
    this.hit = hit;
    this.limits = limits;
    this.host = host;
    this.method = exchange.request().method();
    this.asked = asked;
    this.peer = exchange.peer();
    Body whole = exchange.body();
    this.body =
        whole.length() == 0
            ? InputStream.nullInputStream()
            : new BodyInput(loop, whole, limits.streamBytes());
  }

  /// The request as the handler sees it.
  private Request ask() {
    var line = new Request.Line(method, asked.path(), Query.parse(asked.query()), hit.holes());
    var made = new Request(line, Objects.requireNonNull(headers), peer, body);
    request = made;
    return made;
  }

  /// Called on the loop.
  void start() {
    headers = new Fields().copy(exchange.request().fields());
    startThread();
  }

  private void startThread() {
    exchange.onEnd(this::ended);
    Thread started = host.thread(this);
    thread = started;
    started.start();
  }

  /// Called on the loop, for a handler that never blocks; what remains to be sent may.
  void answerHere() {
    headers = exchange.request().fields();
    traced(() -> ready = reply());
    Reply reply = Objects.requireNonNull(ready);
    Request lent = request;
    if (reply.content() instanceof Reply.Content.Whole whole) {
      if (lent != null) {
        lent.giveBack();
      }
      host.finished();
      respondNow(reply, Body.of(whole.bytes()));
    } else {
      if (lent != null) {
        lent.keep();
      }
      exchange.deadline(limits.deadline());
      startThread();
    }
  }

  /// What the handler does with the store belongs to the trace of its request.
  private void traced(Runnable work) {
    Trace.within(Objects.requireNonNull(headers).value(TRACEPARENT), work);
  }

  private void ended(Exchange over, Ending ending) {
    ended = true;
    closeFile();
    Thread working = thread;
    if (working != null && ending != Ending.COMPLETE) {
      working.interrupt();
    }
  }

  /// The handler's side.
  @Override
  public void run() {
    try {
      traced(() -> answer(ready != null ? ready : reply()));
    } finally {
      thread = null;
      host.finished();
    }
  }

  private Reply reply() {
    try {
      Request request = ask();
      Optional<Reply> refusal = hit.guard().refuse(request);
      return refusal.isPresent() ? refusal.get() : hit.handler().handle(request);
    } catch (Refusal refusal) {
      return Reply.problem(refusal.status(), refusal.text());
    } catch (Failure failure) {
      return replyOf(failure);
    } catch (InterruptedException _) {
      return Reply.problem(503, "The request was given up.");
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      LOG.log(Level.ERROR, () -> "handler of " + method + " " + hit.pattern() + " failed", e);
      return Reply.problem(500, "Something went wrong here.");
    }
  }

  private Reply replyOf(Failure failure) {
    LOG.log(
        Level.WARNING,
        () -> "handler of " + method + " " + hit.pattern() + ": " + failure.getMessage());
    int status =
        switch (failure.exit()) {
          case NOT_FOUND -> 404;
          case INVALID, USAGE -> 400;
          case CONFLICT -> 409;
          case NOT_ALLOWED -> 403;
          case UNREACHABLE -> 502;
          case TIMEOUT -> 504;
          case OK, FAILED, DIFFERENCES -> 500;
        };
    Problem first = failure.problems().getFirst();
    return Reply.problem(status, status == 500 ? "Something went wrong here." : first.message());
  }

  private void answer(Reply reply) {
    switch (reply.content()) {
      case Reply.Content.Whole whole -> respond(reply, Body.of(whole.bytes()));
      case Reply.Content.File sent -> answerFile(reply, sent);
      case Reply.Content.Stream stream -> answerStream(reply, stream);
    }
  }

  private void answerFile(Reply reply, Reply.Content.File sent) {
    try {
      FileChannel channel = FileChannel.open(sent.path(), StandardOpenOption.READ);
      OpenFile open = opened(channel, sent.path());
      long size = channel.size();
      onLoop(
          () -> {
            file = open;
            respondNow(reply, Body.file(loop, open, 0, size));
          },
          () -> close(open));
    } catch (NoSuchFileException _) {
      answer(Reply.problem(404, "There is nothing here."));
    } catch (IOException e) {
      LOG.log(Level.ERROR, () -> "cannot send " + sent.path(), e);
      answer(Reply.problem(500, "Something went wrong here."));
    }
  }

  private void answerStream(Reply reply, Reply.Content.Stream stream) {
    var out = new BodyOutput(loop, -1, limits.streamBytes());
    if (reply.isEvents()) {
      out.eachWriteLeaves();
    }
    onLoop(() -> respondNow(reply, out.body()), () -> out.body().cancel());
    try {
      stream.writer().write(out);
      out.close();
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.DEBUG, () -> "stream of " + method + " " + hit.pattern() + " broke off", e);
      out.fail("the handler broke off");
    }
  }

  private void respond(Reply reply, Body content) {
    onLoop(
        () -> {
          dropHalfRead();
          respondNow(reply, content);
        },
        () -> {});
  }

  /// A body that the handler began to read and left is not waited for. One it never touched is
  /// drained by the connection. Done here and not when the thread ends: by then the exchange may
  /// serve another request.
  private void dropHalfRead() {
    if (exchange.body().count() > 0) {
      exchange.body().cancel();
    }
  }

  /// Does something on the loop while the exchange lives, and the other thing when it is over.
  private void onLoop(Runnable action, Runnable tooLate) {
    loop.execute(() -> {
      if (ended || exchange.answered()) {
        tooLate.run();
      } else {
        action.run();
      }
    });
  }

  private void respondNow(Reply reply, Body content) {
    Response response = exchange.response().clear().status(reply.status());
    for (Reply.Header header : reply.headers()) {
      response.field(FieldName.of(header.name()), header.value());
    }
    exchange.respond(response, content);
  }

  private void closeFile() {
    if (file != null) {
      close(file);
      file = null;
    }
  }

  private static OpenFile opened(FileChannel channel, Path path) throws IOException {
    try {
      Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
      return OpenFile.of(channel, path, key);
    } catch (IOException | RuntimeException cause) {
      channel.close();
      throw cause;
    }
  }

  private static void close(OpenFile open) {
    try {
      open.close();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "cannot close a file that was sent", e);
    }
  }
}
