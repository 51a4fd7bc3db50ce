package dev.varve.program.gate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// PHP-FPM of its own configuration.
final class Fpm {
  private Fpm() {}

  /// Listens at `fpm.sock` in the folder.
  static Started overUnixSocket(Path folder, int workers) throws IOException {
    return overUnixSocket(folder, workers, Map.of());
  }

  /// @param environment of the scripts
  static Started overUnixSocket(Path folder, int workers, Map<String, String> environment)
      throws IOException {
    Path socket = folder.resolve("fpm.sock");
    return start(folder, socket.toString(), workers, environment).awaitFile(socket);
  }

  static Started overTcp(Path folder, int port, int workers) throws IOException {
    return start(folder, "127.0.0.1:" + port, workers, Map.of()).awaitPort(port);
  }

  private static Started start(
      Path folder, String listen, int workers, Map<String, String> environment) throws IOException {
    Applications.install("php");
    Path configuration = folder.resolve("fpm.conf");
    Files.writeString(
        configuration,
        """
        [global]
        daemonize = no
        error_log = %1$s/fpm-errors.log
        [www]
        ; Without effect for anybody but root, whose -R below allows it.
        user = %2$s
        listen = %3$s
        pm = static
        pm.max_children = %4$d
        pm.status_path = /fpm-status
        clear_env = no
        catch_workers_output = yes
        php_admin_value[upload_max_filesize] = 300M
        php_admin_value[post_max_size] = 300M
        php_admin_value[session.save_path] = %1$s
        php_admin_value[upload_tmp_dir] = %1$s
        php_admin_value[sys_temp_dir] = %1$s
        """
            .formatted(folder, System.getProperty("user.name"), listen, workers));
    return Started.start(
        folder,
        folder.resolve("fpm.log"),
        environment,
        List.of(program(), "-R", "--nodaemonize", "--fpm-config", configuration.toString()));
  }

  /// The binary's name has its version in it.
  private static String program() throws IOException {
    try (var programs = Files.newDirectoryStream(Path.of("/usr/sbin"), "php-fpm*")) {
      for (Path each : programs) {
        return each.toString();
      }
    }
    throw new AssertionError("php-fpm must be installed; run conformance/applications/install php");
  }
}
