package dev.varve.config.typescript;

import io.roastedroot.quickjs4j.core.JavyPluginModule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.ByteArrayMemory;
import run.endive.runtime.Instance;
import run.endive.runtime.TrapException;
import run.endive.runtime.WasmRuntimeException;
import run.endive.wasm.WasmEngineException;
import run.endive.wasm.types.MemoryLimits;

/// One QuickJS engine that runs one program. Belongs to one thread; interrupting the thread ends
/// it.
final class QuickJs {
  /// How the engine ended.
  enum Fate {
    FINE,
    MEMORY,
    DEPTH
  }

  /// 64 MiB.
  private static final int PAGES_MAX = 1024;

  private final Host host;
  private final Instance instance;

  /// @param piece told when the value is about to be read, and with each piece of it
  QuickJs(Program program, Console console, Runnable piece) {
    host = new Host(program, console, piece);
    var module = JavyPluginModule.load();
    int pages = module.memorySection().orElseThrow().getMemory(0).limits().initialPages();
    instance =
        Instance.builder(module)
            .withMachineFactory(JavyPluginModule::create)
            .withMemoryFactory(ByteArrayMemory::new)
            .withMemoryLimits(new MemoryLimits(pages, PAGES_MAX))
            .withImportValues(host.imports())
            .build();
    instance.export("initialize_runtime").apply();
  }

  Fate run() {
    try {
      evaluate(resource("driver.js") + resource("sandbox.js"));
      return host.report() == null ? Fate.MEMORY : Fate.FINE;
    } catch (TrapException trap) {
      // The engine panics when it cannot even make an error.
      if (instance.memory().pages() > PAGES_MAX / 2) {
        return Fate.MEMORY;
      }
      throw new IllegalStateException(host.talk(), trap);
    } catch (WasmRuntimeException e) {
      // Its stack grows downwards, to the beginning of its memory: deeper, there is nothing.
      return fateOf(e, String.valueOf(e.getMessage()).contains("address: -"));
    } catch (WasmEngineException e) {
      return fateOf(e, e.getCause() instanceof StackOverflowError);
    }
  }

  private static Fate fateOf(RuntimeException e, boolean depth) {
    if (!depth) {
      throw e;
    }
    return Fate.DEPTH;
  }

  @Nullable String report() {
    return host.report();
  }

  private void evaluate(String script) {
    byte[] text = script.getBytes(StandardCharsets.UTF_8);
    int at = Host.allocate(instance, text.length);
    instance.memory().write(at, text);
    int compiled = (int) instance.export("compileSrc").apply(at, text.length)[0];
    int code = instance.memory().readInt(compiled);
    int length = instance.memory().readInt(compiled + 4);
    instance.export("eval").apply(code, length, 0, 0);
  }

  static String resource(String name) {
    try (InputStream in = QuickJs.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its file " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
