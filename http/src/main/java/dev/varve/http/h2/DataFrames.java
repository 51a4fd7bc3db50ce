package dev.varve.http.h2;

import dev.varve.http.Fields;
import dev.varve.http.h2.frame.ErrorCode;
import dev.varve.http.h2.frame.H2Exception;
import dev.varve.http.stream.FloodBudget;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The DATA frame that is being read: to which stream its octets go, and which of them count as
/// taken in at once, as padding does and what nobody wants.
final class DataFrames {
  private static final Fields NO_TRAILERS = new Fields();

  private final Connection connection;

  /// Null when the octets are dropped.
  private @Nullable Stream stream;

  private int length;
  private int taken;
  private boolean isLast;

  DataFrames(Connection connection) {
    this.connection = connection;
  }

  void begin(int id, int flowLength, boolean last) throws H2Exception {
    length = flowLength;
    taken = 0;
    isLast = last;
    Stream found = connection.streams().find(id);
    stream = found;
    if (found == null || !found.inOpen) {
      unexpected(id, found);
    } else if (!found.receiveWindow.take(flowLength)) {
      connection.refuse(found, ErrorCode.FLOW_CONTROL_ERROR, "data over the stream's window");
    } else if (!found.headRead) {
      connection.refuse(found, ErrorCode.PROTOCOL_ERROR, "data before a head");
    } else if (flowLength == 0 && !last) {
      connection.spend(FloodBudget.CONTROL);
    }
  }

  private void unexpected(int id, @Nullable Stream found) throws H2Exception {
    stream = null;
    if (connection.role().isIdle(id)) {
      throw new H2Exception(ErrorCode.PROTOCOL_ERROR, "data on an idle stream");
    }
    if (connection.streams().wasReset(id)) {
      connection.spend(FloodBudget.SMALL);
    } else if (found != null) {
      connection.refuse(found, ErrorCode.STREAM_CLOSED, "data behind the end");
    } else {
      connection.refuse(id, ErrorCode.STREAM_CLOSED);
    }
  }

  void piece(ByteBuffer lent) throws H2Exception {
    Stream to = stream;
    if (to == null) {
      return;
    }
    taken += lent.remaining();
    if (!to.in.take(lent)) {
      taken -= lent.remaining();
      connection.refuse(to, ErrorCode.PROTOCOL_ERROR, "body over its Content-Length");
    }
  }

  void end() throws H2Exception {
    Stream to = stream;
    stream = null;
    if (to == null) {
      connection.takenIn(length - taken);
      return;
    }
    if (length > taken) {
      connection.takenIn(to, length - taken);
    }
    if (isLast) {
      connection.received(to, NO_TRAILERS);
    }
  }

  /// A stream is over: what still comes of its frame is dropped.
  void forget(Stream gone) {
    if (stream == gone) {
      stream = null;
    }
  }
}
