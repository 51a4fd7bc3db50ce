package dev.varve.http.ocsp;

import dev.varve.http.Body;
import dev.varve.http.BodyFailure;
import dev.varve.http.BodyReader;
import dev.varve.http.Fields;
import dev.varve.http.Request;
import dev.varve.http.Response;
import dev.varve.http.client.ClientFailure;
import dev.varve.http.client.HttpClient;
import dev.varve.http.client.Origin;
import dev.varve.http.client.ResponseReader;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One question to a responder (RFC 6960, A.1). Redirects are not followed; long answers are
/// refused.
final class Fetch implements ResponseReader, BodyReader {
  private static final int BYTES_MOST = 64 * 1024;

  private final Consumer<byte[]> got;
  private final Consumer<String> failed;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private @Nullable Body body;

  Fetch(Consumer<byte[]> got, Consumer<String> failed) {
    this.got = got;
    this.failed = failed;
  }

  void send(HttpClient client, Origin origin, URI at, byte[] question) {
    String path = at.getRawPath() == null || at.getRawPath().isEmpty() ? "/" : at.getRawPath();
    String target = at.getRawQuery() == null ? path : path + "?" + at.getRawQuery();
    Request request = new Request().set("POST", target).authority(at.getRawAuthority());
    request.fields().add("content-type", "application/ocsp-request");
    request.fields().add("accept", "application/ocsp-response");
    client.send(origin, request, Body.of(question), this);
  }

  @Override
  public void response(Response response, Body answer) {
    if (response.status() == 200) {
      body = answer;
      answer.read(this);
    } else {
      int status = response.status();
      answer.cancel();
      failed.accept("status " + status);
    }
  }

  @Override
  public void data(ByteBuffer lent) {
    Body from = body;
    if (from == null) {
      return;
    }
    if (bytes.size() + lent.remaining() > BYTES_MOST) {
      body = null;
      from.cancel();
      failed.accept("answer has more than " + BYTES_MOST + " bytes");
      return;
    }
    var piece = new byte[lent.remaining()];
    lent.get(piece);
    bytes.writeBytes(piece);
  }

  @Override
  public void end(Fields trailers) {
    got.accept(bytes.toByteArray());
  }

  @Override
  public void failed(BodyFailure cause) {
    failed.accept(cause.reason());
  }

  @Override
  public void failed(ClientFailure failure) {
    failed.accept(failure.reason());
  }
}
