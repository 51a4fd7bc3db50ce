package dev.varve.house;

import static java.util.Objects.requireNonNull;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// One Java file as the compiler's parser sees it: words in comments and strings do not count.
///
/// @param name relative to the root of the project
/// @param mentions every name used, with its line: `Thread.sleep`, `new Date`, `@Disabled`, `import
///   java.util.List`
record JavaSource(
    String name,
    String text,
    List<TypeSize> types,
    List<MethodSize> methods,
    List<Mention> mentions,
    List<Long> emptyCatches) {

  record TypeSize(String name, long line) {}

  /// @param lines of the body, braces included
  /// @param ofRecord a constructor of a record: it has the record's components
  record MethodSize(String name, long line, long lines, int parameters, boolean ofRecord) {}

  record Mention(String word, long line) {}

  boolean inModule(String module) {
    return name.startsWith(module + "/");
  }

  boolean isTest() {
    return name.contains("/src/test/");
  }

  /// Parses texts by their names.
  static List<JavaSource> parse(Map<String, String> files) {
    var units = new ArrayList<JavaFileObject>();
    files.forEach((name, text) -> units.add(new Source(name, text)));
    var compiler = ToolProvider.getSystemJavaCompiler();
    var task = (JavacTask) compiler.getTask(null, null, _ -> {}, null, null, units);
    SourcePositions positions = Trees.instance(task).getSourcePositions();
    var sources = new ArrayList<JavaSource>();
    try {
      for (CompilationUnitTree unit : task.parse()) {
        String name = unit.getSourceFile().toUri().getPath().substring(1);
        var collector = new Collector(unit, positions, requireNonNull(files.get(name)));
        collector.scan(unit, null);
        sources.add(collector.source(name));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sources;
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String name, String text) {
      super(URI.create("memory:///" + name), JavaFileObject.Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static final class Collector extends TreeScanner<@Nullable Void, @Nullable Void> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final String text;
    private final List<TypeSize> types = new ArrayList<>();
    private final List<MethodSize> methods = new ArrayList<>();
    private final List<Mention> mentions = new ArrayList<>();
    private final List<Long> emptyCatches = new ArrayList<>();
    private boolean inRecord;

    Collector(CompilationUnitTree unit, SourcePositions positions, String text) {
      this.unit = unit;
      this.positions = positions;
      this.text = text;
    }

    JavaSource source(String name) {
      return new JavaSource(name, text, types, methods, mentions, emptyCatches);
    }

    @Override
    public @Nullable Void visitClass(ClassTree tree, @Nullable Void nothing) {
      if (!tree.getSimpleName().isEmpty()) {
        types.add(new TypeSize(tree.getSimpleName().toString(), line(tree)));
      }
      boolean outer = inRecord;
      inRecord = tree.getKind() == Tree.Kind.RECORD;
      super.visitClass(tree, null);
      inRecord = outer;
      return null;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree tree, @Nullable Void nothing) {
      boolean constructor = tree.getReturnType() == null;
      String name = tree.getName().toString();
      long lines = tree.getBody() == null ? 1 : lineAt(end(tree)) - line(tree.getBody()) + 1;
      int parameters = tree.getParameters().size();
      methods.add(new MethodSize(name, line(tree), lines, parameters, constructor && inRecord));
      return super.visitMethod(tree, null);
    }

    @Override
    public @Nullable Void visitMemberSelect(MemberSelectTree tree, @Nullable Void nothing) {
      String word = tree.getExpression() + "." + tree.getIdentifier();
      mentions.add(
          new Mention(word.length() < 200 ? word : "." + tree.getIdentifier(), line(tree)));
      return super.visitMemberSelect(tree, null);
    }

    @Override
    public @Nullable Void visitIdentifier(IdentifierTree tree, @Nullable Void nothing) {
      mentions.add(new Mention(tree.getName().toString(), line(tree)));
      return super.visitIdentifier(tree, null);
    }

    @Override
    public @Nullable Void visitNewClass(NewClassTree tree, @Nullable Void nothing) {
      mentions.add(new Mention("new " + tree.getIdentifier(), line(tree)));
      return super.visitNewClass(tree, null);
    }

    @Override
    public @Nullable Void visitAnnotation(AnnotationTree tree, @Nullable Void nothing) {
      mentions.add(new Mention("@" + tree.getAnnotationType(), line(tree)));
      return super.visitAnnotation(tree, null);
    }

    @Override
    public @Nullable Void visitImport(ImportTree tree, @Nullable Void nothing) {
      String kind = tree.isModule() ? "import module " : "import ";
      mentions.add(new Mention(kind + tree.getQualifiedIdentifier(), line(tree)));
      return null;
    }

    @Override
    public @Nullable Void visitCatch(CatchTree tree, @Nullable Void nothing) {
      long start = positions.getStartPosition(unit, tree.getBlock());
      long end = positions.getEndPosition(unit, tree.getBlock());
      String block = text.substring((int) start + 1, (int) end - 1);
      if (block.isBlank()) {
        emptyCatches.add(line(tree));
      }
      return super.visitCatch(tree, null);
    }

    private long end(Tree tree) {
      return positions.getEndPosition(unit, tree);
    }

    private long line(Tree tree) {
      return lineAt(positions.getStartPosition(unit, tree));
    }

    private long lineAt(long position) {
      return position < 0 ? 0 : unit.getLineMap().getLineNumber(position);
    }
  }
}
