package dev.varve.http.client;

import dev.varve.http.Body;
import dev.varve.http.Response;

/// Who takes in the answer to one request. Called on the client's loop: any number of [#informed],
/// then one of [#response] or [#failed]. A failure after [#response] is told to the body's reader;
/// only when a limit of time passes over HTTP/2 it is told by [#failed] even then.
public interface ResponseReader {
  /// An interim answer, 102 to 199; 100 and 101 are not told here. Valid until this returns.
  default void informed(Response interim) {}

  /// The head of the answer. The body waits until it is read, and must be read or cancelled. Valid
  /// until the body ended or was cancelled. For a 101 or a 2xx to CONNECT the body has the raw
  /// bytes of the tunnel.
  void response(Response response, Body body);

  /// There will be no answer.
  void failed(ClientFailure failure);
}
