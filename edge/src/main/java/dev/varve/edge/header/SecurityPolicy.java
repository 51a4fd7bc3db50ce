package dev.varve.edge.header;

import dev.varve.graph.route.Frame;
import dev.varve.graph.route.SecurityHeaders;
import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import java.util.ArrayList;
import java.util.List;

/// Headers that switch on protections of browsers, made ready. What the action says itself wins.
public final class SecurityPolicy {
  private final List<Entry> entries;

  private record Entry(FieldName name, String value, boolean secureOnly) {}

  public SecurityPolicy(SecurityHeaders headers) {
    var found = new ArrayList<Entry>();
    if (!headers.hsts().isZero()) {
      found.add(new Entry(FieldName.of("strict-transport-security"), hsts(headers), true));
    }
    add(found, "x-frame-options", frame(headers.frame()));
    add(found, "x-content-type-options", headers.nosniff() ? "nosniff" : "");
    add(found, "referrer-policy", headers.referrer());
    add(found, "content-security-policy", headers.contentPolicy());
    add(found, "permissions-policy", headers.permissions());
    entries = List.copyOf(found);
  }

  private static void add(List<Entry> entries, String name, String value) {
    if (!value.isEmpty()) {
      entries.add(new Entry(FieldName.of(name), value, false));
    }
  }

  private static String frame(Frame frame) {
    return switch (frame) {
      case DENY -> "DENY";
      case SAMEORIGIN -> "SAMEORIGIN";
      case OFF -> "";
    };
  }

  private static String hsts(SecurityHeaders headers) {
    return "max-age="
        + headers.hsts().toSeconds()
        + (headers.hstsSubdomains() ? "; includeSubDomains" : "")
        + (headers.hstsPreload() ? "; preload" : "");
  }

  public void apply(Fields answer, boolean secure) {
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      if ((secure || !entry.secureOnly) && !answer.contains(entry.name)) {
        answer.add(entry.name, entry.value);
      }
    }
  }
}
