package dev.varve.edge.files;

import org.jspecify.annotations.Nullable;

/// The conditions of a request, evaluated in the order RFC 9110, 13.2.2 demands: a tag outweighs a
/// date, and what guards against lost updates outweighs what saves bandwidth.
///
/// @param ifMatch the field's values joined by commas, or null; likewise the others
record Preconditions(
    @Nullable String ifMatch,
    @Nullable String ifUnmodifiedSince,
    @Nullable String ifNoneMatch,
    @Nullable String ifModifiedSince) {

  /// What the conditions make of a request.
  enum Verdict {
    PROCEED,
    /// 304 for GET and HEAD.
    NOT_MODIFIED,
    /// 412.
    FAILED
  }

  Verdict of(boolean reads, String tag, long modifiedSeconds) {
    if (ifMatch != null) {
      if (!EntityTag.strongMatch(ifMatch, tag)) {
        return Verdict.FAILED;
      }
    } else if (ifUnmodifiedSince != null) {
      long date = HttpDate.parse(ifUnmodifiedSince);
      if (date != HttpDate.NONE && modifiedSeconds > date) {
        return Verdict.FAILED;
      }
    }
    if (ifNoneMatch != null) {
      if (EntityTag.weakMatch(ifNoneMatch, tag)) {
        return reads ? Verdict.NOT_MODIFIED : Verdict.FAILED;
      }
    } else if (ifModifiedSince != null && reads) {
      long date = HttpDate.parse(ifModifiedSince);
      if (date != HttpDate.NONE && modifiedSeconds <= date) {
        return Verdict.NOT_MODIFIED;
      }
    }
    return Verdict.PROCEED;
  }
}
