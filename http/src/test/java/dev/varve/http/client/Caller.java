package dev.varve.http.client;

import dev.varve.http.Body;
import dev.varve.http.BodyFailure;
import dev.varve.http.BodyReader;
import dev.varve.http.Fields;
import dev.varve.http.Request;
import dev.varve.http.Response;
import dev.varve.http.net.Loop;
import dev.varve.http.net.Loops;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The program h2spec's client mode is run against: asks each origin that it reads the URL of, over
/// HTTP/2 and without looking at certificates, and takes whatever comes. Ends with its input.
final class Caller {
  private static final System.Logger LOG = System.getLogger(Caller.class.getName());

  private Caller() {}

  public static void main(String[] args) throws IOException {
    try (Loops loops = Loops.start(1);
        var urls = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      Loop loop = loops.next();
      var client = new HttpClient(loop, ClientOptions.DEFAULT);
      for (String url = urls.readLine(); url != null; url = urls.readLine()) {
        Origin origin = originOf(URI.create(url));
        Request request = Request.get("localhost", "/");
        loop.execute(() -> client.send(origin, request, Body.empty(), new Taken(origin)));
      }
      loop.execute(client::close);
    }
  }

  private static Origin originOf(URI url) {
    return url.getScheme().equals("http")
        ? Origin.h2c(url.getHost(), url.getPort())
        : new Origin(
            "https",
            url.getHost(),
            url.getPort(),
            OriginTls.unverified("localhost").withAlpn(List.of("h2")));
  }

  private record Taken(Origin origin) implements ResponseReader, BodyReader {
    @Override
    public void informed(Response interim) {}

    @Override
    public void response(Response response, Body body) {
      body.read(this);
    }

    @Override
    public void failed(ClientFailure failure) {
      told(failure.toString());
    }

    @Override
    public void data(ByteBuffer lent) {
      lent.position(lent.limit());
    }

    @Override
    public void end(Fields trailers) {
      told("answered");
    }

    @Override
    public void failed(BodyFailure cause) {
      told(cause.reason());
    }

    private void told(String what) {
      LOG.log(System.Logger.Level.INFO, origin + ": " + what);
    }
  }
}
