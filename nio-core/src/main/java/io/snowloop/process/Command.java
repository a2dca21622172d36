// SPDX-License-Identifier: Apache-2.0
package io.snowloop.process;

import static java.util.Objects.requireNonNull;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.loop.Scheduler;
import io.snowloop.options.Bounds;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A program with its arguments, and what it runs with. It can be run any number of times.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/ProcessesPageTest.java#run -->
 * <pre>{@code
 * Future<String> version = Command.of(JAVA, "--version")
 *         .run(loop)
 *         .map(result -> result.output().text() + "exit code " + result.exit());
 * }</pre>
 *
 * <p>The arguments are words, and no shell reads them: {@code "a; rm -r x"} stays one word. A word that begins with {@code -}
 * may still be an option of the program. A program without a slash in its name is searched for in the {@code PATH} of this
 * process.
 *
 * <p>The JDK has no pipe that a selector knows, so threads wait for the pipes: one for each read and write that is pending. {@link
 * Process} and {@link ProcessBuilder} are the JDK's, and what they say of systems holds here, too.
 *
 * <p>Immutable: the methods that change a setting return a copy. Any thread may use one.
 */
public final class Command {
    /** The default of {@link #limit}: 16 MiB. */
    public static final int LIMIT = 16 * 1024 * 1024;

    /** The default of {@link #grace}: 5 seconds. */
    public static final Duration GRACE = Duration.ofSeconds(5);

    /**
     * What a program has left.
     * @param exit its exit code: 0 if all is well, by convention
     * @param output what it has written to its standard output
     * @param errors what it has written to its standard error; empty if that was merged
     */
    public record Result(int exit, Body.Bytes output, Body.Bytes errors) {
        /** Checks that nothing is missing. */
        public Result {
            requireNonNull(output, "output");
            requireNonNull(errors, "errors");
        }
    }

    private final List<String> words;

    /** Changes to the environment of this process; null for a variable that is left out. */
    private final Map<String, @Nullable String> environment;

    private @Nullable Path folder;
    private Redirect output = Redirect.PIPE;
    private Redirect errors = Redirect.PIPE;
    private boolean mergeErrors;
    private Body input = Body.EMPTY;
    private int limit = LIMIT;
    private Duration grace = GRACE;
    private Executor threads = PipeThreads.SHARED;

    private Command(List<String> words) {
        this.words = words;
        this.environment = new LinkedHashMap<>();
    }

    private Command(Command other) {
        this.words = other.words;
        this.environment = new LinkedHashMap<>(other.environment);
        this.folder = other.folder;
        this.output = other.output;
        this.errors = other.errors;
        this.mergeErrors = other.mergeErrors;
        this.input = other.input;
        this.limit = other.limit;
        this.grace = other.grace;
        this.threads = other.threads;
    }

    /**
     * {@return a command}
     * @param program a name, or a path
     * @param arguments one word each
     */
    public static Command of(String program, String... arguments) {
        List<String> words = new ArrayList<>();
        words.add(requireNonNull(program, "program"));
        words.addAll(Arrays.asList(requireNonNull(arguments, "arguments")));
        return of(words);
    }

    /**
     * {@return a command}
     * @param words the program, and its arguments
     * @throws IllegalArgumentException if there is no word, or a NUL in one, which no system can pass on
     */
    public static Command of(List<String> words) {
        List<String> copy = List.copyOf(requireNonNull(words, "words"));
        if (copy.isEmpty()) {
            throw new IllegalArgumentException("a command needs a program: its first word");
        }
        copy.forEach(Command::requireNoNul);
        return new Command(copy);
    }

