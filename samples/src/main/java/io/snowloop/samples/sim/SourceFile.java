// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.sim;

import io.snowloop.samples.scene.Outcome;
import io.snowloop.samples.scene.Scene;
import io.snowloop.samples.scene.Stage;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import org.jspecify.annotations.Nullable;

/** A reader's source file, compiled by the compiler of the JDK that runs this, in memory. It is a scene. */
final class SourceFile implements Scene {
    private final String name;
    private final Map<String, byte[]> classes;

    private SourceFile(String name, Map<String, byte[]> classes) {
        this.name = name;
        this.classes = classes;
    }

    /**
     * Compiles a file.
     *
     * @throws IOException with what the compiler says, if the file is not there or is no program
     */
    static SourceFile compile(Path file, @Nullable JavaCompiler compiler) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException(file + " is a folder: name one source file");
        }
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString());
        }
        if (!file.toString().endsWith(".java")) {
            throw new IOException(file + " is no source file: its name must end in .java");
        }
        Map<String, byte[]> classes;
        try (Javac javac = new Javac(compiler)) {
            Javac.Compiled compiled = javac.compile(file.toString(), Javac.text(file), Map.of());
            if (!compiled.errors().isEmpty()) {
                throw new CompileException(file, compiled.errors());
            }
            classes = compiled.classes();
        }
        SourceFile source = new SourceFile(String.valueOf(file.getFileName()), classes);
        source.main();
        return source;
    }

    /** The file does not compile. */
    static final class CompileException extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient List<String> errors;

        CompileException(Path file, List<Javac.Problem> errors) {
            super(file + " does not compile, " + errors.size() + (errors.size() == 1 ? " error:" : " errors:"));
            this.errors = errors.stream().map(Javac.Problem::shown).toList();
        }

        /** What the compiler says: for each error its file, its line and a few lines of text. */
        List<String> errors() {
            return errors;
        }
    }

    /** A program that starts nothing has nothing to show. */
    static void requireHosts(String name, Outcome outcome) throws IOException {
        if (outcome.hosts().isEmpty() && outcome.failure() == null) {
            throw new IOException(name + " has run nothing: its main method has to start a program, by"
                    + " stage.run(\"client\", host -> ...)");
        }
    }

    /** The first call that opens a channel of the kernel; null if there is none. */
    @Nullable
    String kernelChannel() throws IOException {
        return KernelChannels.in(classes.values());
    }

    String name() {
        return name;
    }

    /** Each run has classes of its own, and so no static field keeps anything from the run before. */
    @Override
    public void set(Stage stage) throws Exception {
        try {
            main().invoke(null, stage);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e.getCause() instanceof Error error ? error : new AssertionError(e);
        }
    }

    private Method main() throws IOException {
        ClassLoader loader = new Loader(classes);
        for (String type : classes.keySet().stream().sorted().toList()) {
            try {
                Method main = loader.loadClass(type).getDeclaredMethod("main", Stage.class);
                if (Modifier.isStatic(main.getModifiers())) {
                    main.setAccessible(true);
                    return main;
                }
            } catch (NoSuchMethodException e) {
                // perhaps another class of this file has it
            } catch (ClassNotFoundException e) {
                throw new AssertionError(e);
            }
        }
        throw new IOException(name + " has no method \"static void main(Stage stage)\": see docs/scenes.md");
    }

    /** The classes of one run. */
    private static final class Loader extends ClassLoader {
        private final Map<String, byte[]> classes;

        Loader(Map<String, byte[]> classes) {
            super(SourceFile.class.getClassLoader());
            this.classes = classes;
        }

        @Override
        protected Class<?> findClass(String type) throws ClassNotFoundException {
            byte[] bytes = classes.get(type);
            if (bytes == null) {
                throw new ClassNotFoundException(type);
            }
            return defineClass(type, bytes, 0, bytes.length);
        }
    }
}
