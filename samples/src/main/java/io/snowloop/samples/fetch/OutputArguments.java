// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.fetch;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The arguments for what is printed of responses, and what is saved. */
final class OutputArguments {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Save the body of a 2xx response to FILE; only with a single URL.")
    @Nullable
    Path file;

    @Option(
            names = {"-C", "--continue-at"},
            paramLabel = "-",
            description =
                    "With -o: keep what has arrived if the rest does not come, and fetch only the rest the next time.")
    private @Nullable String offset;

    @Option(
            names = {"-f", "--fail"},
            description = "Take a status of 400 or more as a failure, and print no body of it.")
    boolean fails;

    @Option(
            names = {"-w", "--write-out"},
            paramLabel = "TEXT",
            converter = WriteOut.Converter.class,
            description = "Print TEXT after each response, with \\n for a line end and %%{http_code} for a variable:"
                    + " content_type, http_code, local_ip, local_port, num_connects, num_redirects, remote_ip, remote_port,"
                    + " size_download, time_appconnect, time_connect, time_namelookup, time_pretransfer,"
                    + " time_starttransfer, time_total, url_effective.")
    @Nullable
    WriteOut writeOut;

    @Option(
            names = "-v",
            description = "Print the heads of requests and responses to the error output, without credentials.")
    boolean heads;

    @Option(
            names = "--json",
            description =
                    "Print a line of JSON for each response instead of its body, with the phases of its requests.")
    boolean json;

    OutputArguments() {}

    /** Refuses what does not go together. */
    void check(int urls) {
        if (file != null && urls > 1) {
            throw new IllegalArgumentException("--output is for a single URL, not for " + urls);
        }
        if (offset != null && !offset.equals("-")) {
            throw new IllegalArgumentException(
                    "-C " + offset + " is not known: write -C -, which finds the offset itself");
        }
        if (resumes() && file == null) {
            throw new IllegalArgumentException("-C needs a file to go on with: add -o FILE");
        }
    }

    boolean resumes() {
        return offset != null;
    }
}
