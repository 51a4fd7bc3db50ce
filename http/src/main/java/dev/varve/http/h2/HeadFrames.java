package dev.varve.http.h2;

import dev.varve.http.Fields;
import dev.varve.http.h2.frame.ErrorCode;
import dev.varve.http.h2.frame.H2Exception;
import dev.varve.http.hpack.HpackDecoder;
import dev.varve.http.hpack.HpackException;
import dev.varve.http.stream.FloodBudget;
import dev.varve.http.stream.HeadReader;

/// The header block that is being read: to which stream it goes, and whether it may come there. It
/// is read off the decoder in any case, since the tables depend on all of it.
final class HeadFrames {
  private final Connection connection;

  HeadFrames(Connection connection) {
    this.connection = connection;
  }

  /// Reads the block that the connection's decoder has begun.
  void read(int id, boolean last) throws H2Exception {
    try {
      block(id, last);
    } catch (HpackException unreadable) {
      throw new H2Exception(
          unreadable.isExcessive() ? ErrorCode.ENHANCE_YOUR_CALM : ErrorCode.COMPRESSION_ERROR,
          unreadable.reason());
    }
  }

  private void block(int id, boolean last) throws H2Exception, HpackException {
    StreamTable streams = connection.streams();
    Stream stream = streams.find(id);
    if (stream == null) {
      if (!connection.role().isIdle(id) && streams.wasReset(id)) {
        discard();
        connection.spend(FloodBudget.SMALL);
      } else {
        connection.role().headersOfUnknown(id, last);
      }
    } else if (!stream.inOpen) {
      discard();
      if (!streams.wasReset(id)) {
        connection.refuse(stream, ErrorCode.STREAM_CLOSED, "header block behind the end");
      }
    } else if (stream.headRead) {
      trailers(stream, last);
    } else {
      stream.owner.head(last);
    }
  }

  private void trailers(Stream stream, boolean last) throws H2Exception, HpackException {
    var fields = new Fields();
    HeadReader heads = connection.bench().heads();
    HpackDecoder decoder = connection.decoder();
    String defect = heads.trailers(decoder, fields);
    if (defect == null && !last) {
      defect = "trailers without an end";
    }
    if (defect == null) {
      connection.received(stream, fields);
    } else {
      connection.refuse(stream, ErrorCode.PROTOCOL_ERROR, defect);
    }
  }

  private void discard() throws HpackException {
    connection.bench().heads().discard(connection.decoder());
  }
}
