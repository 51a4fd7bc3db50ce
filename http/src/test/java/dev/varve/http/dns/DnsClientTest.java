package dev.varve.http.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.Clock;
import dev.varve.http.net.Loops;
import dev.varve.testkit.NameServer;
import dev.varve.testkit.NameServer.Question;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Questions and answers over real sockets, the answers of liars among them.
final class DnsClientTest {
  private static DnsAnswer ask(Loops.Kind kind, String name, RecordType type, NameServer... of)
      throws Exception {
    var servers = new ArrayList<InetSocketAddress>();
    for (NameServer each : of) {
      servers.add(each.socketAddress());
    }
    var answer = new CompletableFuture<DnsAnswer>();
    try (var loops = Loops.start(1, kind, Clock.SYSTEM)) {
      var loop = loops.get(0);
      loop.execute(() -> new DnsClient(loop, servers).ask(name, type, answer::complete));
      return answer.get(10, TimeUnit.SECONDS);
    }
  }

  private static DnsAnswer ask(NameServer server) throws Exception {
    return ask(Loops.best(), "app.example", RecordType.A, server);
  }

  private static DnsRecord address(String text) {
    return new DnsRecord.Address(InetAddress.ofLiteral(text));
  }

  @ParameterizedTest
  @EnumSource(Loops.Kind.class)
  void addressesComeWithTheTimeTheyHold(Loops.Kind kind) throws Exception {
    try (var server =
        new NameServer(q ->
            List.of(
                q.reply(
                    0,
                    q.record(1, 30, (byte) 10, (byte) 0, (byte) 0, (byte) 1),
                    q.record(1, 20, (byte) 10, (byte) 0, (byte) 0, (byte) 2))))) {
      assertThat(ask(kind, "App.Example.", RecordType.A, server))
          .isEqualTo(new DnsAnswer.Found(List.of(address("10.0.0.1"), address("10.0.0.2")), 20));
      assertThat(server.asked()).containsExactly("app.example 1");
    }
  }

  /// RFC 2782.
  @Test
  void servicesNameHostAndPort() throws Exception {
    try (var server =
        new NameServer(q -> List.of(q.reply(0, q.service(9, 1, 5, 8080, "A.pods.example"))))) {
      assertThat(ask(Loops.best(), "_http._tcp.app.example", RecordType.SRV, server))
          .isEqualTo(
              new DnsAnswer.Found(List.of(new DnsRecord.Service(1, 5, 8080, "a.pods.example")), 9));
    }
  }

  /// RFC 1034, 3.6.2: an alias leads to the records of another name in the same answer.
  @Test
  void aliasesAreFollowedWithinTheAnswer() throws Exception {
    byte[] other = NameServer.labels("real.example");
    try (var server =
        new NameServer(q -> {
          byte[] owned = q.record(1, 60, (byte) 10, (byte) 0, (byte) 0, (byte) 3);
          var record = ByteBuffer.allocate(owned.length - 2 + other.length).put(other);
          record.put(owned, 2, owned.length - 2);
          return List.of(q.reply(0, q.record(5, 7, other), record.array()));
        })) {
      assertThat(ask(server)).isEqualTo(new DnsAnswer.Found(List.of(address("10.0.0.3")), 7));
    }
  }

  @Test
  void aNameThatIsNotThereIsNoFailure() throws Exception {
    try (var server = new NameServer(q -> List.of(q.reply(3)))) {
      assertThat(ask(server)).isEqualTo(new DnsAnswer.None());
      assertThat(server.asked()).hasSize(1);
    }
  }

  /// RFC 7766, 5.
  @Test
  void whatDoesNotFitIntoADatagramIsAskedForByTcp() throws Exception {
    try (var server =
        new NameServer(q -> {
          byte[] reply = q.reply(0, q.record(1, 30, new byte[] {10, 0, 0, 4}));
          reply[2] |= q.tcp() ? 0 : (byte) 2;
          return List.of(reply);
        })) {
      assertThat(ask(server)).isEqualTo(new DnsAnswer.Found(List.of(address("10.0.0.4")), 30));
      assertThat(server.asked()).containsExactly("app.example 1", "app.example 1 tcp");
    }
  }

