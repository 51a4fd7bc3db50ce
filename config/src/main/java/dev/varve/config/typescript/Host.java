package dev.varve.config.typescript;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.HostFunction;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.runtime.WasmFunctionHandle;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.ValType;

/// All that the engine can reach: the twelve functions of WASI it was built with, which know no
/// file, a clock that stands still and no chance; and one that hands the program in and the report
/// out.
final class Host {
  private static final ValType INT = ValType.I32;
  private static final ValType LONG = ValType.I64;
  private static final int OK = 0;
  private static final int BAD_FILE = 8;
  private static final int NOT_SEEKABLE = 70;

  /// Never empty: the engine has no place for nothing.
  private static final String TAKEN = "ok";

  private static final String DESCRIBED = "{\"described\":true}";
  private static final int REPORT_MAX = 32 << 20;
  private static final int TALK_MAX = 16 << 10;

  private final Program program;
  private final Console console;
  private final Runnable piece;
  private final StringBuilder value = new StringBuilder();
  private final StringBuilder places = new StringBuilder();
  private final StringBuilder talk = new StringBuilder();
  private @Nullable String report;

  /// @param piece told when the value is about to be read, and with each piece of it
  Host(Program program, Console console, Runnable piece) {
    this.program = program;
    this.console = console;
    this.piece = piece;
  }

  @Nullable String report() {
    return report;
  }

  /// What the engine said of itself before it gave up.
  String talk() {
    return talk.toString();
  }

  ImportValues imports() {
    return ImportValues.builder()
        .addFunction(
            wasi("clock_time_get", List.of(INT, LONG, INT), Host::time),
            wasi("random_get", List.of(INT, INT), Host::chance),
            wasi("environ_get", List.of(INT, INT), (_, _) -> status(OK)),
            wasi("environ_sizes_get", List.of(INT, INT), Host::noEnvironment),
            wasi("fd_close", List.of(INT), (_, _) -> status(BAD_FILE)),
            wasi("fd_fdstat_get", List.of(INT, INT), (_, _) -> status(BAD_FILE)),
            wasi("fd_prestat_get", List.of(INT, INT), (_, _) -> status(BAD_FILE)),
            wasi("fd_prestat_dir_name", List.of(INT, INT, INT), (_, _) -> status(BAD_FILE)),
            wasi("fd_read", List.of(INT, INT, INT, INT), Host::nothingToRead),
            wasi("fd_seek", List.of(INT, LONG, INT, INT), (_, _) -> status(NOT_SEEKABLE)),
            wasi("fd_write", List.of(INT, INT, INT, INT), this::write),
            new HostFunction(
                "wasi_snapshot_preview1",
                "proc_exit",
                FunctionType.of(List.of(INT), List.of()),
                Host::exit),
            new HostFunction(
                "endive",
                "invoke",
                FunctionType.of(List.of(INT, INT, INT, INT, INT, INT), List.of(INT)),
                this::invoke))
        .build();
  }

  private static HostFunction wasi(String name, List<ValType> taken, WasmFunctionHandle handle) {
    return new HostFunction(
        "wasi_snapshot_preview1", name, FunctionType.of(taken, List.of(INT)), handle);
  }

  private static long[] status(int status) {
    return new long[] {status};
  }

  private static long[] time(Instance instance, long... args) {
    instance.memory().writeLong((int) args[2], 0);
    return status(OK);
  }

  private static long[] chance(Instance instance, long... args) {
    instance.memory().write((int) args[0], new byte[Math.clamp(args[1], 0, 4096)]);
    return status(OK);
  }

  private static long[] noEnvironment(Instance instance, long... args) {
    instance.memory().writeI32((int) args[0], 0);
    instance.memory().writeI32((int) args[1], 0);
    return status(OK);
  }

  private static long[] nothingToRead(Instance instance, long... args) {
    instance.memory().writeI32((int) args[3], 0);
    return status(OK);
  }

  private static long[] exit(Instance instance, long... args) {
    throw new IllegalStateException("the configuration's engine ended itself: " + args[0]);
  }

  private long[] write(Instance instance, long... args) {
    Memory memory = instance.memory();
    int written = 0;
    for (int i = 0; i < args[2]; i++) {
      int at = memory.readInt((int) args[1] + 8 * i);
      int length = memory.readInt((int) args[1] + 8 * i + 4);
      if (talk.length() < TALK_MAX) {
        talk.append(text(memory, at, Math.min(length, TALK_MAX)));
      }
      written += length;
    }
    memory.writeI32((int) args[3], written);
    return status(OK);
  }

  /// `java_invoke(module, name, text)`: all strings, the result too.
  private long[] invoke(Instance instance, long... args) {
    Memory memory = instance.memory();
    String name = text(memory, (int) args[2], (int) args[3]);
    String given = text(memory, (int) args[4], (int) args[5]);
    byte[] answer = answer(name, given).getBytes(StandardCharsets.UTF_8);
    int at = allocate(instance, answer.length);
    instance.memory().write(at, answer);
    int pair = allocate(instance, 8);
    instance.memory().writeI32(pair, at);
    instance.memory().writeI32(pair + 4, answer.length);
    return status(pair);
  }

  private String answer(String name, String given) {
    return switch (name) {
      case "program" -> program.script();
      case "literals" -> program.table();
      case "ran" -> {
        piece.run();
        yield TAKEN;
      }
      case "log" -> {
        console.log(given);
        yield TAKEN;
      }
      case "value" -> collect(value, given);
      case "places" -> collect(places, given);
      case "report" -> {
        report = given.equals(DESCRIBED) ? described() : given;
        yield TAKEN;
      }
      default -> throw new IllegalStateException("the driver asks for " + name);
    };
  }

  private String collect(StringBuilder pieces, String next) {
    piece.run();
    if (pieces.length() < REPORT_MAX) {
      pieces.append(next);
    }
    return TAKEN;
  }

  private String described() {
    return value.length() >= REPORT_MAX || places.length() >= REPORT_MAX
        ? "{\"tooMuch\":true}"
        : "{\"value\":" + value + ",\"at\":\"" + places + "\"}";
  }

  private static String text(Memory memory, int at, int length) {
    return new String(memory.readBytes(at, length), StandardCharsets.UTF_8);
  }

  static int allocate(Instance instance, int bytes) {
    return (int) instance.export("cabi_realloc").apply(0, 0, 1, bytes)[0];
  }
}
