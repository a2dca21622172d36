// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

import io.snowloop.http.syntax.Printable;
import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The terminal of this process, or that it has none.
 *
 * @param clears whether input and output are a terminal, and one that can be cleared
 * @param columns its width in characters; 80 if it does not tell
 * @param rows its height in lines; a large number if it does not tell
 * @param colours whether it shows colours, and the reader wants them (no-color.org)
 */
public record Terminal(boolean clears, int columns, int rows, boolean colours) {
    private static final int WIDTH = 80;
    private static final int HEIGHT = 1_000;

    /** Looks at it. Its size may change at any time. */
    public static Terminal now() {
        boolean real = isReal();
        String term = System.getenv().getOrDefault("TERM", "dumb");
        boolean clears = real && !term.equals("dumb");
        boolean colours = clears && System.getenv("NO_COLOR") == null;
        String[] size = real ? size() : new String[0];
        if (size.length == 2 && !size[0].equals("0") && !size[1].equals("0")) {
            return new Terminal(clears, Integer.parseInt(size[1]), Integer.parseInt(size[0]), colours);
        }
        return new Terminal(clears, WIDTH, HEIGHT, colours);
    }

    /** A line of a file or a program, which may be that of another person: control characters would be commands. Tabs are blanks. */
    public static String shown(String line) {
        return Printable.of(line.replace("\t", "    "));
    }

    /** The lines of such a text. */
    public static List<String> shownLines(String text) {
        return text.lines().map(Terminal::shown).toList();
    }

    /** From JDK 22 on, a console need not be a terminal. The method that tells does not exist in JDK 17. */
    @SuppressWarnings("SystemConsoleNull") // on JDK 17 it may well be null
    public static boolean isReal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    /** Rows and columns; nothing where there is no such command. */
    private static String[] size() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String text = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return text.matches("\\d{1,4} \\d{1,4}") ? text.split(" ") : new String[0];
        } catch (IOException e) {
            return new String[0];
        }
    }
}
