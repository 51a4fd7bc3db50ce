package dev.varve.edge;

import dev.varve.edge.error.ErrorPage;
import dev.varve.http.Body;
import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import dev.varve.http.Response;
import org.jspecify.annotations.Nullable;

/// Answers with the page for an error: the site's own, or the edge's. Fields that were put into the
/// exchange's response before, such as Allow or Retry-After, stay.
final class Refusal {
  private Refusal() {}

  static void answer(Passage passage, @Nullable SiteRun site, int status, String detail) {
    Response response = passage.response();
    response.status(status);
    Fields fields = response.fields();
    fields.remove(FieldName.CONTENT_TYPE);
    fields.remove(FieldName.CACHE_CONTROL);
    byte[] own = site == null ? null : site.errorPage(status);
    byte[] page;
    if (own != null) {
      fields.add(FieldName.CONTENT_TYPE, "text/html; charset=utf-8");
      page = own;
    } else {
      String accept = passage.request().fields().value(FieldName.ACCEPT);
      ErrorPage made = ErrorPage.of(status, accept, detail, passage.requestId());
      fields.add(FieldName.CONTENT_TYPE, made.contentType());
      page = made.body().array();
    }
    fields.add(FieldName.CACHE_CONTROL, "no-store");
    boolean isHead = passage.request().isHead();
    if (isHead) {
      fields.add(FieldName.CONTENT_LENGTH, page.length);
    }
    passage.respond(response, isHead ? Body.empty() : Body.of(page));
  }
}
