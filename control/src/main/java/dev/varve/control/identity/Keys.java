package dev.varve.control.identity;

import dev.varve.base.Check;
import dev.varve.base.Clock;
import dev.varve.base.json.Json;
import dev.varve.control.identity.StoreAccess.Grant;
import dev.varve.store.Operation;
import dev.varve.store.Origin;
import dev.varve.store.Scan;
import dev.varve.store.Store;
import dev.varve.store.Transaction;
import dev.varve.store.Version;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// API keys: documents in [#SPACE], so that who made or revoked one, and when, is history.
///
/// A token is `vk_ID_SECRET`. The secret has 256 bits by chance, so one SHA-256 is enough to store
/// it by: nobody can guess their way to it. Judging a token does the same work whether its key is
/// unknown, wrong, revoked, expired or right, and compares in constant time.
public final class Keys {
  public static final String SPACE = "varve.keys";
  private static final int KEYS_MAX = 10_000;
  private static final int NAME_MAX = 64;
  private static final int ID_BYTES = 8;
  private static final int SECRET_BYTES = 32;
  private static final Pattern TOKEN = Pattern.compile("vk_([0-9a-f]{16})_([A-Za-z0-9_-]{43})");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]*");

  /// Stands in for the key that is not there.
  private static final Json NOBODY =
      new ApiKey("", "nobody", "0".repeat(64), List.of(), Instant.EPOCH, null).document();

  private static final String NO_ID = "0".repeat(ID_BYTES * 2);

  private final Store store;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  public Keys(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /// A key that was just made.
  ///
  /// @param token what its user sends; not kept anywhere
  public record Created(ApiKey key, String token) {
    @Override
    public String toString() {
      return "Created[" + key.id() + ", token hidden]";
    }
  }

  /// Makes a key.
  ///
  /// @throws IllegalArgumentException when the name, the grants or the expiry will not do
  public Created create(String name, List<Grant> grants, @Nullable Instant expires, Origin by) {
    Check.that(
        name.length() <= NAME_MAX && NAME.matcher(name).matches(),
        "name",
        "be 1 to 64 letters, digits, '.', '_', '@' or '-'",
        "'" + name + "'");
    Check.within("grants", grants.size(), 1, 64);
    Instant now = clock.now();
    Check.that(
        expires == null || expires.isAfter(now), "expires", "lie in the future", "" + expires);
    Check.within("number of keys", list().size() + 1, 1, KEYS_MAX);
    String id = HexFormat.of().formatHex(chance(ID_BYTES));
    String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(chance(SECRET_BYTES));
    var key = new ApiKey(id, name, hash(id, secret), grants, now, expires);
    store.commit(Transaction.of(new Operation.Put(SPACE, id, key.document())).by(by)).version();
    return new Created(key, "vk_" + id + "_" + secret);
  }

  private byte[] chance(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private static String hash(String id, String secret) {
    try {
      byte[] text = ("varve api key " + id + " " + secret).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// All keys that were not revoked, in no order that means anything.
  public List<ApiKey> list() {
    return store.documents(SPACE, Scan.ALL.limit(KEYS_MAX)).versions().stream()
        .map(each -> ApiKey.of(each.key(), each.value()))
        .toList();
  }

  /// Ends a key; false when there is none of that id.
  public boolean revoke(String id, Origin by) {
    if (!id.matches("[0-9a-f]{16}") || store.get(SPACE, id).isEmpty()) {
      return false;
    }
    store.commit(Transaction.of(new Operation.Delete(SPACE, id)).by(by)).version();
    return true;
  }

  /// What the value of an `Authorization` field opens; nothing when it is no valid key.
  public Optional<StoreAccess> judge(String authorization) {
    boolean bearer = authorization.regionMatches(true, 0, "Bearer ", 0, 7);
    Matcher token = TOKEN.matcher(bearer ? authorization.substring(7).strip() : "");
    boolean formed = token.matches();
    String id = formed ? token.group(1) : NO_ID;
    String hash = hash(id, formed ? token.group(2) : "");
    Json document = store.get(SPACE, id).map(Version::value).orElse(NOBODY);
    ApiKey key = ApiKey.of(id, Json.parse(document.compact()));
    boolean right =
        MessageDigest.isEqual(
            hash.getBytes(StandardCharsets.US_ASCII),
            key.hash().getBytes(StandardCharsets.US_ASCII));
    return right && formed && !key.isExpired(clock.now())
        ? Optional.of(new StoreAccess(key.actor(), key.grants()))
        : Optional.empty();
  }
}
