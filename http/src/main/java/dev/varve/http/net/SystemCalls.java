package dev.varve.http.net;

import java.io.IOException;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;

/// What Linux offers and neither the JDK nor Netty passes on, called by foreign functions. Whoever
/// sends the first large file makes the linker; a start pays nothing for it.
final class SystemCalls {
  private static final int AGAIN = 11;
  private static final int INTERRUPTED = 4;

  /// `O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC`, which are the same on x86-64 and AArch64.
  private static final int TO_READ = 0400 | 04000 | 02000000;

  private static final AddressLayout POINTER = ValueLayout.ADDRESS;
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final MethodHandle OPEN =
      handle(
          "open",
          FunctionDescriptor.of(ValueLayout.JAVA_INT, POINTER, ValueLayout.JAVA_INT),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle CLOSE =
      handle("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
  private static final MethodHandle SENDFILE =
      handle(
          "sendfile",
          FunctionDescriptor.of(
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              POINTER,
              ValueLayout.JAVA_LONG));

  private SystemCalls() {}

  /// Where these are known: the numbers above are those of Linux on the two usual processors.
  static boolean areKnown() {
    String processor = System.getProperty("os.arch", "");
    return System.getProperty("os.name", "").equals("Linux")
        && (processor.equals("amd64") || processor.equals("aarch64"));
  }

  /// A descriptor to read from. Never waits for what is no file.
  static int open(Path path) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      MemorySegment name = arena.allocateFrom(path.toString());
      int descriptor = (int) OPEN.invokeExact(state, name, TO_READ);
      if (descriptor < 0) {
        throw failed("open", errno(state));
      }
      return descriptor;
    } catch (Throwable cause) {
      throw asIs(cause);
    }
  }

  static void close(int descriptor) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      // The descriptor is gone even when this is interrupted, and must not be closed again.
      if ((int) CLOSE.invokeExact(state, descriptor) < 0 && errno(state) != INTERRUPTED) {
        throw failed("close", errno(state));
      }
    } catch (Throwable cause) {
      throw asIs(cause);
    }
  }

  /// How many bytes of the file went to the socket. 0: it takes none now, or the file has none
  /// there.
  static long sendfile(int socket, int file, long position, long count) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      MemorySegment offset = arena.allocateFrom(ValueLayout.JAVA_LONG, position);
      while (true) {
        long sent = (long) SENDFILE.invokeExact(state, socket, file, offset, count);
        if (sent >= 0) {
          return sent;
        }
        switch (errno(state)) {
          case AGAIN -> {
            return 0;
          }
          case INTERRUPTED -> offset.set(ValueLayout.JAVA_LONG, 0, position);
          default -> throw failed("sendfile", errno(state));
        }
      }
    } catch (Throwable cause) {
      throw asIs(cause);
    }
  }

  private static int errno(MemorySegment state) {
    return (int) ERRNO.get(state, 0L);
  }

  private static IOException failed(String call, int errno) {
    return new IOException(call + " failed with error " + errno + " of the system");
  }

  /// Handles of methods may throw whatever; these throw what the methods above do.
  private static IOException asIs(Throwable cause) {
    return switch (cause) {
      case IOException expected -> expected;
      case RuntimeException bug -> throw bug;
      case Error end -> throw end;
      default -> new IOException(cause);
    };
  }

  @SuppressWarnings("restricted") // native access is what this class is for
  private static MethodHandle handle(
      String name, FunctionDescriptor form, Linker.Option... options) {
    Linker linker = Linker.nativeLinker();
    var all = new Linker.Option[options.length + 1];
    all[0] = Linker.Option.captureCallState("errno");
    System.arraycopy(options, 0, all, 1, options.length);
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), form, all);
  }
}
