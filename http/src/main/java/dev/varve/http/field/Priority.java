package dev.varve.http.field;

import dev.varve.base.Check;
import dev.varve.http.field.Member.Item;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The Priority field (RFC 9218 section 4).
///
/// @param urgency from 0, the most urgent, to 7
/// @param incremental whether parts of the answer are of use before it is whole
public record Priority(int urgency, boolean incremental) {
  public static final Priority DEFAULT = new Priority(3, false);

  public Priority {
    Check.within("priority.urgency", urgency, 0, 7);
  }

  /// What cannot be read counts as the default.
  public static Priority of(String value) {
    Optional<Map<String, Member>> parsed = StructuredFields.dictionary(value);
    if (parsed.isEmpty()) {
      return DEFAULT;
    }
    Map<String, Member> members = parsed.get();
    int urgency = DEFAULT.urgency;
    if (members.get("u") instanceof Item(Bare.Whole(long number), Parameters _)
        && number >= 0
        && number <= 7) {
      urgency = (int) number;
    }
    boolean incremental =
        members.get("i") instanceof Item(Bare.Truth(boolean truth), Parameters _) && truth;
    return new Priority(urgency, incremental);
  }

  /// Empty for the default.
  @Override
  public String toString() {
    var members = new LinkedHashMap<String, Member>();
    if (urgency != DEFAULT.urgency) {
      members.put("u", Item.of(new Bare.Whole(urgency)));
    }
    if (incremental) {
      members.put("i", Item.of(new Bare.Truth(true)));
    }
    return StructuredFields.write(members);
  }
}
