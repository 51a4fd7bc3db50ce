package dev.varve.http.dns;

import java.nio.ByteBuffer;
import java.util.List;

/// Any bytes as what a name server says, behind an octet that chooses the question: told apart or
/// refused, in bounded time.
public final class AnswerFuzz {
  private static final List<RecordType> TYPES = List.of(RecordType.values());

  private AnswerFuzz() {}

  /// Called by Jazzer.
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length == 0) {
      return;
    }
    RecordType type = TYPES.get((input[0] & 0x7f) % TYPES.size());
    var message = new DnsMessage(7, "app.example", type);
    // Most of what a fuzzer makes up answers another question; with the highest bit it need not.
    byte[] question = message.question();
    byte[] bytes = input.clone();
    ByteBuffer in = ByteBuffer.wrap(bytes, 1, bytes.length - 1).slice();
    if (input[0] < 0 && in.limit() >= question.length) {
      in.put(0, question, 0, 2).put(2, (byte) (in.get(2) | 0x80)).put(2, (byte) (in.get(2) & 0x87));
      in.put(12, question, 12, question.length - 12);
    }
    DnsMessage.Reading reading = message.read(in);
    if (reading instanceof DnsMessage.Reading.Answered(DnsAnswer.Found(var records, long seconds))
        && (records.isEmpty() || seconds < 0)) {
      throw new AssertionError(records + " for " + seconds + " s");
    }
  }
}
