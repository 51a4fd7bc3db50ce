package dev.varve.config.profile;

import dev.varve.config.Profile;
import java.util.List;

/// The profiles that come with Varve.
public final class KnownProfiles {
  /// In the order people read them.
  public static final List<Profile<?>> ALL =
      List.of(
          new Spa(),
          new SvelteKit(),
          new SvelteKitStatic(),
          new NextJs(),
          new WordPress(),
          new Laravel(),
          new Php(),
          new App());

  private KnownProfiles() {}
}
