package dev.varve.http.h2;

import dev.varve.http.BodyFailure;
import dev.varve.http.h2.frame.ErrorCode;
import dev.varve.http.h2.frame.Frames;
import dev.varve.http.h2.frame.H2Exception;
import dev.varve.http.h2.frame.PeerSettings;
import dev.varve.http.stream.FloodBudget;
import java.nio.ByteBuffer;

/// The frames of the peer, one after the other: whether each may come now, what it costs the peer,
/// and what the connection does about it.
final class PeerFrames implements Frames {
  private final Connection connection;
  private final DataFrames dataFrames;
  private final HeadFrames headFrames;
  private boolean settingsCame;
  private int blockBytes;

  PeerFrames(Connection connection) {
    this.connection = connection;
    this.dataFrames = new DataFrames(connection);
    this.headFrames = new HeadFrames(connection);
  }

  /// Octets of the header block that came last.
  int blockBytes() {
    return blockBytes;
  }

  /// A stream is over: what still comes of its data is dropped.
  void forget(Stream gone) {
    dataFrames.forget(gone);
  }

  @Override
  public void data(int id, int flowLength, boolean last) throws H2Exception {
    requireSettings();
    connection.came(flowLength);
    dataFrames.begin(id, flowLength, last);
  }

  @Override
  public void dataPiece(ByteBuffer lent) throws H2Exception {
    dataFrames.piece(lent);
  }

  @Override
  public void dataEnd() throws H2Exception {
    dataFrames.end();
  }

  @Override
  public void headers(int id, boolean last, byte[] block, int from, int to) throws H2Exception {
    requireSettings();
    blockBytes = to - from;
    connection.decoder().begin(block, from, to);
    headFrames.read(id, last);
  }

  @Override
  public void reset(int id, int code) throws H2Exception {
    requireSettings();
    Stream stream = connection.streams().find(id);
    if (stream == null) {
      if (connection.role().isIdle(id)) {
        throw new H2Exception(ErrorCode.PROTOCOL_ERROR, "reset of an idle stream");
      }
      connection.spend(FloodBudget.SMALL);
      return;
    }
    ErrorCode why = ErrorCode.of(code);
    connection.breakOff(
        stream,
        new BodyFailure(BodyFailure.Kind.GONE, "peer reset the stream: " + why),
        why == ErrorCode.REFUSED_STREAM);
    connection.spend(FloodBudget.RESET);
  }

  @Override
  public void setting(int id, int value) throws H2Exception {
    if (id == PeerSettings.ENABLE_PUSH && value == 1 && !connection.role().isOfServer()) {
      throw new H2Exception(ErrorCode.PROTOCOL_ERROR, "a server that takes pushes");
    }
    PeerSettings peer = connection.peer();
    int windowBefore = peer.initialWindow();
    peer.set(id, value);
    connection.spend(FloodBudget.SMALL);
    int change = peer.initialWindow() - windowBefore;
    if (change != 0) {
      for (Stream each : connection.streams().all()) {
        connection.widen(each, change);
      }
    }
  }

  @Override
  public void settingsEnd() throws H2Exception {
    if (settingsCame) {
      connection.spend(FloodBudget.SETTINGS);
    }
    settingsCame = true;
    connection.settingsChanged();
  }

  @Override
  public void settingsAcknowledged() throws H2Exception {
    requireSettings();
    connection.spend(FloodBudget.SMALL);
  }

  @Override
  public void ping(long payload) throws H2Exception {
    requireSettings();
    connection.spend(FloodBudget.CONTROL);
    connection.writer().ping(payload, true);
  }

  @Override
  public void pong(long payload) throws H2Exception {
    requireSettings();
    connection.spend(FloodBudget.SMALL);
    connection.role().pong(payload);
  }

  @Override
  public void goAway(int lastStream, int code) throws H2Exception {
    requireSettings();
    connection.spend(FloodBudget.CONTROL);
    connection.role().goAway(lastStream, ErrorCode.of(code));
  }

  @Override
  public void windowUpdate(int id, int increment) throws H2Exception {
    requireSettings();
    connection.spend(FloodBudget.SMALL);
    if (id != 0) {
      windowUpdateOfStream(id, increment);
    } else if (increment == 0) {
      throw new H2Exception(ErrorCode.PROTOCOL_ERROR, "window update of nothing");
    } else {
      connection.widen(increment);
    }
    connection.pump();
  }

  private void windowUpdateOfStream(int id, int increment) throws H2Exception {
    Stream stream = connection.streams().find(id);
    if (stream == null) {
      if (connection.role().isIdle(id)) {
        throw new H2Exception(ErrorCode.PROTOCOL_ERROR, "window update of an idle stream");
      }
    } else if (increment == 0) {
      connection.refuse(stream, ErrorCode.PROTOCOL_ERROR, "window update of nothing");
    } else if (stream.sendWindow + increment > Integer.MAX_VALUE) {
      connection.refuse(stream, ErrorCode.FLOW_CONTROL_ERROR, "window over 2^31-1");
    } else {
      connection.widen(stream, increment);
    }
  }

  @Override
  public void priorityUpdate(int id, byte[] text, int from, int to) throws H2Exception {
    requireSettings();
    connection.spend(FloodBudget.CONTROL);
    Stream stream = connection.streams().find(id);
    if (stream != null) {
      connection.prioritise(stream, text, from, to);
    }
  }

  @Override
  public void ignored(int type) throws H2Exception {
    requireSettings();
    connection.spend(FloodBudget.CONTROL);
  }

  private void requireSettings() throws H2Exception {
    if (!settingsCame) {
      throw new H2Exception(ErrorCode.PROTOCOL_ERROR, "first frame is not SETTINGS");
    }
  }
}
