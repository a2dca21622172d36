// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.sim;

import io.snowloop.samples.scene.Failure;
import io.snowloop.samples.scene.TimedRuns;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import org.jspecify.annotations.Nullable;

/** The compiler of the JDK that runs this: from a text to classes, both in memory. For one thread at a time. */
public final class Javac implements AutoCloseable {
    /** Texts that are put together by calls start faster than those of invokedynamic: classes are often loaded, and run once. */
    private static final List<String> OPTIONS =
            List.of("-proc:none", "-g", "-XDstringConcat=inline", "-cp", System.getProperty("java.class.path", ""));

    /** The {@link Problem#code} of a text that the compiler does not come to the end of. */
    public static final String ENDLESS = "endless";

    /** How long it may compute for a text, in seconds: a few nested calls can take it years. */
    private static final int LIMIT = 30;

    /** A source of a reader has some kilobytes. */
    private static final int LARGEST = 1 << 20;

    private final JavaCompiler compiler;
    private final int limit;
    private StandardJavaFileManager files;

    /**
     * The compiler, ready for several texts: what it has read of the class path it keeps.
     *
     * @throws IOException if this Java has none
     */
    public Javac(@Nullable JavaCompiler compiler) throws IOException {
        this(compiler, LIMIT);
    }

    /** With another limit, in seconds. */
    Javac(@Nullable JavaCompiler compiler, int limit) throws IOException {
        if (compiler == null) {
            throw new IOException("this Java has no compiler, it is a JRE: install a JDK, or set JAVA_HOME to one");
        }
        this.compiler = compiler;
        this.limit = limit;
        this.files = fileManager(compiler);
    }

    private static StandardJavaFileManager fileManager(JavaCompiler compiler) {
        return compiler.getStandardFileManager(null, Locale.ROOT, null);
    }

    /**
     * Compiles a text.
     *
     * @param name the name of the file that has it, for messages
     * @param others classes that the text may use, by their names
     */
    public Compiled compile(String name, String text, Map<String, byte[]> others) {
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        Map<String, ByteArrayOutputStream> output = new HashMap<>();
        JavaFileManager memory = new InMemory(files, others, output);
        StringWriter more = new StringWriter(); // else it goes to the terminal, such as a thousand lines of a stack
        JavaCompiler.CompilationTask task =
                compiler.getTask(more, memory, problems, OPTIONS, null, List.of(new Text(name, text)));
        boolean compiled;
        try {
            compiled = TimedRuns.within(limit, "the compiler", task::call);
        } catch (TimedRuns.EndlessException e) {
            files = fileManager(compiler); // the other one is still in use
            return new Compiled(Map.of(), List.of(endless(name)));
        }
        Map<String, byte[]> classes = new HashMap<>();
        output.forEach((type, bytes) -> classes.put(type, bytes.toByteArray()));
        List<Problem> errors = problems.getDiagnostics().stream()
                .filter(problem -> problem.getKind() == Diagnostic.Kind.ERROR)
                .map(problem -> new Problem(
                        problem.getLineNumber(),
                        String.valueOf(problem.getCode()),
                        Failure.cut(problem.getMessage(Locale.ROOT)), // its line may be as long as the file
                        Failure.cut(problem.toString().strip())))
                .toList();
        return new Compiled(classes, compiled || !errors.isEmpty() ? errors : List.of(failed(name, more.toString())));
    }

    /** The compiler has an error of its own, which is at no line. */
    private static Problem failed(String name, String printed) {
        String why = printed.contains("StackOverflowError")
                ? "the compiler has used up its stack: an expression or a block is nested too deeply, or a sum is too long"
                : "the compiler has failed: " + printed.lines().limit(2).collect(Collectors.joining(" "));
        return new Problem(-1, "compiler", why, name + ": " + why);
    }

    private Problem endless(String name) {
        String why = "the compiler does not come to an end: for " + limit
                + " s it was busy. Are calls, conditions or patterns nested in each other? Give some of them a name";
        return new Problem(-1, ENDLESS, why, name + ": " + why);
    }

    /** The text of a source file, without the mark that an editor of Windows puts at its start. */
    public static String text(Path file) throws IOException {
        long size = Files.size(file);
        if (size > LARGEST) {
            throw new IOException(file + " has " + size + " bytes: a source file has " + LARGEST + " at most");
        }
        try {
            return Files.readString(file).replaceFirst("^\uFEFF", "");
        } catch (CharacterCodingException e) {
            throw new IOException(file + " is not in UTF-8: save it in this encoding", e);
        }
    }

    /**
     * What has come of a text.
     *
     * @param classes the classes by their names; perhaps none or not all, if there are errors
     * @param errors why it does not compile, in the order of the compiler
     */
    public record Compiled(Map<String, byte[]> classes, List<Problem> errors) {}

    /**
     * An error of the compiler.
     *
     * @param line the line, from 1; -1 if it is at none
     * @param code its key, such as {@code compiler.err.expected}
     * @param message its text alone
     * @param shown as javac prints it, with the name of the file, the line and what stands there
     */
    public record Problem(long line, String code, String message, String shown) {}

    @Override
    public void close() throws IOException {
        files.close();
    }

    /** A source. Its name is what the messages say, and need not be that of its class. */
    private static final class Text extends SimpleJavaFileObject {
        private final String name;
        private final String text;

        Text(String name, String text) {
            super(uri(name), Kind.SOURCE);
            this.name = name;
            this.text = text;
        }

        /** The compiler writes the last part of it into the classes, for stack traces. */
        private static URI uri(String name) {
            try {
                return new URI(
                        "memory",
                        "",
                        "/" + name.substring(1 + Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\'))),
                        null);
            } catch (URISyntaxException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean isNameCompatible(String simpleName, Kind kind) {
            return true;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    /** A class that is there. */
    private static final class Bytes extends SimpleJavaFileObject {
        private final String type;
        private final byte[] bytes;

        Bytes(String type, byte[] bytes) {
            super(URI.create("memory:///" + type.replace('.', '/') + Kind.CLASS.extension), Kind.CLASS);
            this.type = type;
            this.bytes = bytes;
        }

        @Override
        public InputStream openInputStream() {
            return new ByteArrayInputStream(bytes);
        }
    }

    /** Finds the other classes, and keeps what the compiler writes. */
    private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, byte[]> others;
        private final Map<String, ByteArrayOutputStream> output;

        InMemory(JavaFileManager files, Map<String, byte[]> others, Map<String, ByteArrayOutputStream> output) {
            super(files);
            this.others = others;
            this.output = output;
        }

        @Override
        public Iterable<JavaFileObject> list(
                Location location, String packageName, Set<JavaFileObject.Kind> kinds, boolean recurse)
                throws IOException {
            List<JavaFileObject> found = new ArrayList<>();
            super.list(location, packageName, kinds, recurse).forEach(found::add);
            if (location == StandardLocation.CLASS_PATH && packageName.isEmpty()) {
                others.forEach((type, bytes) -> found.add(new Bytes(type, bytes)));
            }
            return found;
        }

        @Override
        public @Nullable String inferBinaryName(Location location, JavaFileObject file) {
            return file instanceof Bytes bytes ? bytes.type : super.inferBinaryName(location, file);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String type, JavaFileObject.Kind kind, @Nullable FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("memory:///" + type.replace('.', '/') + kind.extension), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return output.computeIfAbsent(type, unknown -> new ByteArrayOutputStream());
                }
            };
        }
    }
}
