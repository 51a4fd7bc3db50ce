package dev.varve.http.server;

import dev.varve.http.net.Acceptor;
import dev.varve.http.net.Transport;
import dev.varve.http.serve.Serving;

/// Takes new connections in: counts them and gives them their protocol.
final class Welcome implements Acceptor.Accepted {
  private final Serving serving;

  Welcome(Serving serving) {
    this.serving = serving;
  }

  @Override
  public void accepted(Transport transport) {
    if (!serving.gate().opened()) {
      serving.log().refused(transport.remote(), 503, "too many connections");
    }
    transport.close();
    serving.gate().closed();
  }
}
