/// What application authors compile against: an [Application] adds [Routes], a [Guard] decides who
/// may pass, a [Handler] turns a [Request] into a [Reply].
package dev.varve.app;
