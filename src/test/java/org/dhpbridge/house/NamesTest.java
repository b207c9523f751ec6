package org.dhpbridge.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.lang.model.element.Name;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Nouns for things, verbs for deeds: what is declared is named by neither how it came nor what was done to it. */
class NamesTest {

    private static final Path SOURCES = Path.of("src/main/java");

    /** They fit whatever comes along: they say of nothing what it is. */
    private static final Set<String> NO_NAMES = Set.of("told", "untold", "given", "held", "alone", "spokenof");

    @Test
    void nothingIsNamedByAParticiple() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Set<String> found = new TreeSet<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> sources = Files.walk(SOURCES)) {
            List<Path> java =
                    sources.filter(path -> path.toString().endsWith(".java")).toList();
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(java));
            for (CompilationUnitTree unit : task.parse()) {
                unit.accept(
                        new Declarations(found), Path.of(unit.getSourceFile().toUri()));
            }
        }
        assertThat(found).as("say what it is, or what it does").isEmpty();
    }

    private static final class Declarations extends TreeScanner<Void, Path> {

        private final Set<String> found;

        private Declarations(Set<String> found) {
            this.found = found;
        }

        @Override
        public Void visitClass(ClassTree type, Path file) {
            look(type.getSimpleName(), file);
            return super.visitClass(type, file);
        }

        @Override
        public Void visitMethod(MethodTree method, Path file) {
            look(method.getName(), file);
            return super.visitMethod(method, file);
        }

        @Override
        public Void visitVariable(VariableTree variable, Path file) {
            look(variable.getName(), file);
            return super.visitVariable(variable, file);
        }

        private void look(Name name, Path file) {
            if (NO_NAMES.contains(name.toString().toLowerCase(Locale.ROOT))) {
                found.add(file.getFileName() + " " + name);
            }
        }
    }
}
