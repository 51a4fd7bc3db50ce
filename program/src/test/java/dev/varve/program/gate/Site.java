package dev.varve.program.gate;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/// A client over HTTP/1.1 that follows nothing and keeps no cookies.
///
/// @param origin such as `http://127.0.0.1:8080`
record Site(String origin, HttpClient client) implements AutoCloseable {

  static Site at(String origin) {
    return new Site(origin, HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
  }

  /// What came back; each byte of a body that is no text is one character.
  record Answer(int status, HttpResponse<byte[]> response) {
    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    String body() {
      return new String(response.body(), StandardCharsets.UTF_8);
    }

    int length() {
      return response.body().length;
    }
  }

  /// @param headers names and values in turn
  Answer get(String path, String... headers) {
    return send("GET", path, "", headers);
  }

  /// A navigation, as a browser asks.
  Answer visit(String path) {
    return get(path, "accept", "text/html,*/*;q=0.8", "sec-fetch-mode", "navigate");
  }

  Answer postForm(String path, String form, String... headers) {
    var all = new String[headers.length + 2];
    System.arraycopy(headers, 0, all, 2, headers.length);
    all[0] = "content-type";
    all[1] = "application/x-www-form-urlencoded";
    return send("POST", path, form, all);
  }

  Answer send(String method, String path, String body, String... headers) {
    var request =
        HttpRequest.newBuilder(URI.create(origin + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      var response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      return new Answer(response.statusCode(), response);
    } catch (IOException e) {
      throw new AssertionError(method + " " + path + " must be answered", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
