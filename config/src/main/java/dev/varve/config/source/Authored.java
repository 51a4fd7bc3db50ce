package dev.varve.config.source;

import dev.varve.base.json.Json;

/// What one author wrote, as plain values, whatever the language: shorthand, groups and profiles
/// still in it. References to secrets and environment are objects: `{"secret":"X"}`, `{"env":"X"}`.
///
/// @param value usually an object
/// @param positions places within `value`
public record Authored(Json value, Positions positions) {}
