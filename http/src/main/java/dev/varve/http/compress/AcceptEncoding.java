package dev.varve.http.compress;

import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import java.util.List;

/// Chooses a coding by Accept-Encoding (RFC 9110 section 12.5.3).
final class AcceptEncoding {
  private static final int WHOLE = 1000;
  private static final int ABSENT = -1;
  private static final int MEMBERS_MAX = 32;

  private AcceptEncoding() {}

  /// The coding the client likes best; of those it likes equally the first of `ours`. IDENTITY
  /// where it names none of them, even when it refuses identity: an answer it may be able to read
  /// is better than none.
  static Coding choose(Fields request, List<Coding> ours) {
    Coding best = Coding.IDENTITY;
    int bestWeight = 0;
    for (Coding each : ours) {
      int weight = weight(request, each);
      if (weight > bestWeight && each.isAvailable()) {
        best = each;
        bestWeight = weight;
      }
    }
    int identity = weight(request, Coding.IDENTITY);
    return identity > bestWeight && names(request) ? Coding.IDENTITY : best;
  }

  private static boolean names(Fields request) {
    for (String value : request.values(FieldName.ACCEPT_ENCODING)) {
      if (value.contains("identity")) {
        return true;
      }
    }
    return false;
  }

  /// In thousandths; 0 when the client does not take it.
  private static int weight(Fields request, Coding coding) {
    int named = ABSENT;
    int any = ABSENT;
    for (String value : request.values(FieldName.ACCEPT_ENCODING)) {
      int left = MEMBERS_MAX;
      for (String member : value.split(",", MEMBERS_MAX + 1)) {
        if (left-- == 0) {
          break;
        }
        int semicolon = member.indexOf(';');
        String name = (semicolon < 0 ? member : member.substring(0, semicolon)).strip();
        int weight = semicolon < 0 ? WHOLE : quality(member.substring(semicolon + 1));
        if (name.equals("*")) {
          any = weight;
        } else if (Coding.of(name) == coding) {
          named = Math.max(named, weight);
        }
      }
    }
    if (named != ABSENT) {
      return named;
    }
    if (coding == Coding.IDENTITY) {
      return any == 0 ? 0 : 1;
    }
    return Math.max(any, 0);
  }

  /// `q=` with at most three decimals; anything else counts as refused.
  private static int quality(String parameter) {
    String text = parameter.strip();
    if (text.length() < 3
        || Character.toLowerCase(text.charAt(0)) != 'q'
        || text.charAt(1) != '=') {
      return 0;
    }
    String number = text.substring(2).strip();
    if (number.length() > 5 || (number.charAt(0) != '0' && number.charAt(0) != '1')) {
      return 0;
    }
    int weight = (number.charAt(0) - '0') * WHOLE;
    if (number.length() > 1 && number.charAt(1) != '.') {
      return 0;
    }
    int step = 100;
    for (int i = 2; i < number.length(); i++, step /= 10) {
      int digit = number.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return 0;
      }
      weight += digit * step;
    }
    return weight > WHOLE ? 0 : weight;
  }
}
