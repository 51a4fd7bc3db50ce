/// JSON read strictly, written small, pretty or canonical.
package dev.varve.base.json;