  @Test
  void answersToOtherQuestionsArePassedOver() throws Exception {
    try (var server =
        new NameServer(q -> {
          byte[] wrongId = q.reply(0, q.record(1, 30, new byte[] {6, 6, 6, 6}));
          wrongId[0] ^= 1;
          byte[] wrongName = q.reply(0, q.record(1, 30, new byte[] {6, 6, 6, 6}));
          wrongName[13] ^= 1;
          byte[] question = q.bytes().clone();
          byte[] right = q.reply(0, q.record(1, 30, new byte[] {10, 0, 0, 5}));
          return List.of(wrongId, wrongName, question, new byte[3], right);
        })) {
      assertThat(ask(server)).isEqualTo(new DnsAnswer.Found(List.of(address("10.0.0.5")), 30));
    }
  }

  static Stream<NameServer.Script> liars() {
    return Stream.of(
        q -> List.of(q.reply(2)),
        q -> List.of(q.reply(0, q.record(1, 30, new byte[] {10, 0, 0}))),
        q -> List.of(q.reply(0, pointing(q, 12 + q.name().length() + 6))),
        q -> List.of(q.reply(0, pointing(q, 4000))),
        q -> List.of(cut(q.reply(0, q.record(1, 30, new byte[] {10, 0, 0, 1})))),
        q -> List.of(overlong(q)),
        q -> List.of(many(q)));
  }

  /// A record whose owner is a pointer to this place: itself, or what is not there.
  private static byte[] pointing(Question q, int at) {
    byte[] record = q.record(1, 30, new byte[] {10, 0, 0, 1});
    record[0] = (byte) (0xc0 | at >> 8);
    record[1] = (byte) at;
    return record;
  }

  private static byte[] cut(byte[] reply) {
    return Arrays.copyOf(reply, reply.length - 2);
  }

  private static byte[] overlong(Question q) {
    return Arrays.copyOf(q.reply(0), 20_000);
  }

  private static byte[] many(Question q) {
    byte[] reply = q.reply(0);
    reply[6] = (byte) 0xff;
    return reply;
  }

  @ParameterizedTest
  @MethodSource("liars")
  void anAnswerThatCannotBeUsedIsNotAndTheNextServerIsAsked(NameServer.Script lie)
      throws Exception {
    try (var liar = new NameServer(lie);
        var honest =
            new NameServer(q -> List.of(q.reply(0, q.record(1, 30, new byte[] {10, 0, 0, 6}))))) {
      assertThat(ask(Loops.best(), "app.example", RecordType.A, liar, honest))
          .isEqualTo(new DnsAnswer.Found(List.of(address("10.0.0.6")), 30));
      assertThat(ask(liar)).isInstanceOf(DnsAnswer.Failed.class);
    }
  }

  @Test
  void whereNobodyListensTheQuestionFailsAtOnce() throws Exception {
    InetSocketAddress nobody;
    try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      nobody = (InetSocketAddress) socket.getLocalSocketAddress();
    }
    var answer = new CompletableFuture<DnsAnswer>();
    try (var loops = Loops.start(1)) {
      var loop = loops.get(0);
      loop.execute(
          () -> new DnsClient(loop, List.of(nobody)).ask("a.b", RecordType.A, answer::complete));
      assertThat(answer.get(1, TimeUnit.SECONDS)).isInstanceOf(DnsAnswer.Failed.class);
    }
  }

  @Test
  void anyBytesAreReadToAnEnd() {
    long seed = System.nanoTime();
    var chance = new Random(seed);
    var message = new DnsMessage(0x1234, "a.b", RecordType.SRV);
    byte[] question = message.question();
    for (int i = 0; i < 200_000; i++) {
      var bytes = new byte[12 + chance.nextInt(120)];
      chance.nextBytes(bytes);
      System.arraycopy(question, 0, bytes, 0, Math.min(bytes.length, 21));
      bytes[2] = (byte) 0x80;
      bytes[3] = 0;
      bytes[7] = (byte) chance.nextInt(4);
      assertThat(message.read(ByteBuffer.wrap(bytes))).as("seed %d", seed).isNotNull();
    }
  }

  @Test
  void theSystemsServersAreThoseOfTheFile() {
    assertThat(NameServers.of("# c\nnameserver 10.0.0.2\nsearch x\nnameserver ::1\n"))
        .containsExactly(
            new InetSocketAddress(InetAddress.ofLiteral("10.0.0.2"), 53),
            new InetSocketAddress(InetAddress.ofLiteral("::1"), 53));
    assertThat(NameServers.of("")).hasSize(1);
  }
}
