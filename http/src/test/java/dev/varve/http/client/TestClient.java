package dev.varve.http.client;

import dev.varve.base.Clock;
import dev.varve.http.Body;
import dev.varve.http.BodyFailure;
import dev.varve.http.BodyReader;
import dev.varve.http.Fields;
import dev.varve.http.Request;
import dev.varve.http.Response;
import dev.varve.http.net.Loop;
import dev.varve.http.net.Loops;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// A client on its own loop whose answers are waited for, shown as one line.
public final class TestClient implements AutoCloseable {
  private final Loops loops;
  private final Loop loop;
  private final HttpClient client;

  public TestClient(Loops.Kind kind, ClientOptions options) {
    loops = Loops.start(1, kind, Clock.SYSTEM);
    loop = loops.get(0);
    client = new HttpClient(loop, options);
  }

  public TestClient() {
    this(Loops.best(), ClientOptions.DEFAULT);
  }

  /// `200 text`, `200 text!reason` when the body broke off, or the failure.
  public String get(Origin origin, String target) throws Exception {
    return send(origin, Request.get("h", target), Body.empty());
  }

  public String send(Origin origin, Request request, Body body) throws Exception {
    var answer = new CompletableFuture<String>();
    loop.execute(() -> client.send(origin, request, body, new Recorder(answer)));
    return answer.get(20, TimeUnit.SECONDS);
  }

  /// Asks something of the client on its loop, behind all that is under way there.
  public <T> T ask(Supplier<T> question) throws Exception {
    var answer = new CompletableFuture<T>();
    loop.execute(() -> loop.execute(() -> answer.complete(question.get())));
    return answer.get(20, TimeUnit.SECONDS);
  }

  public HttpClient client() {
    return client;
  }

  @Override
  public void close() {
    loop.execute(client::close);
    loops.close();
  }

  private static final class Recorder implements ResponseReader, BodyReader {
    private final CompletableFuture<String> answer;
    private final StringBuilder text = new StringBuilder();

    Recorder(CompletableFuture<String> answer) {
      this.answer = answer;
    }

    @Override
    public void informed(Response interim) {
      text.append(interim.status()).append(' ');
    }

    @Override
    public void response(Response response, Body body) {
      text.append(response.status()).append(' ');
      body.read(this);
    }

    @Override
    public void failed(ClientFailure failure) {
      answer.complete(failure.toString());
    }

    @Override
    public void data(ByteBuffer lent) {
      text.append(StandardCharsets.ISO_8859_1.decode(lent));
    }

    @Override
    public void end(Fields trailers) {
      answer.complete(text + trailers.toString());
    }

    @Override
    public void failed(BodyFailure cause) {
      answer.complete(text + "!" + cause.kind());
    }
  }
}
