package dev.varve.control.version;

import dev.varve.base.json.Json;
import dev.varve.control.feed.EventText;
import dev.varve.http.websocket.WebSocket;
import dev.varve.store.Content;
import dev.varve.store.Version;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// What watchers are told, as server-sent events or as messages of a WebSocket; with everything
/// about a version, or in brief.
public final class WatchText {
  private static final int MESSAGE_MAX = 4 << 20;
  private static final byte[] NOTHING = {};

  private static final EventText SERVER_SENT = new ServerSent(false);
  private static final EventText SERVER_SENT_BRIEF = new ServerSent(true);
  private static final EventText MESSAGES = new Messages(false);
  private static final EventText MESSAGES_BRIEF = new Messages(true);

  private WatchText() {}

  public static EventText serverSent(boolean brief) {
    return brief ? SERVER_SENT_BRIEF : SERVER_SENT;
  }

  public static EventText messages(boolean brief) {
    return brief ? MESSAGES_BRIEF : MESSAGES;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String head(Version version, boolean brief) {
    return brief ? VersionJson.briefHead(version) : VersionJson.headText(version);
  }

  /// Blocks of lines.
  private record ServerSent(boolean brief) implements EventText {
    @Override
    public byte[] greeting(long from) {
      return utf8(": from " + from + "\n\n");
    }

    @Override
    public void write(Version version, OutputStream out) throws IOException {
      String lines =
          "id: " + version.seq() + "\nevent: " + VersionJson.action(version) + "\ndata: ";
      VersionJson.write(lines + head(version, brief), version, out);
      out.write('\n');
      out.write('\n');
    }

    @Override
    public byte[] compacted(long seq) {
      return utf8("id: " + seq + "\nevent: compacted\ndata: {\"seq\":" + seq + "}\n\n");
    }

    @Override
    public byte[] idle(long next) {
      return utf8(": " + next + "\n\n");
    }

    @Override
    public boolean isDivisible() {
      return true;
    }
  }

  /// Frames. A value no message has room for is left out; its key and seq say where it is.
  private record Messages(boolean brief) implements EventText {
    @Override
    public byte[] greeting(long from) {
      return utf8(Json.of("from", Json.of(from)).compact());
    }

    @Override
    public void write(Version version, OutputStream out) throws IOException {
      String head = head(version, brief);
      boolean fits =
          !(version.content() instanceof Content.Value value)
              || value.length() + head.length() < MESSAGE_MAX;
      if (fits) {
        var message = new ByteArrayOutputStream(1024);
        VersionJson.write(head, version, message);
        out.write(WebSocket.message(message.toByteArray()));
      } else {
        out.write(WebSocket.message(utf8(head + ",\"valueLeftOut\":true}")));
      }
    }

    @Override
    public byte[] compacted(long seq) {
      return WebSocket.message(utf8(Json.of("compacted", Json.of(seq)).compact()));
    }

    @Override
    public byte[] idle(long next) {
      return NOTHING;
    }

    @Override
    public boolean isDivisible() {
      return false;
    }
  }
}
