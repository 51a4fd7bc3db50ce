package dev.varve.edge.files;

import dev.varve.base.Clock;
import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds what lies under a path and makes it ready to be sent: codings, tags, fields, and the bytes
/// of small files. Blocks; any thread.
///
/// The tag of a file in memory is a hash of its content. The tag of a larger one is made of its
/// number, size and time of change; while that time is less than two seconds ago the tag is weak,
/// because another change may follow within the same tick of the file system's clock.
final class Library {
  static final int IN_MEMORY_MAX = 256 * 1024;

  private static final long SETTLED_NANOS = 2_000_000_000L;

  private final FileRules rules;
  private final Folder folder;
  private final Clock clock;

  Library(FileRules rules, Clock clock) {
    this.rules = rules;
    this.folder = new Folder(rules.root(), rules.dotfiles());
    this.clock = clock;
  }

  Folder folder() {
    return folder;
  }

  /// @param path canonical, decoded, beginning with a slash
  /// @param known what was found there before; taken again where nothing has changed
  Found find(String path, Found.@Nullable Resource known) throws IOException {
    boolean asFolder = path.endsWith("/");
    List<String> names = names(path);
    Folder.Facts facts = folder.facts(names);
    if (facts == null) {
      return asFolder ? new Found.Missing() : withEnding(names, known);
    }
    if (!facts.isFolder()) {
      return asFolder ? new Found.Missing() : resource(names, facts, known);
    }
    return asFolder ? index(path, names, known) : new Found.NeedsSlash();
  }

  private Found withEnding(List<String> names, Found.@Nullable Resource known) throws IOException {
    for (String ending : rules.endings()) {
      var longer = new ArrayList<>(names);
      longer.set(longer.size() - 1, longer.getLast() + ending);
      Folder.Facts facts = folder.facts(longer);
      if (facts != null && !facts.isFolder()) {
        return resource(longer, facts, known);
      }
    }
    return new Found.Missing();
  }

  private Found index(String path, List<String> names, Found.@Nullable Resource known)
      throws IOException {
    for (String index : rules.index()) {
      var inner = new ArrayList<>(names);
      inner.add(index);
      Folder.Facts facts = folder.facts(inner);
      if (facts != null && !facts.isFolder()) {
        return resource(inner, facts, known);
      }
    }
    List<Listing.Entry> entries = rules.listing() ? folder.list(names, Listing.ENTRIES_MAX) : null;
    return entries == null ? new Found.Missing() : new Found.Contents(new Listing(path, entries));
  }

  private Found resource(List<String> names, Folder.Facts facts, Found.@Nullable Resource known)
      throws IOException {
    var found = new LinkedHashMap<Coding, Folder.Facts>();
    for (Coding coding : rules.siblings()) {
      sibling(names, facts, coding, found);
    }
    found.put(Coding.IDENTITY, facts);
    if (known != null && isUnchanged(names, found, known)) {
      return known;
    }
    return build(names, found);
  }

  /// A sibling older than the file was left over from a former version of it.
  private void sibling(
      List<String> names, Folder.Facts facts, Coding coding, Map<Coding, Folder.Facts> found)
      throws IOException {
    Folder.Facts sibling = folder.facts(named(names, coding));
    if (sibling != null
        && !sibling.isFolder()
        && sibling.modifiedSeconds() >= facts.modifiedSeconds()) {
      found.put(coding, sibling);
    }
  }

  private static boolean isUnchanged(
      List<String> names, Map<Coding, Folder.Facts> found, Found.Resource known) {
    if (!known.variants().keySet().equals(found.keySet())
        || !known.identity().names().equals(names)) {
      return false;
    }
    for (Variant variant : known.variants().values()) {
      // A weak tag becomes strong once the file has settled.
      if (EntityTag.isWeak(variant.tag()) || !variant.facts().equals(found.get(variant.coding()))) {
        return false;
      }
    }
    return true;
  }

  private Found build(List<String> names, Map<Coding, Folder.Facts> found) throws IOException {
    var variants = new LinkedHashMap<Coding, Variant>();
    for (Coding coding : found.keySet()) {
      Variant variant = variant(names, coding, found.size() > 1);
      if (variant != null) {
        variants.put(coding, variant);
      } else if (coding == Coding.IDENTITY) {
        return new Found.Missing();
      }
    }
    return new Found.Resource(variants);
  }

  private @Nullable Variant variant(List<String> names, Coding coding, boolean varies)
      throws IOException {
    List<String> own = named(names, coding);
    Folder.Opened opened = folder.open(own);
    if (opened == null) {
      return null;
    }
    try (FileChannel channel = opened.channel()) {
      Folder.Facts facts = opened.facts();
      Variant.Content content = new Variant.Content.OnDisk();
      String tag = tag(facts);
      if (facts.size() <= IN_MEMORY_MAX) {
        byte[] bytes = read(channel, (int) facts.size());
        if (!facts.equals(folder.facts(own))) {
          throw new IOException("the file changed while it was read");
        }
        content = new Variant.Content.InMemory(new Variant.Bytes(direct(bytes)));
        tag = tag(bytes);
      }
      Fields fields = fields(names, coding, varies, tag, facts);
      return new Variant(coding, own, facts, tag, content, fields);
    }
  }

  private Fields fields(
      List<String> names, Coding coding, boolean varies, String tag, Folder.Facts facts) {
    String type = MediaTypes.of(names.getLast());
    var fields = new Fields();
    fields.add(FieldName.CONTENT_TYPE, type);
    if (coding != Coding.IDENTITY) {
      fields.add(FieldName.CONTENT_ENCODING, coding.token());
    }
    fields.add(FieldName.ETAG, tag);
    fields.add(FieldName.LAST_MODIFIED, HttpDate.format(facts.modifiedSeconds()));
    fields.add(FieldName.CACHE_CONTROL, rules.cache().of("/" + String.join("/", names), type));
    fields.add(FieldName.ACCEPT_RANGES, "bytes");
    if (varies) {
      fields.add(FieldName.VARY, "accept-encoding");
    }
    return fields;
  }

  private static byte[] read(FileChannel channel, int size) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(size);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, buffer.position()) < 0) {
        throw new IOException("the file became shorter while it was read");
      }
    }
    return buffer.array();
  }

  private static ByteBuffer direct(byte[] bytes) {
    return ByteBuffer.allocateDirect(bytes.length).put(bytes);
  }

  private String tag(Folder.Facts facts) {
    String tag =
        '"'
            + Long.toHexString(facts.size())
            + '-'
            + Long.toHexString(facts.modifiedNanos())
            + '-'
            + Integer.toHexString(String.valueOf(facts.key()).hashCode())
            + '"';
    long age = clock.epochMillis() * 1_000_000L - facts.modifiedNanos();
    return age < SETTLED_NANOS ? "W/" + tag : tag;
  }

  private static String tag(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return '"'
          + Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, 12))
          + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static List<String> named(List<String> names, Coding coding) {
    if (coding == Coding.IDENTITY) {
      return names;
    }
    var longer = new ArrayList<>(names);
    longer.set(longer.size() - 1, longer.getLast() + coding.suffix());
    return longer;
  }

  static List<String> names(String path) {
    var names = new ArrayList<String>();
    for (String name : path.split("/", -1)) {
      if (!name.isEmpty()) {
        // The canonical path keeps the sign itself encoded; other encodings left in it are of bytes
        // that no name of ours has, and simply do not exist.
        names.add(name.indexOf('%') < 0 ? name : name.replace("%25", "%"));
      }
    }
    return names;
  }
}
