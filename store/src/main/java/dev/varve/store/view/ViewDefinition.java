package dev.varve.store.view;

import dev.varve.base.Check;
import dev.varve.store.query.Page;
import dev.varve.store.query.Query;

/// A query whose answer is kept up to date: documents in order, or groups with their aggregates.
///
/// @param query without offset and cursor; a limit keeps it small to read, not to hold
public record ViewDefinition(String namespace, String name, Query query) {
  public ViewDefinition {
    Check.notBlank("view", name);
    Page page = query.page();
    Check.that(page.offset() == 0, "view " + name, "have no offset", page.offset());
    Check.that(page.cursor() == null, "view " + name, "have no cursor", "one");
  }
}