    private static String requireNoNul(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "a NUL in \"" + text.replace('\0', '?') + "\" (shown as ?) cannot be passed on");
        }
        return text;
    }

    /**
     * {@return this in a folder}
     * @param folder its working directory; default: that of this process
     */
    public Command in(Path folder) {
        Command copy = new Command(this);
        copy.folder = requireNonNull(folder, "folder");
        return copy;
    }

    /**
     * {@return this with a variable of its environment} It has the others of this process.
     * @param variable its name
     * @param value not null
     * @throws IllegalArgumentException if the name is empty or has a {@code =}, or one of the two has a NUL
     */
    public Command with(String variable, String value) {
        return changed(variable, requireNoNul(requireNonNull(value, "value")));
    }

    /**
     * {@return this without a variable of the environment of this process}
     * @param variable its name
     * @throws IllegalArgumentException as {@link #with}
     */
    public Command without(String variable) {
        return changed(variable, null);
    }

    private Command changed(String variable, @Nullable String value) {
        requireNoNul(requireNonNull(variable, "variable"));
        if (variable.isEmpty() || variable.indexOf('=') >= 0) {
            throw new IllegalArgumentException(
                    "a variable of the environment has a name, without =: not \"" + variable + "\"");
        }
        Command copy = new Command(this);
        copy.environment.put(variable, value);
        return copy;
    }

    /**
     * {@return this with another destination of its standard output}
     * @param output such as {@link Redirect#DISCARD}, {@link Redirect#INHERIT} or a file; default: a pipe, {@link ChildProcess#output}
     */
    public Command output(Redirect output) {
        Command copy = new Command(this);
        copy.output = requireNonNull(output, "output");
        return copy;
    }

    /**
     * {@return this with another destination of its standard error}
     * @param errors as in {@link #output}; default: a pipe, {@link ChildProcess#errors}
     */
    public Command errors(Redirect errors) {
        Command copy = new Command(this);
        copy.errors = requireNonNull(errors, "errors");
        return copy;
    }

    /** {@return this with its standard error in its standard output, in the order in which the program writes} */
    public Command mergeErrors() {
        Command copy = new Command(this);
        copy.mergeErrors = true;
        return copy;
    }

    /**
     * {@return this with a standard input} For {@link #run} only: {@link #start} leaves the input to you.
     * @param input default: empty. A stream can be sent once, so the command can be run once.
     */
    public Command input(Body input) {
        Command copy = new Command(this);
        copy.input = requireNonNull(input, "input");
        return copy;
    }

    /**
     * {@return this with another bound for what {@link #run} keeps} A program that writes more is stopped, and the run fails with an
     * {@link IOException}.
     *
     * @param bytes of the output, and as many of the errors; at least 0; default: {@link #LIMIT}
     * @throws IllegalArgumentException if it is negative
     */
    public Command limit(int bytes) {
        Command copy = new Command(this);
        copy.limit = Bounds.atLeast("limit", 0, bytes);
        return copy;
    }

    /**
     * {@return this with another time to end} {@link ChildProcess#stop} kills a program that needs longer.
     * @param grace from SIGTERM; zero or more; default: {@link #GRACE}
     * @throws IllegalArgumentException if it is negative
     */
    public Command grace(Duration grace) {
        Command copy = new Command(this);
        copy.grace = Bounds.notNegative("grace", grace);
        return copy;
    }

    /**
     * {@return this with other threads} They start the program, which takes some milliseconds, and wait for its pipes.
     * @param threads at least one for each pipe that is read or written at the same time, or programs wait for each other;
     *     default: up to 256 threads that all commands share
     */
    public Command threads(Executor threads) {
        Command copy = new Command(this);
        copy.threads = requireNonNull(threads, "threads");
        return copy;
    }

    /**
     * Starts the program.
     * @param loop gets what the program writes, and kills it when it is closed
     * @return the program that runs. Fails with an {@link IOException} if there is no such program or no such folder, or if the system
     *     has no more processes. To cancel it kills a program that has been started meanwhile.
     */
    public Future<ChildProcess> start(Scheduler loop) {
        requireNonNull(loop, "loop");
        return Launch.start(program(), builder(), loop, threads, grace);
    }

    private ProcessBuilder builder() {
        ProcessBuilder builder = new ProcessBuilder(words)
                .redirectOutput(output)
                .redirectError(errors)
                .redirectErrorStream(mergeErrors);
        environment.forEach((variable, value) -> {
            if (value == null) {
                builder.environment().remove(variable);
            } else {
                builder.environment().put(variable, value);
            }
        });
        return folder == null ? builder : builder.directory(folder.toFile());
    }

    /**
     * Runs the program to its end, with its {@link #input}, and keeps what it writes.
     * @param loop of the result
     * @return the exit code, whatever it is, and all that the program has written, when it has ended. A descendant that it
     *     has left behind may still write to its pipes. That output may be lost, because the JDK may close the pipes at the
     *     program's end; or, if it does not, this waits for the end of the descendant. Fails as {@link #start} does, as the
     *     input does, and if there is more output than the {@link #limit}. A program that does not read all of its input is
     *     no failure. To cancel it, or a time-out, {@linkplain ChildProcess#stop stops} it, and so does an input that fails.
     */
    public Future<Result> run(Scheduler loop) {
        return start(loop).flatMap(child -> new Run(child, program(), input, limit).result(loop));
    }

    private String program() {
        return words.get(0);
    }

    @Override
    public String toString() {
        return "Command" + words;
    }
}
