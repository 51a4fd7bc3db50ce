package dev.varve.edge.fastcgi;

import dev.varve.edge.upstream.UpstreamGroup;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// How scripts are run.
///
/// @param root their folder as the edge sees it
/// @param remoteRoot the same folder as the FastCGI server sees it
/// @param index the script that stands for a folder
/// @param endings of what may be run
/// @param front one script that answers everything, or empty
/// @param environment further variables
public record FastCgiRules(
    UpstreamGroup group,
    Path root,
    String remoteRoot,
    String index,
    List<String> endings,
    String front,
    Map<String, String> environment) {
  public FastCgiRules {
    endings = List.copyOf(endings);
    environment = Map.copyOf(environment);
  }
}
