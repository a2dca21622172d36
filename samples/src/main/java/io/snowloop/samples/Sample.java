// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A program that {@code ./snowloop run} can run.
 *
 * @param name its name on the command line
 * @param description a few words for {@code ./snowloop list}
 * @param arguments its arguments as a usage line has them; empty if it takes none, null if it is a command, which parses its own
 * @param source the class to read
 * @param chapter the page on it
 * @param staysUp whether it runs until it is interrupted, with these arguments
 * @param program the program
 */
record Sample(
        String name,
        String description,
        @Nullable String arguments,
        Class<?> source,
        String chapter,
        Predicate<List<String>> staysUp,
        Program program) {

    /** A sample that is a class with a {@code main} method. */
    static Sample of(String name, String description, String arguments, Class<?> source, String chapter, Main main) {
        return withExitCode(name, description, arguments, source, chapter, args -> {
            main.call(args);
            return 0;
        });
    }

    /** A sample that is a program with an exit code. */
    static Sample withExitCode(
            String name, String description, String arguments, Class<?> source, String chapter, Program program) {
        return new Sample(name, description, arguments, source, chapter, args -> false, program);
    }

    /** A sample that is also a command. */
    static Sample command(String name, String description, Class<?> source, String chapter) {
        return new Sample(name, description, null, source, chapter, args -> false, args -> {
            String[] line = new String[args.length + 1];
            line[0] = name;
            System.arraycopy(args, 0, line, 1, args.length);
            return Snowloop.commandLine().execute(line);
        });
    }

    /** This sample, which runs until it is interrupted. */
    Sample untilInterrupted() {
        return new Sample(name, description + ", until Ctrl-C", arguments, source, chapter, args -> true, program);
    }

    /** This sample, which runs until it is interrupted if it has an argument, a port. */
    Sample untilInterruptedWithAPort() {
        return new Sample(name, description, arguments, source, chapter, Sample::isPort, program);
    }

    /** This sample, which runs until it is interrupted. Its first argument is a port, if it has any but options. */
    Sample untilInterruptedOnAPort() {
        return new Sample(
                name, description + ", until Ctrl-C", arguments, source, chapter, this::startsWithAPort, program);
    }

    private boolean startsWithAPort(List<String> args) {
        boolean options = arguments != null && arguments.contains("--");
        isPort(args.stream()
                .limit(1)
                .filter(arg -> !(options && arg.startsWith("--")))
                .toList());
        return true;
    }

    private static boolean isPort(List<String> args) {
        args.forEach(new Arguments.Port()::convert); // throws TypeConversionException
        return !args.isEmpty();
    }

    /** Throws an exception if a {@code main} method takes none of these arguments, or needs one. */
    void requireArguments(List<String> args) {
        if (arguments == null) {
            return; // a command looks at its own
        }
        if (!args.isEmpty() && arguments.isEmpty()) {
            throw new IllegalArgumentException("it takes no arguments, but got " + String.join(" ", args));
        }
        if (args.isEmpty() && !arguments.isEmpty() && !arguments.startsWith("[")) {
            throw new IllegalArgumentException("it takes " + arguments + ", but got no argument");
        }
    }

    /** Where to read on. */
    String whereToRead() {
        return String.format(
                "Source:  samples/src/main/java/%s.java%nChapter: %s%n",
                source.getName().replace('.', '/'), chapter);
    }

    /** What {@code ./snowloop run NAME --help} prints for a sample that is no command. */
    String help() {
        return String.format(
                "Usage: snowloop run %s%n%s%n%n%s", (name + " " + arguments).strip(), description, whereToRead());
    }

    /** The program of a sample. */
    @FunctionalInterface
    interface Program {
        /** Runs to its end. Returns the exit code. */
        int run(String[] args) throws Exception;
    }

    /** A {@code main} method. */
    @FunctionalInterface
    interface Main {
        /** Runs to its end. */
        void call(String[] args) throws Exception;
    }
}
