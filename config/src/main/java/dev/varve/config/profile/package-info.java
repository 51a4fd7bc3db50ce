/// Profiles: how frameworks want to be served, as plain routes.
package dev.varve.config.profile;
