package dev.varve.http.client;

import dev.varve.http.net.Transport;

/// A connection that is being made for somebody who speaks another protocol than HTTP.
public final class Dial {
  private final Connecting connecting;

  /// Who wants it; told once, on the loop, perhaps before [HttpClient#dial] returns.
  public interface Answer {
    /// It is made, TLS included, and the caller's from now on: its events still have to be taken by
    /// [Transport#events], and there may be something to read.
    void connected(Transport transport);

    void refused(ClientFailure failure);
  }

  Dial(HttpClient client, Origin origin, Answer answer) {
    this.connecting = new Connecting(client, origin, answer);
  }

  void start() {
    connecting.start();
  }

  /// It is not wanted any more; the answer may be a refusal.
  public void cancel() {
    connecting.cancel();
  }
}
