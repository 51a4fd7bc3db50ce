package dev.varve.bench.store;

import java.util.List;

/// Something that is measured.
interface Scenario {
  /// The goals it answers for, such as `S2 S3`.
  String goals();

  String work();

  List<Row> run(Bench bench) throws Exception;
}
