package dev.varve.control.store;

import dev.varve.base.Failure;
import dev.varve.base.Trace;
import dev.varve.http.Body;
import dev.varve.http.BodyFailure;
import dev.varve.http.BodyReader;
import dev.varve.http.Ending;
import dev.varve.http.Exchange;
import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import dev.varve.store.Outcome;
import dev.varve.store.Submission;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// A small put over HTTP, which no thread waits for: its body is taken in on the exchange's loop,
/// it is submitted with the others of the loop's turn, and answered on the loop again. What turns
/// out to need more than that goes on as an [ApiCall], with the body it has by then.
///
/// Belongs to the loop; touches the exchange only until that ended.
final class PutCall implements BodyReader, Submission.Told {
  /// A longer document would hold the loop up while it is read.
  private static final int BODY_MAX = 16 << 10;

  private static final FieldName TRACEPARENT = FieldName.of("traceparent");

  private final Exchange exchange;
  private final String target;
  private final Ways ways;
  private final byte[] body;
  private int length;
  private boolean ended;
  private StoreService.@Nullable Put put;

  /// How it goes on.
  interface Ways {
    /// The put of a request, nothing when it has to be answered in another way.
    StoreService.@Nullable Put put(StoreRequest request);

    /// Submits it before long.
    void submit(Submission submission);

    /// Answers it in another way, and tells when it has ended.
    void otherwise(byte[] body);

    /// It was answered.
    void finished();
  }

  private PutCall(Exchange exchange, String target, int length, Ways ways) {
    this.exchange = exchange;
    this.target = target;
    this.ways = ways;
    this.body = new byte[length];
  }

  /// Takes the request when it is a small put; false to leave it.
  ///
  /// @param target behind the API's prefix
  static boolean takes(Exchange exchange, String target, Ways ways) {
    int length = length(exchange, target);
    if (length < 0) {
      return false;
    }
    var call = new PutCall(exchange, target, length, ways);
    exchange.deadline(ApiCall.DEADLINE);
    exchange.onEnd(call::ended);
    exchange.body().read(call);
    return true;
  }

  /// How long the body is; -1 for what is not taken.
  private static int length(Exchange exchange, String target) {
    if (!exchange.request().method().equals("PUT") || target.indexOf('?') >= 0) {
      return -1;
    }
    long length = exchange.body().length();
    return length <= BODY_MAX ? (int) length : -1;
  }

  private void ended(Exchange over, Ending ending) {
    ended = true;
  }

  @Override
  public void data(ByteBuffer lent) {
    int count = lent.remaining();
    lent.get(body, length, count);
    length += count;
  }

  @Override
  public void end(Fields trailers) {
    if (ended) {
      ways.finished();
      return;
    }
    String parent = exchange.request().fields().value(TRACEPARENT);
    Trace.within(parent, this::prepare);
    StoreService.Put prepared = put;
    if (prepared == null) {
      ways.otherwise(body);
    } else {
      ways.submit(new Submission(prepared.transaction(), executor(parent), this));
    }
  }

  private void prepare() {
    try {
      Fields fields = exchange.request().fields();
      put = ways.put(StoreRequest.of("PUT", target, ApiCall.headers(fields), body));
    } catch (Failure _) {
      put = null; // told by the other way
    }
  }

  private Executor executor(@Nullable String parent) {
    return parent == null
        ? exchange.loop()
        : task -> exchange.loop().execute(() -> Trace.within(parent, task));
  }

  @Override
  public void failed(BodyFailure cause) {
    reply(Problems.of(ApiCall.broken(new IOException(cause.reason(), cause))));
  }

  @Override
  public void done(Outcome outcome) {
    StoreService.Put of = put;
    if (of == null) {
      return;
    }
    if (outcome instanceof Outcome.Committed committed) {
      of.receipted(committed);
      ways.finished();
      if (!ended && !exchange.answered()) {
        StoreReply.Receipt.of(committed).answer(exchange);
      }
    } else {
      reply(of.reply(outcome));
    }
  }

  @Override
  public void failed(Failure failure) {
    StoreService.Put of = put;
    if (of != null) {
      reply(of.reply(failure));
    }
  }

  private void reply(StoreReply reply) {
    ways.finished();
    if (!ended && !exchange.answered()) {
      ApiCall.respond(exchange, reply, Body.of(reply.bytes()));
    }
  }
}
