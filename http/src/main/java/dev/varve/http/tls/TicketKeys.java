package dev.varve.http.tls;

import dev.varve.base.Clock;
import dev.varve.base.LateLogger;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// The secrets that session tickets (RFC 5077; RFC 8446, 4.6.1) are sealed with. The newest seals;
/// the two before it still open, so that a ticket is good for 16 to 24 hours and what was recorded
/// is safe from then on. Keys are derived from a secret and what a session is bound to: a ticket of
/// one host does not even look like one to another.
///
/// Processes that serve the same hosts share the secrets through a file, which each looks at once a
/// minute; whoever finds the newest one too old adds the next. Safe for use by all loops.
public final class TicketKeys {
  /// A secret, 32 bytes in base64, and since when it is used.
  record Secret(long sinceMillis, String text) {}

  /// The secrets at one time, newest first.
  record Generation(int number, List<Secret> secrets, long lookMillis) {}

  static final Duration PERIOD = Duration.ofHours(8);
  static final Duration LOOK = Duration.ofMinutes(1);
  static final int SECRETS = 3;
  static final int SECRET_BYTES = 32;
  private static final System.Logger LOG = LateLogger.of(TicketKeys.class);

  private final Clock clock;
  private final @Nullable TicketFile file;
  private final SecureRandom chance = new SecureRandom();
  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile Generation generation;

  private TicketKeys(Clock clock, @Nullable TicketFile file, List<Secret> first) {
    this.clock = clock;
    this.file = file;
    this.generation = new Generation(1, first, clock.epochMillis() + LOOK.toMillis());
  }

  /// Known to this process only.
  public static TicketKeys inMemory(Clock clock) {
    return new TicketKeys(clock, null, turned(List.of(), clock.epochMillis(), new SecureRandom()));
  }

  /// Kept in a file that only its owner may read.
  public static TicketKeys shared(Path path, Clock clock) throws IOException {
    var file = new TicketFile(path);
    long now = clock.epochMillis();
    var chance = new SecureRandom();
    return new TicketKeys(clock, file, file.change(known -> turned(known, now, chance)));
  }

  /// What is used now. Looks for newer secrets in the background when it is time.
  Generation generation() {
    Generation now = generation;
    if (clock.epochMillis() >= now.lookMillis() && looking.compareAndSet(false, true)) {
      Thread.ofVirtual().name("varve-ticket-keys").start(this::look);
    }
    return now;
  }

  private void look() {
    try {
      refresh();
    } catch (IOException cause) {
      LOG.log(System.Logger.Level.WARNING, "ticket keys cannot be renewed: " + cause);
    } finally {
      looking.set(false);
    }
  }

  /// Takes over what others have added, and adds a secret when the newest is too old.
  void refresh() throws IOException {
    long now = clock.epochMillis();
    Generation before = generation;
    TicketFile kept = file;
    List<Secret> secrets =
        kept == null
            ? turned(before.secrets(), now, chance)
            : kept.change(known -> turned(known, now, chance));
    boolean same = secrets.getFirst().sinceMillis() == before.secrets().getFirst().sinceMillis();
    generation =
        new Generation(
            same ? before.number() : before.number() + 1, secrets, now + LOOK.toMillis());
  }

  private static List<Secret> turned(List<Secret> known, long now, SecureRandom chance) {
    if (!known.isEmpty() && now - known.getFirst().sinceMillis() < PERIOD.toMillis()) {
      return known;
    }
    var bytes = new byte[SECRET_BYTES];
    chance.nextBytes(bytes);
    var next = new ArrayList<Secret>();
    next.add(new Secret(now, Base64.getEncoder().encodeToString(bytes)));
    // Those kept over a long stop are too old to open anything.
    long oldest = now - PERIOD.toMillis() * SECRETS;
    known.stream()
        .filter(each -> each.sinceMillis() > oldest)
        .limit(SECRETS - 1)
        .forEach(next::add);
    return List.copyOf(next);
  }

  /// The keys of a generation for sessions that are bound to something.
  static OpenSslSessionTicketKey[] keys(Generation of, String binding) {
    return of.secrets().stream()
        .map(secret -> key(secret, binding))
        .toArray(OpenSslSessionTicketKey[]::new);
  }

  private static OpenSslSessionTicketKey key(Secret secret, String binding) {
    return new OpenSslSessionTicketKey(
        derived(secret, "name", binding),
        derived(secret, "mac", binding),
        derived(secret, "seal", binding));
  }

  /// 16 bytes that tell nothing about the secret or about those of other purposes.
  private static byte[] derived(Secret secret, String purpose, String binding) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.text()), "HmacSHA256"));
      byte[] whole =
          mac.doFinal(
              ("varve ticket " + purpose + "\0" + binding).getBytes(StandardCharsets.UTF_8));
      return Arrays.copyOf(whole, OpenSslSessionTicketKey.NAME_SIZE);
    } catch (GeneralSecurityException cause) {
      throw new IllegalStateException("every Java has HmacSHA256", cause);
    }
  }
}
