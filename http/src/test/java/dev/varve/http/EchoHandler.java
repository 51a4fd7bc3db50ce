package dev.varve.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Reads the whole body and answers `METHOD target [body] {trailers}`; remembers what it was asked.
public final class EchoHandler implements Handler {
  public final List<String> asked = new CopyOnWriteArrayList<>();

  @Override
  public void handle(Exchange exchange) {
    Request request = exchange.request();
    asked.add(request.method() + " " + request.target());
    var text = new StringBuilder();
    exchange
        .body()
        .read(
            new BodyReader() {
              @Override
              public void data(ByteBuffer lent) {
                text.append(StandardCharsets.ISO_8859_1.decode(lent));
              }

              @Override
              public void end(Fields trailers) {
                String shown = trailers.toString().replace('\n', ' ').trim();
                String answer =
                    request.method() + " " + request.target() + " [" + text + "] {" + shown + "}";
                byte[] bytes = answer.getBytes(StandardCharsets.ISO_8859_1);
                exchange.respond(exchange.response(), Body.of(bytes));
              }

              @Override
              public void failed(BodyFailure cause) {
                asked.add("failed " + cause.kind());
              }
            });
  }
}
