package dev.varve.edge.upstream;

/// Lists of statuses such as `200-399` or `200,204`, checked by the graph.
final class StatusRanges {
  private StatusRanges() {}

  static boolean contain(String ranges, int status) {
    for (String range : ranges.split(",", -1)) {
      int dash = range.indexOf('-');
      int first = Integer.parseInt((dash < 0 ? range : range.substring(0, dash)).strip());
      int last = dash < 0 ? first : Integer.parseInt(range.substring(dash + 1).strip());
      if (status >= first && status <= last) {
        return true;
      }
    }
    return false;
  }
}
