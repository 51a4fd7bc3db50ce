package dev.varve.base;

/// The stable name of a kind of problem, such as `E1203`. Each module keeps its codes in one enum;
/// `varve explain E1203` prints the explanation.
///
/// Numbers by module: 10xx base and program, 11xx config syntax, 12xx graph checks, 13xx store,
/// 14xx edge, 15xx http, 16xx control, 17xx app.
public interface Code {
  /// `E` and four digits.
  String id();

  /// A few words that name the problem.
  String title();

  /// One paragraph: why it happens and what to do.
  String explanation();

  /// How a command ends that stumbles over it.
  Exit exit();
}
