package dev.varve.bench.store.keeper;

import dev.varve.base.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// The same keys and values for everybody: orders of about 512 B.
public final class Documents {
  private static final int KINDS = 256;

  private final Json[] values = new Json[KINDS];
  private final byte[][] bytes = new byte[KINDS][];
  private final String[] texts = new String[KINDS];

  public Documents() {
    var random = new SplittableRandom(7);
    for (int i = 0; i < KINDS; i++) {
      values[i] = document(random);
      bytes[i] = values[i].canonical();
      texts[i] = new String(bytes[i], StandardCharsets.UTF_8);
    }
  }

  private static Json document(RandomGenerator random) {
    var items = new StringBuilder();
    while (items.length() < 400) {
      items.append(items.isEmpty() ? "" : ",");
      items.append("{\"sku\":").append(random.nextInt(99_999)).append(",\"q\":1}");
    }
    return Json.parse(
        "{\"id\":\""
            + Long.toHexString(random.nextLong())
            + "\",\"name\":\"customer "
            + random.nextInt(100_000)
            + "\",\"amount\":"
            + random.nextInt(1_000_000)
            + ",\"items\":["
            + items
            + "]}");
  }

  public String key(long i) {
    return "orders/customer-" + i + "/item";
  }

  public byte[] keyBytes(long i) {
    return key(i).getBytes(StandardCharsets.US_ASCII);
  }

  public Json value(long i) {
    return values[(int) (i & (KINDS - 1))];
  }

  public byte[] bytes(long i) {
    return bytes[(int) (i & (KINDS - 1))];
  }

  public String text(long i) {
    return texts[(int) (i & (KINDS - 1))];
  }

  /// About 2.4 kB of which one field is edited.
  public static Json large(int edited) {
    var random = new SplittableRandom(1);
    var text = new StringBuilder("{");
    for (int i = 0; i < 60; i++) {
      text.append("\"field").append(i).append("\":\"").append(words(random, 24)).append("\",");
    }
    return Json.parse(text + "\"edited\":" + edited + "}");
  }

  private static String words(SplittableRandom random, int length) {
    var text = new StringBuilder();
    while (text.length() < length) {
      text.append(Long.toString(random.nextLong(36L * 36 * 36 * 36), 36)).append(' ');
    }
    return text.toString();
  }
}
