package dev.varve.store;

/// When a write to a namespace is acknowledged.
public enum Durability {
  /// After it is on the device. Nothing acknowledged is lost by a crash of process or machine.
  SYNC,
  /// After the operating system has it; on the device within 100 ms. A crash of the machine may
  /// lose that much, a crash of the process nothing.
  GROUP,
  /// After the operating system has it; on the device when the system sees fit.
  MEMORY
}
