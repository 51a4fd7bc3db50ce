package dev.varve.http.h2;

import dev.varve.http.Body;
import dev.varve.http.BodyFailure;
import dev.varve.http.Request;
import dev.varve.http.Response;
import dev.varve.http.h2.frame.ErrorCode;
import dev.varve.http.h2.frame.H2Exception;
import dev.varve.http.hpack.HpackException;
import dev.varve.http.stream.HeadReader;
import dev.varve.http.stream.HeadWriter;
import org.jspecify.annotations.Nullable;

/// A request under way on one stream of a client, and its answer. Over when the stream is and
/// nobody will ask for anything of the body any more.
final class ClientExchange implements StreamOwner, H2Upstream.Exchange {
  private static final int INTERIM_MOST = 32;
  private static final int SWITCHING = 101;

  private final Stream stream;
  private final ClientRole role;
  private final Response response = new Response();
  private final H2Upstream.Listener listener;
  private final Request request;
  private @Nullable Body tunnelBody;
  private boolean responded;
  private boolean silent;
  private boolean sent;
  private boolean ended;
  private int interims;

  ClientExchange(ClientRole role, Request request, H2Upstream.Listener listener) {
    this.role = role;
    this.request = request;
    this.listener = listener;
    this.stream = new Stream(role.connection(), this);
  }

  /// Sends the head, and begins to send the body.
  void send(Body body) {
    role.open(stream);
    stream.in.begin(-1, false, Long.MAX_VALUE);
    Connection connection = role.connection();
    boolean tunnel = asksTunnel();
    long length = tunnel ? HeadWriter.NO_LENGTH : body.length();
    boolean last = !tunnel && length == 0;
    long shown = last && !hasBodyMethod() ? HeadWriter.NO_LENGTH : length;
    connection.bench().headWriter().request(connection.beginHead(), request, shown);
    connection.sendHead(stream, last);
    if (tunnel) {
      tunnelBody = body;
    } else if (last) {
      body.cancel();
    } else {
      stream.out.send(body, length);
    }
  }

  private boolean asksTunnel() {
    return request.isConnect() || request.protocol() != null;
  }

  private boolean hasBodyMethod() {
    return switch (request.method()) {
      case "POST", "PUT", "PATCH" -> true;
      default -> false;
    };
  }

  @Override
  public void cancel() {
    silent = true;
    if (stream.isOver) {
      stream.in.body.close();
      end();
    } else {
      stream.connection.abandon(
          stream,
          ErrorCode.CANCEL,
          new BodyFailure(BodyFailure.Kind.CANCELLED, "request was cancelled"));
    }
  }

  @Override
  public boolean requestSent() {
    return sent;
  }

  @Override
  public long progress() {
    return stream.in.body.received() + stream.out.count();
  }

  @Override
  public void head(boolean last) throws H2Exception, HpackException {
    Connection connection = stream.connection;
    HeadReader heads = connection.bench().heads();
    String defect = heads.response(connection.decoder(), response.clear());
    int status = response.status();
    if (defect == null && status < 200 && (last || status == SWITCHING)) {
      defect = "an interim answer that is none";
    }
    if (defect == null && status < 200 && ++interims > INTERIM_MOST) {
      defect = "too many interim answers";
    }
    if (defect != null) {
      connection.refuse(stream, ErrorCode.PROTOCOL_ERROR, defect);
    } else if (status < 200) {
      if (status > 100 && !silent) {
        listener.informed(response);
      }
    } else {
      finalHead(heads.contentLength(), last);
    }
  }

  private void finalHead(long contentLength, boolean last) throws H2Exception {
    int status = response.status();
    boolean tunnel = tunnelBody != null && status < 300;
    boolean bodiless = request.isHead() || status == 204 || status == 304;
    stream.in.begin(tunnel ? -1 : bodiless ? 0 : contentLength, last, Long.MAX_VALUE);
    stream.connection.headDone(stream, last);
    if (stream.isOver && !stream.in.body.isFinished()) {
      return;
    }
    responded = true;
    if (tunnel && request.protocol() != null) {
      // Who asks for an upgrade is told of it in the same words over all versions of HTTP.
      response.status(SWITCHING);
    }
    if (!silent) {
      listener.response(response, stream.in.body);
    }
    startTunnel(tunnel);
  }

  private void startTunnel(boolean accepted) {
    Body body = tunnelBody;
    tunnelBody = null;
    if (body == null || stream.isOver) {
      return;
    }
    if (accepted) {
      stream.out.send(body, HeadWriter.NO_LENGTH);
    } else {
      body.cancel();
      stream.connection.sendEnd(stream, null);
    }
  }

  @Override
  public void bodyWanted() {}

  @Override
  public void bodyEnded() {
    endIfOver();
  }

  @Override
  public void bodyCancelled() {
    if (stream.isOver) {
      endIfOver();
    } else {
      cancel();
    }
  }

  @Override
  public void flushed() {
    sent = true;
  }

  @Override
  public void broken(BodyFailure cause, boolean unprocessed) {
    if (!responded) {
      responded = true;
      if (!silent) {
        silent = true;
        listener.failed(fault(cause, unprocessed), cause.reason());
      }
    } else if (!stream.in.body.isFinished()) {
      stream.in.body.fail(cause);
    }
    Body body = tunnelBody;
    if (body != null) {
      tunnelBody = null;
      body.cancel();
    }
  }

  private static H2Upstream.Fault fault(BodyFailure cause, boolean unprocessed) {
    return switch (cause.kind()) {
      case MALFORMED, TOO_LARGE -> H2Upstream.Fault.BAD;
      case UNREADABLE, CANCELLED -> H2Upstream.Fault.REQUEST;
      case GONE, TOO_SLOW -> unprocessed ? H2Upstream.Fault.UNPROCESSED : H2Upstream.Fault.BROKEN;
    };
  }

  @Override
  public void closed() {
    if (silent) {
      stream.in.body.close();
    }
    endIfOver();
  }

  private void endIfOver() {
    if (stream.isOver && (stream.in.body.isDone() || silent)) {
      end();
    }
  }

  private void end() {
    if (!ended) {
      ended = true;
      listener.ended();
    }
  }
}
