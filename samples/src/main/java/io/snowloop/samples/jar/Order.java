// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.jar;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the JVM of a seed has to do, as its arguments.
 *
 * @param result the file that it writes: the {@link Verdict}, if there is one before its end
 * @param limit in seconds
 * @param check a URL, or a class and its arguments; empty: the program is its own check
 * @param expected the answer to the URL without faults; empty if it is not known
 * @param mainClass of the program
 * @param arguments of the program
 */
record Order(Path result, int limit, String check, String expected, String mainClass, List<String> arguments) {
    private static final int OWN = 5;

    List<String> toArguments() {
        List<String> all =
                new ArrayList<>(List.of(result.toString(), String.valueOf(limit), check, expected, mainClass));
        all.addAll(arguments);
        return all;
    }

    static Order of(String[] args) {
        List<String> all = List.of(args);
        return new Order(
                Path.of(all.get(0)),
                Integer.parseInt(all.get(1)),
                all.get(2),
                all.get(3),
                all.get(4),
                all.subList(OWN, all.size()));
    }
}
