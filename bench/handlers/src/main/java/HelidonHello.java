import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;

/** Helidon SE, which runs each request on a virtual thread. */
public final class HelidonHello {
  private HelidonHello() {}

  public static void main(String[] arguments) {
    WebServer.builder()
        .host("127.0.0.1")
        .port(Integer.parseInt(arguments[0]))
        .routing(routing ->
            routing
                .get(
                    "/text",
                    (request, response) ->
                        response
                            .header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
                            .send("Hello, World!"))
                .get(
                    "/json",
                    (request, response) ->
                        response
                            .header(HeaderNames.CONTENT_TYPE, "application/json")
                            .send("{\"message\":\"" + "Hello, World!" + "\"}")))
        .build()
        .start();
  }
}
