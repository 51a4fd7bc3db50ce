package dev.varve.control;

import dev.varve.http.Exchange;
import dev.varve.http.Handler;

/// A part of the admin listener that serves more people than its owner. Who has no admin token is
/// let through to it, past the checks of Host and Origin, and is its to judge.
public interface SharedHandler extends Handler {
  /// @param owner whether the asker has shown the admin token, or came through the unix socket
  void handle(Exchange exchange, boolean owner);

  @Override
  default void handle(Exchange exchange) {
    handle(exchange, false);
  }
}
