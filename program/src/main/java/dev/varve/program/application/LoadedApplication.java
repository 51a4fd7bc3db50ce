package dev.varve.program.application;

import dev.varve.app.Application;
import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.program.ProgramCode;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/// An application brought into the process from Java files or from a jar, with a class loader of
/// its own. The application is found as a service ([ServiceLoader]), so nothing reflects on it.
public final class LoadedApplication implements AutoCloseable {
  private static final String SERVICE = "META-INF/services/" + Application.class.getName();

  private final URLClassLoader loader;
  private final Application application;

  private LoadedApplication(URLClassLoader loader, Application application) {
    this.loader = loader;
    this.application = application;
  }

  /// Compiles a folder of Java files and takes the class named `main` from it.
  ///
  /// @param classes where the compiled classes go; what is there is removed
  /// @throws Failure when they do not compile or there is no such class
  public static LoadedApplication fromSources(Path folder, String main, Path classes) {
    Sources.compile(folder, classes);
    try {
      Path service = classes.resolve(SERVICE);
      Files.createDirectories(service.getParent());
      Files.writeString(service, main + "\n");
    } catch (IOException e) {
      throw new Failure(
          new Problem(
              ProgramCode.UNREADABLE,
              classes.toString(),
              "compiled classes must be writable here, but are not: " + e,
              ""),
          e);
    }
    return load(classes, main);
  }

  /// Takes the application from a jar that names it in `META-INF/services`.
  ///
  /// @throws Failure when there is none
  public static LoadedApplication fromJar(Path jar, String main) {
    if (!Files.isReadable(jar)) {
      throw failed(
          jar.toString(),
          "the application's jar must be a readable file, but is not",
          "check apps in the configuration");
    }
    return load(jar, main);
  }

  private static LoadedApplication load(Path place, String main) {
    var loader =
        new URLClassLoader(new URL[] {urlOf(place)}, LoadedApplication.class.getClassLoader());
    var others = new ArrayList<String>();
    try {
      for (Application each : ServiceLoader.load(Application.class, loader)) {
        if (each.getClass().getName().equals(main)) {
          return new LoadedApplication(loader, each);
        }
        others.add(each.getClass().getName());
      }
    } catch (ServiceConfigurationError e) {
      throw failed(
          place.toString(),
          "the application's class '"
              + main
              + "' must be public, implement Application and have a"
              + " public constructor without parameters, but: "
              + e.getMessage(),
          "");
    }
    throw failed(
        place.toString(),
        "an application named '" + main + "' must be here, but there are " + others,
        "check main in the configuration");
  }

  private static URL urlOf(Path place) {
    try {
      return place.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Failure failed(String where, String message, String next) {
    return new Failure(new Problem(ProgramCode.APP_FAILED, where, message, next));
  }

  public Application application() {
    return application;
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }
}
