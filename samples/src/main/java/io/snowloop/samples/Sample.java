package io.snowloop.samples;

/**
 * A program that {@code ./snowloop run} can run.
 *
 * @param name its name on the command line
 * @param description one line for {@code ./snowloop list}
 * @param program the program
 */
record Sample(String name, String description, Program program) {
    /** A sample that is a class with a {@code main} method. */
    static Sample of(String name, String description, Main main) {
        return new Sample(name, description, args -> {
            main.call(args);
            return 0;
        });
    }

    /** A sample that is a class with a {@code main} method and takes no arguments. */
    static Sample alone(String name, String description, Main main) {
        return of(name, description, args -> {
            if (args.length > 0) {
                throw new IllegalArgumentException("it takes no arguments, but got " + String.join(" ", args));
            }
            main.call(args);
        });
    }

    /** A sample that is also a command. */
    static Sample command(String name, String description) {
        return new Sample(name, description, args -> {
            String[] line = new String[args.length + 1];
            line[0] = name;
            System.arraycopy(args, 0, line, 1, args.length);
            return Snowloop.commandLine().execute(line);
        });
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
