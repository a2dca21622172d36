// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The arguments for a crawl that can be stopped, and that goes on later. */
final class StateArguments {
    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "Save each page when it is there, as a line of DIR/pages.jsonl: URL, status, title, links,"
                    + " SHA-256 and more.")
    private @Nullable Path folder;

    @Option(
            names = "--continue",
            description = "Go on with the crawl in --state, after Ctrl-C or kill -9. Without one, begin it.")
    private boolean goesOn;

    StateArguments() {}

    boolean isGiven() {
        return folder != null || goesOn;
    }

    /** The crawl to go on with; null if there is none. */
    @Nullable
    FileFrontier before(CommandLine command) throws IOException {
        if (folder == null && goesOn) {
            throw new ParameterException(command, "--continue goes on with a crawl in a folder: add --state DIR");
        }
        if (folder == null || !FileFrontier.isIn(folder)) {
            return null;
        }
        if (!goesOn) {
            throw new ParameterException(
                    command, "there is a crawl in " + folder + ": add --continue, or choose another folder");
        }
        return FileFrontier.open(folder, InstantSource.system());
    }

    /** Says that a crawl goes on. Refuses one of another site. */
    void tell(@Nullable FileFrontier before, URI start, PrintWriter errors) throws IOException {
        if (before == null) {
            return;
        }
        if (!before.start().equals(start)) {
            throw new IOException(before.file() + " has a crawl of " + before.start() + ", not of " + start
                    + ": choose another folder with --state");
        }
        errors.println("Going on after " + before.pages() + " pages. What was in flight is fetched again.");
        errors.flush();
    }

    /** The frontier of a crawl that begins, or goes on. */
    Frontier frontier(@Nullable FileFrontier before, URI start, Collection<URI> more) throws IOException {
        return before != null || folder == null
                ? Objects.requireNonNull(before)
                : FileFrontier.create(folder, start, more, InstantSource.system());
    }

    void tellStopped(PrintWriter errors) {
        if (folder != null) {
            errors.println("Stopped. What is there is in " + folder + ": --continue goes on.");
            errors.flush();
        }
    }
}
